"""当日のこと: what the group writes for the day, and the sheet for both sides."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.moves import Actor, By
from bookings.emails.facts import office, when
from bookings.emails.on_the_day import plan_of, rows_of
from bookings.forms.day_plan import GROUP, DayPlanForm, write
from bookings.models import BookingRequest, Grant, LectureSession
from bookings.printing import audience_sheet, day_sheet
from bookings.public import switching
from bookings.public.owner import with_own_key, with_own_request
from bookings.status import SessionState, Way
from config import clock
from lectures.zones import venue_zone

BY_PAGE = By(Actor.GROUP, Way.WEB)
_OVER = _(
    "この回は、もう終わったか、日にちが変わりました。"
    "ここには書けないので、「申込みのようす」のページで確かめてください。"
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_key
@switching.in_place
def day(request: HttpRequest, row: BookingRequest, *, order: int, key: Grant) -> HttpResponse:
    session = _session(row, order)
    over = session.state != SessionState.PLANNED or session.ends_at <= clock.now()
    if over and request.method != "POST":  # from a page that was opened before
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    plan, posted = plan_of(session), request.POST if request.method == "POST" else None
    form = DayPlanForm(posted, names=GROUP, plan=plan, today=clock.today(venue_zone()))
    seen = request.POST.get("version", "")
    if over and form.is_bound:  # not bound: shown again in another language
        form.add_error(None, _OVER)
    if form.is_valid() and write(form, session, seen=seen, by=BY_PAGE, at=clock.now(), key=key):
        return HttpResponseRedirect(
            f"{reverse('requests:day', args=[row.public_id, order])}?written=1"
        )
    context = {
        "row": row,
        "session": session,
        "when": when(session.starts_at, session.ends_at),
        "form": form,
        "language_form": "typed",
        "plan": plan,
        "rows": rows_of(session, plan_of(session)),
        "written": "written" in request.GET and posted is None,
        "office": office(),
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/public/day.html", context, status=status)


@require_safe
@with_own_request
def sheet(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    return day_sheet(_planned(row, order))


@require_safe
@with_own_request
def audience(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    """The sheet with the QR code for those who listen."""
    session = _session(row, order)
    if session.state not in (SessionState.PLANNED, SessionState.DELIVERED):
        raise Http404
    return audience_sheet(session)


def _session(row: BookingRequest, order: int) -> LectureSession:
    rows = row.sessions.filter(order=order).select_related(
        "lecture", "department", "centre", "room__centre", "request__group", "request__fiscal_year"
    )
    session = rows.first()
    if session is None:
        raise Http404
    return session


def _planned(row: BookingRequest, order: int) -> LectureSession:
    session = _session(row, order)
    if session.state != SessionState.PLANNED:
        raise Http404
    return session
