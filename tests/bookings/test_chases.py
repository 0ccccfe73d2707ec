"""When a name and a lecturer's own yes are asked for again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.chases import consent_chases, name_chase_due
from tests.factories.town import at

ZONE = ZoneInfo("Asia/Tokyo")
STARTS = at("2026-12-17 10:00")
EARLY = at("2026-11-22 10:00")


@pytest.mark.parametrize(
    ("moment", "since", "days"),
    [
        ("2026-12-03 08:59", EARLY, None),
        ("2026-12-03 09:00", EARLY, 14),
        ("2026-12-10 08:59", EARLY, 14),
        ("2026-12-10 09:00", EARLY, 7),
        ("2026-12-17 09:59", EARLY, 7),
        ("2026-12-17 10:00", EARLY, None),
        ("2026-12-05 09:00", at("2026-12-04 10:00"), None),  # accepted later: 14 is skipped
        ("2026-12-10 09:00", at("2026-12-04 10:00"), 7),
        ("2026-12-12 09:00", at("2026-12-11 10:00"), None),
    ],
)
def test_a_name_is_asked_for_fourteen_and_seven_days_before(moment, since, days):
    assert name_chase_due(at(moment), starts_at=STARTS, lacking_since=since, zone=ZONE) == days


def test_a_silent_lecturer_is_asked_after_a_week_and_the_department_after_two():
    again, tell = consent_chases(at("2026-11-02 15:00"), starts_at=STARTS, zone=ZONE)

    assert (again, tell) == (at("2026-11-10 09:00"), at("2026-11-17 09:00"))


def test_near_the_session_there_is_less_patience():
    again, tell = consent_chases(at("2026-12-01 15:00"), starts_at=STARTS, zone=ZONE)

    assert (again, tell) == (at("2026-12-03 09:00"), at("2026-12-10 09:00"))


@given(minutes=st.integers(0, 60 * 24 * 200), ahead=st.integers(1, 60 * 24 * 200))
def test_each_chase_comes_at_least_a_day_after_the_last_in_the_morning(minutes, ahead):
    asked = EARLY + timedelta(minutes=minutes)

    again, tell = consent_chases(asked, starts_at=asked + timedelta(minutes=ahead), zone=ZONE)

    assert again - asked >= timedelta(days=1)
    assert tell - again >= timedelta(days=1)
    assert again - asked <= timedelta(days=8)
    assert {again.astimezone(ZONE).hour, tell.astimezone(ZONE).hour} == {9}
