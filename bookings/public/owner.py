"""Opening the group's own page: by its standing key only."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from bookings import keys
from bookings.models import Grant
from config import clock


def with_own_request(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the request of whose page this browser holds the key."""

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
        return view(request, grant.request, **more)

    return opened
