"""A department that became part of another last April, and a lecturer who will soon be moved."""

from datetime import date, datetime

from bookings.actions.allocating import lecturers_on
from bookings.models import LectureSession
from bookings.status import SessionState
from cms.demo.loader.people import Staff
from cms.demo.loader.town import DOMAIN
from lectures import reorganising
from lectures.eras import fiscal_year_of
from lectures.models import Department
from lectures.reorganising import Move
from lectures.zones import local


def load(staff: Staff, *, at: datetime) -> None:
    _merged_last_april(staff.departments["0101"], at=at)
    _moved_before_a_session(staff.departments["0501"], at=at)


def _merged_last_april(successor: Department, *, at: datetime) -> None:
    """What it had done and what is still sent to it is 防災安全課's."""
    april = date(fiscal_year_of(local(at).date()), 4, 1)
    Department.objects.create(
        site=successor.site, code="0102", name="交通安全課", email=f"kotsu@{DOMAIN}",
        ends_on=april.replace(month=3, day=31), successor=successor,
    )  # fmt: skip


def _moved_before_a_session(goal: Department, *, at: datetime) -> None:
    """The lecturer of the last session ahead: the desk shows that somebody else must go."""
    today = local(at).date()
    ahead = LectureSession.objects.filter(state=SessionState.PLANNED, starts_at__gt=at)
    for session in ahead.exclude(department=goal).order_by("-starts_at"):
        for lecturer in lecturers_on(session)[:1]:
            day = local(session.starts_at).date()
            if day > today:
                reorganising.move_lecturers([Move(lecturer, goal)], day=day, today=today)
            return
