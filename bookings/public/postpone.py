"""延期する: the fixed date is given up now, other days may be wished for. POST decides."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bookings.actions import postponing
from bookings.emails.facts import when
from bookings.forms.move import PostponeForm
from bookings.models import BookingRequest, ChangeWish, LectureSession, class_rows
from bookings.public import other_days, switching
from bookings.public.move import fixed_session
from bookings.public.owner import with_own_request
from config import clock


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def postpone(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    session = fixed_session(row, order, at=clock.now())
    if session is None:  # pressed twice, or over
        return other_days.to_page(row)
    page = other_days.page_of(request, row, PostponeForm, place=session)
    if page.decided and _postponed(request, session, page.form):
        return other_days.to_page(row)
    session.request = row
    return other_days.shown(
        request, row, page=page, template="bookings/public/postpone.html",
        whens=[
            when(one.starts_at, one.ends_at) for one in class_rows.ahead(session, at=clock.now())
        ],
        wished=ChangeWish.objects.live(at=clock.now()).filter(session__request=row).exists(),
    )  # fmt: skip


def _postponed(request: HttpRequest, session: LectureSession, form: PostponeForm) -> bool:
    said = {**other_days.said(request, form), "words": form.cleaned_data["words"]}
    return other_days.is_done(form, lambda: postponing.postpone(session_id=session.pk, **said))
