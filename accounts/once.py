"""Reads a town's settings once for one act, however often the act asks.

Lasts as long as the outermost `@reads_once` call and no longer, so nothing is kept from one
transaction to the next. Only for rows that the act itself never changes.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)


def reads_once(act: Callable[P, R]) -> Callable[P, R]:
    """Within this call, `once` asks the database once for each key."""

    @wraps(act)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        if _read.get() is not None:
            return act(*args, **kwargs)
        token = _read.set({})
        try:
            return act(*args, **kwargs)
        finally:
            _read.reset(token)

    return acting


def once(key: Hashable, read: Callable[[], R]) -> R:
    """What `read` gives; within an act, what it gave the first time. The key names the town too."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]
