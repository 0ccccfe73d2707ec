"""完了: every session delivered or cancelled, reports in."""

from datetime import datetime

from bookings.actions.asking import recall_in
from bookings.actions.moves import SYSTEM, record
from bookings.models import BookingRequest, Grant
from bookings.status import (
    ASSIGNMENT_OPEN,
    ASSIGNMENT_STANDING,
    AssignmentState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
)

RUNNING = (RequestStatus.CONFIRMED, RequestStatus.ASKING, RequestStatus.PROPOSING)


def close_if_done(request: BookingRequest, *, at: datetime) -> None:
    """End a request that has nothing left to do; all sessions cancelled means 中止."""
    states = set(request.sessions.values_list("state", flat=True))
    if request.status not in RUNNING or not states:
        return
    if states <= {SessionState.CANCELLED} and request.status == RequestStatus.CONFIRMED:
        _recall(request, ASSIGNMENT_STANDING, at=at)
        record(request, verb=Verb.CANCELLED, by=SYSTEM, at=at, to=RequestStatus.CANCELLED)
        _forget_undo(request, at=at)
    elif SessionState.DELIVERED in states and states <= {
        SessionState.DELIVERED,
        SessionState.CANCELLED,
    }:
        if request.status != RequestStatus.CONFIRMED:
            # An ask that still waits has no session left that it could be for.
            _recall(request, ASSIGNMENT_OPEN, at=at)
            record(request, verb=Verb.MESSAGE, by=SYSTEM, at=at, to=RequestStatus.CONFIRMED)
        record(request, verb=Verb.CLOSED, by=SYSTEM, at=at, to=RequestStatus.CLOSED)
        _forget_undo(request, at=at)


def _recall(request: BookingRequest, states: frozenset[AssignmentState], *, at: datetime) -> None:
    for assignment in request.assignments.filter(state__in=states):
        recall_in(request, assignment, by=SYSTEM, at=at, reason=Reason.OTHER)


def _forget_undo(request: BookingRequest, *, at: datetime) -> None:
    """What is over cannot be undone by an old link."""
    Grant.objects.filter(
        assignment__request=request, purpose=Grant.Purpose.UNDO, revoked_at__isnull=True
    ).update(revoked_at=at)
