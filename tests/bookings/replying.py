"""A department's mail comes in and is pulled; what became of it."""

from datetime import datetime
from typing import Any

from accounts import secrets
from bookings.actions import receiving
from bookings.emails import facts
from bookings.models import Answer, Assignment, LectureSession, WaitingReply
from bookings.status import AssignmentState
from notifications.inbox.receiving import receive
from tests.factories.replies import raw_reply, reply
from tests.factories.town import NOW, at

LATER = at("2026-11-23 09:00")
TANAKA = "tanaka@city.mikagami.example"


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


def from_lecturer(
    session: LectureSession, text: str, *, sender: str = TANAKA, moment: datetime = NOW, **mail: str
) -> WaitingReply | None:
    """The lecturer's own mail, pulled; its entry in the queue, if it waits there."""
    grant = session.grants.get(purpose="lecturer", lecturer__isnull=False)
    to = secrets.fill(facts.reply_address(grant))
    raw = raw_reply(text, to=to, sender=sender, **mail)
    inbound = receive(raw, envelope_to=[to], at=moment)
    receiving.pull(at=moment)
    return WaitingReply.objects.filter(inbound=inbound, decision="").first()
