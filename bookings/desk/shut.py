"""いまできないこと: what the page of a request does not offer, each with the sentence why. Reads only."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bookings.actions import papering
from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, Shut, shut_steps
from bookings.desk.steps.why_request import anew
from bookings.models import Assignment, BookingRequest, IssuedPaper
from bookings.status import ASSIGNMENT_STANDING, REQUEST_OPEN, AssignmentState

_ANEW = _("団体に代わって、申込みを直す")


def shut_of_request(request: BookingRequest, *, at: datetime) -> list[Shut]:
    """Steps, typing it anew, and papers."""
    found = shut_steps(REQUEST_STEPS, request, at=at)
    if why := anew(request, at=at):
        found.append(Shut(_ANEW, why))
    for kind in IssuedPaper.Kind:
        if why := papering.why_not(request, kind=kind):
            found.append(Shut(kind.label, why))
    return found


def shut_of_ask(ask: Assignment, *, at: datetime) -> list[Shut]:
    """Of an ask that still matters; of what is long over, everybody knows why."""
    newest = max(row.pk for row in ask.request.assignments.all() if row.part == ask.part)
    matters = ask.state in ASSIGNMENT_STANDING or ask.state == AssignmentState.DECLINED
    if ask.pk != newest or not matters or ask.request.status not in REQUEST_OPEN:
        return []
    return shut_steps(ASK_STEPS, ask, at=at)
