"""Which requests were sent from this browser: enough to speak of them, never enough to open one."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bookings.models import BookingRequest

COOKIE = "okigaru-own"
_SALT = "bookings.own"
_MOST = 20
_MAX_AGE = 60 * 60 * 24 * 400


def remember(response: HttpResponse, request: HttpRequest, row: BookingRequest) -> None:
    """The newest last; the cookie is only sent to the pages of asking."""
    known = [name for name in _names(request) if name != str(row.public_id)]
    response.set_cookie(
        COOKIE,
        signing.dumps([*known, str(row.public_id)][-_MOST:], salt=_SALT),
        max_age=_MAX_AGE,
        path=reverse("apply:start", args=[UUID(int=0)]).partition("0")[0],
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def is_own(request: HttpRequest, row: BookingRequest) -> bool:
    return str(row.public_id) in _names(request)


def _names(request: HttpRequest) -> list[str]:
    try:
        names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_MAX_AGE)
    except signing.BadSignature:
        return []
    return [str(name) for name in names]
