"""少ない数を出さない: what is published so that nobody can tell which group or hall is meant. Pure.

Where, and what kind of group, is told only of classes with at least FEWEST sessions of that year;
the others are one class, その他, which is no smaller either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST = 5
OTHER = "\0other"  # no key of ours
Pair = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """One row of a public table; `key` OTHER: several that are told together."""

    key: str
    label: str
    delivered: int
    people: int


def coarse(pairs: Mapping[Pair, int]) -> dict[Pair, Pair]:
    """(area, kind) → what is told of it. Every class told has FEWEST sessions, or is all there is."""
    told = {pair: pair for pair in pairs}
    _merge(pairs, told, lambda pair: (pair[0], OTHER))
    _merge(pairs, told, lambda pair: (OTHER, OTHER))
    while True:
        counts = _counts(pairs, told)
        rest = counts.get((OTHER, OTHER), 0)
        if not 0 < rest < FEWEST or len(counts) == 1:
            return told
        least = min((pair for pair in counts if pair != (OTHER, OTHER)), key=_order(counts))
        told = {pair: (OTHER, OTHER) if to == least else to for pair, to in told.items()}


def table(rows: Sequence[Cell], *, other: str) -> list[Cell]:
    """Rows of few sessions as one, told last; it too has FEWEST, or is all there is."""
    small = {row.key for row in rows if 0 < row.delivered < FEWEST}
    large = sorted(
        (row for row in rows if row.delivered >= FEWEST),
        key=lambda row: (row.delivered, row.key),
    )
    while small and large and _sum(rows, small, "delivered") < FEWEST:
        small.add(large.pop(0).key)
    shown = [row for row in rows if row.delivered and row.key not in small]
    if small:
        number, people = _sum(rows, small, "delivered"), _sum(rows, small, "people")
        shown.append(Cell(OTHER, other, number, people))
    return shown


def people(number: int) -> int | None:
    """None: so few that one might know them; nobody at all is told."""
    return None if 0 < number < FEWEST else number


def _merge(pairs: Mapping[Pair, int], told: dict[Pair, Pair], into: Any) -> None:
    counts = _counts(pairs, told)
    for pair, to in told.items():
        if counts[to] < FEWEST:
            told[pair] = into(to)


def _counts(pairs: Mapping[Pair, int], told: Mapping[Pair, Pair]) -> Counter[Pair]:
    found: Counter[Pair] = Counter()
    for pair, number in pairs.items():
        found[told[pair]] += number
    return found


def _order(counts: Mapping[Pair, int]) -> Any:
    return lambda pair: (counts[pair], pair)


def _sum(rows: Iterable[Cell], keys: set[str], name: str) -> int:
    return sum(getattr(row, name) for row in rows if row.key in keys)
