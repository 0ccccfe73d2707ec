"""Writes what the catalogue shows of bookings, in the transaction that changed it."""

from typing import Any

from django.db.models import Count, Q

from bookings.models import LectureSession
from bookings.models.openings import counted_of
from bookings.status import SessionState
from lectures.models import Lecture, LectureTally


def recount(lecture_id: int) -> None:
    """Set the lecture's numbers from its sessions: equal to a recount at any moment."""
    # The lecture's row is the lock: two requests for it must not count past each other.
    locked = Lecture.objects.select_for_update(of=("self",))
    site_id = locked.values_list("site_id", flat=True).get(pk=lecture_id)
    numbers: dict[str, Any] = LectureSession.objects.filter(lecture_id=lecture_id).aggregate(
        delivered=Count("pk", filter=Q(state=SessionState.DELIVERED)),
        planned=Count("pk", filter=Q(state=SessionState.PLANNED)),
    )
    years = counted_of([lecture_id]).items()
    numbers["counted"] = {str(year): number for (_lecture, year), number in years}
    if not LectureTally.objects.filter(lecture_id=lecture_id).update(**numbers):
        LectureTally.objects.create(lecture_id=lecture_id, site_id=site_id, **numbers)
