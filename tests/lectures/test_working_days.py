"""開庁日: weekends, holidays, the year's end, the town's own days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lectures.working_days import Closed, WorkingDays

ZONE = ZoneInfo("Asia/Tokyo")
DAYS = WorkingDays()
dates = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),  # Saturday
        ("2026-11-23", False),  # 勤労感謝の日
        ("2026-05-06", False),  # 振替休日
        ("2026-12-28", True),
        ("2026-12-29", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
    ],
)
def test_which_days_the_town_hall_works(day, open_):
    assert DAYS.is_open(date.fromisoformat(day)) is open_


def test_the_towns_own_days_are_closed_too():
    opening = Closed(date(2020, 4, 10), date(2020, 4, 10), every_year=True, reason="開庁記念日")
    once = Closed(date(2026, 8, 13), date(2026, 8, 14), every_year=False, reason="夏の休み")
    days = WorkingDays((opening, once))

    assert [days.is_open(date(2026, 4, 10)), days.is_open(date(2026, 8, 14))] == [False, False]
    assert [days.is_open(date(2026, 4, 9)), days.is_open(date(2027, 8, 13))] == [True, True]


def test_five_working_days_over_a_long_weekend():
    assert DAYS.after(date(2026, 11, 20), days=5) == date(2026, 11, 30)


def test_counting_from_a_closed_day_begins_on_the_next_working_day():
    assert DAYS.after(date(2026, 12, 30), days=0) == date(2027, 1, 4)
    assert DAYS.after(date(2026, 12, 30), days=1) == date(2027, 1, 5)


def test_half_of_the_working_time_leaves_the_weekend_out():
    friday = datetime(2026, 11, 13, 12, 45, tzinfo=ZONE)
    monday = datetime(2026, 11, 16, 12, 45, tzinfo=ZONE)

    assert DAYS.halfway(friday, monday) == datetime(2026, 11, 13, 17, 0, tzinfo=ZONE)


def test_half_of_a_time_without_work_is_its_middle():
    saturday = datetime(2026, 11, 14, 10, 0, tzinfo=ZONE)

    assert DAYS.halfway(saturday, saturday + timedelta(hours=2)) == saturday + timedelta(hours=1)


def test_a_town_that_is_closed_for_ever_still_gets_an_answer():
    closed = WorkingDays((Closed(date(2020, 1, 1), date(2040, 1, 1), False, "誤り"),))

    assert closed.after(date(2026, 11, 20), days=3) == date(2026, 11, 23)


@given(dates, st.integers(0, 30))
def test_what_comes_after_is_a_working_day_and_grows_with_the_number(day, number):
    found = DAYS.after(day, days=number)

    assert DAYS.is_open(found)
    assert day <= found < DAYS.after(day, days=number + 1)


@given(dates, st.integers(0, 24 * 60 * 60), st.integers(1, 60 * 60 * 24 * 40))
def test_the_middle_lies_between(day, second, length):
    starts = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(seconds=second)
    ends = starts + timedelta(seconds=length)

    assert starts <= DAYS.halfway(starts, ends) <= ends
