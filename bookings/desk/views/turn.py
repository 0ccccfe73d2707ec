"""/desk/turn/: 異動・機構改革. GET shows; a table is looked at before it is applied as a whole."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.actions import taking_over, turning
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import turn as pages
from bookings.desk.door import desk_door
from bookings.desk.forms import turn as forms
from bookings.desk.views.steps import shows_and_decides
from bookings.models import LectureSession
from bookings.status import Way
from config import clock
from lectures import reorganising
from lectures.models import Department, Lecturer
from lectures.reorganising import Change, Fate, Move, NotApplied
from lectures.reorganising.departments import Known
from lectures.reorganising.sheets import MOST_BYTES, text_in
from lectures.zones import local


@require_safe
@desk_door
def turn(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    context = {
        "overview": pages.overview(at=at),
        "planned": reorganising.planned(today=local(at).date()),
        "transfers": reorganising.planned_transfers(today=local(at).date()),
    }
    return render(request, "bookings/desk/turn.html", context)


@require_POST
@desk_door
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """だれが行くか、課にきく."""
    session = get_object_or_404(LectureSession, public_id=public_id)
    assert isinstance(request.user, User)
    by = By(Actor.OFFICE, Way.DESK, request.user)
    try:
        turning.want_successor(session_id=session.pk, by=by, at=clock.now())
        messages.success(request, _("だれが行くか、課にききました。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:turn")


@require_POST
@desk_door
def take_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """引き継ぐ課を決める, for a department that ended without one."""
    old = get_object_or_404(Department, public_id=public_id)
    by_code = {row.code: row for row in Department.objects.all()}
    successor = by_code.get(request.POST.get("successor", ""))
    assert isinstance(request.user, User)
    try:
        if successor is None:
            raise Refused(_("引き継ぐ課をえらんでください。"))
        taking_over.take_over(
            department_id=old.pk, successor_id=successor.pk, at=clock.now(),
            by=By(Actor.OFFICE, Way.DESK, request.user),
        )  # fmt: skip
        words = _("%(old)sの仕事は、%(new)sが引き継ぎます。")
        messages.success(request, words % {"old": old, "new": successor})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:turn")


@require_POST
@desk_door
def undo(request: HttpRequest) -> HttpResponse:
    today = local(clock.now()).date()
    day, problem = forms.day_of(request.POST.get("day", ""), today=today)
    try:
        if problem:
            raise NotApplied([problem])
        count = reorganising.undo(day=day, today=today)
        messages.success(
            request, _("%(count)d件の変更を、もとのとおりにもどしました。") % {"count": count}
        )
    except NotApplied as refusal:
        messages.error(request, " ".join(refusal.problems))
    return redirect("desk:turn")


@require_POST
@desk_door
def undo_transfer(request: HttpRequest) -> HttpResponse:
    """The transfer of one lecturer."""
    today = local(clock.now()).date()
    day, problem = forms.day_of(request.POST.get("day", ""), today=today)
    try:
        lecturer = Lecturer.objects.get(public_id=UUID(request.POST.get("lecturer", "")))
        if problem:
            raise NotApplied([problem])
        reorganising.undo_transfer(lecturer, day=day, today=today)
        messages.success(
            request, _("%(name)sさんの所属を、もとのとおりにもどしました。") % {"name": lecturer}
        )
    except (ValueError, Lecturer.DoesNotExist):
        messages.error(request, _("講師を、もう一度えらんでください。"))
    except NotApplied as refusal:
        messages.error(request, " ".join(refusal.problems))
    return redirect("desk:turn")


@shows_and_decides
@desk_door
def departments(request: HttpRequest) -> HttpResponse:
    """The table: filled in by hand or from a sheet, looked at, then applied."""
    today = local(clock.now()).date()
    typed = request.POST if request.method == "POST" else request.GET
    day, problem = forms.ahead(typed.get("day", ""), today=today)
    now = reorganising.known(day=day)
    cells: Mapping[str, str] = request.POST
    problems, todo = [problem] if problem else [], request.POST.get("do", "")
    sheet: bytes | str = request.POST.get("sheet", "")
    if todo == "sheet":
        sheet = _sheet(request)
        changes, faults = reorganising.departments_in(sheet)
        changes = reorganising.with_codes(changes, day=day)
        problems += faults or now.problems(changes)
        if not problems:  # never the good half of a sheet; till then the table stays as typed
            cells = forms.cells_of(changes)
    lines = forms.lines_of(now.there.values(), cells)
    changes = reorganising.with_codes(forms.changes_of(lines), day=day)
    if request.method == "POST" and not problems:
        problems = now.problems(changes) if changes else [_("変わる課が、ありません。")]
    if todo == "apply" and not problems and _applied(request, changes, problems, day=day):
        return redirect("desk:turn")
    context = {
        "heading": _("課が変わる（機構改革）"),
        "day": day,
        "typed_day": request.POST.get("day", ""),
        "lines": lines,
        "fates": [fate for fate in Fate if fate != Fate.NEW],
        "choices": _choices(now, changes),
        "problems": problems,
        "effects": pages.effects(changes, day=day) if changes and not problems else [],
        "sheet": text_in(sheet),
    }
    status = 422 if problems else 200
    return render(request, "bookings/desk/turn_departments.html", context, status=status)


@shows_and_decides
@desk_door
def lecturers(request: HttpRequest) -> HttpResponse:
    """Who leaves which department, and where they go."""
    today = local(clock.now()).date()
    typed = request.POST if request.method == "POST" else request.GET
    day, problem = forms.ahead(typed.get("day", ""), today=today)
    rows, goals = pages.lecturer_rows(day=day), pages.departments_on(day)
    by_code = {row.code: row for row in goals}
    problems, todo = [problem] if problem else [], request.POST.get("do", "")
    cells: Mapping[str, str] = request.POST
    sheet: bytes | str = request.POST.get("sheet", "")
    if todo == "sheet":
        sheet = _sheet(request)
        found, faults = reorganising.lecturers_in(sheet)
        filled, others = forms.moves_in(found, lecturers=rows, departments=by_code)
        problems += [*faults, *others]
        cells = request.POST if problems else filled
    moves, faults = forms.moves_of(rows, cells, departments=by_code)
    problems += faults
    if request.method == "POST" and not problems and not moves:
        problems = [_("離れる課に、しるしをつけてください。")]
    if todo == "apply" and not problems and _moved(request, moves, problems, day=day, today=today):
        return redirect("desk:turn")
    context = {
        "heading": _("講師が離れる（異動）"),
        "day": day,
        "typed_day": request.POST.get("day", ""),
        "rows": [_lecturer_row(row, theirs, cells) for row, theirs in rows],
        "goals": goals,
        "problems": problems,
        "effects": pages.move_effects(moves, day=day) if moves and not problems else [],
        "sheet": text_in(sheet),
    }
    status = 422 if problems else 200
    return render(request, "bookings/desk/turn_lecturers.html", context, status=status)


def _lecturer_row(
    row: Lecturer, theirs: list[Department], cells: Mapping[str, str]
) -> dict[str, object]:
    keys = [(forms.leaves_key(row, one), one.name) for one in theirs]
    return {
        "lecturer": row,
        "departments": [(key, name, bool(cells.get(key))) for key, name in keys],
        "to": cells.get(f"to-{row.public_id}", ""),
    }


def _moved(
    request: HttpRequest, moves: list[Move], problems: list[str], *, day: date, today: date
) -> bool:
    try:
        assert isinstance(request.user, User)
        count = reorganising.move_lecturers(moves, day=day, today=today, by=request.user)
    except NotApplied as refusal:
        problems += refusal.problems
        return False
    messages.success(request, _("%(count)d人の所属をかえました。") % {"count": count})
    return True


def _sheet(request: HttpRequest) -> bytes | str:
    """The uploaded file, else what was pasted."""
    upload = request.FILES.get("file")
    return upload.read(MOST_BYTES + 1) if upload else request.POST.get("sheet", "")


def _applied(
    request: HttpRequest, changes: list[Change], problems: list[str], *, day: date
) -> bool:
    try:
        today = local(clock.now()).date()
        assert isinstance(request.user, User)
        count = reorganising.reorganise(changes, day=day, today=today, by=request.user)
    except NotApplied as refusal:
        problems += refusal.problems
        return False
    messages.success(
        request,
        _("%(day)sからの機構改革を決めました（%(count)d件）。前の日までは、取り消せます。")
        % {"day": day.isoformat(), "count": count},
    )
    return True


def _choices(now: Known, changes: list[Change]) -> list[tuple[str, str]]:
    """Who can take over: whoever is there today, begins on that day, or will be new."""
    rows = {**now.there, **now.beginning}
    new = [(row.new_code, row.name) for row in changes if row.fate == Fate.NEW and row.new_code]
    return [(row.code, row.name) for row in rows.values()] + new
