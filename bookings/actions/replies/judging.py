"""Whether a mail may act by itself: an open tag, a proven sender on the list, one meaning.

`judge` acts within the caller's transaction, or says why a person must decide.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.actions.allocating import Clash
from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By, Refused, Stale
from bookings.actions.replies.addressing import Letter, addressed, is_member, member_name
from bookings.actions.replies.applying import apply, proposal_problem, slots_of
from bookings.actions.replies.hearing import hear
from bookings.actions.replies.understanding import as_json
from bookings.answers import Accept, Counter, Decline, Unclear, Understood
from bookings.models import Answer, Assignment, WaitingReply
from bookings.status import AssignmentState, Way
from notifications.inbox import reading
from notifications.models import InboundEmail
from notifications.status import Auth, Kind

BY_MAIL = By(Actor.DEPARTMENT, Way.EMAIL)
Why = WaitingReply.Why
_OF_READING = {
    "unknown_lecturer": Why.UNKNOWN_LECTURER,
    "ambiguous_lecturer": Why.UNKNOWN_LECTURER,
    "undecodable": Why.UNREADABLE,
}


@dataclass(frozen=True)
class Waits:
    """Why a mail does not act by itself, and all that helps the person who decides."""

    why: WaitingReply.Why
    detail: str = ""
    assignment: Assignment | None = None
    understood: Understood | None = None

    def columns(self) -> dict[str, Any]:
        """As `WaitingReply` stores it."""
        return {
            "why": self.why,
            "detail": self.detail[:200],
            "assignment": self.assignment,
            "understood": as_json(self.understood) if self.understood else {},
        }


def judge(inbound: InboundEmail, *, at: datetime) -> Answer | Waits:
    """Act on the mail if everything fits; otherwise say why not."""
    letter = addressed(inbound)
    if letter.assignment is None:
        return Waits(letter.why or Why.NO_TAG, letter.about)
    understood = hear(inbound, letter.assignment, at=at)
    stop = of_sender(inbound, letter, at=at) or of_words(inbound, letter.assignment, understood)
    if stop is not None or isinstance(understood, Unclear):
        return Waits(*(stop or (Why.UNCLEAR, "")), letter.assignment, understood)
    return _act(inbound, letter.assignment, understood, at=at)


def of_sender(
    inbound: InboundEmail, letter: Letter, *, at: datetime
) -> tuple[WaitingReply.Why, str] | None:
    """What speaks against the mail before it is read, or None."""
    if letter.grant is None or letter.assignment is None:
        return letter.why or Why.NO_TAG, letter.about
    if letter.assignment.state != AssignmentState.ASKED or not letter.grant.opens(at=at):
        return Why.CLOSED, str(letter.assignment.get_state_display())
    if inbound.auth != Auth.PASS:
        return Why.UNAUTHENTICATED, str(inbound.get_auth_display())
    if not is_member(letter.assignment, inbound.from_address, at=at):
        return Why.STRANGER, ""
    return None


def of_words(
    inbound: InboundEmail, assignment: Assignment, understood: Understood
) -> tuple[WaitingReply.Why, str] | None:
    """What speaks against acting on what the mail says, or None."""
    if inbound.kind == Kind.UNREADABLE:
        return Why.UNREADABLE, inbound.reason
    if inbound.copy_of_id is not None:
        return Why.UNCLEAR, "copy"
    if reading.calendar_parts(bytes(inbound.raw or b"")):
        return Why.UNCLEAR, "calendar"
    if isinstance(understood, Unclear):
        return _OF_READING.get(understood.reason_code, Why.UNCLEAR), understood.sentence
    if isinstance(understood, Counter):
        problem = proposal_problem(assignment, slots_of(understood, assignment))
        return (Why.RULES, problem.sentence) if problem else None
    return None


def _act(
    inbound: InboundEmail,
    assignment: Assignment,
    understood: Accept | Decline | Counter,
    *,
    at: datetime,
) -> Answer | Waits:
    said = Said(
        words=getattr(understood, "reason_text", "") or getattr(understood, "note", ""),
        responder=member_name(assignment, inbound.from_address, at=at),
        inbound=inbound,
    )
    try:
        return apply(understood, assignment=assignment, by=BY_MAIL, at=at, said=said)
    except Clash as refusal:
        return Waits(Why.CLASH, str(refusal), assignment, understood)
    except Stale as refusal:
        return Waits(Why.CLOSED, str(refusal), assignment, understood)
    except Refused as refusal:
        return Waits(Why.UNCLEAR, str(refusal), assignment, understood)
