"""A mail to a LECTURER tag: a lecturer's own 承諾 or 辞退, or a department's 講師 田中.

Acts only for a proven sender and one unmistakable meaning; all else waits for a person.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings import answers, calendars
from bookings.actions import consenting, hosting, sessions
from bookings.actions.allocating import Clash
from bookings.actions.moves import Actor, By, Refused, locked_session
from bookings.actions.replies import standing
from bookings.actions.replies.hearing import as_arrived
from bookings.actions.replies.invited import CLOCKS_DIFFER
from bookings.actions.replies.naming import read_names
from bookings.actions.replies.waits import Stop, Waits, Why, of_arrival
from bookings.answers import Accept, AnswerContext, Decline, Unclear, Understood
from bookings.calendars import CalendarReply
from bookings.emails import facts, to_hosts
from bookings.models import Grant, LecturerConsent, LectureSession, standins
from bookings.sentence import sentence
from bookings.status import SessionState, Way
from lectures.models import Lecturer
from lectures.zones import local, venue_zone
from notifications.inbox import reading, timing
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import Auth, Kind


@dataclass(frozen=True)
class _Heard:
    understood: Understood
    way: Way = Way.EMAIL
    stop: Stop | None = None


def apply_reply(inbound: InboundEmail, grant: Grant, *, at: datetime) -> Any:
    """The consent or the session that the mail changed; Waits: why a person must look."""
    assert grant.session_id is not None
    # Locked before anything is looked at: two mails may come at once, or the day may be moved.
    _request, session = locked_session(grant.session_id)
    if inbound.kind == Kind.UNREADABLE:
        return Waits(Stop(Why.UNREADABLE), session=session)
    if stop := of_arrival(inbound):
        return Waits(stop, session=session)
    if not grant.opens(at=at) or session.state != SessionState.PLANNED:
        return Waits(Stop(Why.CLOSED, _("この予定は、もうありません。")), session=session)
    if inbound.auth != Auth.PASS:
        return Waits(Stop(Why.UNAUTHENTICATED), session=session)
    if not _may_answer(session, grant.lecturer, inbound.from_address, at=at):
        return Waits(Stop(Why.STRANGER), session=session)
    if grant.lecturer is None:
        return _name(inbound, session, at=at)
    return _consent(inbound, session, grant.lecturer, at=at)


def _consent(
    inbound: InboundEmail, session: LectureSession, lecturer: Lecturer, *, at: datetime
) -> LecturerConsent | Waits:
    heard = _hear(inbound, session, lecturer, at=at)
    said = heard.understood
    by = By(Actor.LECTURER, heard.way)
    who: dict[str, Any] = {"session_id": session.pk, "lecturer_id": lecturer.pk, "by": by, "at": at}
    stop = heard.stop
    if stop is None and heard.way == Way.EMAIL and _is_outdated(inbound, session, lecturer):
        stop = standing.BEFORE_IT
    if stop is not None:
        return Waits(stop, understood=said, way=heard.way, session=session)
    try:
        if isinstance(said, Accept) and _is_bare(said, session, lecturer):
            return consenting.say_yes(**who)
        if isinstance(said, Decline):
            return consenting.say_no(**who, words=said.reason_text)
    except Refused as refusal:
        return Waits(Stop(Why.CLOSED, refusal.sentence), session=session)
    doubt = said.sentence if isinstance(said, Unclear) else ""
    return Waits(Stop(Why.UNCLEAR, doubt), understood=said, session=session)


def _name(
    inbound: InboundEmail, session: LectureSession, *, at: datetime
) -> LectureSession | Waits:
    """The department of a session that was agreed without an ask says who goes."""
    text = reading.text_of(bytes(inbound.raw or b""))
    known = Lecturer.objects.of(session.department, on=local(session.starts_at).date())
    names = tuple(known.order_by("pk").values_list("pk", "name", "kana"))
    sent = _sent(session, f"department:{session.department_id}:")
    context = _context(session, sent=sent, at=at, names=names)
    said = read_names(text, context=context)
    if not isinstance(said, Accept) or not said.lecturer_ids:
        why = Why.UNKNOWN_LECTURER if getattr(said, "unknown_names", ()) else Why.UNCLEAR
        stop = Stop(why, getattr(said, "sentence", ""))
        return Waits(stop, understood=said, session=session)
    if hosting.staying_on(session, session.department):
        return Waits(
            Stop(Why.CLOSED, _("この講座には、もう講師が決まっています。")), session=session
        )
    if standing.moved_since(session, inbound, said_at=timing.sent_at(inbound)):
        return Waits(standing.BEFORE_IT, understood=said, session=session)
    by = By(Actor.DEPARTMENT, Way.EMAIL)
    try:
        return sessions.name_lecturers(
            session_id=session.pk, lecturer_ids=said.lecturer_ids, by=by, at=at
        )
    except Clash as refusal:
        return Waits(Stop(Why.CLASH, refusal.sentence), session=session)
    except Refused as refusal:
        return Waits(Stop(Why.UNCLEAR, refusal.sentence), session=session)


def _hear(
    inbound: InboundEmail, session: LectureSession, lecturer: Lecturer, *, at: datetime
) -> _Heard:
    """The calendar's button if one was pressed, else the words."""
    raw = bytes(inbound.raw or b"")
    parts = [row for row in reading.calendar_parts(raw) if row.method in ("", "REPLY", "COUNTER")]
    if parts:
        replies = [calendars.reply_of(part.data) for part in parts]
        return _pressed(replies, session, lecturer)
    sent = _sent(session, f"lecturer:{lecturer.pk}")
    context = _context(session, sent=sent, at=at)
    return _Heard(answers.read(reading.text_of(raw), context=context))


def _pressed(replies: list[Any], session: LectureSession, lecturer: Lecturer) -> _Heard:
    reply = replies[0]
    if (
        any(other != reply for other in replies)
        or not isinstance(reply, CalendarReply)
        or reply.method != "REPLY"
    ):
        doubt = getattr(reply, "sentence", "")
        return _Heard(Unclear("not_understood"), Way.CALENDAR, Stop(Why.CALENDAR, doubt))
    said: Understood = Decline(reply.comment) if reply.partstat == "DECLINED" else Accept()
    consent = consenting.newest(session, lecturer)
    uid = f"{session.public_id}-{lecturer.public_id}@{facts.identity().mail_domain}"
    stop = None
    if reply.uid.strip().lower() != uid.lower():
        stop = Stop(Why.CALENDAR, _("この講座の予定ではない予定への返事です。"))
    elif consent is None or reply.sequence < consent.sequence:
        stop = Stop(Why.CALENDAR, _("前の内容の予定表への返事です。いまの予定とはちがいます。"))
    elif reply.comment:
        words = " ".join(reply.comment.split())[:120]
        said_too = sentence("ことばが添えられています：「%(words)s」", words=words)
        stop = Stop(Why.CALENDAR, said_too)
    return _Heard(said, Way.CALENDAR, stop)


def _is_outdated(inbound: InboundEmail, session: LectureSession, lecturer: Lecturer) -> bool:
    """Said before the lecturer was asked for the day that stands now, or to a mail from before."""
    asked = list(session.consents.filter(lecturer=lecturer).order_by("pk"))
    if len(asked) < 2:
        return False
    since = asked[-1].asked_at
    if timing.sent_at(inbound) < since - CLOCKS_DIFFER:
        return True
    mails = OutgoingEmail.objects.filter(
        event_mail__event__session=session, event_mail__recipient=f"lecturer:{lecturer.pk}"
    )
    earlier = mails.filter(event_mail__event__at__lt=since)
    if inbound.answers_to_id is not None:
        return earlier.filter(pk=inbound.answers_to_id).exists()
    told = set(mails.exclude(pk__in=earlier).values_list("subject", flat=True))
    old = set(earlier.values_list("subject", flat=True)) - told
    return any(_plain(subject) in _plain(inbound.subject) for subject in old)


def _plain(subject: str) -> str:
    return "".join(unicodedata.normalize("NFKC", subject).replace("\u301c", "~").split())


def _is_bare(said: Accept, session: LectureSession, lecturer: Lecturer) -> bool:
    """A yes to what was asked, naming nobody else and no other time."""
    names = set(said.lecturer_ids) <= {lecturer.pk}
    return names and said.rank is None and said.starts_at in (None, session.starts_at)


def _may_answer(
    session: LectureSession, lecturer: Lecturer | None, address: str, *, at: datetime
) -> bool:
    """The lecturer, or who speaks today for a department that gives the session."""
    if lecturer is not None and lecturer.email and lecturer.email.lower() == address.lower():
        return True
    today = local(at).date()
    return any(
        standins.may_answer(host.department, address, on=today)
        for host in to_hosts.hosts_of(session)
    )


def _context(
    session: LectureSession,
    *,
    sent: str,
    at: datetime,
    names: tuple[tuple[int, str, str], ...] = (),
) -> AnswerContext:
    return AnswerContext(
        reference=session.request.reference,
        asked_starts=session.starts_at,
        asked_ends=session.ends_at,
        today=local(at).date(),
        zone=venue_zone(),
        minutes=session.request.lecture.minutes,
        lecturer_names=names,
        sent_text=sent,
    )


def _sent(session: LectureSession, recipient: str) -> str:
    """All that we wrote there of this session, as it arrived: quoted, it is not theirs."""
    mails = OutgoingEmail.objects.filter(
        event_mail__event__session=session, event_mail__recipient__startswith=recipient
    )
    return as_arrived(mails)
