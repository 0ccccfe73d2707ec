"""カレンダーに入れる: one session as a file for the group's own calendar."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookings.emails.attached import group_calendar
from bookings.models import BookingRequest
from bookings.public.owner import with_own_request
from bookings.status import SessionState
from config import clock


@require_safe
@with_own_request
def calendar(request: HttpRequest, row: BookingRequest, *, order: int) -> HttpResponse:
    session = row.sessions.filter(order=order).first()
    if session is None:
        raise Http404
    if session.state != SessionState.PLANNED:  # from a page that was opened before
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    attachment = group_calendar(session, at=clock.now())
    return HttpResponse(
        attachment.content,
        content_type="text/calendar; charset=UTF-8",
        headers={"Content-Disposition": f'attachment; filename="{attachment.filename}"'},
    )
