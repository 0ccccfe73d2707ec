"""/desk/requests/new/: a request by phone, fax or at the counter, on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings.actions import consulting, off_menu, submitting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.submitting import RulesBroken
from bookings.desk import from_consultation, last_time, saying
from bookings.desk.door import desk_door
from bookings.desk.forms.entry import EntryForm, ErrorsOf, Sheet, sheet, sheet_of, typed_again
from bookings.desk.forms.lecture_box import matching, on_offer
from bookings.desk.forms.off_menu import OffMenuForm
from bookings.desk.forms.waiving import waived_in, waivers
from bookings.desk.views import consultations
from bookings.desk.views.steps import shows_and_decides
from bookings.models import BookingRequest, Consultation
from bookings.permissions import entering_as, standing_of
from bookings.status import RequestStatus, Way
from config import clock
from lectures.models import Lecture
from lectures.zones import local


@dataclass(frozen=True)
class Page:
    """What was read of one page."""

    entry: EntryForm
    off: OffMenuForm
    sheet: Sheet
    waive: frozenset[str]
    consultation: Consultation | None


@shows_and_decides
@desk_door
def new(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    lectures = on_offer(at=at)
    if not lectures:
        return render(request, "bookings/desk/entry_closed.html")
    if request.method != "POST":
        row = _consultation(request.GET.get("consultation", ""), request)
        initial = from_consultation.typed(row, lectures) if row else {}
        page = _blank(lectures, initial, at=at, consultation=row)
        return _show(request, page, known=initial)
    if "same" in request.POST:
        return _same(request, lectures, at=at)
    if "consult" in request.POST and standing_of(request.user).acts:
        return consultations.begun(request, lectures=lectures)
    return _entered(request, _typed(request, lectures, at=at))


@shows_and_decides
@desk_door
def anew(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """補正 on the phone: the office types the corrected request for the group."""
    rows = BookingRequest.objects.filter(status=RequestStatus.NEEDS_CHANGE)
    row = get_object_or_404(rows.select_related("lecture", "group", "centre"), public_id=public_id)
    at, data, waive = clock.now(), None, frozenset[str]()
    if request.method == "POST":
        data, waive = request.POST, waived_in(request.POST.getlist("waive"))
    shown = (
        sheet_of(row, at=at)
        if data is None
        else sheet(row.lecture, at=at, data=data, but=row, waive=waive)
    )
    if data is not None and shown.is_valid() and _resubmitted(request, shown, row, waive=waive):
        messages.success(request, _("直した申込みを受け付けました。"))
        return redirect("desk:request", row.public_id)
    context = {
        "sheet": shown,
        "errors": ErrorsOf(shown.forms),
        "booking_request": row,
        "waivers": waivers(shown.forms, waive),
    }
    return render(request, "bookings/desk/entry.html", context, status=200 if data is None else 422)


def _blank(
    lectures: Sequence[Lecture],
    initial: Mapping[str, Any],
    *,
    at: datetime,
    consultation: Consultation | None = None,
) -> Page:
    # Until a lecture is chosen, another one's terms stand in for it.
    shown = sheet(lectures[0], at=at, initial=initial)
    entry = EntryForm(initial=dict(initial), lectures=lectures)
    off = OffMenuForm(initial=dict(initial), on=local(at).date())
    first = entry.fields["lecture"] if initial.get("phone") else shown.contact.fields["phone"]
    if off.is_used:
        first = off.fields["off_department"]
    first.widget.attrs["autofocus"] = True  # whoever opens this page has somebody on the telephone
    return Page(entry, off, shown, frozenset(), consultation)


def _typed(request: HttpRequest, lectures: Sequence[Lecture], *, at: datetime) -> Page:
    data, acts = request.POST, standing_of(request.user).acts
    waive = waived_in(data.getlist("waive")) if acts else frozenset[str]()
    off = OffMenuForm(data if acts else None, on=local(at).date())
    chosen = matching(data.get("lecture", ""), lectures)
    lecture = chosen[0] if len(chosen) == 1 else lectures[0]
    if off.talk is not None:  # judged by the town's conditions and that department's days
        lecture = off.talk.lecture(site_id=get_scope()["site"].pk)
    return Page(
        EntryForm(data, lectures=lectures, off_menu=acts and off.is_used),
        off,
        sheet(lecture, at=at, data=data, waive=waive),
        waive,
        _consultation(data.get("consultation", ""), request),
    )


def _entered(request: HttpRequest, page: Page) -> HttpResponse:
    right = [page.entry.is_valid(), page.off.is_valid() or not page.off.is_bound]
    if all([*right, page.sheet.is_valid()]) and (made := _made(request, page)):
        messages.success(
            request,
            _("%(number)s で受け付けました。伝えること：%(words)s")
            % {"number": made.reference, "words": saying.of_request(made)},
        )
        return redirect("desk:request", made.public_id)
    return _show(request, page, known=request.POST, status=422)


def _made(request: HttpRequest, page: Page) -> BookingRequest | None:
    """The new request, or None: what is wrong stands beside its field."""
    assert isinstance(request.user, User)
    facts: dict[str, Any] = {
        "particulars": page.sheet.particulars,
        "by": By(entering_as(request.user), Way(page.entry.cleaned_data["way"]), request.user),
        "at": clock.now(),
        "submission_id": submission_id(request),
        "waive": page.waive,
    }
    came_from = page.consultation.pk if page.consultation else None
    try:
        if page.off.talk is not None:
            site_id = get_scope()["site"].pk
            return off_menu.enter(
                talk=page.off.talk, site_id=site_id, consultation_id=came_from, **facts
            )
        facts["lecture_id"] = page.entry.cleaned_data["lecture"].pk
        if came_from is not None:
            return consulting.enter(consultation_id=came_from, **facts)
        return submitting.enter(**facts)
    except RulesBroken as broken:
        page.sheet.show(broken)
    except Refused as refusal:
        page.entry.add_error(None, str(refusal))
    return None


def _same(request: HttpRequest, lectures: Sequence[Lecture], *, at: datetime) -> HttpResponse:
    """前回と同じ: nothing is decided, the page comes back with more on it."""
    typed = {name: request.POST.get(name) for name in request.POST}
    phone = str(typed.get("phone") or "")
    before = last_time.found_by(phone, standing=standing_of(request.user))
    wanted = request.POST.get("same", "")
    chosen = [row for row in before if row.key == wanted] or before
    if len(chosen) == 1:
        typed = last_time.filled(typed, typed_again(chosen[0].row))
        before = chosen
    row = _consultation(str(typed.get("consultation") or ""), request)
    page = _blank(lectures, typed, at=at, consultation=row)
    return _show(request, page, known=typed, before=before, asked=True, filled=len(chosen) == 1)


def _show(
    request: HttpRequest,
    page: Page,
    *,
    known: Mapping[str, Any],
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "entry": page.entry,
        "off": page.off,
        "sheet": page.sheet,
        "errors": ErrorsOf((page.entry, page.off, *page.sheet.forms)),
        "waivers": waivers(page.sheet.forms, page.waive) if standing_of(request.user).acts else (),
        "consultation": page.consultation,
        "submission_id": submission_id(request),
        "office_enters": standing_of(request.user).acts,
        "first_look": not known,
        **more,
    }
    return render(request, "bookings/desk/entry.html", context, status=status)


def _resubmitted(
    request: HttpRequest, shown: Sheet, row: BookingRequest, *, waive: frozenset[str]
) -> bool:
    assert isinstance(request.user, User)
    by = By(Actor.GROUP, Way.PHONE, request.user)
    try:
        submitting.resubmit(
            request_id=row.pk, particulars=shown.particulars, by=by, at=clock.now(), waive=waive
        )
    except RulesBroken as broken:
        shown.show(broken)
    except Refused as refusal:
        shown.who.add_error(None, str(refusal))
    else:
        return True
    return False


def _consultation(public_id: str, request: HttpRequest) -> Consultation | None:
    """The one that becomes this request; who is not the office has none."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    rows = Consultation.objects.select_related("group", "lecture__fiscal_year", "fiscal_year")
    return rows.filter(public_id=key).first() if standing_of(request.user).acts else None


def submission_id(request: HttpRequest) -> UUID:
    """The page's own id: sending it twice makes one request."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()
