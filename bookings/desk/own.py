"""What a department or a centre sees of the desk: its own matter, chosen in the database. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from bookings.desk.agenda import lecturer_names, with_lecturers
from bookings.emails.facts import when
from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.permissions import Standing, given_by, own_asks, requests_at, taken_by
from bookings.status import REQUEST_OPEN, AssignmentState, SessionState
from lectures.models import Centre
from lectures.zones import local

MOST = 100
_BACK = timedelta(days=60)  # what is over and reported stays in the list this long


@dataclass(frozen=True)
class Ask:
    row: Assignment
    when: str
    due: datetime
    late: bool


@dataclass(frozen=True)
class Line:
    """One session; `clashes` names what else wants the same room at the same time."""

    row: LectureSession
    when: str
    lecturers: str
    clashes: tuple[str, ...] = ()


def asks_of(standing: Standing, *, at: datetime) -> list[Ask]:
    """Still to be answered, the earliest deadline first."""
    rows = own_asks(standing, on=_day(at)).filter(state=AssignmentState.ASKED, starts_at__gt=at)
    rows = rows.select_related("department", "request__lecture", "request__group")
    rows = rows.select_related("request__fiscal_year").order_by("due_at", "pk")[:MOST]
    return [
        Ask(row, when(row.starts_at, row.ends_at), local(row.due_at), row.due_at < at)
        for row in rows
    ]


def ahead(standing: Standing, *, at: datetime) -> list[Line]:
    """Sessions that a department is going to give or to help with."""
    taken = taken_by(standing, on=_day(at)).values("pk")
    rows = with_lecturers().filter(pk__in=taken, ends_at__gte=at, state=SessionState.PLANNED)
    return [_line(row) for row in rows.order_by("starts_at", "pk")[:MOST]]


def unreported(standing: Standing, *, at: datetime) -> list[Line]:
    given = given_by(standing, on=_day(at)).values("pk")
    rows = with_lecturers().filter(pk__in=given, ends_at__lt=at, state=SessionState.PLANNED)
    return [_line(row) for row in rows.order_by("starts_at", "pk")[:MOST]]


def given(standing: Standing, *, at: datetime) -> list[Line]:
    """Reported not long ago: numbers can still be corrected."""
    keys = given_by(standing, on=_day(at)).values("pk")
    rows = with_lecturers().filter(
        pk__in=keys, starts_at__gte=at - _BACK, state=SessionState.DELIVERED
    )
    return [_line(row) for row in rows.order_by("-starts_at", "-pk")[:MOST]]


def requests_of(standing: Standing) -> QuerySet[BookingRequest]:
    """Open ones that want a room of the centre."""
    rows = requests_at(standing).filter(status__in=REQUEST_OPEN)
    rows = rows.select_related("group", "lecture", "fiscal_year", "centre", "room__centre")
    return rows.order_by("-submitted_at", "-pk")[:MOST]


def held_at(standing: Standing, *, at: datetime) -> list[Line]:
    """Sessions at the centre from today on, each with what it clashes with."""
    begins = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(
        with_lecturers()
        .filter(
            Q(centre__in=standing.centres) | Q(room__centre__in=standing.centres),
            starts_at__gte=begins,
            state=SessionState.PLANNED,
        )
        .order_by("starts_at", "pk")[:MOST]
    )
    return [_line(row, among=rows) for row in rows]


def centres_of(standing: Standing) -> QuerySet[Centre]:
    return Centre.objects.filter(pk__in=standing.centres).prefetch_related("rooms").order_by("code")


def _line(row: LectureSession, *, among: Sequence[LectureSession] = ()) -> Line:
    clashes = tuple(
        f"{other.request.reference} {when(other.starts_at, other.ends_at)}"
        for other in among
        if _clash(row, other)
    )
    return Line(row, when(row.starts_at, row.ends_at), lecturer_names(row), clashes)


def _clash(one: LectureSession, other: LectureSession) -> bool:
    """The same room at the same time; without a room, perhaps the same: the centre decides."""
    if one.pk == other.pk or one.starts_at >= other.ends_at or other.starts_at >= one.ends_at:
        return False
    if one.room_id and other.room_id:
        return one.room_id == other.room_id
    return _place(one) == _place(other)


def _place(row: LectureSession) -> int | None:
    return row.centre_id or (row.room.centre_id if row.room else None)


def _day(at: datetime) -> date:
    return local(at).date()
