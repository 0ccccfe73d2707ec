"""/desk/requests/bulk/: many at once. First who would be told what, then one by one, then a report."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings.actions import many
from bookings.actions.many import Outcome
from bookings.desk import bulk, wanted
from bookings.desk.bulk import Deed
from bookings.desk.door import desk_door
from bookings.desk.forms.bulk import BulkForm
from bookings.desk.steps.step import Heard
from bookings.desk.views.inbox import PER_PAGE
from bookings.desk.views.steps import shows_and_decides
from bookings.models import BookingRequest
from config import clock
from lectures.zones import venue_zone

_KEPT = "desk-bulk"
_REFRESH_SECONDS = 5
# However many there are, nobody works on them for longer: whatever did it is gone.
_LONGEST = timedelta(minutes=10)


@shows_and_decides
@desk_door
def look(request: HttpRequest) -> HttpResponse:
    """What was ticked, and what pressing the next button would do. Nothing is done yet."""
    deed = bulk.deed_of(request.POST.get("deed", ""))
    if deed is None:
        return redirect(_list(request))
    names = "shown" if request.POST.get("all") else "pick"
    rows = _rows([_uuid(text) for text in request.POST.getlist(names)])
    if not rows:
        messages.error(request, _("申込みを一つ以上えらんでから、おしてください。"))
        return redirect(_list(request))
    return _announced(request, deed, rows, deed.form())


@shows_and_decides
@desk_door
def do(request: HttpRequest, name: str) -> HttpResponse:
    """One transaction each; who pressed twice is shown what the first press did."""
    deed = bulk.deed_of(name)
    if deed is None:
        raise Http404
    seen = [_seen(text) for text in request.POST.getlist("row")]
    rows = _rows([public_id for public_id, _version in seen])
    if request.method != "POST" or not rows:
        return redirect(_list(request))
    key = request.POST.get("key", "")
    if key and key == request.session.get(_KEPT, {}).get("key"):
        return redirect("desk:bulk-done")
    form = deed.form(request.POST)
    if not form.is_valid():
        return _announced(request, deed, rows, form)
    if _is_first(request, key, deed, rows):
        versions = dict(seen)
        asked = [(row.pk, versions[row.public_id]) for row in rows]
        outcomes: list[Outcome] = []
        try:
            outcomes.extend(many.do(asked, partial(_act, deed, form, _heard(request))))
        finally:
            _report(request, rows, outcomes)
    return redirect("desk:bulk-done")


def _is_first(request: HttpRequest, key: str, deed: Deed, rows: Sequence[BookingRequest]) -> bool:
    """Written down before anything is done: a second press at the same moment finds it."""
    session = request.session
    with transaction.atomic():
        # Whoever else presses waits here; what this request read of its session may be old by now.
        list(Session.objects.select_for_update().filter(pk=session.session_key))
        stored = type(session)(session.session_key).get(_KEPT, {})
        if key and key == stored.get("key"):
            return False
        session[_KEPT] = {
            "key": key,
            "deed": deed.name,
            "back": _list(request),
            "count": len(rows),
            "rows": [],
            "since": clock.now().timestamp(),
        }
        session.save()
    return True


def _report(
    request: HttpRequest, rows: Sequence[BookingRequest], outcomes: Sequence[Outcome]
) -> None:
    """What was done, all of it or as far as it came before it broke off."""
    done_rows = [
        [str(row.public_id), found.refusal, found.mails, found.tellings]
        for row, found in zip(rows, outcomes, strict=False)
    ]
    request.session[_KEPT] = {**request.session[_KEPT], "rows": done_rows, "since": None}
    request.session.save()


@require_safe
@desk_door
def done(request: HttpRequest) -> HttpResponse:
    """What was done to which, and what was not and why; till the next time."""
    kept = request.session.get(_KEPT)
    deed = bulk.deed_of(kept["deed"]) if kept else None
    if kept is None or deed is None:
        return redirect("desk:inbox")
    if _goes_on(kept):
        return _going(request, deed, kept)
    found = {row.public_id: row for row in _rows([_uuid(row[0]) for row in kept["rows"]])}
    lines = [
        (found[UUID(public_id)], refusal, mails, tellings)
        for public_id, refusal, mails, tellings in kept["rows"]
        if UUID(public_id) in found
    ]
    context = {
        "deed": deed,
        "lines": lines,
        "back": kept["back"],
        "count": sum(not refusal for _row, refusal, _mails, _tellings in lines),
        "mails": sum(mails for _row, _refusal, mails, _tellings in lines),
        "left": sum(bool(refusal) for _row, refusal, _mails, _tellings in lines),
        "calls": sum(bool(tellings) for _row, _refusal, _mails, tellings in lines),
        "broke_off": len(kept["rows"]) < kept.get("count", 0),
    }
    return render(request, "bookings/desk/bulk_done.html", context)


def _goes_on(kept: dict[str, Any]) -> bool:
    since: float | None = kept.get("since")
    return since is not None and clock.now().timestamp() - since < _LONGEST.total_seconds()


def _going(request: HttpRequest, deed: Deed, kept: dict[str, Any]) -> HttpResponse:
    """Pressed again while the first press still works: shown anew till its report is there."""
    refreshes = "still" not in request.GET
    context = {
        "deed": deed, "going": True, "back": kept["back"], "refreshes": refreshes,
        "seconds": _REFRESH_SECONDS,
    }  # fmt: skip
    response = render(request, "bookings/desk/bulk_done.html", context)
    if refreshes:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


def _announced(
    request: HttpRequest, deed: Deed, rows: list[BookingRequest], form: BulkForm
) -> HttpResponse:
    possible, impossible = bulk.prospects(rows, deed, _heard(request))
    context: dict[str, Any] = {
        "deed": deed,
        "form": form,
        "possible": possible,
        "impossible": impossible,
        "examples": bulk.examples(possible),
        "addressees": bulk.addressees(possible),
        "mails": sum(len(row.letters) for row in possible),
        "calls": sum(row.by_hand for row in possible),
        "key": request.POST.get("key") or uuid4(),
        "back": _list(request),
        "back_query": request.POST.get("back", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "bookings/desk/bulk.html", context, status=status)


def _act(deed: Deed, form: BulkForm | None, heard: Heard, pk: int) -> None:
    deed.act(pk, form, heard)


def _heard(request: HttpRequest) -> Heard:
    assert isinstance(request.user, User)
    return Heard(request.user, clock.now())


def _rows(public_ids: list[UUID | None]) -> list[BookingRequest]:
    """In the order of the list they were ticked in; never more than one page of it holds."""
    wanted_ids = list(dict.fromkeys(one for one in public_ids if one is not None))[:PER_PAGE]
    rows = BookingRequest.objects.submitted().filter(public_id__in=wanted_ids)
    found = {row.public_id: row for row in rows.select_related("group", "lecture", "fiscal_year")}
    return [found[one] for one in wanted_ids if one in found]


def _seen(text: str) -> tuple[UUID | None, int]:
    """`public_id:version`, as the page wrote it."""
    public_id, _colon, version = text.partition(":")
    number = version.isascii() and version.isdigit() and len(version) < 10
    return (_uuid(public_id), int(version)) if number else (None, 0)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _list(request: HttpRequest) -> str:
    """The list that it was ticked in: only what an address of the inbox can say comes through."""
    back = request.POST.get("back", "")[:500]
    kept = wanted.read_kept(back, wanted.choices_on(clock.today(venue_zone()))).kept
    found = "&found=1" if "found=1" in back else ""
    return f"{reverse('desk:inbox')}?{kept}{found}"
