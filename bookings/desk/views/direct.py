"""/desk/direct/: lectures that departments gave without the office: who has answered, who has not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from bookings import direct_page as pages
from bookings.actions import direct_asking
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import direct
from bookings.desk.door import desk_door
from bookings.models import DirectAsk
from bookings.permissions import standing_of
from bookings.status import Way
from config import clock
from lectures.eras import fiscal_year_of
from lectures.models import Department
from lectures.zones import venue_zone

FRAME = "bookings/desk/frame.html"
_EVERY, _POST = ("GET", "HEAD", "POST"), ("POST",)


@require_safe
@desk_door
def overview(request: HttpRequest) -> HttpResponse:
    today = clock.today(venue_zone())
    this_year = fiscal_year_of(today)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in (str(this_year - 1), str(this_year)) else this_year
    context = {
        "table": direct.table_of(year, today=today),
        "year": year,
        "years": [this_year, this_year - 1],
    }
    return render(request, "bookings/desk/direct.html", context)


@require_http_methods(["POST"])
@desk_door
def again(request: HttpRequest, ask: UUID) -> HttpResponse:
    row = get_object_or_404(DirectAsk, public_id=ask)
    try:
        times = request.POST.get("times", "")
        direct_asking.ask_again(ask_id=row.pk, times=times, at=clock.now())
        messages.success(request, _("もう一度たずねました。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:direct")


def _for_office(view: Callable[..., HttpResponseBase], methods: tuple[str, ...]) -> Any:
    """By telephone, for the department."""

    @require_http_methods([*methods])
    @desk_door
    def opened(request: HttpRequest, public_id: UUID, **more: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        department = get_object_or_404(Department, public_id=public_id)
        by = By(Actor.DEPARTMENT, Way.PHONE, request.user)
        desk = pages.Desk(department, by, "desk:direct-enter", (public_id,), FRAME, may_amend=True)
        return view(request, desk, **more)

    return opened


def _for_own(view: Callable[..., HttpResponseBase], methods: tuple[str, ...]) -> Any:
    """Signed in for a department: the first of theirs."""

    @require_http_methods([*methods])
    @desk_door
    def opened(request: HttpRequest, **more: Any) -> HttpResponseBase:
        theirs = standing_of(request.user).departments
        rows = Department.objects.filter(pk__in=theirs).on(clock.today(venue_zone()))
        department = rows.order_by("code").first()
        if department is None:
            raise Http404
        assert isinstance(request.user, User)
        by = By(Actor.DEPARTMENT, Way.WEB, request.user)
        desk = pages.Desk(department, by, "desk:own-direct", (), FRAME)
        return view(request, desk, **more)

    return opened


enter = _for_office(pages.show, _EVERY)
enter_none = _for_office(pages.say_none, _POST)
enter_undo = _for_office(pages.take_back, _POST)
own = _for_own(pages.show, _EVERY)
own_none = _for_own(pages.say_none, _POST)
own_undo = _for_own(pages.take_back, _POST)
