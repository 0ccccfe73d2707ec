"""直して送る: the question pages again, filled with what the request says now."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bookings import keys
from bookings.actions import submitting
from bookings.actions.moves import Refused
from bookings.emails.facts import page_grant
from bookings.forms.particulars import typed_of
from bookings.models import BookingRequest
from bookings.public.owner import with_own_request
from bookings.status import RequestStatus
from config import clock


@require_POST
@with_own_request
def change(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    """Fill the pages once (a correction half done is left as it is) and open them."""
    if row.status != RequestStatus.NEEDS_CHANGE:
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    try:
        _fill(row)
    except Refused:
        return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
    response = HttpResponseRedirect(reverse("apply:check", args=[row.public_id]))
    keys.give(response, page_grant(row), path=reverse("apply:start", args=[row.public_id]))
    return response


def _fill(row: BookingRequest) -> None:
    for step, typed in typed_of(row).items():
        if step not in row.typed:
            submitting.keep_typed(request_id=row.pk, step=step, typed=typed, at=clock.now())
