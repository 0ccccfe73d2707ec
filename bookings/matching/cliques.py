"""Which candidates shut each other out, as groups of which one may be chosen at most.

A group in which every two are too close is one strong row of the model; every pair that is too close
lies in at least one group, so the rows say exactly what the pairs say.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bookings.matching.problem import Problem

Item = TypeVar("Item")


def cover(items: Sequence[Item], close: Callable[[Item, Item], bool]) -> Iterator[list[Item]]:
    """Groups of items, any two of a group close, that together hold every close pair."""
    near: dict[int, set[int]] = defaultdict(set)
    for one in range(len(items)):
        for other in range(one + 1, len(items)):
            if close(items[one], items[other]):
                near[one].add(other)
                near[other].add(one)
    covered: set[tuple[int, int]] = set()
    for one in range(len(items)):
        for other in sorted(near[one]):
            if other < one or (one, other) in covered:
                continue
            group = _grown([one, other], near)
            covered.update((a, b) for a in group for b in group if a < b)
            yield [items[member] for member in group]


def _grown(group: list[int], near: dict[int, set[int]]) -> list[int]:
    """Take in, in order, everyone who is close to all members."""
    may = set.intersection(*(near[member] for member in group))
    while may:
        taken = min(may)
        group.append(taken)
        may &= near[taken]
    return sorted(group)


def too_close(problem: Problem, one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Two sessions (start, end in minutes, place) of one day that no lecturer can give both."""
    first, second = sorted((one, other))
    between = second[0] - first[1] - problem.travel.tidy - problem.travel.setup
    return between < problem.minutes(first[2], second[2]) or between < 0
