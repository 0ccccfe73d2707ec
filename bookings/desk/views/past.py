"""/desk/results/past/: years before this system, from a spreadsheet. Between the look and the button
nothing is stored: the form carries the table, signed."""

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.actions import past_years as actions
from bookings.actions.moves import Refused
from bookings.actions.past_years import Origin
from bookings.desk import past_sheets
from bookings.desk import past_years as pages
from bookings.desk.door import desk_door
from bookings.desk.forms.past import PastAwayForm, PastFileForm
from bookings.desk.views.steps import shows_and_decides
from bookings.models import PastFigure, PastImport
from config import clock
from lectures.sheets import writing
from lectures.sheets.table import NotRead, Problem, Table

_SALT = "bookings.past"
_AN_HOUR = 60 * 60
_SHOWN = 60
_FORMS = {"xlsx": writing.TYPE, "csv": "text/csv; charset=utf-8", "sjis": "text/csv; charset=Shift_JIS"}  # fmt: skip


@shows_and_decides
@desk_door
def past(request: HttpRequest) -> HttpResponse:
    """GET lists the years; POST reads a file and shows what would change. Nothing is stored yet."""
    if request.method != "POST":
        return _page(request, PastFileForm())
    form = PastFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    file, data = form.cleaned_data["file"], form.cleaned_data
    try:
        table = past_sheets.read_table(file.read())
    except NotRead as refusal:
        return _page(request, form, problems=refusal.problems)
    return _look(request, table, Origin(data["unit"], data["source"], (file.name or "")[-120:]))


@require_POST
@desk_door
def bring_in(request: HttpRequest) -> HttpResponse:
    try:
        held = signing.loads(request.POST.get("packed", ""), salt=_SALT, max_age=_AN_HOUR)
    except signing.BadSignature:
        messages.error(request, _("時間がたったので、もう一度ファイルをえらんでください。"))
        return redirect("desk:past")
    if held["user"] != _user(request).pk:
        raise Http404
    table, origin = Table.unpacked(held["table"]), Origin(**held["origin"])
    read = past_sheets.years_in(table, at=clock.now())
    if read.problems:
        return _look(request, table, origin)
    try:
        done = actions.bring_in(
            read.years, origin=origin, seen={int(year): n for year, n in held["seen"].items()},
            by=_user(request), at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _look(request, table, origin)
    messages.success(request, pages.done_words(done))
    return redirect("desk:past")


@require_safe
@desk_door
def template(request: HttpRequest, form: str) -> HttpResponse:
    """The table to fill in."""
    if form not in _FORMS:
        raise Http404
    rows = past_sheets.template_rows(at=clock.now())
    columns = past_sheets.COLUMNS
    if form == "xlsx":
        content = writing.workbook(columns, rows, title="前の年度")
    else:
        content = _csv(columns, rows, cp932=form == "sjis")
    answer = HttpResponse(content, content_type=_FORMS[form])
    ending = "xlsx" if form == "xlsx" else "csv"
    answer["Content-Disposition"] = f'attachment; filename="past-years.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@desk_door
def year(request: HttpRequest, year: int) -> HttpResponse:
    return _year_page(request, year, PastAwayForm())


@require_POST
@desk_door
def take_away(request: HttpRequest, year: int) -> HttpResponse:
    form = PastAwayForm(request.POST)
    if form.is_valid():
        try:
            actions.take_away(
                year=year, seen=_number(request.POST.get("seen", "")),
                reason=form.cleaned_data["why"], by=_user(request), at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("この年度の数を取り消しました。前の数は、履歴にあります。"))
            return redirect("desk:past")
    return _year_page(request, year, form)


def _page(
    request: HttpRequest, form: PastFileForm, *, problems: list[Problem] | None = None
) -> HttpResponse:
    rows = PastFigure.objects.filter(dimension=PastFigure.Dimension.TOTAL)
    context = {
        "form": form,
        "years": rows.select_related("imported__by").order_by("-year"),
        **_shown(problems or []),
    }
    status = 422 if form.errors or problems else 200
    return render(request, "bookings/desk/past.html", context, status=status)


def _look(request: HttpRequest, table: Table, origin: Origin) -> HttpResponse:
    read = past_sheets.years_in(table, at=clock.now())
    if read.problems:
        again = PastFileForm(initial={"unit": origin.unit, "source": origin.source})
        return _page(request, again, problems=read.problems)
    changes = pages.changes_of(read.years, origin)
    held = {
        "table": table.packed(), "origin": vars(origin), "user": _user(request).pk,
        "seen": {change.year: change.version for change in changes},
    }  # fmt: skip
    context = {
        "changes": changes, "origin": origin, "empty": read.empty,
        "packed": signing.dumps(held, salt=_SALT, compress=True),
        "any": any(not change.same for change in changes),
    }  # fmt: skip
    return render(request, "bookings/desk/past_look.html", context)


def _year_page(request: HttpRequest, year: int, form: PastAwayForm) -> HttpResponse:
    history = list(PastImport.objects.filter(year=year).select_related("by").order_by("-version"))
    if not history:
        raise Http404
    newest = history[0]
    context = {
        "year": year, "form": form, "parts": pages.parts_of(year), "newest": newest,
        "remarks": pages.remarks(pages.lines_of(newest)), "history": _told(history),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/past_year.html", context, status=status)


def _told(history: list[PastImport]) -> list[dict[str, Any]]:
    """Each import with what it changed of the one before."""
    return [
        {"row": row, "differences": pages.differences(pages.lines_of(before), pages.lines_of(row))}
        for row, before in pairwise(history)
    ] + [{"row": history[-1], "differences": []}]


def _shown(problems: list[Problem]) -> dict[str, Any]:
    return {"problems": problems[:_SHOWN], "more": max(0, len(problems) - _SHOWN)}


def _csv(columns: Any, rows: Any, *, cp932: bool) -> bytes:
    try:
        return writing.csv_file(columns, rows, cp932=cp932)
    except writing.NotInShiftJis:  # a department's name has a letter that Windows cannot write
        return writing.csv_file(columns, rows)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
