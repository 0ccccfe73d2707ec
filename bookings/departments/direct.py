"""/direct/<key>/: what a department gave without the office, behind its standing key."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.departments.opened import BY_KEY
from bookings.direct_page import Desk, say_none, show, take_back
from bookings.models import DirectKey, Grant
from config import clock
from lectures.models import Department
from lectures.zones import local

View = Callable[..., HttpResponseBase]


def _with_key(view: View, *, methods: tuple[str, ...]) -> View:
    @wraps(view)
    @never_cache
    @require_http_methods([*methods])
    def opened(request: HttpRequest, public_id: UUID, **more: Any) -> HttpResponseBase:
        purpose = Grant.Purpose.DIRECT
        grant = keys.held(request, at=clock.now(), purpose=purpose, public_id=public_id)
        key = DirectKey.objects.select_related("department").filter(grant=grant).first()
        if grant is None or key is None:
            return keys.refused(request)
        there = key.department.in_charge(on=local(clock.now()).date()) or key.department
        return view(request, KeyDesk(there, grant), **more)

    return opened


class KeyDesk(Desk):
    """Whoever holds the department's standing key."""

    def __init__(self, department: Department, grant: Grant) -> None:
        super().__init__(department, BY_KEY, "direct:", (grant.public_id,))

    def url(self, act: str = "", *more: Any) -> str:
        return reverse(f"direct:{act.strip('-') or 'page'}", args=[*self.args, *more])


page = _with_key(show, methods=("GET", "HEAD", "POST"))
none = _with_key(say_none, methods=("POST",))
undo = _with_key(take_back, methods=("POST",))
