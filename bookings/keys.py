"""From a link's secret to a clean address: the secret is seen once, then a cookie stands for it.

The cookie is signed, HttpOnly and limited to the one page's path; it names the grant, so a
revoked or expired grant, or its next version, closes the page whatever the cookie says. Each purpose and path has a
cookie name of its own, so that none hides another. Nothing here changes a row.
"""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import Grant
from config import clock

COOKIE = "okigaru-key"
_SALT = "bookings.keys"
_MAX_AGE = 60 * 60 * 24 * 400  # browsers keep none longer; the grant decides
_Purpose = Grant.Purpose


def path_of(grant: Grant) -> str:
    """The clean address that a grant opens."""
    if grant.purpose == _Purpose.DRAFT:
        return reverse("apply:resume", args=[grant.request.public_id])
    if grant.purpose == _Purpose.GROUP_PAGE:
        return reverse("requests:page", args=[grant.request.public_id])
    if grant.purpose == _Purpose.MAIL:
        return reverse("requests:mail", args=[grant.request.public_id])
    if grant.purpose == _Purpose.ANSWER:
        return reverse("answers:page", args=[grant.assignment.public_id])
    if grant.purpose == _Purpose.UNDO:
        return reverse("answers:undo", args=[grant.assignment.public_id])
    if grant.purpose == _Purpose.LECTURER:  # a page of each key: lecturers may share a computer
        return reverse("consents:page", args=[grant.public_id])
    if grant.purpose == _Purpose.DAY:
        return reverse("days:page", args=[grant.session.public_id])
    if grant.purpose == _Purpose.MENU:
        return reverse("rollover:page", args=[grant.public_id])
    if grant.purpose == _Purpose.DIRECT:
        return reverse("direct:page", args=[grant.public_id])
    if grant.purpose == _Purpose.CONSULT:
        return reverse("consult:page", args=[grant.consultation.public_id])
    return reverse("reports:page", args=[grant.session.public_id])


@require_safe
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """/k/<token>/ → cookie → clean address. Wrong, expired and revoked look the same, but for an
    undo: whoever proves to hold its key is told why it does nothing any more."""
    grant = Grant.objects.of_token(token)
    if grant is None or not grant.opens(at=clock.now()):
        return refused(request, over=grant)
    response = HttpResponseRedirect(path_of(grant))
    give(response, grant)
    return response


def give(response: HttpResponse, grant: Grant, *, path: str = "") -> None:
    """Set the cookie that opens the grant's page (and what lies below it), or another `path`."""
    path = path or cookie_path(grant)
    response.set_cookie(
        f"{COOKIE}-{grant.purpose}-{path.split('/')[1]}",
        signing.dumps(f"{grant.public_id}/{grant.version}", salt=_SALT),
        max_age=_MAX_AGE,
        path=path,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def cookie_path(grant: Grant) -> str:
    """A draft's cookie opens all its question pages; any other, its page and what lies below."""
    if grant.purpose == _Purpose.DRAFT:
        return reverse("apply:start", args=[grant.request.public_id])
    if grant.purpose == _Purpose.UNDO:  # the page of the answer offers the undo to who holds it
        return reverse("answers:page", args=[grant.assignment.public_id])
    return path_of(grant)


def held(request: HttpRequest, *, at: datetime, **what: object) -> Grant | None:
    """The grant that this browser holds for `what` (purpose=…, request__public_id=…), or None."""
    return next((grant for grant in known(request, **what) if grant.opens(at=at)), None)


def known(request: HttpRequest, **what: object) -> list[Grant]:
    """Every grant that this browser was ever given for `what`, open or not: never a key by itself."""
    named = [_named(value) for name, value in request.COOKIES.items() if name.startswith(COOKIE)]
    if not any(named):
        return []
    rows = Grant.objects.filter(public_id__in={row[0] for row in named if row}, **what)
    return [
        grant
        for grant in rows.select_related("request", "assignment", "session", "lecturer")
        if (str(grant.public_id), str(grant.version)) in named
    ]


def _named(cookie: str) -> tuple[str, str] | None:
    """(public id, version); a cookie from before versions were written is of the first one."""
    try:
        public_id, _slash, version = signing.loads(cookie, salt=_SALT, max_age=_MAX_AGE).partition(
            "/"
        )
    except signing.BadSignature:
        return None
    return public_id, version or "1"


def refused(request: HttpRequest, *, over: Grant | None = None) -> HttpResponse:
    """Opened without its key: say how to come back, reveal nothing. `over`: it was held once."""
    if over is not None and over.purpose == _Purpose.UNDO:
        context = {"used": over.used_at is not None, "replaced": over.revoked_at is not None}
        return render(request, "bookings/departments/undo_over.html", context, status=404)
    return render(request, "bookings/key_refused.html", status=404)
