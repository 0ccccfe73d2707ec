"""日にち・会場を変える: before a date is fixed at once, afterwards as a wish; the old date is kept."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions import changing, places, wishing
from bookings.actions.moves import Refused
from bookings.emails.facts import row_words
from bookings.forms.move import MoveForm
from bookings.models import BookingRequest, LectureSession, class_rows
from bookings.public import other_days, summary, switching
from bookings.public.owner import with_own_request
from bookings.public.sessions import sessions_of
from bookings.public.standing import wish_of
from bookings.public.ways import ways_of
from config import clock


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def move(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    """No date is fixed yet: who was asked is asked anew."""
    if not ways_of(row, [], at=clock.now()).move:
        return other_days.to_page(row)
    return _shown(request, row, None)


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def move_session(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    """A fixed date: it is kept until the department answers."""
    session = fixed_session(row, order, at=clock.now())
    if session is None or wish_of(row, at=clock.now()) is not None:
        return other_days.to_page(row)
    return _shown(request, row, session)


@require_POST
@with_own_request
def drop(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    """The wish is taken back; pressing twice, or too late, changes nothing."""
    at = clock.now()
    wish = wish_of(row, at=at)
    if wish is not None:
        try:
            wishing.drop(wish_id=wish.pk, by=other_days.GROUP, at=at)
        except Refused:  # answered in this very moment: the page shows how
            return other_days.to_page(row)
    return other_days.to_page(row)


def fixed_session(row: BookingRequest, order: int, *, at: datetime) -> LectureSession | None:
    """A session that the group may still change itself."""
    return other_days.session_in(ways_of(row, sessions_of(row), at=at).fixed, order)


def _shown(
    request: HttpRequest, row: BookingRequest, session: LectureSession | None
) -> HttpResponse:
    page = other_days.page_of(request, row, MoveForm, place=session or row)
    if page.decided and _moved(request, row, session, page.form):
        return other_days.to_page(row)
    return other_days.shown(
        request, row, page=page, template="bookings/public/move.html", session=session,
        when=row_words(tuple(class_rows.together(session))) if session else "",
        by_office=session is not None and wishing.who_answers(session) is None,
        asked=summary.asked_of(row),
        booked=summary.booked_words(row.venue_booked),
    )  # fmt: skip


def _moved(
    request: HttpRequest, row: BookingRequest, session: LectureSession | None, form: MoveForm
) -> bool:
    if other_days.too_many(row, form):
        return False
    said = other_days.said(request, form)
    if session is None:
        return other_days.is_done(form, lambda: changing.move(request_id=row.pk, **said))
    if not form.wishes and form.venue in (None, places.venue_of(session)):
        alone = {name: said[name] for name in ("booked", "seen", "by", "at")}
        return other_days.is_done(form, lambda: changing.book(request_id=row.pk, **alone))
    return other_days.is_done(form, lambda: wishing.wish(session_id=session.pk, **said))
