"""Small numbers are not published, and cannot be reckoned from what is: tried on many towns."""

from collections import Counter, defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules import suppressing
from bookings.rules.suppressing import FEWEST, OTHER, crossed, inside, withheld

AREAS, KINDS = ["北", "南", "東", ""], ["school", "club", "pta", ""]
TOWNS = st.dictionaries(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(KINDS)), st.integers(0, 30), min_size=1
)
SMALL_TOWNS = st.dictionaries(
    st.tuples(st.sampled_from(AREAS[:2]), st.sampled_from(KINDS[:3])), st.integers(1, 9), min_size=1
)


def sums(pairs, place):
    found = Counter()
    for pair, number in pairs.items():
        found[pair[place]] += number
    return found


def counted(pairs, told):
    found = Counter()
    for pair, number in pairs.items():
        found[told[pair]] += number
    return found


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 30)))
def test_what_is_told_together_is_not_few_unless_it_is_all(numbers):
    few = withheld(numbers)
    there = {key for key, number in numbers.items() if number}

    assert {key for key in there if numbers[key] < FEWEST} <= few <= there
    assert not few or few == there or sum(numbers[key] for key in few) >= FEWEST


def reckoned(many: int, most: int) -> list[tuple[int, ...]]:
    """Tables of `many` rows in which a small number is the only one that fits what is shown.

    Whoever reckons knows the rule, which rows are held back and the sum, and tries every table.
    """
    alike = defaultdict(list)
    for numbers in product(range(1, most + 1), repeat=many):
        few = withheld(dict(enumerate(numbers)))
        if len(few) < many:
            shown = tuple(None if n in few else number for n, number in enumerate(numbers))
            alike[shown, sum(numbers)].append(numbers)
    return [
        tables[0]
        for (shown, _sum), tables in alike.items()
        for n, said in enumerate(shown)
        if said is None and len({table[n] for table in tables}) == 1 and tables[0][n] < FEWEST
    ]


@pytest.mark.parametrize("many, most", [(2, 12), (3, 12), (4, 8), (6, 5)])
def test_nobody_can_reckon_a_number_that_is_held_back(many, most):
    assert reckoned(many, most) == []


def test_with_the_small_alone_held_back_the_total_would_say_it(monkeypatch):
    """The twin: 20 and 9 are shown, 32 is the whole."""
    monkeypatch.setattr(suppressing, "_says_none", lambda numbers: True)

    assert withheld({"北": 20, "南": 9, "東": 3}) == {"東"}
    assert reckoned(2, 12) != []


def test_several_that_are_each_one_or_each_four_would_be_said_by_their_sum(monkeypatch):
    """The twin: five areas of one session, told as 5; two of four beside one of five."""
    monkeypatch.setattr(
        suppressing, "_says_none", lambda numbers: len(numbers) > 1 and sum(numbers) >= FEWEST
    )

    assert {(1, 1, 1, 1, 1, 5)} <= set(reckoned(6, 5))
    assert {(4, 4, 5)} <= set(reckoned(3, 12))


@given(TOWNS)
def test_what_is_told_is_true_and_an_area_is_told_as_in_its_table(pairs):
    areas = sums(pairs, 0)
    few = withheld(areas)

    for told in (inside(pairs), crossed(pairs)):
        for pair, to in told.items():
            assert all(said in (was, OTHER) for was, said in zip(pair, to, strict=True))
            assert to[0] == (OTHER if pair[0] in few or not areas[pair[0]] else pair[0])
        found = counted(pairs, told)
        shown = {area: sums(found, 0)[area] for area in areas if area not in few and areas[area]}
        assert shown == {area: areas[area] for area in shown}


@given(TOWNS)
def test_no_combination_is_small_unless_it_is_all(pairs):
    for told in (inside(pairs), crossed(pairs)):
        found = [number for number in counted(pairs, told).values() if number]
        assert len(found) <= 1 or min(found) >= FEWEST


def splits(total: int, cells: int):
    """Every way to share a number between cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in splits(total - first, cells - 1))


def possible(pairs, told) -> dict:
    """What each untold combination of a told area may be, for whoever has all tables and the file."""
    areas, kinds = sums(pairs, 0), sums(pairs, 1)
    few_areas, few_kinds = withheld(areas), withheld(kinds)
    known = {pair: number for pair, number in pairs.items() if told[pair] == pair}
    rows = []
    for area in areas:
        cells = [(area, kind) for kind in kinds if (area, kind) not in known]
        rest = areas[area] - sums(known, 0)[area]
        rows.append(
            [dict(zip(cells, one, strict=True)) for one in splits(rest, len(cells))]
            if cells
            else [{}]
        )
    found = defaultdict(set)
    for parts in product(*rows):
        table = known | {cell: number for part in parts for cell, number in part.items()}
        by_kind = sums(table, 1)
        if all(by_kind[kind] == kinds[kind] for kind in kinds if kind not in few_kinds):
            for cell, number in table.items():
                found[cell].add(number)
    return {cell: found[cell] for cell in pairs if cell[0] not in few_areas and cell not in known}


def leaks(pairs, told) -> list:
    """Small combinations that only one number fits. A town of one area or kind has no crossing."""
    if len(sums(pairs, 0)) < 2 or withheld(sums(pairs, 0)) or len(sums(pairs, 1)) < 2:
        return []
    return [
        cell for cell, numbers in possible(pairs, told).items()
        if len(numbers) == 1 and pairs[cell] < FEWEST
    ]  # fmt: skip


@given(SMALL_TOWNS)
def test_the_file_and_the_tables_together_say_no_small_combination(pairs):
    assert leaks(pairs, crossed(pairs)) == []


def test_with_each_combination_judged_alone_the_totals_would_say_the_others():
    """The twin: 北 has 8 of the school's 10 sessions in the file, so 南 has the other 2."""
    pairs = {("北", "school"): 8, ("北", "club"): 9, ("南", "school"): 2, ("南", "club"): 7}
    alone = {pair: pair if number >= FEWEST else (pair[0], OTHER) for pair, number in pairs.items()}

    assert ("南", "school") in leaks(pairs, alone)
    assert counted(pairs, crossed(pairs)) == {("北", OTHER): 17, ("南", OTHER): 9}
