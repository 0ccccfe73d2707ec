"""/desk/calls/: groups without mail are called, written to or faxed, and the list knows who was."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings import printing
from bookings.actions import calling
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import calls as pages
from bookings.desk.door import desk_door
from bookings.mailtexts import Unfillable
from bookings.models import BookingRequest
from bookings.status import Way
from config import clock

TOLD, MISSED = "told", "missed"


@require_safe
@desk_door
def calls(request: HttpRequest) -> HttpResponse:
    due = pages.due(at=clock.now())
    letters = due.on_paper[: pages.MOST_LETTERS]
    context = {"due": due, "letters": letters, "ids": _ids(letters)}
    return render(request, "bookings/desk/calls.html", context)


@require_safe
@desk_door
def letters(request: HttpRequest) -> HttpResponse:
    """All that is due on paper as one PDF; printing changes nothing."""
    at = clock.now()
    due = pages.due(at=at).on_paper[: pages.MOST_LETTERS]
    if not due:
        messages.info(request, _("いま印刷する手紙はありません。"))
        return redirect("desk:calls")
    try:
        sheets = pages.sheets(due, at=at)
    except Unfillable as unknown:
        messages.error(
            request,
            _("文面の{%(name)s}が使えません。「文面」を直してください。") % {"name": str(unknown)},
        )
        return redirect("desk:calls")
    return printing.pdf(sheets, name=f"letters-{at:%Y%m%d}")


@require_POST
@desk_door
def sent(request: HttpRequest) -> HttpResponse:
    """Exactly those that were on the page when it was printed; what came since stays due."""
    ids = [int(one) for one in request.POST.get("ids", "").split(",") if _is_number(one)]
    count = calling.told(tellings=ids, by=_by(request), at=clock.now(), words=_("紙で知らせた"))
    if count:
        words = ngettext(
            "%(count)d件を、送ったと記録しました。", "%(count)d件を、送ったと記録しました。", count
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("もう記録してあります。"))
    return redirect("desk:calls")


@require_POST
@desk_door
def outcome(request: HttpRequest, public_id: UUID, outcome: str) -> HttpResponse:
    """かけた or 留守, of one group."""
    about = get_object_or_404(BookingRequest.objects.submitted(), public_id=public_id)
    at, by = clock.now(), _by(request)
    try:
        if outcome == TOLD:
            ids = [int(one) for one in request.POST.get("ids", "").split(",") if _is_number(one)]
            if calling.told(tellings=ids, by=by, at=at):
                words = _("%(number)s に知らせたと記録しました。") % {"number": about.reference}
                messages.success(request, words)
            else:
                messages.info(request, _("もう記録してあります。"))
        elif outcome == MISSED:
            calling.missed(request_id=about.pk, by=by, at=at)
            messages.success(
                request,
                _("%(number)s は留守でした。次の開庁日に、また出ます。")
                % {"number": about.reference},
            )
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:calls")


def _ids(held: list[pages.Call]) -> str:
    return ",".join(str(pk) for call in held for pk in call.ids)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 16


def _by(request: HttpRequest) -> By:
    assert isinstance(request.user, User)
    return By(Actor.OFFICE, Way.DESK, request.user)
