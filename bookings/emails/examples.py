"""What a mail of one kind could be about: a real request as far as it went, the rest made up.

For previews and checks. Its links open nothing; it never holds a working secret.
"""

from copy import copy
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace as Row
from typing import Any

from django.utils.functional import Promise

from bookings.emails import ask as asks
from bookings.emails import asked_for, facts
from bookings.emails.made_up import context_of as made_up
from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.status import Reason, RequestStatus, SessionState
from lectures.models import OfficeSettings
from lectures.zones import local

# Compared in the built-in texts, never shown.
_CODES = frozenset({"kind", "state", "status", "role"})
REQUEST_OVER = (
    RequestStatus.WITHDRAWN, RequestStatus.CANCELLED, RequestStatus.UNFULFILLED,
)  # fmt: skip
MARKS = "\ue000", "\ue001"


def of(kind: str, request: BookingRequest | None, *, at: datetime) -> dict[str, Any]:
    """The same for a real request; what has not happened to it yet stays made up."""
    context = _plausible(made_up(kind))
    if request is None:
        return _with_own_office(context)
    assignment = request.assignments.select_related("department").order_by("-pk").first()
    assignment = assignment or _unasked(request, at=at)
    context |= facts.of_request(request)
    if "assignment" in context:
        context |= facts.of_assignment(assignment)
    if "ask" in context:
        context["ask"] = asks.words_of(assignment, at=min(at, assignment.starts_at))
    if "asked_for" in context:
        context["asked_for"] = asked_for.for_mail(request)
    if "answer_when" in context:
        context["answer_when"] = context["ask"]["when"]
    if "addressee" in context and "ask" in context:
        context["addressee"] = f"{context['ask']['department']} ご担当さま"
    if "lecture_session" in context:
        context |= _real_session(request, assignment, hosts="session_words" in context)
    return _as_it_will_be(kind, context)


def _as_it_will_be(kind: str, context: dict[str, Any]) -> dict[str, Any]:
    """With the state that a mail of this kind tells of; the rows themselves stay as they are."""
    if kind == "group_ended" and context["booking_request"].status not in REQUEST_OVER:
        row = context["booking_request"]
        context["booking_request"] = _like(row, status=RequestStatus.UNFULFILLED.value)
    off = (SessionState.POSTPONED, SessionState.CANCELLED)
    if kind == "group_session_off" and context["lecture_session"].state not in off:
        context["lecture_session"] = _like(
            context["lecture_session"],
            state=SessionState.POSTPONED.value,
            reason=Reason.DISASTER.value,
        )
    return context


def _like(row: Any, **changes: str) -> Any:
    """A copy to look at; nobody saves it."""
    shown = copy(row)
    vars(shown).update(changes)
    return shown


def marked(value: Any, key: str = "") -> Any:
    """The same with every word between marks, so that it is found again in a finished text."""
    if isinstance(value, (str, Promise)):
        return value if key in _CODES or not str(value) else f"{MARKS[0]}{value}{MARKS[1]}"
    if isinstance(value, dict):
        return {name: marked(held, name) for name, held in value.items()}
    if isinstance(value, list):
        return [marked(held) for held in value]
    if isinstance(value, Row):
        return Row(**marked(vars(value)))
    return value


def longest(kind: str) -> dict[str, Any]:
    """The mail with the most lines: a day of the office's own choice beside three wishes."""
    context = made_up(kind)
    if "ask" in context:
        wishes = context["ask"]["wishes"]
        context["ask"]["wishes"] = [*wishes, wishes[-1]]
    if "ask" in context and kind != "department_support_asked":  # which is asked for apart
        context["ask"]["support"] = ""
    return context


def _plausible(context: dict[str, Any]) -> dict[str, Any]:
    """Without what does not go together: an acceptance proposes no other dates."""
    if "ask" in context:
        context["ask"] |= {"support": "", "remarks_cut": False, "agreed_with": ""}
    if "copies" in context:
        context["copies"] = ""
    if "supports" in context:
        context["supports"] = []
    if "answer_when" in context:
        context["slots"], context["answer_reason"] = [], ""
    return context


def _with_own_office(context: dict[str, Any]) -> dict[str, Any]:
    """Made up, but from the town's own office."""
    office = OfficeSettings.objects.first()
    if office is None:
        return context
    if "ask" in context:
        names = {"scheme": office.scheme_name, "office": office.office_name, "phone": office.phone}
        context["ask"] |= {**names, "phone_hours": office.phone_hours}
    return {**context, "office": office}


def _unasked(request: BookingRequest, *, at: datetime) -> Assignment:
    """The ask that could be next; never saved."""
    slots = [wish["slot"] for wish in facts.wishes(request) if wish["slot"]]
    starts = datetime.combine(local(at).date(), time(10), local(at).tzinfo) + timedelta(days=30)
    return Assignment(
        site_id=request.site_id,
        request=request,
        department=request.lecture.department,
        rank=1,
        starts_at=slots[0].starts_at if slots else starts.astimezone(UTC),
        ends_at=slots[0].ends_at if slots else starts.astimezone(UTC) + timedelta(hours=1),
        due_at=at + timedelta(days=7),
    )


def _real_session(
    request: BookingRequest, assignment: Assignment, *, hosts: bool
) -> dict[str, Any]:
    """`hosts`: as departments are told of it; a group's mail knows no such words."""
    session = request.sessions.order_by("-pk").first()
    if session is None:
        made = LectureSession(
            request=request, lecture=request.lecture, venue_name=request.venue,
            starts_at=assignment.starts_at, ends_at=assignment.ends_at,
        )  # fmt: skip
        found: dict[str, Any] = {
            "lecture_session": made,
            "slot_words": facts.lazy_when(made.starts_at, made.ends_at),
        }
    else:
        found = facts.of_session(session)
        if found["lecturers"]:
            found["lecturer"] = found["lecturers"][0]
    if not hosts:
        return found
    moments = found["lecture_session"].starts_at, found["lecture_session"].ends_at
    return {
        **found,
        "session_words": asks.when(*moments),
        "session_short": asks.short_when(*moments),
        "session_venue": found["lecture_session"].venue,
    }
