"""What to see before deciding on a request: doubts, the same again, an unconfirmed address, help wanted."""

from dataclasses import dataclass
from datetime import datetime

from bookings.actions import supporting
from bookings.actions.supporting import ASKED_AS
from bookings.models import BookingRequest, helps
from bookings.models.twins import twins_of
from bookings.status import (
    AssignmentState,
    Care,
    CareBy,
    Doubt,
    RequestStatus,
    Support,
)
from lectures.models import Kit


@dataclass(frozen=True)
class FirstLook:
    """Nothing in it: nothing to look at."""

    unconfirmed: bool
    doubts: list[str]
    twins: list[BookingRequest]
    care: list[str]  # wanted from the city and not asked of anybody yet
    may_ask_care: bool

    def __bool__(self) -> bool:
        return bool(self.unconfirmed or self.doubts or self.twins or self.care)


@dataclass(frozen=True)
class Extras:
    """What the group said beyond the necessary, in words."""

    care: list[str]
    kit_there: str
    kit_wanted: str


def first_look(request: BookingRequest, *, at: datetime) -> FirstLook:
    care = care_left(request)
    fresh = request.status == RequestStatus.SUBMITTED
    return FirstLook(
        unconfirmed=fresh and BookingRequest.objects.unconfirmed().filter(pk=request.pk).exists(),
        doubts=[str(Doubt(code).label) for code in request.doubts] if fresh else [],
        twins=twins_of(request),
        care=[str(kind.label) for kind in care],
        may_ask_care=bool(care)
        and request.status in supporting.ASKABLE
        and bool(supporting.slots_of(request, at=at)),
    )


def care_left(request: BookingRequest) -> list[Support]:
    """Help that the group wants the city to find, of which no department knows."""
    if request.care_by != CareBy.CITY:
        return []
    rows = request.assignments.filter(~helps.wished_again())
    asked = set(rows.exclude(state=AssignmentState.RECALLED).values_list("support", flat=True))
    wanted = [ASKED_AS[Care(code)] for code in request.care if Care(code) in ASKED_AS]
    return [kind for kind in wanted if kind not in asked]


def extras(request: BookingRequest) -> Extras:
    by = [str(CareBy(request.care_by).label)] if request.care_by else []
    care = [str(Care(code).label) for code in request.care]
    return Extras(
        care=[*care, *filter(None, [request.care_words]), *by] if care else [],
        kit_there="、".join(str(Kit(code).label) for code in request.kit_there),
        kit_wanted="、".join(str(Kit(code).label) for code in request.kit_wanted),
    )
