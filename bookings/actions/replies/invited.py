"""What a mail's calendar answer says to an ask, and what it lacks to act by itself. Reads rows only.

A calendar program writes these: who pressed which button. The words beside it are never read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings import calendars
from bookings.actions.replies.waits import Stop, Why
from bookings.answers import SENTENCES, Accept, Counter, Decline, Unclear, Understood
from bookings.calendars import CalendarReply
from bookings.emails import facts
from bookings.models import Assignment
from bookings.sentence import sentence
from notifications.inbox import reading
from notifications.models import InboundEmail

CLOCKS_DIFFER = timedelta(minutes=10)
OLD = Stop(Why.CALENDAR, _("前の内容の予定表への返事です。いまの依頼とはちがいます。"))
_LONGEST = 120


@dataclass(frozen=True)
class Pressed:
    """The button's meaning; `stop`: why a person must look; `attendee`: whose calendar it was."""

    understood: Understood
    stop: Stop | None = None
    attendee: str = ""
    at: datetime | None = None


def pressed(inbound: InboundEmail, assignment: Assignment) -> Pressed | None:
    """The mail's one calendar answer; None: there is none, and its words count."""
    answer = _answer(inbound)
    if answer is None:
        return None
    if isinstance(answer, Unclear):
        said = answer.partly if isinstance(answer.partly, CalendarReply) else None
        understood = Unclear(answer.reason_code)
        return Pressed(understood, Stop(Why.CALENDAR, _told(answer, said)), *_whose(said))
    return Pressed(_meaning(answer), _lacking(answer, assignment), *_whose(answer))


def _answer(inbound: InboundEmail) -> CalendarReply | Unclear | None:
    """An invitation of ours that comes back is none, whatever became of it on the way."""
    found = reading.calendar_parts(bytes(inbound.raw or b""))
    return calendars.answer_in(
        part.data for part in found if part.method in ("", "REPLY", "COUNTER")
    )


def _meaning(reply: CalendarReply) -> Understood:
    if reply.method == "COUNTER":
        assert reply.proposed_starts_at is not None
        return Counter(((reply.proposed_starts_at, reply.proposed_ends_at),), reply.comment)
    return Decline(reply.comment) if reply.partstat == "DECLINED" else Accept()


def _lacking(reply: CalendarReply, assignment: Assignment) -> Stop | None:
    """Another event, an older version of it, or words that somebody typed."""
    own = f"{assignment.public_id}@{facts.identity().mail_domain}"
    if reply.uid.strip().lower() != own.lower():
        return Stop(Why.CALENDAR, _("この依頼の予定ではない予定への返事です。"))
    if reply.sequence < assignment.sequence or _is_old(reply, assignment):
        return OLD
    if reply.comment:
        words = " ".join(reply.comment.split())[:_LONGEST]
        return Stop(Why.CALENDAR, sentence("ことばが添えられています：「%(words)s」", words=words))
    if _same_as_asked(reply, assignment):
        return Stop(Why.CALENDAR, SENTENCES["same_as_asked"])
    return None


def _is_old(reply: CalendarReply, assignment: Assignment) -> bool:
    """Pressed before the ask stood as it stands now: it was undone, or had another time."""
    before = reply.dtstamp is not None and reply.dtstamp < assignment.asked_at - CLOCKS_DIFFER
    return before or reply.answered_starts_at not in (None, assignment.starts_at)


def _same_as_asked(reply: CalendarReply, assignment: Assignment) -> bool:
    times = (assignment.starts_at, assignment.ends_at)
    return (reply.proposed_starts_at, reply.proposed_ends_at) == times


def _told(answer: Unclear, said: CalendarReply | None) -> str | Promise:
    comment = " ".join(said.comment.split())[:_LONGEST] if said else ""
    doubt = SENTENCES[answer.reason_code]
    return sentence("%(doubt)s「%(words)s」", doubt=doubt, words=comment) if comment else doubt


def _whose(reply: CalendarReply | None) -> tuple[str, datetime | None]:
    return (reply.attendee, reply.dtstamp) if reply else ("", None)
