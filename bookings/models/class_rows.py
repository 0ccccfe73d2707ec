"""The sessions of a school's classes, which follow each other on one day. Reads rows.

Every other group costs no query here: only schools have classes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from bookings.models.classes import ClassPeriod
from bookings.models.group import ApplicantGroup
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession, LectureSessionQuerySet
from bookings.rules import Slot, minutes_of
from bookings.status import SessionState
from lectures.zones import local

_ONE_DAY = timedelta(hours=12)


def periods_of(request: BookingRequest) -> list[ClassPeriod]:
    """In the order of the day."""
    group = request.group
    if group is None or group.kind != ApplicantGroup.Kind.SCHOOL:
        return []
    return list(request.classes.select_related("session").order_by("starts", "order"))


def slots_in(request: BookingRequest, slot: Slot) -> list[tuple[ClassPeriod, Slot]]:
    """Each class that has no day, with its own time; the first one of all begins when `slot` does.

    What was held or called off is not planned again.
    """
    periods = periods_of(request)
    if not periods:
        return []
    begins = minutes_of(periods[0].starts)
    return [
        (
            row,
            Slot(
                slot.starts_at + timedelta(minutes=minutes_of(row.starts) - begins),
                slot.starts_at + timedelta(minutes=minutes_of(row.ends) - begins),
            ),
        )
        for row in periods
        if row.session is None or row.session.state == SessionState.POSTPONED
    ]


def lasting(request: BookingRequest) -> int:
    """How many minutes the department is needed: all the classes, else the lecture's length."""
    periods = periods_of(request)
    if not periods:
        return request.lecture.minutes
    return minutes_of(max(row.ends for row in periods)) - minutes_of(periods[0].starts)


def row_of(session: LectureSession, *, state: str = SessionState.PLANNED) -> list[LectureSession]:
    """The session and those of the other classes that day which stand like it; [] of no class.

    A session that was added beside the classes is none of them, be it on the same day.
    """
    group = session.request.group
    if group is None or group.kind != ApplicantGroup.Kind.SCHOOL:
        return []
    if not session.request.classes.filter(session=session.pk).exists():
        return []
    rows = session.request.sessions.filter(class_period__isnull=False, state=state)
    day = local(session.starts_at).date()
    found = [
        row
        for row in rows.select_related("class_period", "lecture", "centre", "room__centre")
        if local(row.starts_at).date() == day
    ]
    for row in found:
        row.request = session.request
    return sorted(found, key=lambda row: row.starts_at)


def standing_with(session: LectureSession) -> list[LectureSession]:
    """Of its row: what is to come, else what was held. One calendar entry of the ask is for it."""
    return row_of(session) or row_of(session, state=SessionState.DELIVERED)


def together(session: LectureSession) -> list[LectureSession]:
    """What moves and is put off as one: its row, which holds this very object; else it alone."""
    row = row_of(session)
    if session not in row:  # no class, be it of a school's same day
        return [session]
    return [session if one == session else one for one in row]


def ahead(session: LectureSession, *, at: datetime) -> list[LectureSession]:
    """What of `together` has not begun; a class that is being held stays as it is."""
    return [one for one in together(session) if one.starts_at > at or one == session]


def is_all_of(request: BookingRequest, rows: Iterable[LectureSession]) -> bool:
    """Whether no other session was held, is to come or waits for a day: one ask stands for all."""
    others = request.sessions.exclude(state=SessionState.CANCELLED)
    return not others.exclude(pk__in=[one.pk for one in rows]).exists()


def is_one_row(request: BookingRequest, sessions: Iterable[int]) -> bool:
    """Whether they are all of classes: one answer of a department has made them."""
    group = request.group
    if group is None or group.kind != ApplicantGroup.Kind.SCHOOL:
        return False
    numbers = set(sessions)
    return request.classes.filter(session__in=numbers).count() == len(numbers)


def span_of(rows: Iterable[LectureSession]) -> tuple[datetime, datetime]:
    """From the first one's beginning to the last one's end."""
    found = list(rows)
    return min(row.starts_at for row in found), max(row.ends_at for row in found)


def firsts(rows: LectureSessionQuerySet) -> LectureSessionQuerySet:
    """Without those classes before which another class of the row is told of the same."""
    earlier = LectureSession.objects.filter(
        request=OuterRef("request"),
        state=OuterRef("state"),
        class_period__isnull=False,
        starts_at__lt=OuterRef("starts_at"),
        starts_at__gt=OuterRef("starts_at") - _ONE_DAY,
    )
    return rows.exclude(Exists(earlier), class_period__isnull=False)
