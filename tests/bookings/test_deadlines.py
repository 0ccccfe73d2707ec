"""期限: when an answer is due, and what follows silence."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.deadlines import Deadlines, Patience
from lectures.working_days import WorkingDays
from tests.factories.town import ZONE, at

PATIENCE = Patience(
    answer_days=5,
    support_days_before=21,
    second_reminder_days=1,
    escalation_days=3,
    grace_hours=24,
)
TOWN = Deadlines(WorkingDays(), PATIENCE, ZONE)
FAR = at("2027-03-01 10:00")
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=ZONE)
)


def town(**changes: int) -> Deadlines:
    return Deadlines(WorkingDays(), Patience(**{**vars(PATIENCE), **changes}), ZONE)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-09 10:00", "2026-11-16 17:00"),
        ("2026-11-09 17:00", "2026-11-16 17:00"),
        ("2026-11-09 17:01", "2026-11-17 17:00"),  # after hours: counts from Tuesday
        ("2026-11-13 18:00", "2026-11-24 17:00"),  # Friday evening, and the 23rd is a holiday
        ("2026-11-14 10:00", "2026-11-24 17:00"),
        ("2026-12-28 09:00", "2027-01-08 17:00"),  # the year's end is no working time
    ],
)
def test_due_at_five_after_five_working_days(asked, due):
    assert TOWN.answer_by(at(asked), starts_at=FAR, support=False) == at(due)


def test_never_due_later_than_the_lecture_itself():
    slot = at("2026-11-12 10:00")

    assert TOWN.answer_by(at("2026-11-09 10:00"), starts_at=slot, support=False) == slot
    assert TOWN.has_time(at("2026-11-09 10:00"), starts_at=slot) is False
    assert TOWN.has_time(at("2026-11-09 10:00"), starts_at=FAR) is True


@pytest.mark.parametrize(
    ("slot", "due"),
    [
        ("2027-03-01 10:00", "2026-11-16 17:00"),  # the usual time is earlier
        ("2026-12-03 10:00", "2026-11-12 17:00"),  # 21 days before
        ("2026-12-05 10:00", "2026-11-13 17:00"),  # 21 days before is a Saturday
        ("2026-11-20 10:00", "2026-11-10 17:00"),  # long past: at least one working day
    ],
)
def test_a_support_part_is_due_days_before_the_lecture(slot, due):
    found = TOWN.answer_by(at("2026-11-09 10:00"), starts_at=at(slot), support=True)

    assert found == at(due)


def test_reminders_and_escalation_of_one_ask():
    asked, due = at("2026-11-09 10:00"), at("2026-11-16 17:00")

    assert TOWN.reminder(asked, due_at=due) == at("2026-11-12 09:15")
    assert TOWN.second_reminder(due) == at("2026-11-17 09:00")
    assert TOWN.escalation(due) == at("2026-11-19 09:00")


def test_nothing_is_taken_away_before_a_mail_that_was_sent_in_time_can_be_here():
    patient = town(escalation_days=0, grace_hours=72)

    assert patient.escalation(at("2026-11-16 17:00")) == at("2026-11-19 17:00")


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2026-11-16", "2026-11-16"),
        ("2026-11-20", "2026-11-16"),
        ("2026-11-23", "2026-11-16"),  # Monday is a holiday,
        ("2026-11-24", "2026-11-24"),  # so it goes on Tuesday
        ("2027-01-02", "2026-12-28"),
    ],
)
def test_the_weekly_digest_moves_to_the_next_working_day(today, day):
    found = TOWN.digest_day(0, today=date.fromisoformat(today))

    assert found == date.fromisoformat(day)


@given(moments, st.integers(1, 200), st.booleans())
def test_due_is_always_before_the_lecture_on_a_working_day_at_five(asked, days, support):
    slot = asked + timedelta(days=days)

    due = TOWN.answer_by(asked, starts_at=slot, support=support)

    assert asked < due <= slot
    if due != slot:
        assert due.astimezone(ZONE).time() == time(17)
        assert WorkingDays().is_open(due.astimezone(ZONE).date())


@given(moments, st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 240))
def test_first_reminder_then_due_then_second_then_escalation(asked, days, second, third, grace):
    patient = town(
        answer_days=days, second_reminder_days=second, escalation_days=third, grace_hours=grace
    )
    due = patient.answer_by(asked, starts_at=asked + timedelta(days=400), support=False)

    assert asked <= patient.reminder(asked, due_at=due) <= due
    assert due <= patient.second_reminder(due)
    assert due + timedelta(hours=grace) <= patient.escalation(due)


@given(moments, st.integers(0, 4))
def test_a_digest_day_is_a_working_day_of_the_last_days(today, weekday):
    found = TOWN.digest_day(weekday, today=today.date())

    assert found is not None
    assert WorkingDays().is_open(found)
    assert timedelta() <= today.date() - found < timedelta(days=14)
