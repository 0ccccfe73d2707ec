"""A department's mail comes in and is pulled; what became of it."""

from datetime import datetime
from typing import Any

from bookings.actions import receiving
from bookings.models import Answer, Assignment, WaitingReply
from bookings.status import AssignmentState
from tests.factories.replies import reply
from tests.factories.town import at

LATER = at("2026-11-23 09:00")


def taken(text: str, ask: Assignment, *, pulled: datetime = LATER, **mail: Any) -> Any:
    """Send it, pull it, and look again at the ask."""
    outcome = receiving.take(reply(text, assignment=ask, **mail).pk, at=pulled)
    ask.refresh_from_db()
    ask.request.refresh_from_db()
    return outcome


def waits(outcome: Any, ask: Assignment) -> tuple[str, str]:
    """A queued mail has changed nothing; its reason and the sentence beside it."""
    assert isinstance(outcome, WaitingReply)
    assert (ask.state, ask.version) == (AssignmentState.ASKED, 0)
    assert Answer.objects.count() == 0
    return outcome.why, outcome.detail


def waiting(text: str, ask: Assignment, **mail: Any) -> WaitingReply:
    """Its entry in the queue."""
    outcome = taken(text, ask, **mail)
    assert isinstance(outcome, WaitingReply)
    return outcome
