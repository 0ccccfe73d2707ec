"""Nobody and no room is in two places at once, and the database still refuses it."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from bookings.models import Allocation, LectureSession
from bookings.status import AllocationState, SessionState

TAKEN = [AllocationState.HOLD, AllocationState.CONFIRMED]


def checks() -> Iterator[str]:
    yield from _guard()
    yield from _overlaps()
    yield from _elsewhere()


def _guard() -> Iterator[str]:
    """The constraint itself may be lost by a careless migration."""
    if connection.vendor == "sqlite":
        sql = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'allocation_no_overlap_%%'"
        wanted = 2
    else:
        sql, wanted = (
            "SELECT count(*) FROM pg_constraint WHERE conname = 'allocation_no_overlap'",
            1,
        )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        if cursor.fetchone()[0] != wanted:
            yield "bookings.Allocation: the database no longer refuses overlaps"


def _overlaps() -> Iterator[str]:
    earlier = Allocation.objects.filter(
        resource=OuterRef("resource"),
        state__in=TAKEN,
        pk__lt=OuterRef("pk"),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    for row in Allocation.objects.filter(Exists(earlier), state__in=TAKEN):
        yield f"Allocation {row.pk}: its resource {row.resource_id} is taken twice at that time"


def _elsewhere() -> Iterator[str]:
    """A confirmed allocation stands at its session's time, and its session is not called off."""
    confirmed = Allocation.objects.filter(state=AllocationState.CONFIRMED)
    moved = ~Q(starts_at=F("session__starts_at")) | ~Q(ends_at=F("session__ends_at"))
    for pk in confirmed.filter(moved).values_list("pk", flat=True):
        yield f"Allocation {pk}: not at its session's time"
    off = LectureSession.objects.filter(state__in=[SessionState.CANCELLED, SessionState.POSTPONED])
    for pk in confirmed.filter(session__in=off).values_list("pk", flat=True):
        yield f"Allocation {pk}: holds somebody for a session that is called off"
