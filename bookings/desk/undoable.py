"""元にもどす: which line of the history can safely be taken back, and by which step. Reads only.

Only the newest line about a row: what came after an older one would hang in the air.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.desk.notes import is_note
from bookings.desk.steps import ASK_STEPS, SESSION_STEPS, Step, find
from bookings.models import BookingRequest, RequestEvent
from bookings.status import Verb

# By what the line says: the step that takes it back.
_OF_ASK = {
    Verb.ASKED: "recall",
    Verb.HANDED_ON: "recall",
    Verb.ACCEPTED: "undo",
    Verb.DECLINED: "undo",
    Verb.COUNTERED: "undo",
    Verb.COUNTER_TAKEN: "undo",
}
_OF_SESSION = {
    Verb.DELIVERED: "correct",
    Verb.REPORT_CORRECTED: "correct",
    Verb.SESSION_CANCELLED: "correct",
    Verb.POSTPONED: "reschedule",
    Verb.RESCHEDULED: "reschedule",
    Verb.CONFIRMED: "cancel",
    Verb.SESSION_ADDED: "cancel",
    Verb.LECTURER_NAMED: "lecturers",
}
_ERASE = _("このことばを消す")
Undo = tuple[Promise, str]  # what the link says, and where it leads


def with_undo(
    lines: Sequence[dict[str, Any]], request: BookingRequest, *, at: datetime
) -> list[dict[str, Any]]:
    """Each line with its `undo`, or None. The newest line comes first."""
    seen: set[tuple[str, int]] = set()
    return [{**line, "undo": _undo(line["row"], request, seen, at=at)} for line in lines]


def _undo(
    event: RequestEvent, request: BookingRequest, seen: set[tuple[str, int]], *, at: datetime
) -> Undo | None:
    if is_note(event):
        return _ERASE, reverse("desk:note-erase", args=[event.public_id])
    if event.assignment_id and (name := _OF_ASK.get(Verb(event.verb))):
        rows = request.assignments.all()
        row = next((one for one in rows if one.pk == event.assignment_id), None)
        return _by(find(ASK_STEPS, name), "ask", row, seen, at=at)
    if event.session_id and (name := _OF_SESSION.get(Verb(event.verb))):
        sessions = request.sessions.all()
        held = next((one for one in sessions if one.pk == event.session_id), None)
        return _by(find(SESSION_STEPS, name), "session", held, seen, at=at)
    return None


def _by(
    step: Step | None, noun: str, row: Any, seen: set[tuple[str, int]], *, at: datetime
) -> Undo | None:
    if row is None or step is None or (noun, row.pk) in seen:
        return None
    seen.add((noun, row.pk))
    if not step.is_open(row, at=at):
        return None
    return step.title, reverse(f"desk:{noun}-step", args=[row.public_id, step.name])
