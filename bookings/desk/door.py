"""Who comes in: the office of this town. Others are asked to sign in, or told that it is not theirs."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from bookings.permissions import is_office

View = Callable[..., HttpResponse]


def office_only(view: View) -> View:
    """Signed in and of this town's office; the answer is never kept by a cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))
