"""A mail to a REPORT tag: 25 3 60 after a session, from its department or its lecturer.

Acts only for a proven sender and three unmistakable figures; all else waits for a person.
"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bookings.actions import reporting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.replies.hearing import as_arrived
from bookings.actions.replies.waits import Stop, Waits, Why, of_arrival
from bookings.actions.reporting import Numbers
from bookings.answers import Report, ReportContext, Unclear, read_report
from bookings.answers.report_line import names_another_day
from bookings.emails import to_hosts
from bookings.models import Grant, LectureSession, RequestEvent, SessionReport, WaitingReply
from bookings.models.rulebook import rules_for
from bookings.models.standins import may_answer
from bookings.sentence import sentence
from bookings.status import SessionState, Way
from lectures.eras import references_in
from lectures.models import Lecturer
from lectures.zones import local
from notifications.inbox import reading, timing
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import Auth, Kind

REPORTABLE = (SessionState.PLANNED, SessionState.DELIVERED)


def apply_reply(inbound: InboundEmail, grant: Grant, *, at: datetime) -> SessionReport | Waits:
    """The report that stands after this mail; Waits: why a person must look."""
    session = LectureSession.objects.select_related(
        "department", "lecture", "request__lecture", "request__fiscal_year"
    ).get(pk=grant.session_id)
    if inbound.kind == Kind.UNREADABLE:
        return Waits(Stop(Why.UNREADABLE), session=session)
    said = hear(inbound, session)
    newest = session.reports.order_by("-version").first()
    stop = _stop(inbound, grant, session, at=at)
    if stop is None and isinstance(said, Unclear):
        stop = Stop(Why.UNCLEAR, said.sentence)
    if stop is not None or isinstance(said, Unclear):
        thanks = isinstance(said, Unclear) and said.reason_code == "report_only_thanks"
        settled = thanks and newest is not None and inbound.auth == Auth.PASS
        assert stop is not None
        return Waits(stop, understood=said, session=session, settled=settled)
    if newest is not None:
        if _says_again(said, newest):
            return newest
        if differs := _overrules(inbound, grant, newest):
            return Waits(differs, understood=said, session=session)
    over = newest.version if newest is not None else 0
    return _stored(said, inbound, grant, session, over=over, at=at)


def hear(inbound: InboundEmail, session: LectureSession) -> Report | Unclear:
    """What the mail's words report of this session."""
    text = reading.text_of(bytes(inbound.raw or b""))
    said_on = local(timing.sent_at(inbound)).date()
    return read_report(text, context=_context(session, said_on=said_on))


def sent_text(session: LectureSession) -> str:
    """All that we wrote of this session's report, as it arrived: quoted, it is not theirs."""
    mails = OutgoingEmail.objects.filter(
        event_mail__event__session=session, event_mail__kind__contains="_report_"
    )
    return as_arrived(mails)


def _stop(
    inbound: InboundEmail, grant: Grant, session: LectureSession, *, at: datetime
) -> Stop | None:
    if arrived := of_arrival(inbound):
        return arrived
    if not grant.opens(at=at) or session.state not in REPORTABLE:
        state = SessionState(session.state).label
        return Stop(Why.CLOSED, sentence("この回は「%(state)s」です。", state=state))
    if at < session.starts_at:
        return Stop(Why.CLOSED, _("この回は、まだ始まっていません。"))
    if inbound.auth != Auth.PASS:
        return Stop(Why.UNAUTHENTICATED)
    if not _may_report(session, grant.lecturer, inbound.from_address, on=local(at).date()):
        return Stop(Why.STRANGER)
    return _another(inbound, session)


def _another(inbound: InboundEmail, session: LectureSession) -> Stop | None:
    """Whether the thread or the subject names another session than the tag does."""
    request = session.request
    events = RequestEvent.objects.filter(mails__mail=inbound.answers_to_id or 0)
    for of_session, of_request in events.values_list("session_id", "request_id"):
        if of_request != request.pk or of_session not in (None, session.pk):
            return Stop(Why.NO_TAG, _("返信先とはちがう回のメールへの返信になっています。"))
    named = references_in(inbound.subject)
    if named - {(request.fiscal_year.year, request.number)}:
        return Stop(Why.NO_TAG, _("件名に、ほかの受付番号が書かれています。"))
    said_on = local(timing.sent_at(inbound)).date()
    if names_another_day(inbound.subject, context=_context(session, said_on=said_on)):
        return Stop(Why.NO_TAG, _("件名に、ほかの日や回が書かれています。"))
    return None


def _overrules(inbound: InboundEmail, grant: Grant, newest: SessionReport) -> Stop | None:
    """Whether a mail would replace what somebody else, or somebody later, said."""
    known = {
        "adults": newest.adults, "children": newest.children, "minutes": newest.minutes
    }  # fmt: skip
    told = newest.session.events.filter(verb__in=reporting.VERBS).order_by("-pk").first()
    by_office = told is not None and told.actor == Actor.OFFICE
    if by_office or newest.lecturer_id != grant.lecturer_id:
        if by_office:
            differs = _("事務局が入れた報告とちがいます")
        elif newest.lecturer_id:
            differs = _("講師の報告とちがいます")
        else:
            differs = _("担当課の報告とちがいます")
    elif timing.sent_at(inbound) < _said_at(newest):
        differs = _("いまの報告より前に書かれたメールです")
    else:
        return None
    now = sentence(
        "いまの報告は、大人%(adults)d人、子ども%(children)d人、%(minutes)d分です。", **known
    )
    return Stop(Why.UNCLEAR, sentence("%(differs)s。%(now)s", differs=differs, now=now))


def _said_at(newest: SessionReport) -> datetime:
    """When the report was written; what a person entered, when it was entered."""
    decided = WaitingReply.objects.filter(inbound=newest.inbound_id or 0)
    if newest.inbound is None or decided.exists():
        return newest.at
    return timing.sent_at(newest.inbound)


def _may_report(
    session: LectureSession, lecturer: Lecturer | None, address: str, *, on: date
) -> bool:
    """Somebody of a department that gave the session, or the lecturer who was asked."""
    if address and lecturer is not None and lecturer.email.lower() == address.lower():
        return True
    hosts = to_hosts.hosts_of(session)
    return any(may_answer(host.department, address, on=on) for host in hosts)


def _stored(
    said: Report,
    inbound: InboundEmail,
    grant: Grant,
    session: LectureSession,
    *,
    over: int,
    at: datetime,
) -> SessionReport | Waits:
    actor = Actor.LECTURER if grant.lecturer_id else Actor.DEPARTMENT
    try:
        return reporting.report(
            session_id=session.pk, numbers=_numbers(said), by=By(actor, Way.EMAIL), at=at,
            words=said.words, lecturer=grant.lecturer, inbound=inbound,
            over=over,
        )  # fmt: skip
    except Refused as refusal:
        return Waits(Stop(Why.CLOSED, refusal.sentence), understood=said, session=session)


def _numbers(said: Report) -> Numbers:
    """Of a report that lacks nothing."""
    return Numbers(said.adults or 0, said.children or 0, said.minutes or 0)


def _says_again(said: Report, newest: SessionReport) -> bool:
    """The same figures, with no words or with those that are on record."""
    if _numbers(said) != Numbers(newest.adults, newest.children, newest.minutes):
        return False
    events = newest.session.events.filter(note__text=said.words)
    return not said.words or events.filter(verb__in=reporting.VERBS).exists()


def _context(session: LectureSession, *, said_on: date) -> ReportContext:
    lecture = session.request.lecture
    return ReportContext(
        reference=session.request.reference,
        day=local(session.starts_at).date(),
        minutes=round((session.ends_at - session.starts_at).total_seconds() / 60),
        most_people=rules_for(lecture).max_people,
        planned_people=session.request.people,
        sent_text=sent_text(session),
        title=lecture.title,
        said_on=said_on,
        hours=(local(session.starts_at).time(), local(session.ends_at).time()),
    )
