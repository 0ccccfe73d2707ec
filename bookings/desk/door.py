"""Who comes in, by the table `bookings.doors`. Others are asked to sign in, or told it is not theirs.

Who only reads gets the page without what only others may press.
"""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from bookings.desk import reading
from bookings.doors import door_of
from bookings.permissions import standing_of

View = Callable[..., HttpResponseBase]
_SAFE = ("GET", "HEAD", "OPTIONS")
# Only behind this door may a page run a script, and only ours: the letters of the keyboard.
_OWN_SCRIPT = csp_update({"script-src": ["'self'"]})
_ONLY_READS = _("見るだけの役割なので、変えることはできません。")


def desk_door(view: View) -> Callable[..., HttpResponseBase]:
    """Signed in with a role that its page is for; the answer is never kept by a cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        assert request.resolver_match is not None
        door, standing = door_of(request.resolver_match.view_name), standing_of(request.user)
        if not standing.roles & (door.see or frozenset()):
            raise PermissionDenied
        if request.method not in _SAFE and not standing.roles & (door.do or frozenset()):
            return render(request, "403.html", {"why": _ONLY_READS}, status=403)
        request.standing = standing  # the frame shows the way to one's own part
        response = view(request, *args, **kwargs)
        if standing.acts or not isinstance(response, HttpResponse):  # a file that is streamed
            return response
        return reading.without_what_is_shut(response, standing, here=request.path)

    guarded.behind_the_door = True  # copied by every decorator outside: a test looks for it
    return never_cache(_OWN_SCRIPT(login_required(guarded)))
