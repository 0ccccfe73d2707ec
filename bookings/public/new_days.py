"""新しい日の希望: for a session that was put off without a day. POST decides."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bookings.actions import postponing
from bookings.emails.facts import when
from bookings.forms.move import NewDaysForm
from bookings.models import BookingRequest, LectureSession
from bookings.public import other_days, switching
from bookings.public.owner import with_own_request
from bookings.public.sessions import sessions_of
from bookings.public.ways import ways_of
from config import clock


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def new_days(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    waiting = ways_of(row, sessions_of(row), at=clock.now()).waiting
    session = other_days.session_in(waiting, order)
    if session is None:  # a day was found meanwhile
        return other_days.to_page(row)
    page = other_days.page_of(request, row, NewDaysForm, place=session)
    if page.decided and _proposed(request, session, page.form):
        return other_days.to_page(row)
    return other_days.shown(
        request, row, page=page, template="bookings/public/new_days.html", session=session,
        was=when(session.starts_at, session.ends_at),
    )  # fmt: skip


def _proposed(request: HttpRequest, session: LectureSession, form: NewDaysForm) -> bool:
    if other_days.too_many(session.request, form):
        return False
    said = other_days.said(request, form)
    return other_days.is_done(form, lambda: postponing.propose(session_id=session.pk, **said))
