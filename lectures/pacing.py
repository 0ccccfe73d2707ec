"""Long work in short transactions, with room for others between them."""

import time
from collections.abc import Callable

from django.db import connection

# SQLite has one writer and no queue for it: who waits looks again after 100 ms at most.
_BREATH = 0.12


def repeat(step: Callable[[], bool], *, seconds: float) -> None:
    """Until a step says that nothing is left, or the time is over."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and step():
        if connection.vendor == "sqlite":
            time.sleep(_BREATH)
