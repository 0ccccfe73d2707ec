"""A text no longer than allowed: whole parts go or become shorter, the least important first. Pure.

Nothing is ever cut inside a word or a number; what cannot be left out stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

ALWAYS = 1000


@dataclass(frozen=True)
class Part:
    """One thing to say. `ways`: (words, how important), the longest first; the last may be ALWAYS."""

    ways: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, words: str, importance: int, *, shorter: str = "", kept: int = 0) -> "Part":
        """`shorter` is said instead, with the importance `kept`, where `words` is too long."""
        ways = ((words, importance), *(((shorter, kept),) if shorter and shorter != words else ()))
        return cls(tuple(way for way in ways if way[0]))


@dataclass(frozen=True)
class Fitted:
    text: str
    length: float
    fits: bool
    # Not everything could be said.
    shortened: bool


def fitted(
    parts: Sequence[Part],
    *,
    most: float,
    length: Callable[[str], float],
    join: Callable[[Sequence[str]], str] = "".join,
) -> Fitted:
    chosen = [0] * len(parts)

    def text() -> str:
        held = (
            part.ways[at][0] for part, at in zip(parts, chosen, strict=True) if at < len(part.ways)
        )
        return join([words for words in held if words])

    for _importance, at, way in _reductions(parts):
        if length(text()) <= most:
            break
        chosen[at] = way + 1
    _say_again(parts, chosen, lambda: length(text()) <= most)
    found = text()
    whole = length(found)
    return Fitted(found, whole, fits=whole <= most, shortened=any(chosen))


def _reductions(parts: Sequence[Part]) -> list[tuple[int, int, int]]:
    """(importance, which part, which of its ways ends), the least important first."""
    every = chain.from_iterable(
        ((importance, at, way) for way, (_words, importance) in enumerate(part.ways))
        for at, part in enumerate(parts)
    )
    # Of two alike the later one goes first; a part's longer way always before its shorter one.
    found = [row for row in every if row[0] < ALWAYS]
    return sorted(found, key=lambda row: (row[0], -row[1], row[2]))


def _say_again(parts: Sequence[Part], chosen: list[int], fits: Callable[[], bool]) -> None:
    """Where a long part went, a short one that went before it may have room after all."""
    for _importance, at, way in reversed(_reductions(parts)):
        if chosen[at] > way:
            before, chosen[at] = chosen[at], way
            if not fits():
                chosen[at] = before
