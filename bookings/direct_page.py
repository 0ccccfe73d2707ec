"""課で直接受けた講座: one page for a department with its key, one that signed in, and the office.

GET shows; a POST reports rows, says that there were none, or takes a report back.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.actions import direct, direct_asking
from bookings.actions.closed_years import YearClosed
from bookings.actions.moves import By, Refused
from bookings.emails import facts
from bookings.forms.direct import Known, RowsForm
from bookings.models import DirectAsk, LectureSession
from config import clock
from lectures.eras import fiscal_year_of, fiscal_year_range, full_day, time_range
from lectures.models import Department
from lectures.zones import local, venue_zone


@dataclass(frozen=True)
class Desk:
    """For which department, by whose word, and under which addresses: name and first arguments.

    `may_amend`: the office, who may change a closed year with a reason.
    """

    department: Department
    by: By
    name: str
    args: tuple[Any, ...] = ()
    frame: str = "base.html"
    may_amend: bool = False

    def url(self, act: str = "", *more: Any) -> str:
        return reverse(f"{self.name}{act}", args=[*self.args, *more])


def show(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The rows, what was reported, and what was asked."""
    today = clock.today(venue_zone())
    known = Known(desk.department, today=today)
    posted = request.POST if request.method == "POST" else None
    form = RowsForm(
        posted, known=known, today=today, more="more" in request.POST, may_amend=desk.may_amend
    )
    if posted is not None and "more" not in posted and form.is_valid() and _kept(form, desk):
        count = len(form.filled)
        said = ngettext(
            "%(count)d件の講座を受け取りました。", "%(count)d件の講座を受け取りました。", count
        )
        messages.success(request, said % {"count": count})
        return redirect(desk.url())
    context = {
        "form": form,
        "desk": desk,
        "here": desk.url(),
        "department": desk.department,
        "lectures": known.lectures,
        "centres": known.centres.values(),
        "asks": [_asked(desk, row) for row in _asks(desk.department)],
        "reported": _reported(desk, today),
        "office": facts.office(),
        "under": desk.frame,
    }
    status = 422 if form.error_links else 200
    return render(request, "bookings/departments/direct.html", context, status=status)


def say_none(request: HttpRequest, desk: Desk, *, ask: UUID) -> HttpResponseBase:
    row = get_object_or_404(DirectAsk, public_id=ask, department=desk.department)
    direct_asking.say_none(ask_id=row.pk, by=desk.by, at=clock.now())
    messages.success(request, _("「なし」と記録しました。"))
    return redirect(desk.url())


def take_back(request: HttpRequest, desk: Desk, *, session: UUID) -> HttpResponseBase:
    row = LectureSession.objects.filter(public_id=session, department=desk.department).first()
    if row is None:
        raise Http404
    try:
        direct.undo(session_id=row.pk, by=desk.by, at=clock.now())
        messages.success(request, _("報告を取り消しました。回数には入りません。"))
    except YearClosed as closed:
        there = _(
            "締めた年度の回です。申込みの画面の「記録の誤りを直す」で、理由を書いて直してください。"
        )
        messages.error(request, there if desk.may_amend else str(closed))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(desk.url())


def _kept(form: RowsForm, desk: Desk) -> bool:
    rows = form.filled
    try:
        direct.report_all(
            department_id=desk.department.pk, rows=[row.given for row in rows],
            by=replace(desk.by, why=form.why), at=clock.now(), form_id=form.form_id,
        )  # fmt: skip
    except direct.Twin as twin:
        rows[twin.index].twin = True
        rows[twin.index].add_error("again", twin.sentence)
        return False
    except YearClosed as closed:
        form.refuse_closed(str(closed))
        return False
    except Refused as refusal:
        form.problem = str(refusal)
        return False
    return True


def _asks(department: Department) -> list[DirectAsk]:
    rows = DirectAsk.objects.filter(department=department, answer="")
    return list(rows.order_by("due_on", "pk"))


def _asked(desk: Desk, row: DirectAsk) -> dict[str, Any]:
    return {"row": row, "url": desk.url("-none", row.public_id)}


def _when(row: LectureSession) -> str:
    """With its year: the list goes back into the fiscal year before."""
    starts, ends = local(row.starts_at), local(row.ends_at)
    return f"{full_day(starts.date())} {time_range(starts, ends)}"


def _reported(desk: Desk, today: date) -> list[dict[str, Any]]:
    since, _until = fiscal_year_range(fiscal_year_of(today) - 1)
    at = clock.now()
    found = []
    for row in direct.reported_by([desk.department.pk], since=since):
        newest = max(row.reports.all(), key=lambda report: report.version)
        undone = direct.may_undo(row, at=at) and row.fiscal_year.closed_at is None
        undo_url = desk.url("-undo", row.public_id) if undone else ""
        found.append(
            {
                "row": row,
                "when": _when(row),
                "report": newest,
                "undo": undo_url,
            }
        )
    return found
