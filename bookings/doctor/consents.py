"""Who said no for themselves does not go, unless named again since."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from bookings.models import Allocation, LecturerConsent, RequestEvent
from bookings.status import AllocationState, Verb


def checks() -> Iterator[str]:
    newer = LecturerConsent.objects.filter(
        session=OuterRef("session"), lecturer=OuterRef("lecturer"), pk__gt=OuterRef("pk")
    )
    named = RequestEvent.objects.filter(
        session=OuterRef("session"), verb=Verb.LECTURER_NAMED, at__gte=OuterRef("answered_at")
    )
    taken = Allocation.objects.filter(
        session=OuterRef("session"),
        resource__lecturer=OuterRef("lecturer"),
        state=AllocationState.CONFIRMED,
    )
    rows = LecturerConsent.objects.filter(
        ~Exists(newer), ~Exists(named), Exists(taken), state=LecturerConsent.State.NO
    )
    for session_id, lecturer_id in rows.values_list("session_id", "lecturer_id"):
        yield f"LectureSession {session_id}: lecturer:{lecturer_id} said no but is still taken"
