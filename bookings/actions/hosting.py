"""Who of a session's lecturers belongs to which of the departments that give it. Reads only."""

from datetime import date

from bookings.actions.allocating import lecturers_on
from bookings.emails import to_hosts
from bookings.models import LectureSession
from bookings.models.standins import last_day_with
from lectures.models import Department, Lecturer
from lectures.zones import local


def theirs_on(session: LectureSession, department: Department) -> list[Lecturer]:
    """Who of the department is confirmed for the session."""
    going = lecturers_on(session)
    others = of_other_departments(department, going, session=session)
    return [row for row in going if row not in others]


def staying_on(session: LectureSession, department: Department) -> list[Lecturer]:
    """The same without who will have left it by the day: their places are open to be named."""
    day = local(session.starts_at).date()
    there = set(Lecturer.objects.of(department, on=day))
    return [row for row in theirs_on(session, department) if row in there]


def of_other_departments(
    department: Department, lecturers: list[Lecturer], *, session: LectureSession
) -> list[Lecturer]:
    """Those whom another part sent; this department's choice leaves them alone.

    Ours is who never belonged to another part later than to us: also who leaves us before the day.
    """
    day = local(session.starts_at).date()
    others = [host.department for host in to_hosts.hosts_of(session)]
    return [row for row in lecturers if not _is_ours(row, department, others=others, day=day)]


def _is_ours(
    lecturer: Lecturer, department: Department, *, others: list[Department], day: date
) -> bool:
    last = last_day_with(lecturer, department, on=day)
    elsewhere = [last_day_with(lecturer, row, on=day) or date.min for row in others]
    return last is not None and last >= max(elsewhere, default=last)
