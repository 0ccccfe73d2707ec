"""/desk/calendar/: a month, a week or a list, by department, centre and lecturer. Shows only."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from bookings.desk.calendars import Chosen, Day, days_of
from bookings.desk.door import desk_door
from bookings.desk.grids import Named, month_of, rows_by, week_of, weeks
from bookings.permissions import Standing, own_departments
from bookings.rules import Days
from config import clock
from lectures.eras import month_words, short_day
from lectures.models import Centre, Department, Lecturer
from lectures.zones import local, venue_zone

VIEWS = {
    "month": pgettext_lazy("予定表", "月"),
    "week": pgettext_lazy("予定表", "週"),
    "list": _("一覧"),
}
KINDS = {"department": _("課"), "centre": _("センター"), "lecturer": _("講師")}
_OLDEST, _FURTHEST = date(2000, 1, 1), date(2199, 12, 1)


@require_safe
@desk_door
def calendar(request: HttpRequest) -> HttpResponse:
    at, today = clock.now(), clock.today(venue_zone())
    view = _one_of(VIEWS, request.GET.get("view", ""))
    by = _one_of(KINDS, request.GET.get("by", ""))
    names = _names()
    chosen = _chosen(request, names, today=local(at).date())
    anchor = _day(request.GET.get("day", ""), today=today)
    shown = week_of(anchor) if view == "week" else month_of(anchor)
    days = days_of(shown, chosen, at=at)
    typed = {
        "view": view, "by": by if view == "week" else "", "day": f"{anchor:%Y-%m-%d}",
        **{kind: str(row.public_id) for kind in KINDS if (row := getattr(chosen, kind))},
    }  # fmt: skip
    context = {
        "view": view,
        "by": by,
        "chosen": chosen,
        "choices": [(kind, KINDS[kind], names[kind]) for kind in KINDS],
        "typed": typed,
        "title": _title(shown, view),
        "views": [(words, _query(typed, view=key), key == view) for key, words in VIEWS.items()],
        "kinds": [(words, _query(typed, by=key), key == by) for key, words in KINDS.items()],
        "previous": _query(typed, day=shown.first - timedelta(days=1)),
        "following": _query(typed, day=shown.last + timedelta(days=1)),
        "now": _query(typed, day=today),
        "clashing": sum(day.clashing for day in days),
        "number": sum(len(day.entries) for day in days),
        **_body(view, by, days, names),
    }
    return render(request, "bookings/desk/calendar.html", context)


def _body(view: str, by: str, days: Sequence[Day], names: dict[str, Named]) -> dict[str, Any]:
    if view == "month":
        return {"weeks": weeks(days)}
    return {"days": days, "rows": rows_by(by, days, names) if view == "week" else []}


def _names() -> dict[str, Named]:
    return {
        "department": list(Department.objects.order_by("code", "pk")),
        "centre": list(Centre.objects.order_by("code", "pk")),
        "lecturer": list(Lecturer.objects.order_by("kana", "name", "pk")),
    }


def _chosen(request: HttpRequest, names: dict[str, Named], *, today: date) -> Chosen:
    """An unknown one chooses nothing."""
    found = {kind: _named(request.GET.get(kind, ""), names[kind]) for kind in KINDS}
    department = found["department"]
    theirs = Standing(departments=frozenset({department.pk})) if department else None
    return Chosen(**found, departments=own_departments(theirs, on=today) if theirs else frozenset())


def _named(text: str, rows: Named) -> Any:
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    return next((row for row in rows if row.public_id == wanted), None)


def _day(text: str, *, today: date) -> date:
    try:
        return min(max(date.fromisoformat(text), _OLDEST), _FURTHEST)
    except ValueError:
        return today


def _one_of(known: dict[str, Any], text: str) -> str:
    return text if text in known else next(iter(known))


def _query(typed: dict[str, str], **changes: object) -> str:
    values = {**typed, **{key: str(value) for key, value in changes.items()}}
    return "?" + urlencode({key: value for key, value in values.items() if value})


def _title(shown: Days, view: str) -> str:
    if view == "week":
        return f"{short_day(shown.first)}〜{short_day(shown.last)}"
    return month_words(shown.first)
