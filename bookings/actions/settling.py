"""数のちがう報告: kept side by side until the office says which one counts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import closed_years
from bookings.actions.closing import close_if_done
from bookings.actions.moves import By, MoveNotAllowed, Refused, locked_session, record
from bookings.actions.tally import recount
from bookings.models import DifferingReports, LectureSession, SessionReport, differing
from bookings.status import Verb


def compare(session: LectureSession, *, at: datetime) -> bool:
    """Whether reports of a locked session differ now; the row that says so comes or goes."""
    standing = DifferingReports.objects.filter(session=session)
    if not differing(session.reports.all()):
        standing.delete()
        return False
    if not standing.exists():
        DifferingReports.objects.create(site_id=session.site_id, session=session, since=at)
    return True


@transaction.atomic
def settle(
    *, session_id: int, version: int, by: By, at: datetime, words: str = ""
) -> SessionReport:
    """The numbers of that report count: they become the newest version. Nobody is told."""
    request, session = locked_session(session_id)
    closed_years.refuse(by, session.fiscal_year)
    rows = differing(session.reports.all())
    if not rows:
        raise MoveNotAllowed(_("この回の報告は、もうちがっていません。"))
    chosen = next((row for row in rows if row.version == version), None)
    if chosen is None:
        raise Refused(_("どの報告で数えるかを、えらび直してください。"))
    stored = SessionReport.objects.create(
        site_id=session.site_id,
        session=session,
        version=max(row.version for row in rows) + 1,
        adults=chosen.adults,
        children=chosen.children,
        minutes=chosen.minutes,
        lecturer=chosen.lecturer,
        entered_by=by.user,
        way=by.way,
        at=at,
    )
    compare(session, at=at)
    record(request, verb=Verb.REPORT_SETTLED, by=by, at=at, session=session, note=words)
    recount(session.lecture_id)
    close_if_done(request, at=at)
    return stored
