"""/desk/replies/: mails that no machine may act on, read and decided by a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings.actions.moves import Refused
from bookings.answers import SENTENCES
from bookings.desk.decisions import DECISIONS, Decision, Reply, decision_of, words_of
from bookings.desk.door import office_only
from bookings.desk.forms.base import DeskForm
from bookings.desk.steps.step import Heard
from bookings.desk.views.steps import shows_and_decides
from bookings.emails.facts import when
from bookings.models import Assignment, WaitingReply
from bookings.status import AssignmentState
from config import clock
from notifications.inbox import reading

LONGEST = 20_000
_Why = WaitingReply.Why
_UNPROVEN = (_Why.STRANGER, _Why.UNAUTHENTICATED, _Why.NO_TAG, _Why.WRONG_TAG)


@require_safe
@office_only
def replies(request: HttpRequest) -> HttpResponse:
    rows = _rows().filter(decision="").order_by("arrived_at", "pk")
    return render(request, "bookings/desk/replies.html", {"replies": rows})


@shows_and_decides
@office_only
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All decisions on one page, each its own form; POST carries the name of the one taken."""
    waiting = get_object_or_404(_rows(), public_id=public_id)
    shown = Reply(waiting, waiting.assignment or _chosen_ask(request))
    if request.method != "POST":
        return _page(request, shown, refused=None, form=None)
    decision = decision_of(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    if shown.ask is None and decision.needs_ask:
        messages.error(request, _("どの依頼への返事か、先にえらんでください。"))
        return redirect("desk:reply", waiting.public_id)
    form = decision.form(request.POST, about=shown.ask, prefix=decision.name)
    if form.is_valid() and _decided(request, decision, shown, form):
        messages.success(request, str(decision.done))
        return _onward(waiting)
    waiting.refresh_from_db()
    return _page(request, shown, refused=decision, form=form)


def _page(
    request: HttpRequest, shown: Reply, *, refused: Decision | None, form: DeskForm | None
) -> HttpResponse:
    context = {
        "reply": shown,
        "waiting": shown.waiting,
        "ask": shown.ask,
        "ask_when": when(shown.ask.starts_at, shown.ask.ends_at) if shown.ask else "",
        "text": reading.text_of(bytes(shown.waiting.inbound.raw or b""))[:LONGEST],
        "understood": words_of(shown),
        "unproven": shown.waiting.why in _UNPROVEN,
        "why_not": _why_not(shown.waiting),
        "decisions": _decisions(shown, refused, form),
        "refused": form if refused else None,
        "asks": [] if shown.waiting.assignment else _open_asks(),
    }
    status = 422 if refused else 200
    return render(request, "bookings/desk/reply.html", context, status=status)


def _decisions(
    shown: Reply, refused: Decision | None, refused_form: DeskForm | None
) -> list[dict[str, Any]]:
    """What can be decided now, each with its form; the refused one as it was typed."""
    found = []
    for row in DECISIONS:
        if row is refused:
            found.append({"decision": row, "form": refused_form})
        elif not shown.waiting.decision and row.is_open(shown):
            form = row.form(about=shown.ask, prefix=row.name, initial=_initial(row, shown))
            found.append({"decision": row, "form": form})
    return found


def _decided(request: HttpRequest, decision: Decision, shown: Reply, form: DeskForm) -> bool:
    assert isinstance(request.user, User)
    try:
        decision.act(shown, form, Heard(request.user, clock.now()))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _onward(waiting: WaitingReply) -> HttpResponse:
    """Still open after it was read again: back to its page, with the new reason."""
    waiting.refresh_from_db()
    if not waiting.decision:
        return redirect("desk:reply", waiting.public_id)
    return redirect("desk:replies")


def _rows() -> QuerySet[WaitingReply]:
    return WaitingReply.objects.select_related(
        "inbound", "decided_by", "assignment__department", "assignment__request__lecture",
        "assignment__request__group", "assignment__request__fiscal_year",
    )  # fmt: skip


def _chosen_ask(request: HttpRequest) -> Assignment | None:
    """For a mail that names no ask: the one that the office chose on the page."""
    try:
        public_id = UUID(request.GET.get("ask", ""))
        return _open_asks().get(public_id=public_id)
    except (ValueError, ObjectDoesNotExist):
        return None


def _open_asks() -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(state=AssignmentState.ASKED)
        .select_related("department", "request__lecture", "request__group", "request__fiscal_year")
        .order_by("due_at", "pk")
    )


def _initial(decision: Decision, shown: Reply) -> dict[str, Any]:
    """The name that the mail gives to a lecturer we do not know."""
    if decision.name != "register":
        return {}
    names = shown.waiting.understood.get("unknown_names") or [""]
    return {"name": names[0]}


def _why_not(waiting: WaitingReply) -> str:
    """Why a machine may not act, beside the reason's own sentence."""
    reason = waiting.understood.get("reason", "")
    return str(SENTENCES.get(reason, ""))
