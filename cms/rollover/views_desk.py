"""/desk/menu/: the office opens the new year's menu, asks, looks at the answers, publishes on a day."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.actions.moves import Refused
from bookings.desk.door import desk_door
from bookings.desk.views.steps import shows_and_decides
from cms.rollover import answering, asking, deciding, opening, publishing, shown
from cms.rollover.answering import OFFICE, By, seen_of
from cms.rollover.desk import overview
from cms.rollover.forms import AnswerForm, DayForm
from cms.rollover.models import MenuEntry, MenuRollover
from cms.rollover.pressed import said_in
from config import clock
from lectures.models import Department, FiscalYear, MenuPage
from lectures.zones import local, venue_zone

REFRESH_SECONDS = 5
INLINE_SECONDS = 1.5


@require_safe
@desk_door
def menu(request: HttpRequest) -> HttpResponse:
    today = clock.today(venue_zone())
    rollover = newest()
    context: dict[str, Any] = {"today": today}
    source = source_menu()
    if source is not None and (
        rollover is None or source.fiscal_year.year >= rollover.fiscal_year.year
    ):
        year = source.fiscal_year.year
        context |= {
            "source": source, "next_year": year + 1,
            "open_form": DayForm(
                initial={"day": _february(year).isoformat()}, label=_("担当課の返事の期限")
            ),
        }  # fmt: skip
    if rollover is not None:
        context |= overview(rollover, today=today)
        moving = context["copying"] or context["preparing"]
        context["refreshes"] = moving and "still" not in request.GET
        context["seconds"] = REFRESH_SECONDS
    response = render(request, "cms/rollover/desk.html", context)
    if context.get("refreshes"):
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def newest() -> MenuRollover | None:
    rows = MenuRollover.objects.select_related("fiscal_year", "old_menu", "menu")
    return rows.order_by("-fiscal_year__year").first()


def source_menu() -> MenuPage | None:
    """The newest published menu of this town, in its own language."""
    year = FiscalYear.objects.order_by("-year").values_list("pk", flat=True)
    rows = MenuPage.objects.live().filter(
        fiscal_year__in=list(year), locale__language_code=settings.LANGUAGE_CODE
    )
    return rows.select_related("fiscal_year").order_by("-fiscal_year__year", "pk").first()


def _february(year: int) -> date:
    """The last day of February: when departments commonly hand in their menu."""
    first_of_march = date(year + 1, 3, 1)
    return date.fromordinal(first_of_march.toordinal() - 1)


@require_POST
@desk_door
def open_next(request: HttpRequest) -> HttpResponse:
    at, form = clock.now(), DayForm(request.POST, label=_("担当課の返事の期限"))
    source = source_menu()
    if source is None:
        messages.error(request, _("公開した講座の目次が、まだありません。"))
    elif not form.is_valid():
        messages.error(request, " ".join(link.sentence for link in form.error_links))
    elif form.cleaned_data["day"] < local(at).date():
        messages.error(request, _("返事の期限は、今日から後の日にしてください。"))
    else:
        rollover = opening.open_next(
            source, due_on=form.cleaned_data["day"], by=_user(request), at=at
        )
        opening.carry(rollover, at=at, seconds=INLINE_SECONDS)
    return redirect("rollover:desk")


@require_POST
@desk_door
def do(request: HttpRequest, year: int, deed: str) -> HttpResponse:
    rollover = get_object_or_404(MenuRollover, fiscal_year__year=year)
    if deed not in DEEDS:
        raise Http404
    try:
        sentence = DEEDS[deed](request, rollover)
        if sentence:
            messages.success(request, sentence)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rollover:desk")


def _go_on(request: HttpRequest, rollover: MenuRollover) -> str:
    opening.carry(rollover, at=clock.now(), seconds=INLINE_SECONDS)
    publishing.carry(rollover, at=clock.now(), seconds=INLINE_SECONDS)
    return ""


def _ask(request: HttpRequest, rollover: MenuRollover) -> str:
    count = asking.ask_departments(rollover.pk, at=clock.now())
    return _("%(count)d課にききました。") % {"count": count}


def _again(request: HttpRequest, rollover: MenuRollover) -> str:
    code = request.POST.get("department", "")[:10].replace("\0", "")
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise Refused(_("課を、もう一度えらんでください。"))
    times = request.POST.get("times", "")
    asking.ask_again(rollover.pk, department=department, times=times, at=clock.now())
    return _("%(name)sに、もう一度送りました。") % {"name": department}


def _close(request: HttpRequest, rollover: MenuRollover) -> str:
    deciding.close(rollover.pk, closed=True, at=clock.now())
    return _("返事をしめ切りました。")


def _reopen(request: HttpRequest, rollover: MenuRollover) -> str:
    deciding.close(rollover.pk, closed=False, at=clock.now())
    return _("返事を、また受け付けます。")


def _due(request: HttpRequest, rollover: MenuRollover) -> str:
    deciding.put_off(rollover.pk, due_on=_day(request), today=clock.today(venue_zone()))
    return _("期限を変えました。")


def _publish(request: HttpRequest, rollover: MenuRollover) -> str:
    at = clock.now()
    found = deciding.publish(
        rollover.pk, on=_day(request), by=_user(request), today=local(at).date(), at=at
    )
    publishing.carry(found, at=at, seconds=INLINE_SECONDS)
    return ""


def _april(request: HttpRequest, rollover: MenuRollover) -> str:
    if request.POST.get("menu") == "old":
        deciding.take_april_from(rollover.pk, day=None)
        return _("4月からの日も、今年度の講座で受け付けます。")
    deciding.take_april_from(rollover.pk, day=_day(request))
    return _("4月からの日を、新しいメニューで受け付ける日を決めました。")


DEEDS: dict[str, Callable[[HttpRequest, MenuRollover], str]] = {
    "go-on": _go_on, "ask": _ask, "again": _again, "close": _close, "reopen": _reopen,
    "due": _due, "publish": _publish, "april": _april,
}  # fmt: skip


def _day(request: HttpRequest) -> date:
    form = DayForm(request.POST, label=_("日にち"))
    if not form.is_valid():
        raise Refused(" ".join(link.sentence for link in form.error_links))
    return form.cleaned_data["day"]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@shows_and_decides
@desk_door
def entry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One lecture: what changed, what to decide; and the same form, for what a department says by phone."""
    row = _entry(public_id)
    if row.page is None:
        messages.error(request, _("この講座の下書きは、消されています。"))
        return redirect("rollover:desk")
    form, refusal = AnswerForm(initial=_initial(row)), ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        try:
            said = said_in(form, row, kind=request.POST.get("answer", ""))
            if said is not None:
                answering.answer(
                    entry_id=row.pk, seen=request.POST.get("seen", ""), said=said,
                    by=By(OFFICE, _user(request)), at=clock.now(),
                )  # fmt: skip
                messages.success(request, _("記録しました。"))
                return redirect("rollover:desk-entry", public_id=public_id)
        except Refused as reason:
            refusal, row = str(reason), _entry(public_id)
    context = {
        **shown.context_of(row),
        "translations": shown.translations(row),
        "form": form, "refusal": refusal, "seen": seen_of(row),
        "already": shown.already(row, form) if refusal else [],
        "open": form.is_bound,
    }  # fmt: skip
    status = 422 if form.errors or refusal else 200
    return render(request, "cms/rollover/desk_entry.html", context, status=status)


@require_POST
@desk_door
def verdict(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = _entry(public_id)
    try:
        deciding.decide(
            entry_id=row.pk, seen=request.POST.get("seen", ""),
            verdict=request.POST.get("verdict", ""),
        )  # fmt: skip
        messages.success(request, _("記録しました。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("rollover:desk-entry", public_id=public_id)
    return redirect("rollover:desk")


def _entry(public_id: UUID) -> MenuEntry:
    rows = MenuEntry.objects.select_related(
        "page", "continues__department", "continues__fiscal_year", "rollover__fiscal_year",
        "department",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


def _initial(row: MenuEntry) -> dict[str, Any]:
    page = answering.draft_of(row)
    return AnswerForm.initial_of(page) | {"reason": row.reason, "words": row.words}
