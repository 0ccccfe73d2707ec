"""決定: when every part has accepted, the session stands, lecturers are taken, all are told."""

from collections.abc import Iterable
from datetime import datetime

from bookings.actions import supporting
from bookings.actions.allocating import release, take_for_session
from bookings.actions.consenting import ask_lecturers
from bookings.actions.moves import By, move_session, record
from bookings.actions.tally import recount
from bookings.emails import to_group, to_hosts
from bookings.models import Answer, Assignment, BookingRequest, LectureSession, RequestEvent
from bookings.rules import Slot
from bookings.status import (
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
    Verb,
)
from lectures.eras import fiscal_year_of
from lectures.models import Department, FiscalYear, Lecturer
from lectures.zones import local


def confirm_parts(
    request: BookingRequest,
    assignment: Assignment,
    *,
    by: By,
    at: datetime,
    verb: Verb = Verb.ACCEPTED,
) -> RequestEvent:
    """After one part accepted: confirm the request if every part that was asked has accepted."""
    if assignment.role == AssignmentRole.SUPPORT:
        return supporting.settled(request, assignment, by=by, at=at)
    asked = _asked(request)
    accepted = [row for row in asked if row.state == AssignmentState.ACCEPTED]
    if {row.part for row in asked} - {row.part for row in accepted}:
        countered = any(row.state == AssignmentState.COUNTERED for row in asked)
        waits = request.status == RequestStatus.PROPOSING and not countered
        return record(
            request,
            verb=verb,
            by=by,
            at=at,
            assignment=assignment,
            to=RequestStatus.ASKING if waits else None,
        )
    lecturers = [lecturer for part in accepted for lecturer in _named(part)]
    for part in accepted:
        release(assignment=part)
    session = fix_session(
        request, slot=Slot(assignment.starts_at, assignment.ends_at), lecturers=lecturers, at=at
    )
    event = record(
        request,
        verb=verb,
        by=by,
        at=at,
        assignment=assignment,
        session=session,
        to=RequestStatus.CONFIRMED,
    )
    tell_confirmed(event, session, lecturers, but=[assignment.department])
    supporting.follow(request, session, by=by, at=at)
    return event


def fix_session(
    request: BookingRequest, *, slot: Slot, lecturers: Iterable[Lecturer], at: datetime
) -> LectureSession:
    """The postponed session with its new date, or a new one; lecturers and room taken."""
    session = request.sessions.filter(state=SessionState.POSTPONED).order_by("order").first()
    if session is None:
        session = new_session(request, slot=slot)
    else:
        session.starts_at, session.ends_at = slot.starts_at, slot.ends_at
        session.centre, session.room = request.centre, request.room
        session.venue_name, session.venue_address = request.venue_name, request.venue_address
        session.fiscal_year = year_of_slot(request.site_id, slot)
        session.sequence += 1
        move_session(session, to=SessionState.PLANNED)
    take_for_session(session, lecturers=lecturers, at=at)
    recount(session.lecture_id)
    return session


def new_session(request: BookingRequest, *, slot: Slot) -> LectureSession:
    return LectureSession.objects.create(
        site_id=request.site_id,
        request=request,
        lecture=request.lecture,
        department=_lead_department(request),
        fiscal_year=year_of_slot(request.site_id, slot),
        order=request.sessions.count() + 1,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        centre=request.centre,
        room=request.room,
        venue_name=request.venue_name,
        venue_address=request.venue_address,
    )


def year_of_slot(site_id: int, slot: Slot) -> FiscalYear:
    """The fiscal year of the local date on which the slot begins."""
    return FiscalYear.objects.get_or_create(
        year=fiscal_year_of(local(slot.starts_at).date()), defaults={"site_id": site_id}
    )[0]


def tell_confirmed(
    event: RequestEvent,
    session: LectureSession,
    lecturers: Iterable[Lecturer],
    *,
    but: Iterable[Department] = (),
) -> None:
    """`but`: the department whose own answer this was; it hears of it in its own mail."""
    ask_lecturers(event, session, lecturers)
    to_group.confirmed(event, session)
    to_hosts.invited(event, session, but=but)


def _named(assignment: Assignment) -> list[Lecturer]:
    """Whom the standing acceptance names; a hold that ran out is asked for again."""
    answer = (
        assignment.answers.filter(kind=Answer.Kind.ACCEPT, undone_at__isnull=True)
        .order_by("-pk")
        .first()
    )
    return list(answer.lecturers.order_by("pk")) if answer else []


def _asked(request: BookingRequest) -> list[Assignment]:
    """Every ask for the lecture itself, whatever became of it, by part."""
    rows = request.assignments.filter(role=AssignmentRole.LECTURE)
    return list(rows.select_related("department").order_by("part", "pk"))


def _lead_department(request: BookingRequest) -> Department:
    accepted = (
        request.assignments.filter(role=AssignmentRole.LECTURE, state=AssignmentState.ACCEPTED)
        .select_related("department")
        .order_by("part")
        .first()
    )
    return accepted.department if accepted else request.lecture.department
