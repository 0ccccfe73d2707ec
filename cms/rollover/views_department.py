"""/menu-answers/: a department's list of next year's lectures, behind the link of its mail.

GET shows. A POST says something of one lecture, or of all that are still open; nothing typed is lost.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions.moves import Refused, Stale
from bookings.emails import facts
from bookings.models import Grant
from bookings.public import switching
from cms.rollover import answering, asking
from cms.rollover.answering import By, Said, draft_of, seen_of
from cms.rollover.forms import AnswerForm, NewForm
from cms.rollover.lists import share_of
from cms.rollover.models import MenuAsk, MenuEntry
from cms.rollover.pressed import said_in
from cms.rollover.shown import already, context_of
from config import clock

Answer = MenuEntry.Answer


def with_ask(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the ask whose key this browser holds."""

    @wraps(view)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: HttpRequest, public_id: UUID, **more: Any) -> HttpResponse:
        purpose = Grant.Purpose.MENU
        grant = keys.held(request, at=clock.now(), purpose=purpose, public_id=public_id)
        if grant is None:
            return keys.refused(request)
        asks = MenuAsk.objects.select_related("department", "grant", "rollover__fiscal_year")
        return view(request, asks.get(grant=grant), **more)

    return opened


@with_ask
def page(request: HttpRequest, ask: MenuAsk) -> HttpResponse:
    if request.method == "POST":
        return _all_the_same(request, ask)
    share = share_of(ask)
    context = {
        "ask": ask,
        "share": share,
        "rollover": ask.rollover,
        "year": ask.rollover.fiscal_year.year,
        "office": facts.office(),
    }
    return render(request, "cms/rollover/department.html", context)


@switching.in_place
@with_ask
def entry(request: HttpRequest, ask: MenuAsk, entry: UUID) -> HttpResponse:
    """One lecture: as it is, changed, or stopped."""
    row = get_object_or_404(_theirs(ask), public_id=entry)
    if row.page is None:
        return _to_list(request, ask, problem=_("この講座の下書きは、消されています。"))
    form, refusal = AnswerForm(initial=_initial(row)), ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
    if request.method == "POST" and not switching.asked(request):
        try:
            said = said_in(form, row, kind=request.POST.get("answer", ""))
            if said is not None:
                _say(row, said, seen=request.POST.get("seen", ""), ask=ask)
                messages.success(request, _("記録しました。しめ切りまでは、何度でも変えられます。"))
                return redirect("rollover:page", public_id=ask.grant.public_id)
        except Refused as reason:
            refusal = str(reason)
            row = _theirs(ask).get(pk=row.pk)
    context = {
        **context_of(row),
        "ask": ask, "rollover": ask.rollover, "form": form, "refusal": refusal,
        "seen": _seen(request, row), "office": facts.office(),
        "already": already(row, form) if refusal else [],
        "language_form": "typed" if ask.rollover.takes_answers else "",
    }  # fmt: skip
    status = 422 if form.errors or refusal else 200
    return render(request, "cms/rollover/department_entry.html", context, status=status)


@switching.in_place
@with_ask
def new(request: HttpRequest, ask: MenuAsk) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, refusal = NewForm(data, initial={"format": "in_person"}), ""
    if request.method == "POST" and form.is_valid():
        try:
            answering.add(
                rollover_id=ask.rollover_id, department=share_of(ask).department or ask.department,
                facts=form.facts, words=form.cleaned_data["words"], by=_by(ask), at=clock.now(),
            )  # fmt: skip
        except Refused as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("新しい講座を受け取りました。番号は事務局が決めます。"))
            return redirect("rollover:page", public_id=ask.grant.public_id)
    context = {
        "ask": ask, "rollover": ask.rollover, "year": ask.rollover.fiscal_year.year,
        "form": form, "refusal": refusal, "office": facts.office(),
        "language_form": "typed" if ask.rollover.takes_answers else "",
    }  # fmt: skip
    status = 422 if form.errors or refusal else 200
    return render(request, "cms/rollover/department_new.html", context, status=status)


def _seen(request: HttpRequest, row: MenuEntry) -> str:
    """In another language the page still speaks of what its reader saw."""
    return (switching.asked(request) and request.POST.get("seen")) or seen_of(row)


def _theirs(ask: MenuAsk) -> Any:
    keys_of = [row.entry.pk for row in share_of(ask).rows]
    return MenuEntry.objects.filter(pk__in=keys_of).select_related(
        "page", "continues__department", "rollover__fiscal_year"
    )


def _initial(row: MenuEntry) -> dict[str, Any]:
    return {
        **AnswerForm.initial_of(draft_of(row)), "reason": row.reason, "words": row.words,
    }  # fmt: skip


def _by(ask: MenuAsk) -> By:
    return By(department=ask.department.name)


@transaction.atomic
def _say(row: MenuEntry, said: Said, *, seen: str, ask: MenuAsk) -> None:
    at = clock.now()
    answering.answer(entry_id=row.pk, seen=seen, said=said, by=_by(ask), at=at)
    asking.record(MenuAsk.objects.select_related("grant", "department").get(pk=ask.pk), at=at)


def _all_the_same(request: HttpRequest, ask: MenuAsk) -> HttpResponse:
    """One lecture by its button in the list, or all that nobody has said anything of."""
    wanted = request.POST.get("same", "")
    rows = [row.entry for row in share_of(ask).rows if row.is_open]
    if wanted != "all":
        rows = [row for row in rows if str(row.public_id) == wanted]
    done, problem = 0, ""
    for row in MenuEntry.objects.filter(pk__in=[row.pk for row in rows]).select_related("page"):
        try:
            _say(row, Said(Answer.SAME), seen=seen_of(row), ask=ask)
            done += 1
        except Stale:
            problem = _("ほかの人が先に答えた講座があります。")
        except Refused as reason:
            problem = str(reason)
    if done:
        messages.success(request, _("%(count)d講座を「そのまま」にしました。") % {"count": done})
    if problem:
        messages.error(request, problem)
    return redirect("rollover:page", public_id=ask.grant.public_id)


def _to_list(request: HttpRequest, ask: MenuAsk, *, problem: str) -> HttpResponse:
    messages.error(request, problem)
    return redirect("rollover:page", public_id=ask.grant.public_id)
