"""足した答え: the sum of the answers that count, as a survey prints it."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.trends import Way, agrees, is_worse, reached, sum_of_answers, way

FIVE = ("満足", "どちらかといえば満足", "普通", "どちらかといえば不満", "不満")
THREE = FIVE[:3]


def test_three_answers_of_five_are_summed():
    percent = dict(zip(FIVE, map(D, ("12.1", "24.3", "32.9", "18.6", "12.1")), strict=True))

    assert sum_of_answers(percent, counting=THREE, people=False) == D("69.3")


def test_people_become_a_share_of_all_who_answered():
    people = dict(zip(FIVE, map(D, (100, 200, 300, 150, 116)), strict=True))

    assert sum_of_answers(people, counting=THREE, people=True) == D("69.3")  # 600 of 866


def test_without_an_answer_there_is_no_share():
    with pytest.raises(ValueError, match="nobody"):
        sum_of_answers({"満足": D(0)}, counting=THREE, people=True)


def test_percentages_that_make_no_whole_are_refused():
    with pytest.raises(ValueError, match="whole"):
        sum_of_answers({"満足": D(60), "不満": D(30)}, counting=THREE, people=False)


@pytest.mark.parametrize(
    "value, fits", [("69.3", True), ("69.4", True), ("69.1", True), ("69.6", False), ("72", False)]
)
def test_a_printed_value_may_differ_by_what_rounding_makes(value, fits):
    assert agrees(D(value), D("69.3"), answers=3) is fits


@given(st.lists(st.integers(0, 5000), min_size=5, max_size=5).filter(any))
def test_the_share_of_all_answers_is_the_whole_and_parts_add_up(numbers):
    people = dict(zip(FIVE, map(D, numbers), strict=True))

    whole = sum_of_answers(people, counting=FIVE, people=True)
    part = sum_of_answers(people, counting=THREE, people=True)
    rest = sum_of_answers(people, counting=FIVE[3:], people=True)

    assert whole == 100
    assert 0 <= part <= 100
    assert abs(part + rest - 100) <= D("0.1")


@given(st.lists(st.integers(1, 5000), min_size=5, max_size=5))
def test_printed_percentages_agree_with_the_people_behind_them(numbers):
    people = dict(zip(FIVE, map(D, numbers), strict=True))
    printed = {words: sum_of_answers(people, counting=[words], people=True) for words in FIVE}

    exact = sum_of_answers(people, counting=THREE, people=True)
    summed = sum_of_answers(printed, counting=THREE, people=False)

    assert agrees(exact, summed, answers=3)


@pytest.mark.parametrize(
    "before, now, expected",
    [
        ("83.1", "71.9", Way.DOWN), ("61", "66", Way.UP), ("5", "5.0", Way.SAME),
        (None, "5", Way.UNKNOWN), ("5", None, Way.UNKNOWN),
    ],
)  # fmt: skip
def test_up_and_down_are_said_as_they_are(before, now, expected):
    assert way(before and D(before), now and D(now)) == expected


def test_worse_and_reached_follow_what_is_better():
    assert is_worse(D(5), D(4), higher_is_better=True)
    assert is_worse(D(5), D(6), higher_is_better=False)
    assert not is_worse(None, D(6), higher_is_better=False)
    assert reached(D(100), D(100), higher_is_better=True)
    assert reached(D(9), D(10), higher_is_better=False)
    assert reached(D(9), None, higher_is_better=True) is None
