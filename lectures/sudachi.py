"""SudachiPy's dictionary, opened once for all who cut Japanese into words. It knows no text.

The dictionary may be shared between threads, a tokenizer may not: each thread has its own.
"""

import threading
from functools import cache

from sudachipy import Dictionary, SplitMode, Tokenizer

_OWN = threading.local()


@cache
def dictionary() -> Dictionary:
    return Dictionary(dict="small")


def tokenizer(mode: SplitMode) -> Tokenizer:
    """This thread's tokenizer: A cuts into the shortest words, C into the longest."""
    own = _OWN.__dict__.setdefault("by_mode", {})
    if str(mode) not in own:
        own[str(mode)] = dictionary().tokenizer(mode=mode)
    return own[str(mode)]
