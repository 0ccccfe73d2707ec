"""The forecast for 31 March: pure numbers, told as sentences."""

from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import forecasting
from bookings.distributions import beta_binomial, both, certain, negative_binomial, quantile
from bookings.forecasting import Forecast, Known, Odds, Past, TooLittle, forecast, profile

AUTUMN = date(2026, 10, 15)
LAST = date(2027, 3, 31)
USUAL = (4, 7, 11, 11, 6, 9, 13, 13, 7, 6, 7, 6)


def year_so_far(today: date = AUTUMN, *, number: int = 40, **changes: object) -> Known:
    """So many sessions, every fourth day backwards from today."""
    first = date(2026, 4, 1)
    days = {}
    for order in range(number):
        day = today - timedelta(days=4 * order % max(1, (today - first).days))
        days[day] = days.get(day, 0) + 1
    return Known(today=today, year=2026, delivered=days, **changes)


def test_a_usual_year_has_its_range():
    plans = {AUTUMN + timedelta(days=3 * order): 1 for order in range(1, 13)}
    found = forecast(year_so_far(planned=plans, past=(Past(80, USUAL), Past(75, USUAL))))

    assert isinstance(found, Forecast)
    assert 52 < found.low < found.median < found.high < 90
    assert found.by_month[:6] == (None,) * 6
    assert found.by_month[11] == (found.low, found.median, found.high)


def test_months_to_come_rise():
    found = forecast(year_so_far())
    months = [month for month in found.by_month if month]

    for number in range(3):
        assert [month[number] for month in months] == sorted(month[number] for month in months)


def test_two_months_of_a_first_year_say_too_little():
    assert forecast(year_so_far(date(2026, 5, 30))) is TooLittle.EARLY
    assert isinstance(forecast(year_so_far(date(2026, 5, 31))), Forecast)
    assert isinstance(forecast(year_so_far(date(2026, 5, 2), past=(Past(80),))), Forecast)


def test_four_sessions_say_too_little():
    assert forecast(year_so_far(number=4)) is TooLittle.FEW
    assert isinstance(forecast(year_so_far(number=5)), Forecast)


def test_nothing_at_all_says_too_little_until_the_year_is_over():
    assert forecast(year_so_far(number=0)) is TooLittle.FEW
    over = forecast(year_so_far(LAST, number=0))
    assert (over.low, over.median, over.high) == (0, 0, 0)


def test_on_the_last_day_what_is_there_and_the_late_reports():
    there = forecast(year_so_far(LAST, number=60, leads={30: 400}))
    waiting = forecast(
        year_so_far(LAST, number=60, leads={30: 400}, unreported={date(2027, 3, 20): 4})
    )

    assert (there.low, there.median, there.high) == (60, 60, 60)
    assert (waiting.low, waiting.median, waiting.high) == (63, 64, 64)


def test_departments_that_tell_late_are_reckoned_with():
    """A third of the sessions came to the office's ears a month after they were held."""
    late = forecast(year_so_far(LAST, number=60, leads={30: 200, -30: 100}))

    assert late.median > 60


def test_wishes_for_the_next_year_do_not_count():
    april = {date(2027, 4, 2): 50}

    assert forecast(year_so_far(planned=april)) == forecast(year_so_far())


def test_a_year_with_a_29th_of_february():
    today = date(2028, 2, 29)
    known = Known(today, 2027, {today: 3, date(2027, 7, 1): 20}, planned={date(2028, 3, 9): 2})

    assert 23 <= forecast(known).low <= forecast(known).high < 35
    assert sum(forecasting._daily(known).values()) == pytest.approx(1)
    assert len(forecasting._daily(known)) == 366


def test_the_past_months_are_learnt_and_few_of_them_change_little():
    spring = Past(400, (100, 100, 100, 100, 0, 0, 0, 0, 0, 0, 0, 0))

    assert profile([])[0] == pytest.approx(0.04)
    assert profile([spring])[0] == pytest.approx((100 + 1.6) / 440)
    assert sum(profile([spring, Past(30)])) == pytest.approx(1)


def test_a_town_that_seldom_keeps_its_plans_is_not_promised_them():
    plans = {date(2026, 11, day): 1 for day in range(1, 21)}
    kept = forecast(year_so_far(planned=plans, plans=Odds(kept=60, lost=0)))
    fallen = forecast(year_so_far(planned=plans, plans=Odds(kept=30, lost=30)))

    assert fallen.median < kept.median
    assert (fallen.low, kept.low) >= (40, 40)


DAYS = st.dates(date(2026, 4, 1), LAST)
COUNTS = st.dictionaries(DAYS, st.integers(0, 12), max_size=40)
YEARS = st.lists(
    st.one_of(
        st.integers(0, 700).map(Past),
        st.tuples(*[st.integers(0, 60)] * 12).map(lambda months: Past(sum(months), months)),
    ),
    max_size=5,
)


@st.composite
def knowns(draw: st.DrawFn) -> Known:
    today = draw(DAYS)
    days = draw(COUNTS)
    return Known(
        today=today,
        year=2026,
        delivered={day: number for day, number in days.items() if day <= today},
        planned={day: number for day, number in days.items() if day > today},
        unreported={day: 1 for day in draw(st.lists(DAYS, max_size=5)) if day <= today},
        asked={day: 1 for day in draw(st.lists(DAYS, max_size=5)) if day > today},
        leads=draw(st.dictionaries(st.integers(-100, 200), st.integers(0, 9), max_size=8)),
        plans=Odds(draw(st.integers(0, 90)), draw(st.integers(0, 20))),
        past=draw(YEARS),
    )


@settings(max_examples=150, deadline=None)
@given(known=knowns())
def test_the_range_holds_at_least_what_was_delivered(known):
    found = forecast(known)
    if isinstance(found, Forecast):
        assert sum(known.delivered.values()) <= found.low <= found.median <= found.high
        assert len(found.by_month) == 12


@settings(max_examples=150, deadline=None)
@given(known=knowns(), data=st.data())
def test_more_delivered_never_lowers_the_forecast(known, data):
    day = data.draw(st.dates(date(2026, 4, 1), known.today))
    more = {**known.delivered, day: known.delivered.get(day, 0) + data.draw(st.integers(1, 9))}
    before, after = forecast(known), forecast(Known(**{**vars(known), "delivered": more}))
    if isinstance(before, Forecast):
        assert after.median >= before.median
        assert after.low >= before.low


@settings(max_examples=60, deadline=None)
@given(
    number=st.integers(0, 40),
    mean=st.floats(0, 80),
    extra=st.floats(1, 9),
    part=st.sampled_from([0.1, 0.5, 0.9]),
)
def test_a_quantile_of_a_sum_is_that_of_the_whole_sum(number, mean, extra, part):
    one, other = beta_binomial(number, 18, 2), negative_binomial(mean, mean * extra)
    whole = both(one, other)
    so_far = list(accumulate(whole.weights))
    found = quantile(one, other, part) - whole.start
    slack = 1e-5  # what both have cut off
    assert so_far[found] >= (part - slack) * so_far[-1]
    assert found == 0 or so_far[found - 1] <= (part + slack) * so_far[-1]


def test_the_distributions_have_the_mean_and_the_variance_that_were_asked_for():
    wide = negative_binomial(50, 200)
    assert (wide.mean(), wide.variance()) == (pytest.approx(50, 1e-3), pytest.approx(200, 1e-2))
    kept = beta_binomial(20, 18, 2)
    assert kept.mean() == pytest.approx(18, 1e-3)
    assert certain(7).variance() == 0


def test_the_smooth_curve_of_a_huge_town_continues_the_exact_sum(monkeypatch):
    known = year_so_far(number=800)
    exact = forecast(known)
    monkeypatch.setattr(forecasting, "BIG", 0)
    smooth = forecast(known)

    for one, other in (
        (exact.low, smooth.low),
        (exact.median, smooth.median),
        (exact.high, smooth.high),
    ):
        assert other == pytest.approx(one, rel=0.02)
