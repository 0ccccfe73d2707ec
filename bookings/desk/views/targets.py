"""/desk/results/targets/: the year's targets. GET shows, POST keeps; an auditor reads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings.actions import aiming
from bookings.actions.moves import Refused
from bookings.desk import targets as pages
from bookings.desk.door import desk_door
from bookings.desk.forms.targets import TargetsForm
from bookings.desk.views.steps import shows_and_decides
from config import clock
from lectures.eras import fiscal_year_of
from lectures.zones import local

_SHOWN = 50


@shows_and_decides
@desk_door
def targets(request: HttpRequest) -> HttpResponse:
    today = local(clock.now()).date()
    this_year = fiscal_year_of(today)
    year = pages.year_asked(request.GET.get("year", ""), this_year=this_year)
    lines, is_post = pages.lines_of(year, on=today), request.method == "POST"
    copies = request.GET.get("copy") == "1"
    form = TargetsForm(request.POST if is_post else None, lines=lines, copies=copies)
    if is_post and form.is_valid() and _kept(request, form, year=year):
        return redirect(f"{reverse('desk:targets')}?year={year}")
    context = {
        "form": form,
        "lines": lines,
        "year": year,
        "years": sorted({this_year - 1, this_year, this_year + 1, year}, reverse=True),
        "sum": pages.sentence_of_sum(lines),
        "may_copy": not copies and any(row.was is None and row.before is not None for row in lines),
        "copies": copies,
        "changes": pages.changes_of(year)[:_SHOWN],
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/targets.html", context, status=status)


def _kept(request: HttpRequest, form: TargetsForm, *, year: int) -> bool:
    assert isinstance(request.user, User)
    try:
        number = aiming.aim(
            year=year, aims=form.aims, source=form.cleaned_data["source"],
            site_id=get_scope()["site"].pk, user=request.user, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if number:
        messages.success(request, _("%(number)d件の目標を直しました。") % {"number": number})
    else:
        messages.info(request, _("変わった目標はありません。"))
    return True
