"""A mail to a department's quarterly question: なし is understood, all else waits for a person."""

from datetime import datetime

from bookings.actions import direct_asking
from bookings.actions.moves import Actor, By
from bookings.actions.replies.hearing import as_arrived
from bookings.actions.replies.waits import Stop, Waits, Why, of_arrival
from bookings.answers.nothing import says_none
from bookings.emails.to_department_direct import ASKED
from bookings.models import DirectAsk, Grant
from bookings.models.standins import may_answer
from bookings.status import Way
from lectures.zones import local
from notifications.inbox import reading
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import Auth, Kind


def apply_reply(inbound: InboundEmail, grant: Grant, at: datetime) -> DirectAsk | Waits:
    """The ask, answered; Waits: why a person must look."""
    ask = DirectAsk.objects.select_related("department").filter(grant=grant).first()
    stop = _stop(inbound, grant, ask, at=at)
    if stop is not None or ask is None:
        return Waits(stop or Stop(Why.NO_TAG))
    sent = OutgoingEmail.objects.filter(dedup_key__startswith=f"{ASKED}:{ask.public_id}:")
    text = reading.text_of(bytes(inbound.raw or b""))
    if ask.answer == DirectAsk.Answer.GIVEN or not says_none(text, sent_text=as_arrived(sent)):
        return Waits(Stop(Why.UNCLEAR))
    by = By(Actor.DEPARTMENT, Way.EMAIL)
    return direct_asking.say_none(ask_id=ask.pk, by=by, at=at, confirm=True)


def _stop(
    inbound: InboundEmail, grant: Grant, ask: DirectAsk | None, *, at: datetime
) -> Stop | None:
    if inbound.kind == Kind.UNREADABLE:
        return Stop(Why.UNREADABLE)
    if arrived := of_arrival(inbound):
        return arrived
    if ask is None or not grant.opens(at=at):
        return Stop(Why.CLOSED)
    if inbound.auth != Auth.PASS:
        return Stop(Why.UNAUTHENTICATED)
    if not may_answer(ask.department, inbound.from_address, on=local(at).date()):
        return Stop(Why.STRANGER)
    return None
