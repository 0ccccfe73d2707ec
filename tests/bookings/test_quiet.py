"""夜間・休日: which mails wait, and never longer than they should."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.quiet import AWAITED, URGENT, Quiet, may_wait
from lectures.working_days import OPENS, WorkingDays
from tests.factories.town import ZONE, at

DAYS = WorkingDays()
NIGHTS = Quiet(time(20), time(7), False, DAYS, ZONE)
NIGHTS_AND_HOLIDAYS = Quiet(time(20), time(7), True, DAYS, ZONE)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=ZONE)
)
quiets = st.builds(
    lambda starts, ends, closed: Quiet(starts, ends, closed, DAYS, ZONE),
    st.times(),
    st.times(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("2026-11-13 19:59", "2026-11-13 19:59"),
        ("2026-11-13 20:00", "2026-11-14 07:00"),
        ("2026-11-14 06:59", "2026-11-14 07:00"),
        ("2026-11-14 07:00", "2026-11-14 07:00"),
    ],
)
def test_a_quiet_night_ends_in_the_morning(now, goes):
    assert NIGHTS.not_before(at(now)) == at(goes)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("2026-11-12 22:00", "2026-11-13 07:00"),
        ("2026-11-13 22:00", "2026-11-16 08:30"),  # a weekend
        ("2026-11-21 12:00", "2026-11-24 08:30"),  # a weekend and a holiday
        ("2026-12-28 21:00", "2027-01-04 08:30"),
    ],
)
def test_days_without_work_end_on_the_next_working_morning(now, goes):
    assert NIGHTS_AND_HOLIDAYS.not_before(at(now)) == at(goes)


def test_quiet_hours_over_noon():
    noon = Quiet(time(12), time(13), False, DAYS, ZONE)

    assert noon.not_before(at("2026-11-13 12:30")) == at("2026-11-13 13:00")


def test_a_mail_that_would_lose_its_sense_goes_at_once():
    sunday = at("2026-11-15 09:00")

    assert NIGHTS_AND_HOLIDAYS.not_before(sunday, expires_at=at("2026-11-16 10:00")) == sunday
    later = NIGHTS_AND_HOLIDAYS.not_before(sunday, expires_at=at("2026-11-22 10:00"))
    assert later == at("2026-11-16 08:30")


@pytest.mark.parametrize("kind", sorted(URGENT | AWAITED))
def test_emergencies_and_answers_to_who_is_waiting_never_wait(kind):
    assert may_wait(kind, mail_class="normal") is False


def test_a_reminder_waits_and_anything_critical_does_not():
    assert may_wait("department_reminded", mail_class="normal") is True
    assert may_wait("department_reminded", mail_class="critical") is False


@given(moments, quiets)
def test_never_inside_the_quiet_time_and_never_earlier(now, quiet):
    goes = quiet.not_before(now)

    assert goes >= now
    assert not quiet.holds(goes)


@given(moments, quiets)
def test_never_later_than_the_next_working_morning_or_the_quiet_hours_of_that_day(now, quiet):
    tomorrow = now.date() + timedelta(days=1)
    morning = datetime.combine(DAYS.on_or_after(tomorrow), OPENS, ZONE)
    if quiet.closed_days and quiet.holds(morning):
        return  # hours that hold the whole next morning: the test above is all that can be said

    limit = max(morning, _end_of_quiet(quiet, morning))

    assert quiet.not_before(now) <= limit


@given(moments, quiets, st.integers(0, 60 * 24 * 20))
def test_a_mail_with_an_end_waits_half_its_life_at_most(now, quiet, minutes):
    ends = now + timedelta(minutes=minutes)

    assert quiet.not_before(now, expires_at=ends) <= now + (ends - now) / 2


def _end_of_quiet(quiet: Quiet, morning: datetime) -> datetime:
    return quiet.not_before(morning)
