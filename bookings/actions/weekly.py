"""週のまとめ: one mail a week to each department that has anything to do; nothing, no mail.

It is the first reminder of the asks that it lists. What has a mail of its own on the same day is
left to that mail: what was asked today, second reminders, names that are chased.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.actions.chasing import heard, in_vain
from bookings.actions.direct_asking import key_of
from bookings.chases import NAME_DAYS, morning_before
from bookings.deadlines import MORNING, Deadlines
from bookings.emails import ask as wording
from bookings.emails import digests
from bookings.models import Allocation, Assignment, Grant, LectureSession
from bookings.models.office_days import deadlines, office_settings
from bookings.models.standins import stand_ins
from bookings.status import AllocationState, AssignmentState, SessionState
from lectures.models import Department
from lectures.zones import local, venue_zone
from notifications import periodic

AHEAD = timedelta(days=14)
# A machine that was away on the day still sends the digest on the day after.
_LATE = timedelta(hours=36)


def due_day(*, at: datetime) -> date | None:
    """The digest day whose digests may go out now."""
    weekday = office_settings().digest_weekday
    if weekday is None:
        return None
    day = deadlines().digest_day(weekday, today=local(at).date())
    if day is None:
        return None
    moment = _moment(day)
    return day if moment <= at < moment + _LATE else None


def waiting(*, at: datetime) -> QuerySet[Department]:
    return Department.objects.on(local(at).date()).order_by("pk")


@transaction.atomic
def tell_department(*, department_id: int, day: date, at: datetime) -> bool:
    """Once per department and digest day; False: told before, or nothing to tell."""
    department = Department.objects.get(pk=department_id)
    if not periodic.claim(f"department_digest:{department.pk}", _moment(day)):
        return False
    theirs = _led_by(department, on=local(at).date())
    asks = _asks(theirs, by_when=deadlines(), at=at)
    contents: dict[str, Any] = {"asks": [_ask(row) for row in asks], **_of_sessions(theirs, at=at)}
    if not any(contents.values()):
        return False
    contents["direct_link"] = key_of(department, at=at).link
    copies = stand_ins(department, on=local(at).date())
    digests.to_department(department, day=day, at=at, copies=copies, contents=contents)
    Assignment.objects.filter(
        pk__in=[row.pk for row in asks], state=AssignmentState.ASKED, reminded_at__isnull=True
    ).update(reminded_at=at)
    return True


def _led_by(department: Department, *, on: date) -> list[int]:
    """The departments whose work it does that day: its own, and of those it took over from."""
    charges = Department.objects.charges(on=on)
    return [pk for pk, row in charges.items() if row is not None and row.pk == department.pk]


def _asks(departments: list[int], *, by_when: Deadlines, at: datetime) -> list[Assignment]:
    today = local(at).date()
    midnight = datetime.combine(today, time(), venue_zone())
    rows = Assignment.objects.filter(
        department__in=departments,
        state=AssignmentState.ASKED,
        starts_at__gt=at,
        asked_at__lt=midnight,
    ).select_related("request__lecture", "request__group", "request__fiscal_year")
    found = list(rows.order_by("due_at", "pk"))
    vain = in_vain(found)
    return [
        row
        for row in found
        if row.pk not in vain
        and not _mailed_today(row, midnight, by_when=by_when)
        and not heard(row)
    ]


def _mailed_today(row: Assignment, midnight: datetime, *, by_when: Deadlines) -> bool:
    """Reminded this morning, or about to be reminded with the deputies in copy."""
    sent = [row.reminded_at, row.second_reminded_at]
    if any(moment is not None and moment >= midnight for moment in sent):
        return True
    second = local(by_when.second_reminder(row.due_at)).date()
    return row.second_reminded_at is None and second == midnight.date()


def _of_sessions(departments: list[int], *, at: datetime) -> dict[str, list[Mapping[str, Any]]]:
    accepted = Assignment.objects.filter(
        request=OuterRef("request"),
        department__in=departments,
        state=AssignmentState.ACCEPTED,
    )
    named = Allocation.objects.filter(
        session=OuterRef("pk"), state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    ).select_related("resource__lecturer")
    rows = (
        LectureSession.objects.filter(Q(department__in=departments) | Q(Exists(accepted)))
        .select_related("lecture", "centre", "room__centre", "request__group")
        .select_related("request__fiscal_year")
    )
    ahead = rows.filter(state=SessionState.PLANNED, starts_at__gt=at).order_by("starts_at", "pk")
    # Who went today is asked for the report today.
    over = rows.unresolved(at=datetime.combine(local(at).date(), time(), venue_zone()))
    return {
        "sessions": [
            _session(row) for row in ahead.filter(Exists(named), starts_at__lt=at + AHEAD)
        ],
        "unnamed": [
            _session(row) for row in ahead.filter(~Exists(named)) if not _chased_today(row, at=at)
        ],
        "unreported": [_session(row) for row in over.order_by("starts_at", "pk")],
    }


def _ask(row: Assignment) -> Mapping[str, Any]:
    grant = Grant.objects.get(assignment=row, purpose=Grant.Purpose.ANSWER)
    return {
        "reference": row.request.reference,
        "lecture": row.request.lecture.title,
        "group": wording.one_line(row.request.group.name),
        "when": wording.short_when(row.starts_at, row.ends_at),
        "due": wording.moment(row.due_at),
        "link": grant.link,
    }


def _session(row: LectureSession) -> Mapping[str, Any]:
    taken = row.allocations.filter(
        state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    ).select_related("resource__lecturer")
    return {
        "reference": row.request.reference,
        "lecture": row.lecture.title,
        "group": wording.one_line(row.request.group.name),
        "when": wording.short_when(row.starts_at, row.ends_at),
        "venue": wording.one_line(row.venue),
        "lecturers": "、".join(one.resource.lecturer.name for one in taken.order_by("pk")),
    }


def _chased_today(row: LectureSession, *, at: datetime) -> bool:
    mornings = (
        morning_before(row.starts_at, days=days, zone=venue_zone()).date() for days in NAME_DAYS
    )
    return local(at).date() in mornings


def _moment(day: date) -> datetime:
    return datetime.combine(day, MORNING, venue_zone())
