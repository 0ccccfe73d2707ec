"""How a mail stands to what is there already: an answer, a newer mail, a deadline. Reads only."""

import re
import unicodedata
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.actions.replies import invited
from bookings.actions.replies.hearing import UNREAD, Heard, hear_or_unread
from bookings.actions.replies.waits import Stop, Why
from bookings.answers import Accept, Counter, Decline
from bookings.emails import ask, facts
from bookings.models import Answer, Assignment, EventMail, LectureSession, RequestEvent
from bookings.status import AssignmentState, Reason, Verb, Way
from lectures.models import OfficeSettings
from notifications.inbox import reading
from notifications.models import InboundEmail
from notifications.status import InboundState

_ENDED = (AssignmentState.RECALLED, AssignmentState.EXPIRED)
_ENDING = (Verb.RECALLED, Verb.EXPIRED)
_ASKING = ("department_asked", "department_answer_undone")
_TIME = re.compile(r"\d+月\d+日\(.\)\d+:\d\d~\d+:\d\d")
_SPACES = re.compile(r"\s+")
BEFORE_IT = Stop(
    Why.UNCLEAR, _("いまの依頼より前に書かれた返事です。いまの日時でよいか、確かめてください。")
)
OTHER_TIME = Stop(
    Why.UNCLEAR, _("前にお願いした日時への返事です。いまの日時でよいか、確かめてください。")
)


def closed() -> Stop:
    """The ask waits for no answer any more; what it is by now, its page says."""
    return Stop(Why.CLOSED)


def repeats(heard: Heard, assignment: Assignment) -> bool:
    """Whether this only says again what stands: the button after the words, the same mail twice."""
    answers = assignment.answers.filter(undone_at__isnull=True).exclude(kind=Answer.Kind.QUESTION)
    answer = answers.order_by("-pk").first()
    if answer is None or heard.stop not in (None, invited.OLD):
        return False
    if assignment.state == AssignmentState.ACCEPTED and isinstance(heard.understood, Accept):
        return _same_acceptance(heard, heard.understood, answer, assignment)
    if assignment.state == AssignmentState.DECLINED and isinstance(heard.understood, Decline):
        return heard.understood.reason_text in ("", answer.words)
    return False


def is_late(heard: Heard, assignment: Assignment) -> bool:
    """Sent in time, but the ask was ended for silence before it came."""
    if assignment.state not in _ENDED or not isinstance(heard.understood, Accept | Counter):
        return False
    office = OfficeSettings.objects.only("grace_hours").get(site_id=assignment.site_id)
    grace = timedelta(hours=office.grace_hours)
    return heard.said_at <= assignment.due_at + grace and _ended_for_silence(assignment)


def outdated(inbound: InboundEmail, heard: Heard, assignment: Assignment) -> Stop | None:
    """Words written to the ask as it was before it was moved, or before its answer was undone.

    A calendar's answer has rules of its own (`invited`).
    """
    if heard.way != Way.EMAIL or assignment.version == 0:
        return None  # it has never asked anything else
    if heard.said_at < assignment.asked_at - invited.CLOCKS_DIFFER:
        return BEFORE_IT
    now = _times(ask.short_when(assignment.starts_at, assignment.ends_at))
    named = _named_times(inbound, assignment)
    return OTHER_TIME if named and not named & now else None


def moved_since(session: LectureSession, inbound: InboundEmail, *, said_at: datetime) -> bool:
    """Whether the day was moved after this was said, or after the mail of ours that it answers."""
    moments = [said_at + invited.CLOCKS_DIFFER]
    told = EventMail.objects.filter(mail=inbound.answers_to_id) if inbound.answers_to_id else ()
    moments += [row.event.at for row in told]
    return session.events.filter(verb=Verb.RESCHEDULED, at__gt=min(moments)).exists()


def newer(
    inbound: InboundEmail, heard: Heard, assignment: Assignment, *, at: datetime
) -> Stop | None:
    """An undecided mail to the same ask, written later or at once, that says something else."""
    if inbound.tag_public_id is None:
        return None
    undecided = Q(state=InboundState.SORTED) | Q(waiting_reply__decision="")
    others = InboundEmail.objects.filter(undecided, tag_public_id=inbound.tag_public_id)
    for other in others.exclude(pk=inbound.pk):
        theirs = hear_or_unread(other, assignment, at=at)
        if theirs.stop is UNREAD:
            return Stop(Why.UNCLEAR, _("同じ依頼に、読み取れないメールがもう一通届いています。"))
        answers = isinstance(theirs.understood, Accept | Decline | Counter)
        if answers and theirs.understood != heard.understood and theirs.said_at >= heard.said_at:
            return Stop(Why.UNCLEAR, _("同じ依頼に、ちがう内容の返事がもう一通届いています。"))
    return None


def _named_times(inbound: InboundEmail, assignment: Assignment) -> set[str]:
    """The times of the mail that it answers, else of its subject, else those of ours it quotes."""
    sent = inbound.answers_to
    if sent is not None and (named := _times(sent.subject) or _times(sent.text)):
        return named
    if named := _times(inbound.subject):
        return named
    asking = EventMail.objects.filter(event__assignment=assignment)
    ours = _times(" ".join(asking.values_list("mail__subject", flat=True)))
    return ours & _times(reading.text_of(bytes(inbound.raw or b"")))


def _times(text: str) -> set[str]:
    """Each 12月17日(木)10:00~11:00 as our mails write it, whatever a mail program made of it."""
    plain = unicodedata.normalize("NFKC", text).replace("\u301c", "~")
    return set(_TIME.findall(_SPACES.sub("", plain)))


def _same_acceptance(heard: Heard, said: Accept, answer: Answer, assignment: Assignment) -> bool:
    named = set(answer.lecturers.values_list("pk", flat=True))
    return set(said.lecturer_ids) <= named and _same_time(heard, said, assignment)


def _same_time(heard: Heard, said: Accept, assignment: Assignment) -> bool:
    """A bare yes in words speaks of what our mail asked; a button, of what the calendar shows."""
    if said.starts_at is not None:
        return said.starts_at == assignment.starts_at
    if said.rank is not None:
        wish = next(row for row in facts.wishes(assignment.request) if row["rank"] == said.rank)
        return wish["exact"] and wish["slot"].starts_at == assignment.starts_at
    shown_now = heard.way == Way.CALENDAR and heard.stop is None
    return shown_now or _was_asked(assignment)


def _was_asked(assignment: Assignment) -> bool:
    """Whether the last mail that asked named the time that stands now."""
    asking = EventMail.objects.filter(event__assignment=assignment, kind__in=_ASKING)
    subject = asking.order_by("-pk").values_list("mail__subject", flat=True).first() or ""
    return ask.short_when(assignment.starts_at, assignment.ends_at) in subject


def _ended_for_silence(assignment: Assignment) -> bool:
    """By the system or for want of an answer; what a person took back on purpose is closed."""
    last = assignment.events.filter(verb__in=_ENDING).order_by("-pk").first()
    return last is not None and (
        last.actor == RequestEvent.Actor.SYSTEM or last.reason == Reason.NO_ANSWER
    )
