"""Opening the group's own page, of a request or of a 相談: by its standing key only."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from bookings import keys
from bookings.actions.moves import Shut
from bookings.models import BookingRequest, Consultation, Grant
from config import clock


def with_own_request(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the request of whose page this browser holds the key."""

    @wraps(view)
    def unlocked(
        request: HttpRequest, row: BookingRequest, *, key: Grant, **more: Any
    ) -> HttpResponse:
        return view(request, row, **more)

    return with_own_key(unlocked)


def with_own_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the key too, for an action that asks behind its lock whether it still opens."""

    @wraps(view)
    @never_cache
    def opened(request: HttpRequest, public_id: UUID, **more: Any) -> HttpResponse:
        grant = keys.held(
            request,
            at=clock.now(),
            purpose=Grant.Purpose.GROUP_PAGE,
            request__public_id=public_id,
        )
        if grant is None or grant.request is None:
            return keys.refused(request)
        try:
            return view(request, grant.request, key=grant, **more)
        except Shut:  # between opening the page and having the lock
            return keys.refused(request)

    return opened


def with_own_consultation(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the 相談 of whose page this browser holds the key."""

    @wraps(view)
    @never_cache
    def opened(request: HttpRequest, public_id: UUID) -> HttpResponse:
        grant = keys.held(
            request,
            at=clock.now(),
            purpose=Grant.Purpose.CONSULT,
            consultation__public_id=public_id,
        )
        if grant is None:
            return keys.refused(request)
        rows = Consultation.objects.select_related("group", "fiscal_year", "lecture", "request")
        return view(request, rows.get(pk=grant.consultation_id))

    return opened
