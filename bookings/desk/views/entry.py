"""/desk/requests/new/: a request by phone, fax or at the counter, on one page."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.actions import submitting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.submitting import RulesBroken
from bookings.desk.door import office_only
from bookings.desk.forms.entry import EntryForm, ErrorsOf, Sheet, sheet, sheet_of
from bookings.desk.views.steps import shows_and_decides
from bookings.models import BookingRequest
from bookings.status import RequestStatus, Way
from config import clock
from lectures.models import Lecture


@shows_and_decides
@office_only
def new(request: HttpRequest) -> HttpResponse:
    lectures = _lectures()
    if not lectures:
        return render(request, "bookings/desk/entry_closed.html")
    at, data = clock.now(), request.POST if request.method == "POST" else None
    entry = EntryForm(data, lectures=lectures)
    # Until a lecture is chosen, another one's terms stand in for it.
    chosen = data.get("lecture", "") if data is not None else ""
    lecture = lectures.get(chosen, next(iter(lectures.values())))
    shown = sheet(lecture, at=at, data=data)
    if data is not None and all([entry.is_valid(), shown.is_valid()]):
        made = _entered(request, entry, shown, lecture)
        if made is not None:
            messages.success(
                request, _("%(number)s で受け付けました。") % {"number": made.reference}
            )
            return redirect("desk:request", made.public_id)
    context = {
        "entry": entry,
        "sheet": shown,
        "errors": ErrorsOf((entry, *shown.forms)),
        "submission_id": _submission_id(data or {}),
    }
    return render(request, "bookings/desk/entry.html", context, status=200 if data is None else 422)


@shows_and_decides
@office_only
def anew(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """補正 on the phone: the office types the corrected request for the group."""
    rows = BookingRequest.objects.filter(status=RequestStatus.NEEDS_CHANGE)
    row = get_object_or_404(rows.select_related("lecture", "group", "centre"), public_id=public_id)
    at, data = clock.now(), request.POST if request.method == "POST" else None
    shown = sheet_of(row, at=at) if data is None else sheet(row.lecture, at=at, data=data)
    if data is not None and shown.is_valid() and _resubmitted(request, shown, row):
        messages.success(request, _("直した申込みを受け付けました。"))
        return redirect("desk:request", row.public_id)
    context = {"sheet": shown, "errors": ErrorsOf(shown.forms), "booking_request": row}
    return render(request, "bookings/desk/entry.html", context, status=200 if data is None else 422)


def _entered(
    request: HttpRequest, entry: EntryForm, shown: Sheet, lecture: Lecture
) -> BookingRequest | None:
    """The new request, or None: what is wrong stands beside its field."""
    assert isinstance(request.user, User)
    try:
        return submitting.enter(
            lecture_id=lecture.pk,
            particulars=shown.particulars,
            by=By(Actor.GROUP, Way(entry.cleaned_data["way"]), request.user),
            at=clock.now(),
            submission_id=_submission_id(request.POST),
        )
    except RulesBroken as broken:
        shown.show(broken)
    except Refused as refusal:
        entry.add_error(None, str(refusal))
    return None


def _resubmitted(request: HttpRequest, shown: Sheet, row: BookingRequest) -> bool:
    assert isinstance(request.user, User)
    by = By(Actor.GROUP, Way.PHONE, request.user)
    try:
        submitting.resubmit(request_id=row.pk, particulars=shown.particulars, by=by, at=clock.now())
    except RulesBroken as broken:
        shown.show(broken)
    except Refused as refusal:
        shown.who.add_error(None, str(refusal))
    else:
        return True
    return False


def _lectures() -> dict[str, Lecture]:
    rows = (
        Lecture.objects.accepting().select_related("department").order_by("fiscal_year", "number")
    )
    return {str(row.pk): row for row in rows}


def _submission_id(data: object) -> UUID:
    """The page's own id: sending it twice makes one request."""
    try:
        return UUID(data.get("submission", ""))  # type: ignore[attr-defined]
    except ValueError:
        return uuid4()
