"""/desk/results/areas/ and /desk/results/unit/: what the year is counted by. GET shows, POST keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_scopes import get_scope

from accounts.models import User
from bookings.actions import areas as actions
from bookings.actions import counting_units
from bookings.actions.moves import Refused
from bookings.counting import Dimension, breakdowns, unit_of
from bookings.counting.facts import units
from bookings.desk.door import desk_door
from bookings.desk.forms.areas import AreasForm, UnitForm
from bookings.desk.views.steps import shows_and_decides
from bookings.insight.tables import map_of, with_every_area
from bookings.insight.unit_change import changes
from bookings.insight.unplaced import unplaced
from bookings.models import Area, CountingUnit
from bookings.year import year_asked
from config import clock

_SHOWN = 30


@shows_and_decides
@desk_door
def areas(request: HttpRequest) -> HttpResponse:
    at, is_post = clock.now(), request.method == "POST"
    known = list(Area.objects.all())
    form = AreasForm(request.POST if is_post else None, areas=known)
    if is_post and form.is_valid():
        try:
            actions.keep(form.wanted, site_id=get_scope()["site"].pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("地区を残しました。"))
            return redirect("desk:areas")
    year, _years = year_asked("", at=at)
    rows = breakdowns(year, [Dimension.AREA], at=at)[Dimension.AREA]
    lost = unplaced(year)
    context = {
        "form": form, "year": year, "areas": known, "unplaced": lost[:_SHOWN], "lost": len(lost),
        "drawing": map_of(with_every_area(rows, known), known, key="map-area"),
    }  # fmt: skip
    return render(request, "bookings/desk/areas.html", context, status=422 if form.errors else 200)


@require_POST
@desk_door
def from_centres(request: HttpRequest) -> HttpResponse:
    number = actions.from_centres(site_id=get_scope()["site"].pk)
    messages.success(
        request, _("センターの地区から、%(number)d件作りました。") % {"number": number}
    )
    return redirect("desk:areas")


@shows_and_decides
@desk_door
def unit(request: HttpRequest) -> HttpResponse:
    at, is_post = clock.now(), request.method == "POST"
    form, looked = UnitForm(request.POST if is_post else None), None
    if is_post and form.is_valid():
        wanted = {"from_year": form.cleaned_data["from_year"], "unit": form.cleaned_data["unit"]}
        try:
            if request.POST.get("sure") == "1":
                _keep(request, form, **wanted)
                return redirect("desk:counting-unit")
            counting_units.refuse_what_cannot_be(**wanted)
            looked = changes(**wanted)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    year, _years = year_asked("", at=at)
    words = dict(CountingUnit.Unit.choices)
    context = {
        "form": form, "looked": looked, "now": words[unit_of(year, units())],
        "rows": CountingUnit.objects.select_related("entered_by").order_by("-from_year"),
    }  # fmt: skip
    return render(
        request, "bookings/desk/counting_unit.html", context, status=422 if form.errors else 200
    )


def _keep(request: HttpRequest, form: UnitForm, *, from_year: int, unit: str) -> None:
    assert isinstance(request.user, User)
    counting_units.change(
        from_year=from_year, unit=unit, reason=form.cleaned_data["reason"],
        site_id=get_scope()["site"].pk, user=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("数え方を変えました。"))
