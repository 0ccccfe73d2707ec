"""/answers/<assignment>/undo/: GET shows what would be taken back; POST takes it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import undoing
from bookings.actions.moves import Refused
from bookings.departments.answering import load
from bookings.departments.opened import BY_KEY, is_theirs, signed_in
from bookings.departments.recorded import recorded_of
from bookings.emails import facts
from bookings.models import Assignment, Grant
from config import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Behind the UNDO grant, which ends with the act."""
    at, what = clock.now(), {"purpose": Grant.Purpose.UNDO, "assignment__public_id": public_id}
    if keys.held(request, at=at, **what) is None:
        return keys.refused(request, over=next(iter(keys.known(request, **what)), None))
    assignment = load(public_id)
    if request.method != "POST":
        return _show(request, assignment)
    by = signed_in(request) if is_theirs(request, public_id, at=at) else BY_KEY
    try:
        open_again = undoing.undo(
            assignment_id=assignment.pk, version=_version(request), by=by, at=at
        )
    except Refused as refusal:
        return _show(request, load(public_id), refusal=str(refusal))
    return _to_ask(open_again)


def _version(request: HttpRequest) -> int:
    """What the page spoke of; nonsense is a version that never was."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _to_ask(assignment: Assignment) -> HttpResponse:
    """To the ask that stands again (after 辞退 a new one), opened for who has just undone."""
    response = HttpResponseRedirect(reverse("answers:page", args=[assignment.public_id]))
    keys.give(response, assignment.grants.get(purpose=Grant.Purpose.ANSWER))
    return response


def _show(request: HttpRequest, assignment: Assignment, *, refusal: str = "") -> HttpResponse:
    context = {
        **facts.of_assignment(assignment),
        "recorded": recorded_of(assignment),
        "refusal": refusal,
    }
    return render(request, "bookings/departments/undo.html", context)
