"""Reads a town's settings once for one act, however often the act asks.

Lasts as long as the outermost `@reads_once` call and no longer, so nothing is kept from one
transaction to the next. Only for rows that the act itself never changes.

Where hundreds of small acts follow each other, `held` lets them share what the office has set, for
a second at most: each is as if it had been done that second earlier. Never for what a lock guards.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

HELD_SECONDS = 1.0

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)
_held: ContextVar[dict[Hashable, tuple[float, Any]] | None] = ContextVar("held", default=None)


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


def already_read(key: Hashable) -> Any:
    """What this act has read under the key; None: nothing, or no act is under way."""
    return (_read.get() or {}).get(key)


def once(key: Hashable, read: Callable[[], R], *, setting: bool = False) -> R:
    """What `read` gives; within an act, what it gave the first time. The key names the town too.

    `setting`: only the office changes it, so acts that follow each other may share it (`held`).
    """
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = _shared(key, read) if setting else read()
    return known[key]


@contextmanager
def held() -> Iterator[None]:
    """The acts in this block share their settings."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def _shared(key: Hashable, read: Callable[[], R]) -> R:
    shared = _held.get()
    if shared is None:
        return read()
    now = time.monotonic()
    since, value = shared.get(key, (-HELD_SECONDS, None))
    if now - since >= HELD_SECONDS:
        value = read()
        shared[key] = now, value
    return value
