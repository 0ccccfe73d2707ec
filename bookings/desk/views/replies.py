"""/desk/replies/: mails that no machine may act on, read and decided by a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.actions import queue
from bookings.actions.closed_years import YearClosed
from bookings.actions.moves import Refused
from bookings.actions.queue.people import ended_membership
from bookings.desk import understood, waiting
from bookings.desk.decisions import (
    Decision,
    Reply,
    decision_of,
    may_be_undone,
    open_decisions,
    reply_of,
)
from bookings.desk.door import desk_door
from bookings.desk.forms.base import AMENDS, DeskForm
from bookings.desk.letters import Letter, letter_of
from bookings.desk.prefilled import prefilled
from bookings.desk.steps.step import Heard
from bookings.desk.views.steps import refuse_stale, shows_and_decides
from bookings.emails.facts import when
from bookings.models import Assignment, WaitingReply
from bookings.permissions import standing_of
from config import clock
from notifications.models import InboundEmail

PER_PAGE = 50
_Why = WaitingReply.Why
_UNPROVEN = (_Why.STRANGER, _Why.UNAUTHENTICATED, _Why.NO_TAG, _Why.WRONG_TAG, _Why.OUR_COPY)
# The ask is at best a guess: a person may choose another one.
_GUESSED = (_Why.NO_TAG, _Why.WRONG_TAG, _Why.OUR_COPY, _Why.UNREADABLE)


@require_safe
@desk_door
def replies(request: HttpRequest) -> HttpResponse:
    why = request.GET.get("why", "")
    found = waiting.filters(why)
    page = _paged(request, waiting.waiting(why=why))
    context = {
        "page": page,
        "lines": waiting.lines(page),
        "filters": found,
        "why": why if why in _Why.values else "",
        "count": sum(row.count for row in found),
        "automatic_count": waiting.automatic().count(),
        "query": f"why={why}&" if why in _Why.values else "",
        "tab": "waiting",
    }
    return render(request, "bookings/desk/replies.html", context)


@require_safe
@desk_door
def decided(request: HttpRequest) -> HttpResponse:
    """What was decided, by whom; the newest first."""
    context = {"page": _paged(request, waiting.decided()), "tab": "decided"}
    return render(request, "bookings/desk/replies_decided.html", context)


@require_safe
@desk_door
def automatic(request: HttpRequest) -> HttpResponse:
    """Mails that nobody reads unasked, because machines seem to have sent them."""
    page = _paged(request, waiting.automatic())
    context = {"page": page, "rows": waiting.named(list(page)), "tab": "automatic"}
    return render(request, "bookings/desk/replies_automatic.html", context)


@require_POST
@desk_door
def bring_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """これは返事です: the mail goes into the queue and is shown there."""
    inbound = get_object_or_404(InboundEmail, public_id=public_id)
    try:
        entry = queue.bring_in(inbound_id=inbound.pk, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:replies-automatic")
    return redirect("desk:reply", entry.public_id)


@shows_and_decides
@desk_door
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All decisions on one page, each its own form; POST carries the name of the one taken."""
    entry, at = get_object_or_404(waiting.rows(), public_id=public_id), clock.now()
    shown = reply_of(entry, _ask(request, entry), at=at)
    if request.method != "POST":
        return _page(request, shown, refused=None, form=None)
    decision = decision_of(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    if shown.ask is None and decision.needs_ask:
        messages.error(request, _("どの依頼への返事か、先にえらんでください。"))
        return redirect("desk:reply", entry.public_id)
    if decision.needs_date and decision.about(shown) is None:
        messages.error(request, _("いまは、そのように決められません。ようすを確かめてください。"))
        return redirect("desk:reply", entry.public_id)
    form = decision.form(request.POST, about=decision.about(shown), prefix=decision.name)
    if form.is_valid() and _decided(request, decision, shown, form, at=at):
        messages.success(request, str(decision.done))
        return _onward(request, entry)
    entry = get_object_or_404(waiting.rows(), public_id=public_id)
    shown = reply_of(entry, _ask(request, entry), at=at)
    return _page(request, shown, refused=decision, form=form)


def _page(
    request: HttpRequest, shown: Reply, *, refused: Decision | None, form: DeskForm | None
) -> HttpResponse:
    entry, ask = shown.waiting, shown.ask
    letter = letter_of(entry.inbound, ask, session=entry.session)
    may_decide = standing_of(request.user).acts
    context = {
        "waiting": entry,
        "ask": ask,
        "ask_when": when(ask.starts_at, ask.ends_at) if ask else "",
        "letter": letter,
        "held_back": understood.arrived_late(letter.sent_at, letter.received_at),
        "understood": understood.words_of(
            shown.understood, ask, unknown=entry.understood.get("unknown_names", ())
        ),
        "why_not": "" if shown.told else understood.why_not(entry),
        "unproven": entry.why in _UNPROVEN,
        "decisions": _decisions(shown, letter, refused, form) if may_decide else [],
        "version": shown.request.version if shown.request else "",
        "may_be_undone": may_be_undone(shown),
        "consent": shown.consent,
        "ended": ended_membership(entry, at=shown.at) if entry.why == _Why.STRANGER else None,
        "refused": form if refused else None,
        "asks": []
        if not may_decide
        else waiting.open_asks()
        if not (ask or entry.session_id or shown.told or shown.consultation)
        else _others(entry),
        "told": shown.told,
        "consultation": shown.consultation,
        "why": waiting.why_words(entry),
    }
    status = 422 if refused else 200
    return render(request, "bookings/desk/reply.html", context, status=status)


def _decisions(
    shown: Reply, letter: Letter, refused: Decision | None, refused_form: DeskForm | None
) -> list[dict[str, Any]]:
    """What can be decided now, each with its form; the refused one as it was typed, on top."""
    found = []
    if refused is not None:
        found.append({"decision": refused, "form": refused_form})
    for row in [] if shown.waiting.decision else open_decisions(shown):
        if row is not refused:
            initial = prefilled(row, shown, letter)
            form = row.form(about=row.about(shown), prefix=row.name, initial=initial)
            found.append({"decision": row, "form": form})
    return found


def _decided(
    request: HttpRequest, decision: Decision, shown: Reply, form: DeskForm, *, at: datetime
) -> bool:
    assert isinstance(request.user, User)
    try:
        with transaction.atomic():
            if shown.request is not None and not shown.waiting.decision:
                refuse_stale(shown.request, seen=request.POST.get("version", ""))
            decision.act(shown, form, Heard(request.user, at, form.why))
    except YearClosed as refusal:
        form.ask_why()
        form.add_error(AMENDS, str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _onward(request: HttpRequest, entry: WaitingReply) -> HttpResponse:
    """Still open after it was read again: back to its page. Else the next mail that waits."""
    entry.refresh_from_db()
    if not entry.decision:
        return redirect("desk:reply", entry.public_id)
    following = waiting.following(entry)
    if following is None:
        return redirect("desk:replies")
    messages.info(request, _("次に待っている返事です。"))
    return redirect("desk:reply", following.public_id)


def _ask(request: HttpRequest, entry: WaitingReply) -> Assignment | None:
    """The ask that the mail proves; where it is guessed or over, the one chosen on the page.

    A group answers none.
    """
    if waiting.from_group(entry) is not None:
        return None
    open_asks = _others(entry) if entry.assignment else waiting.open_asks()
    try:
        return open_asks.get(public_id=UUID(request.GET.get("ask", "")))
    except (ValueError, ObjectDoesNotExist):
        return entry.assignment


def _others(entry: WaitingReply) -> QuerySet[Assignment]:
    """Asks that the mail may be meant for: any, where its own is a guess; of one that is over, those
    that were sent anew."""
    if entry.decision or entry.session_id is not None or waiting.from_group(entry) is not None:
        return waiting.open_asks().none()
    if entry.why in _GUESSED:
        return waiting.open_asks()
    again = entry.why == _Why.CLOSED and entry.assignment is not None
    return (
        waiting.open_asks()
        .filter(request__assignments=entry.assignment_id if again else None)
        .exclude(pk=entry.assignment_id)
    )


def _paged(request: HttpRequest, found: Any) -> Any:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
