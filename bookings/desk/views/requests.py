"""/desk/requests/<uuid>/: everything about one request, and what can be done now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookings.actions import papering
from bookings.actions.receiving import undelivered
from bookings.desk.agenda import lecturer_names, with_lecturers
from bookings.desk.door import desk_door
from bookings.desk.first_look import extras, first_look
from bookings.desk.forms.sessions import agreed_slot
from bookings.desk.inbox import status_words
from bookings.desk.maillog import title_of
from bookings.desk.mailstates import state_words, why
from bookings.desk.notes import notes_of
from bookings.desk.parts import asked_consents, parts_of, supports_at
from bookings.desk.reported import lines_of
from bookings.desk.shut import shut_of_ask, shut_of_request
from bookings.desk.steps import (
    ASK_STEPS,
    REQUEST_STEPS,
    SESSION_STEPS,
    Step,
    open_steps,
    shut_steps,
)
from bookings.desk.undoable import with_undo
from bookings.desk.waiting import of_request
from bookings.desk.wording import mail_kind, recipient
from bookings.emails.facts import when, wishes
from bookings.emails.on_the_day import rows_of
from bookings.models import (
    Answer,
    ApplicantGroup,
    Assignment,
    BookingRequest,
    ClassPeriod,
    EventMail,
    IssuedPaper,
    LecturerConsent,
    RequestEvent,
    RequestFile,
    SessionPhoto,
    SessionReport,
)
from bookings.opinions import audiences_of
from bookings.spelling import SpellingError, parse_phone
from bookings.status import ASSIGNMENT_STANDING, RequestStatus, SessionState
from config import clock
from lectures.models import Lecturer
from lectures.zones import local


@require_safe
@desk_door
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = clock.now()
    booking_request = whole(public_id)
    steps = open_steps(REQUEST_STEPS, booking_request, at=at)
    context = {
        "booking_request": booking_request,
        "agreed": _agreed(booking_request),
        "group": booking_request.group,
        "phone_words": _phone(booking_request.group),
        "status_words": status_words(
            booking_request,
            asked=any(
                row.state in ASSIGNMENT_STANDING for row in booking_request.assignments.all()
            ),
        ),
        "lecture": booking_request.lecture,
        "wishes": wishes(booking_request),
        "sessions": _sessions(booking_request, at=at),
        "parts": parts_of(booking_request, at=at),
        "asks": [_ask(row, at=at) for row in booking_request.assignments.all()],
        "steps": links(
            [step for step in steps if not step.stops and step.name != "note"],
            "request",
            booking_request,
        ),
        "shut": shut_of_request(booking_request, at=at),
        "notes": notes_of(booking_request),
        "files": list(_files(booking_request)),
        "stops": links([step for step in steps if step.stops], "request", booking_request),
        "may_be_typed_anew": booking_request.status == RequestStatus.NEEDS_CHANGE,
        "events": with_undo(_history(list(booking_request.events.all())), booking_request, at=at),
        "mails": [_mail(tie) for row in booking_request.events.all() for tie in row.mails.all()],
        "papers": list(_papers(booking_request)),
        "paper_kinds": [
            (kind.value, kind.label)
            for kind in IssuedPaper.Kind
            if papering.may_issue(booking_request, kind=kind)
        ],
        "undelivered": [
            {
                "mail": row,
                "title": title_of(row),
                "why": why(row),
                "to": recipient(row.event_mail.recipient),
            }
            for row in undelivered(booking_request).select_related("event_mail").order_by("pk")
        ],
        "replies": of_request(booking_request),
        "first_look": first_look(booking_request, at=at),
        "extras": extras(booking_request),
    }
    return render(request, "bookings/desk/request.html", context)


def _agreed(row: BookingRequest) -> dict[str, Any] | None:
    """The time that a department has promised the group, while nobody has decided on it."""
    if not row.agreed_with or row.status != RequestStatus.SUBMITTED:
        return None
    slot = agreed_slot(row)
    first = next(iter(wishes(row)), None)
    return {"slot": slot, "when": first["when"]} if slot and first else None


def whole(public_id: UUID) -> BookingRequest:
    """The request with all that its page shows: a fixed number of queries. Http404."""
    rows = BookingRequest.objects.submitted().select_related(
        "group", "lecture__department", "lecture__fiscal_year", "centre", "room__centre",
        "fiscal_year", "entered_by", "pledge",
    )  # fmt: skip
    consents = LecturerConsent.objects.select_related("lecturer").order_by("pk")
    reports = SessionReport.objects.select_related("lecturer").order_by("version")
    photos = SessionPhoto.objects.select_related("event__user", "removal__user").order_by("pk")
    sessions = with_lecturers().prefetch_related(
        Prefetch("reports", reports), Prefetch("consents", consents), Prefetch("photos", photos)
    )
    sessions = sessions.select_related("survey_response", "day_plan", "differing_reports")
    sessions = sessions.order_by("order")
    rows = rows.prefetch_related(
        "lecture__other_departments",
        Prefetch("classes", ClassPeriod.objects.order_by("order")),
        Prefetch("assignments", _asks()),
        Prefetch("sessions", sessions),
        Prefetch("events", _events()),
    )
    return get_object_or_404(rows, public_id=public_id)


def _asks() -> QuerySet[Assignment]:
    rows = Answer.objects.select_related("entered_by", "inbound").defer("inbound__raw")
    answers = rows.prefetch_related("lecturers", "slots")
    asks = Assignment.objects.select_related("department").order_by("-pk")
    return asks.prefetch_related(Prefetch("answers", answers.order_by("-pk")))


def _events() -> QuerySet[RequestEvent]:
    """Newest first, each with its mails."""
    mails = EventMail.objects.select_related("mail").order_by("pk")
    rows = RequestEvent.objects.select_related("user", "note", "assignment__department", "session")
    return rows.prefetch_related(Prefetch("mails", mails)).order_by("-pk")


def _files(booking_request: BookingRequest) -> QuerySet[RequestFile]:
    rows = booking_request.files.filter(removed_at__isnull=True)
    return rows.select_related("event__user").order_by("-pk")


def _papers(booking_request: BookingRequest) -> QuerySet[IssuedPaper]:
    newer = IssuedPaper.objects.filter(corrects=OuterRef("pk"))
    return booking_request.papers.annotate(is_replaced=Exists(newer)).order_by("-pk")


def _phone(group: ApplicantGroup | None) -> str:
    """One way of writing for everybody, with the group's own dashes where only it knows them."""
    if group is None:
        return ""
    try:
        return parse_phone(group.phone_as_typed or group.phone).pretty
    except SpellingError:
        return group.phone


def links(steps: list[Step], noun: str, about: Any) -> list[dict[str, Any]]:
    """Each step with the address of its page."""
    return [
        {"step": step, "url": reverse(f"desk:{noun}-step", args=[about.public_id, step.name])}
        for step in steps
    ]


def _sessions(booking_request: BookingRequest, *, at: datetime) -> list[dict[str, Any]]:
    rows = list(booking_request.sessions.all())
    heard = audiences_of(row.pk for row in rows)
    return [
        {**_session(row, booking_request, at=at), "audience": heard.get(row.pk)} for row in rows
    ]


def _session(row: Any, booking_request: BookingRequest, *, at: datetime) -> dict[str, Any]:
    reports = lines_of(row, list(booking_request.events.all()))
    return {
        "row": row,
        "when": when(row.starts_at, row.ends_at),
        "lecturers": lecturer_names(row),
        "day_rows": rows_of(row, row.day_plan) if hasattr(row, "day_plan") else [],
        "consents": asked_consents(row),
        "supports": supports_at(row, booking_request),
        "reports": reports,
        "photos": list(row.photos.all()),
        "may_add_photo": row.state in (SessionState.PLANNED, SessionState.DELIVERED)
        and row.starts_at <= at,
        "differing": [line for line in reports if line.differs],
        "survey": getattr(row, "survey_response", None),
        "unresolved": row.state == "planned" and row.ends_at < at,
        "links": links(open_steps(SESSION_STEPS, row, at=at), "session", row),
        "shut": shut_steps(SESSION_STEPS, row, at=at),
    }


def _ask(row: Assignment, *, at: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "when": when(row.starts_at, row.ends_at),
        "late": row.state == "asked" and row.due_at < at,
        "due": local(row.due_at),
        "answers": [_answer(answer) for answer in row.answers.all()],
        "links": links(open_steps(ASK_STEPS, row, at=at), "ask", row),
        "shut": shut_of_ask(row, at=at),
    }


def _answer(row: Answer) -> dict[str, Any]:
    slots = sorted(row.slots.all(), key=lambda slot: slot.order)
    return {
        "row": row,
        "when": when(row.starts_at, row.ends_at) if row.starts_at else "",
        "slots": [when(slot.starts_at, slot.ends_at) for slot in slots],
        "lecturers": "、".join(lecturer.name for lecturer in row.lecturers.all()),
    }


def _history(rows: list[RequestEvent]) -> list[dict[str, Any]]:
    notes = (getattr(row, "note", None) for row in rows)
    keys = {key for note in notes if note for key in note.people()}
    found = Lecturer.objects.filter(pk__in=keys) if keys else ()
    names = {row.pk: row.name for row in found}
    return [_event(row, names) for row in rows]


def _event(row: RequestEvent, names: Mapping[int, str]) -> dict[str, Any]:
    note = getattr(row, "note", None)
    return {
        "row": row,
        "who": row.user or (row.assignment.department if _by_department(row) else ""),
        "note": note.words(names) if note else "",
        "moved": row.from_status != row.to_status,
    }


def _by_department(row: RequestEvent) -> bool:
    return row.actor == RequestEvent.Actor.DEPARTMENT and row.assignment is not None


def _mail(tie: EventMail) -> dict[str, Any]:
    return {
        "mail": tie.mail,
        "kind": mail_kind(tie.kind),
        "to": recipient(tie.recipient),
        "state": state_words(tie.mail),
    }
