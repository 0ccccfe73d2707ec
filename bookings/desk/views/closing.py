"""/desk/results/close/ and /desk/results/closed/<year>/: a year is closed, looked at, opened again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings.actions import closing_year
from bookings.actions.moves import Refused
from bookings.actions.year_checks import checks_of
from bookings.desk.closings import closed_page, mending
from bookings.desk.door import desk_door
from bookings.desk.forms.closing import ClosingForm, OpenAgainForm
from bookings.desk.targets import year_asked
from bookings.desk.views.steps import shows_and_decides
from bookings.models import YearClosing
from config import clock
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.models import FiscalYear
from lectures.zones import local


@shows_and_decides
@desk_door
def close(request: HttpRequest) -> HttpResponse:
    """What is left to do; the button closes what may be closed."""
    at, is_post = clock.now(), request.method == "POST"
    last_year = fiscal_year_of(local(at).date()) - 1
    year = year_asked(request.GET.get("year", ""), this_year=last_year)
    known = list(FiscalYear.objects.order_by("-year").values_list("year", flat=True))
    if year not in known:
        raise Http404
    checks = checks_of(year, at=at)
    form = ClosingForm(request.POST if is_post else None, checks=checks, year=year)
    if is_post and form.is_valid() and _closed(request, form, year=year):
        return redirect("desk:year-closed", year)
    context = {
        "form": form,
        "year": year,
        "years": [one for one in known if one <= last_year + 1],
        "is_closed": closing_year.standing(year) is not None,
        "stopping": [(check, mending(check, year=year)) for check in form.stopping],
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/year_close.html", context, status=status)


@require_safe
@desk_door
def closed(request: HttpRequest, year: int) -> HttpResponse:
    """The figures as closed, what came after, and today's number."""
    closing, closings = _asked(request, year)
    context = {
        "year": year,
        "page": closed_page(closing, on=local(clock.now()).date()),
        "closings": closings,
    }
    return render(request, "bookings/desk/year_closed.html", context)


@shows_and_decides
@desk_door
def open_again(request: HttpRequest, year: int) -> HttpResponse:
    if closing_year.standing(year) is None:
        raise Http404
    is_post = request.method == "POST"
    form = OpenAgainForm(request.POST if is_post else None)
    if is_post and form.is_valid() and _opened(request, form, year=year):
        return redirect(f"{request.path.rpartition('/closed/')[0]}/close/?year={year}")
    status = 422 if form.errors else 200
    context = {"form": form, "year": year}
    return render(request, "bookings/desk/year_open.html", context, status=status)


def _asked(request: HttpRequest, year: int) -> tuple[YearClosing, list[YearClosing]]:
    """The closing of that number; without one, the newest."""
    rows = YearClosing.objects.filter(fiscal_year__year=year)
    rows = rows.select_related("fiscal_year", "closed_by", "opened_by")
    closings = list(rows.order_by("-number"))
    asked = request.GET.get("number", "")
    found = [one for one in closings if not asked or str(one.number) == asked]
    if not found:
        raise Http404
    return found[0], closings


def _closed(request: HttpRequest, form: ClosingForm, *, year: int) -> bool:
    assert isinstance(request.user, User)
    try:
        closing_year.close(
            year=year, waivers=form.waivers, user=request.user, at=clock.now(),
            note=form.cleaned_data["note"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(year)sを締めました。") % {"year": fiscal_year_label(year)})
    return True


def _opened(request: HttpRequest, form: OpenAgainForm, *, year: int) -> bool:
    assert isinstance(request.user, User)
    try:
        closing_year.open_again(
            year=year, why=form.cleaned_data["why"], user=request.user, at=clock.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    words = _("%(year)sの締めを取り消しました。") % {"year": fiscal_year_label(year)}
    messages.success(request, words)
    return True
