"""A target month by month, and what it would take."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.forecasting import Forecast, Past, TooLittle
from bookings.pacing import Pace, against, curve, foretold, this_month, what_it_takes

NOVEMBER = date(2026, 11, 22)


def pace(**changes):
    facts = {
        "today": NOVEMBER, "target": 100, "by_month_end": 67, "delivered": 61, "expected": 64,
        "planned": 12,
    }  # fmt: skip
    return Pace(**{**facts, **changes})


def test_without_past_years_each_month_is_the_same():
    assert curve(12) == tuple(range(1, 13))
    assert curve(100, [Past(80)])[5] == 50


def test_with_past_years_the_curve_is_theirs():
    spring = Past(400, (100, 100, 100, 100, *[0] * 8))

    assert curve(44, [spring])[3] == 41  # 40 of the past year, and a little of the usual year
    assert curve(44, [spring])[-1] == 44


@given(
    target=st.integers(0, 9999),
    months=st.lists(st.tuples(*[st.integers(0, 50)] * 12), max_size=5),
)
def test_a_curve_never_falls_and_ends_at_the_target(target, months):
    found = curve(target, [Past(sum(one), one) for one in months])

    assert list(found) == sorted(found)
    assert (len(found), found[-1]) == (12, target)


@pytest.mark.parametrize(
    ("delivered", "expected", "words"),
    [
        (67, 67, "11月の目やす67回に、もうとどいています。"),
        (61, 70, "11月の目やす67回まで、あと6回です。予定どおりなら、とどきます。"),
        (61, 64, "11月の目やす67回まで、あと6回です。予定どおりでも、3回たりません。"),
    ],
)
def test_this_month_in_one_sentence(delivered, expected, words):
    assert this_month(pace(delivered=delivered, expected=expected)) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"delivered": 73},
            "年度の目標まで、あと27回です。月に7回のペースが必要です。いまの予定は12回です。",
        ),
        (
            {"delivered": 90},
            "年度の目標まで、あと10回です。いまの予定は12回なので、予定どおりなら、とどきます。",
        ),
        ({"delivered": 100}, "年度の目標に、もうとどいています。"),
        ({"delivered": 130}, "年度の目標に、もうとどいています。"),
        (
            {"delivered": 73, "today": date(2027, 3, 5)},
            "年度の目標まで、あと27回です。いまの予定は12回です。",
        ),
    ],
)
def test_what_it_takes_in_one_sentence(changes, words):
    assert what_it_takes(pace(**changes)) == words


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2027, 3, 31), 0), (date(2028, 2, 29), 31), (date(2026, 4, 1), 364), (NOVEMBER, 129)],
)
def test_the_days_that_are_left(today, left):
    assert pace(today=today).days_left == left


@given(
    today=st.dates(date(2026, 4, 1), date(2028, 3, 31)),
    target=st.integers(0, 500),
    delivered=st.integers(0, 500),
    planned=st.integers(0, 99),
)
def test_every_day_has_its_sentences(today, target, delivered, planned):
    one = pace(today=today, target=target, delivered=delivered, planned=planned)

    assert this_month(one)
    assert what_it_takes(one)
    if one.per_month:
        assert one.per_month * one.days_left / (365 / 12) >= one.missing - 1e-6


def test_the_forecast_is_said_beside_the_target():
    found = Forecast(88, 96, 105, (None,) * 12)

    assert foretold(found) == (
        "3月31日には、96回ぐらいになる見込みです。10のうち8は、88回から105回のあいだになります。"
    )
    assert against(found, target=None) == ""
    assert against(found, target=88) == "目標の88回に、とどく見込みです。"
    assert against(found, target=100) == "目標の100回にとどくかどうかは、まだわかりません。"
    assert against(found, target=106) == "目標の106回には、とどかない見込みです。"


def test_too_little_is_said_in_words():
    assert foretold(TooLittle.FEW) == "実施がまだ5回より少ないので、3月31日の見込みを出しません。"
    assert foretold(TooLittle.EARLY) == (
        "はじめの年度の4月と5月は、くらべる数がないので、3月31日の見込みを出しません。"
    )
    assert against(TooLittle.FEW, target=10) == ""
