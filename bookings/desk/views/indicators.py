"""/desk/indicators/: the plan's indicators, what they stand on, and typing them in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings import plan
from bookings.actions import indicating
from bookings.actions.moves import Refused
from bookings.desk.door import desk_door
from bookings.desk.forms.indicator_words import IndicatorForm
from bookings.desk.forms.indicators import AwayForm, ValueForm
from bookings.desk.views.steps import shows_and_decides
from bookings.models import Indicator, IndicatorChange, IndicatorValue
from bookings.models.indicator import ValueKind
from config import clock
from lectures.forms import PlainForm

_MOST_CHANGES = 60


@require_safe
@desk_door
def indicators(request: HttpRequest) -> HttpResponse:
    context = {"standings": plan.standings(at=clock.now()), "all_there": _all_there()}
    return render(request, "bookings/desk/indicators.html", context)


@require_POST
@desk_door
def prepare(request: HttpRequest) -> HttpResponse:
    done = indicating.prepare()
    said = _("計画の指標を%(count)dつ用意しました。ことばは、それぞれのページで直せます。")
    messages.success(request, said % {"count": done} if done else _("指標は、もうそろっています。"))
    return redirect("desk:indicators")


@shows_and_decides
@desk_door
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows the series; POST enters a value of another year."""
    row = get_object_or_404(Indicator, code=code)
    form = ValueForm(request.POST if request.method == "POST" else None, indicator=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = _tried(
            form,
            lambda: indicating.keep_value(
                indicator_id=row.pk, kind=data["kind"], year=data["year"], value=data["value"],
                evidence=form.evidence, seen=0, by=_user(request), at=clock.now(),
            ),
        )  # fmt: skip
        if kept:
            messages.success(request, _("値を入れました。"))
            return redirect("desk:indicator", row.code)
    changes = IndicatorChange.objects.filter(indicator=row, department=None, centre=None)
    context = {
        "indicator": row,
        "standing": _standing(row),
        "form": form,
        "changes": changes.select_related("by", "indicator").order_by("-pk")[:_MOST_CHANGES],
    }
    return _page(request, "bookings/desk/indicator.html", form, context)


@shows_and_decides
@desk_door
def value(request: HttpRequest, code: str, kind: str, year: int) -> HttpResponse:
    """GET shows one value with its evidence; POST corrects it."""
    row = _value_or_404(code, kind, year)
    form = ValueForm(
        request.POST if request.method == "POST" else None, indicator=row.indicator, row=row
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = _tried(
            form,
            lambda: indicating.keep_value(
                indicator_id=row.indicator_id, kind=kind, year=year, value=data["value"],
                evidence=form.evidence, reason=data["reason"], by=_user(request), at=clock.now(),
                seen=_number(request.POST.get("seen", "")),
            ),
        )  # fmt: skip
        if kept:
            messages.success(request, _("値を直しました。前の値は、履歴にあります。"))
            return redirect("desk:indicator", code)
    return _value_page(request, row, form, AwayForm())


@require_POST
@desk_door
def take_away(request: HttpRequest, code: str, kind: str, year: int) -> HttpResponse:
    row = _value_or_404(code, kind, year)
    form = AwayForm(request.POST)
    if form.is_valid() and _tried(
        form,
        lambda: indicating.take_away(
            indicator_id=row.indicator_id, kind=kind, year=year, reason=form.cleaned_data["why"],
            seen=_number(request.POST.get("seen", "")), by=_user(request), at=clock.now(),
        ),
    ):  # fmt: skip
        messages.success(request, _("値を取り消しました。前の値は、履歴にあります。"))
        return redirect("desk:indicator", code)
    return _value_page(request, row, ValueForm(indicator=row.indicator, row=row), form)


@shows_and_decides
@desk_door
def words(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows how the indicator is worded; POST words it anew."""
    row = get_object_or_404(Indicator, code=code)
    form = IndicatorForm(request.POST if request.method == "POST" else None, indicator=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, lambda: indicating.word(indicator_id=row.pk, texts=form.texts))
    ):
        messages.success(request, _("指標のことばを直しました。"))
        return redirect("desk:indicator", row.code)
    return _page(request, "bookings/desk/indicator_words.html", form, {"indicator": row, "form": form})  # fmt: skip


def _value_page(
    request: HttpRequest, row: IndicatorValue, form: ValueForm, away: AwayForm
) -> HttpResponse:
    wrong = away if away.errors else form
    context = {
        "row": row, "point": plan.Point(row.indicator, row.year, row.value, row), "form": form,
        "away": away, "indicator": row.indicator, "wrong": wrong,
    }  # fmt: skip
    return _page(request, "bookings/desk/indicator_value.html", wrong, context)


def _page(
    request: HttpRequest, template: str, form: PlainForm, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)


def _tried(form: PlainForm, act: Callable[[], Any]) -> bool:
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _standing(row: Indicator) -> plan.Standing:
    return next(one for one in plan.standings(at=clock.now()) if one.indicator.pk == row.pk)


def _all_there() -> bool:
    return Indicator.objects.filter(section__isnull=False).count() >= 7


def _value_or_404(code: str, kind: str, year: int) -> IndicatorValue:
    if kind not in ValueKind.values:
        raise Http404
    rows = IndicatorValue.objects.of_town().select_related("indicator", "entered_by")
    return get_object_or_404(rows, indicator__code=code, kind=kind, year=year)


def _number(typed: str) -> int:
    """What the page itself wrote; anything else is a version that nobody has."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
