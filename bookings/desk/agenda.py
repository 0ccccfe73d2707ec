"""今週の講座: the sessions of the coming seven days, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from bookings.models import Allocation, LectureSession
from bookings.status import AllocationState, SessionState
from lectures.eras import time_range
from lectures.zones import local, venue_zone

DAYS = 7


@dataclass(frozen=True)
class Entry:
    session: LectureSession
    time: str
    lecturers: str
    over: bool


@dataclass(frozen=True)
class Day:
    day: date
    today: bool
    entries: tuple[Entry, ...]


def coming_days(*, at: datetime) -> list[Day]:
    """Today and the six days after it, empty days too."""
    today = local(at).date()
    begins = datetime.combine(today, datetime.min.time(), venue_zone())
    rows = with_lecturers().filter(
        starts_at__gte=begins,
        starts_at__lt=begins + timedelta(days=DAYS),
        state__in=[SessionState.PLANNED, SessionState.DELIVERED],
    )
    found = list(rows.order_by("starts_at", "pk"))
    return [_day(today + timedelta(days=n), found, at=at) for n in range(DAYS)]


def with_lecturers() -> QuerySet[LectureSession]:
    """Sessions with what a line about them shows."""
    taken = Allocation.objects.filter(
        state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    ).select_related("resource__lecturer")
    return LectureSession.objects.select_related(
        "lecture", "department", "centre", "room__centre", "request__group", "request__fiscal_year"
    ).prefetch_related(Prefetch("allocations", taken.order_by("pk"), to_attr="taken"))


def lecturer_names(session: LectureSession) -> str:
    return "、".join(row.resource.lecturer.name for row in session.taken)


def _day(day: date, sessions: Sequence[LectureSession], *, at: datetime) -> Day:
    return Day(
        day=day,
        today=day == local(at).date(),
        entries=tuple(
            Entry(
                row,
                time_range(local(row.starts_at), local(row.ends_at)),
                lecturer_names(row),
                row.ends_at < at,
            )
            for row in sessions
            if local(row.starts_at).date() == day
        ),
    )
