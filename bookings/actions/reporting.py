"""実施報告: a session becomes 実施済 by its first report; later ones are new versions."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bookings.actions import closed_years
from bookings.actions.closing import close_if_done
from bookings.actions.moves import By, Refused, locked_session, move_session, record
from bookings.actions.settling import compare
from bookings.actions.tally import recount
from bookings.emails import to_hosts, to_lecturer
from bookings.models import Grant, LectureSession, RequestEvent, SessionReport
from bookings.sentence import sentence
from bookings.status import SessionState, Verb
from lectures.models import Lecturer
from notifications.models import InboundEmail

VERBS = (Verb.DELIVERED, Verb.REPORT_CORRECTED, Verb.REPORT_SETTLED)  # one for each version


@dataclass(frozen=True)
class Numbers:
    """What a report counts: people, and minutes that it took."""

    adults: int
    children: int
    minutes: int


@transaction.atomic
def report(
    *,
    session_id: int,
    numbers: Numbers,
    by: By,
    at: datetime,
    words: str = "",
    lecturer: Lecturer | None = None,
    inbound: InboundEmail | None = None,
    over: int | None = None,
) -> SessionReport:
    """Store the next version; the first one delivers the session. Refused before it began.

    `over`: the version that the reporter knew (0: none); refused where another came meanwhile.
    """
    request, session = locked_session(session_id)
    closed_years.refuse(by, session.fiscal_year)
    if at < session.starts_at:
        raise Refused(_("講座はまだ始まっていません。終わってから報告してください。"))
    if session.state not in (SessionState.PLANNED, SessionState.DELIVERED):
        raise Refused(
            sentence(
                "この回は「%(state)s」なので、報告できません。",
                state=SessionState(session.state).label,
            )
        )
    newest = session.reports.aggregate(newest=Max("version"))["newest"] or 0
    if over is not None and over != newest:
        raise Refused(_("この間に、ほかの報告が記録されました。"))
    stored = SessionReport.objects.create(
        site_id=session.site_id,
        session=session,
        version=newest + 1,
        adults=numbers.adults,
        children=numbers.children,
        minutes=numbers.minutes,
        lecturer=lecturer,
        inbound=inbound,
        entered_by=by.user,
        way=by.way,
        at=at,
    )
    differs = compare(session, at=at)
    _deliver(session)
    event = record(
        request,
        verb=Verb.DELIVERED if newest == 0 else Verb.REPORT_CORRECTED,
        by=by,
        at=at,
        session=session,
        note=words,
    )
    if inbound is not None:
        _confirm(event, session, stored, differs=differs)
    recount(session.lecture_id)
    close_if_done(request, at=at)
    return stored


def _deliver(session: LectureSession) -> None:
    if session.state == SessionState.PLANNED:
        move_session(session, to=SessionState.DELIVERED)


def _confirm(
    event: RequestEvent, session: LectureSession, stored: SessionReport, *, differs: bool
) -> None:
    """What a mail reported goes to the registered address: the alarm against a forged one."""
    grant = report_grant(session, lecturer=stored.lecturer, at=event.at)
    if stored.lecturer is not None:
        to_lecturer.report_recorded(
            event, session, stored.lecturer, report=stored, grant=grant, differs=differs
        )
    else:
        to_hosts.report_recorded(event, session, report=stored, grant=grant, differs=differs)


def report_grant(session: LectureSession, *, lecturer: Lecturer | None, at: datetime) -> Grant:
    """The key to the report page of one session: a lecturer's, or the department's own."""
    return Grant.objects.kept(
        purpose=Grant.Purpose.REPORT,
        site_id=session.site_id,
        at=at,
        session=session,
        lecturer=lecturer,
    )
