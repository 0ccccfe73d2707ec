"""A request's sessions as its group sees them."""

from dataclasses import dataclass

from bookings.emails.facts import when
from bookings.models import Allocation, BookingRequest, LectureSession
from bookings.status import AllocationState, SessionState


@dataclass(frozen=True)
class Shown:
    row: LectureSession
    when: str
    lecturers: tuple[str, ...]

    @property
    def day(self) -> str:
        return self.when.partition(" ")[0]

    @property
    def times(self) -> str:
        return self.when.partition(" ")[2]

    @property
    def planned(self) -> bool:
        return self.row.state == SessionState.PLANNED

    @property
    def postponed(self) -> bool:
        return self.row.state == SessionState.POSTPONED


def sessions_of(request: BookingRequest) -> list[Shown]:
    """In order, with the names of who comes; two queries however many there are."""
    rows = list(request.sessions.select_related("centre", "room__centre").order_by("order"))
    names: dict[int, list[str]] = {}
    taken = Allocation.objects.filter(
        session__in=rows, state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    )
    for session_id, name in taken.order_by("pk").values_list(
        "session_id", "resource__lecturer__name"
    ):
        names.setdefault(session_id, []).append(name)
    return [
        Shown(row, when(row.starts_at, row.ends_at), tuple(names.get(row.pk, ()))) for row in rows
    ]
