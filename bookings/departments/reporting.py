"""/reports/<session>/: GET shows the session; POST stores the numbers, again as a correction.

Numbers unlike those of somebody else stand beside them until the office decides.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import reporting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.reporting import Numbers
from bookings.departments.opened import BY_KEY, session_opened, signed_in
from bookings.departments.report_form import ReportForm
from bookings.emails import facts
from bookings.models import DifferingReports, Grant, LectureSession, SessionReport
from bookings.opinions import heard_of
from bookings.status import SessionState, Way
from config import clock
from lectures.eras import clock_time, short_day
from lectures.models import Lecturer
from lectures.zones import local

REPORTABLE = (SessionState.PLANNED, SessionState.DELIVERED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Behind a REPORT grant: a lecturer's, or that of the department's shared mailbox.

    Signed in for the department: the same page.
    """
    at = clock.now()
    by, lecturer = who(request, public_id, at=at)
    if by is None:
        return keys.refused(request)
    session = load(public_id)
    newest = session.reports.order_by("-version").first()
    if request.method != "POST":
        return _show(request, session, form=ReportForm(initial=_as_typed(newest)), at=at)
    form = ReportForm(request.POST)
    if form.is_valid() and _stored(form, session, lecturer=lecturer, newest=newest, by=by, at=at):
        return HttpResponseRedirect(reverse("reports:page", args=[public_id]))
    return _show(request, session, form=form, at=at)


def who(
    request: HttpRequest, public_id: UUID, *, at: datetime
) -> tuple[By | None, Lecturer | None]:
    """Whoever stands before the page of a report, and which lecturer. None: nobody who may."""
    if session_opened(request, public_id, at=at):
        return signed_in(request), None
    grant = keys.held(request, at=at, purpose=Grant.Purpose.REPORT, session__public_id=public_id)
    if grant is None:
        return None, None
    if grant.lecturer is None:
        return BY_KEY, None
    return By(Actor.LECTURER, Way.WEB), grant.lecturer


def load(public_id: UUID) -> LectureSession:
    return LectureSession.objects.select_related(
        "lecture", "department", "centre", "room__centre",
        "request__group", "request__lecture", "request__fiscal_year",
    ).get(public_id=public_id)  # fmt: skip


def _stored(
    form: ReportForm,
    session: LectureSession,
    *,
    lecturer: Lecturer | None,
    newest: SessionReport | None,
    by: By,
    at: datetime,
) -> bool:
    """The next version; the same numbers again are the same click again."""
    words = form.cleaned_data["words"]
    if newest and not words and _numbers(newest) == form.numbers and not _differs(session):
        return True
    try:
        reporting.report(
            session_id=session.pk, numbers=form.numbers, by=by, at=at, words=words,
            lecturer=lecturer,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _differs(session: LectureSession) -> bool:
    return DifferingReports.objects.filter(session=session).exists()


def _numbers(report: SessionReport) -> Numbers:
    return Numbers(report.adults, report.children, report.minutes)


def _as_typed(report: SessionReport | None) -> dict[str, int]:
    if report is None:
        return {}
    return {"adults": report.adults, "children": report.children, "minutes": report.minutes}


def _show(
    request: HttpRequest, session: LectureSession, *, form: ReportForm, at: datetime
) -> HttpResponse:
    newest = session.reports.order_by("-version").first()
    reported = local(newest.at) if newest else None
    context = {
        **facts.of_session(session),
        **heard_of(session),
        "form": form,
        "newest": newest,
        "differs": _differs(session),
        "reported": f"{short_day(reported.date())} {clock_time(reported)}" if reported else "",
        "begun": at >= session.starts_at,
        "open": at >= session.starts_at and session.state in REPORTABLE,
    }
    return render(request, "bookings/departments/report.html", context)
