"""完了: every session delivered or cancelled, reports in."""

from datetime import datetime

from bookings.actions.moves import SYSTEM, record
from bookings.models import BookingRequest
from bookings.status import RequestStatus, SessionState, Verb


def close_if_done(request: BookingRequest, *, at: datetime) -> None:
    """Close a confirmed request that has nothing left to do; all cancelled means 中止."""
    states = set(request.sessions.values_list("state", flat=True))
    if request.status != RequestStatus.CONFIRMED or not states:
        return
    if states <= {SessionState.CANCELLED}:
        record(request, verb=Verb.CANCELLED, by=SYSTEM, at=at, to=RequestStatus.CANCELLED)
    elif states <= {SessionState.DELIVERED, SessionState.CANCELLED}:
        record(request, verb=Verb.CLOSED, by=SYSTEM, at=at, to=RequestStatus.CLOSED)
