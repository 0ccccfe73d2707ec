"""少ない数を公開しない: what is told together, so that no small number can be reckoned. Pure.

For everything that is open to everybody: the page of results, the API and the open data.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

FEWEST = 5  # of fewer, one could be recognised
OTHER = "\0other"  # no key of ours
Pair = tuple[str, str]
K = TypeVar("K", bound=Hashable)


def withheld(numbers: Mapping[K, int]) -> set[K]:
    """The keys whose numbers are told as one sum, その他. Empty: each may stand by itself.

    All below FEWEST, and of the others the smallest until the sum says none of them, or all there
    is. Rows of the same number go together, so that what is shown does not say which one was small.
    """
    held = {key: number for key, number in numbers.items() if number > 0}
    few = {key for key, number in held.items() if number < FEWEST}
    larger = sorted({number for number in held.values() if number >= FEWEST}, reverse=True)
    while few and larger and not _says_none([held[key] for key in few]):
        next_one = larger.pop()
        few |= {key for key, number in held.items() if number == next_one}
    return few


def _says_none(numbers: Collection[int]) -> bool:
    """Several, FEWEST together, and not each the least or each the most that a small one can be."""
    several = len(numbers) > 1 and sum(numbers) >= FEWEST
    return several and set(numbers) not in ({1}, {FEWEST - 1})


def inside(pairs: Mapping[Pair, int]) -> dict[Pair, Pair]:
    """(whole, part) → what is told of it: a whole as in the table of wholes, then its parts.

    A part OTHER is never told by itself.
    """
    wholes = _sums(pairs, 0)
    untold = withheld(wholes)
    told: dict[Pair, Pair] = {}
    for whole, number in wholes.items():
        parts = {pair: many for pair, many in pairs.items() if pair[0] == whole}
        few = withheld(parts)
        for pair, many in parts.items():
            if whole in untold or not number:
                told[pair] = OTHER, OTHER
            else:
                told[pair] = (whole, OTHER) if pair in few or not many else pair
    return told


def crossed(pairs: Mapping[Pair, int]) -> dict[Pair, Pair]:
    """(area, kind) → what is told of it beside a table of areas and one of kinds.

    The same kinds are told of every area, or the tables would say what an area does not. A kind
    with a small number in any area is told of none. Then every combination has FEWEST or nothing.
    """
    areas, kinds = _sums(pairs, 0), _sums(pairs, 1)
    few, few_kinds = withheld(areas), withheld(kinds)
    named = {pair: OTHER if pair[0] in few or not areas[pair[0]] else pair[0] for pair in pairs}
    told = {kind for kind, number in kinds.items() if number} - few_kinds
    while True:
        classes = {
            pair: (area, pair[1] if pair[1] in told else OTHER) for pair, area in named.items()
        }
        counts: Counter[Pair] = Counter()
        for pair, number in pairs.items():
            counts[classes[pair]] += number
        small = {kind for (_area, kind), number in counts.items() if 0 < number < FEWEST}
        if not small or not told:
            return classes
        told -= small - {OTHER} or {min(told, key=lambda kind: (kinds[kind], kind))}


def _sums(pairs: Mapping[Pair, int], place: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for pair, number in pairs.items():
        found[pair[place]] += number
    return found
