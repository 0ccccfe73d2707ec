"""Small numbers are not published: tried on every town that can be thought of."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.yearbook import suppressing
from bookings.yearbook.suppressing import FEWEST, OTHER, Cell, coarse, table

AREAS, KINDS = ["北", "南", "東", ""], ["school", "club", "pta", ""]
TOWNS = st.dictionaries(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(KINDS)), st.integers(1, 30), min_size=1
)


def counted(pairs, told):
    found = Counter()
    for pair, number in pairs.items():
        found[told[pair]] += number
    return found


@given(TOWNS)
def test_no_class_that_is_told_is_small_unless_it_is_all(pairs):
    found = counted(pairs, coarse(pairs))

    assert sum(found.values()) == sum(pairs.values())
    assert len(found) == 1 or min(found.values()) >= FEWEST
    for place in (0, 1):
        by_one = Counter()
        for pair, number in found.items():
            by_one[pair[place]] += number
        assert len(found) == 1 or min(by_one.values()) >= FEWEST


@given(TOWNS)
def test_what_is_told_is_true(pairs):
    for pair, to in coarse(pairs).items():
        assert all(said in (was, OTHER) for was, said in zip(pair, to, strict=True))


def test_without_the_last_step_a_single_session_would_stand_alone(monkeypatch):
    """The twin: what is merged away for being small must not be a small class again."""
    pairs = {("北", "school"): 8, ("南", "club"): 1}
    told = {pair: pair for pair in pairs}
    suppressing._merge(pairs, told, lambda pair: (pair[0], OTHER))
    suppressing._merge(pairs, told, lambda pair: (OTHER, OTHER))

    assert counted(pairs, told)[OTHER, OTHER] == 1
    assert counted(pairs, coarse(pairs)) == {(OTHER, OTHER): 9}


@given(st.lists(st.integers(0, 30), max_size=8))
def test_a_table_hides_its_small_rows_in_one_that_is_not_small(numbers):
    rows = [Cell(str(n), f"row {n}", number, 3 * number) for n, number in enumerate(numbers)]

    shown = table(rows, other="その他")

    assert sum(row.delivered for row in shown) == sum(numbers)
    assert sum(row.people for row in shown) == 3 * sum(numbers)
    assert len(shown) <= 1 or min(row.delivered for row in shown) >= FEWEST


@pytest.mark.parametrize("number, told", [(0, 0), (1, None), (4, None), (5, 5)])
def test_so_few_people_are_not_numbered(number, told):
    assert suppressing.people(number) == told


def test_many_random_towns_at_once():
    chance = random.Random(1)
    for _town in range(300):
        pairs = {
            (area, kind): chance.choice([1, 2, 3, 4, 5, 9])
            for area in AREAS for kind in KINDS if chance.random() < 0.5
        } or {("", ""): 1}  # fmt: skip
        found = counted(pairs, coarse(pairs))
        assert len(found) == 1 or min(found.values()) >= FEWEST
