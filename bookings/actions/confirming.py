"""決定: when every part has accepted, the session stands, lecturers are taken, all are told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from bookings.actions import closed_years, supporting
from bookings.actions.allocating import release, take_for_session
from bookings.actions.consenting import ask_lecturers
from bookings.actions.keeping import keep_for
from bookings.actions.moves import By, asks_of, move_session, record
from bookings.actions.tally import recount
from bookings.emails import to_group, to_hosts
from bookings.models import (
    Answer,
    Assignment,
    BookingRequest,
    ClassPeriod,
    LectureSession,
    RequestEvent,
    class_rows,
)
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
    parts: Iterable[Assignment] | None = None,
    named: Mapping[int, list[Lecturer]] = MappingProxyType({}),
) -> RequestEvent:
    """After one part accepted: confirm the request if every part that was asked has accepted.

    `parts`: every ask of the request, `assignment` itself among them; `named`: the lecturers of an
    acceptance, by its ask. Where the caller has just read or written them.
    """
    if assignment.role == AssignmentRole.SUPPORT:
        return supporting.settled(request, assignment, by=by, at=at)
    parts = asks_of(request, own=assignment) if parts is None else list(parts)
    asked = [row for row in parts if row.role == AssignmentRole.LECTURE]
    accepted = [row for row in asked if row.state == AssignmentState.ACCEPTED]
    if {row.part for row in asked} - {row.part for row in accepted}:
        countered = any(row.state == AssignmentState.COUNTERED for row in asked)
        waits = request.status == RequestStatus.PROPOSING and not countered
        recount(request.lecture_id)  # what is promised counts against the year's number
        return record(
            request,
            verb=verb,
            by=by,
            at=at,
            assignment=assignment,
            to=RequestStatus.ASKING if waits else None,
        )
    lecturers = []
    for part in accepted:
        theirs = named[part.pk] if part.pk in named else _named(part)
        if theirs:  # nothing is held where nobody was named
            release(assignment=part)
        lecturers += theirs
    slot = Slot(assignment.starts_at, assignment.ends_at)
    session = fix_session(
        request, slot=slot, lecturers=lecturers, by=by, at=at, department=accepted[0].department
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
    ask_lecturers(event, session, lecturers)
    to_group.confirmed(event, session)
    if len(accepted) > 1:  # whose answer this was hears of it in a mail of its own
        to_hosts.invited(event, session, but=[assignment.department])
    if len(asked) < len(parts):
        supporting.follow(request, session, by=by, at=at)
    return event


def fix_session(
    request: BookingRequest,
    *,
    slot: Slot,
    lecturers: Iterable[Lecturer],
    by: By,
    at: datetime,
    department: Department | None = None,
) -> LectureSession:
    """The postponed session with its new date, or a new one; lecturers and room taken.

    `department`: who leads it from now on, where the caller knows it. A school's classes get a session
    each; the first one comes back and is told of with the others beside it.
    """
    lecturers = list(lecturers)
    known = list(request.sessions.order_by("order"))
    waited = [one for one in known if one.state == SessionState.POSTPONED]
    closed_years.refuse(by, year_of_slot(request, slot), *(one.fiscal_year for one in waited))
    if row := class_rows.slots_in(request, slot):
        return _fix_row(request, row, known, lecturers=lecturers, at=at, department=department)
    waiting = next((one for one in known if one.state == SessionState.POSTPONED), None)
    session = _fix_one(request, waiting, slot, others=len(known), department=department)
    take_for_session(session, lecturers=lecturers, at=at)
    recount(session.lecture_id)
    return session


def _fix_row(
    request: BookingRequest,
    row: list[tuple[ClassPeriod, Slot]],
    known: list[LectureSession],
    *,
    lecturers: list[Lecturer],
    at: datetime,
    department: Department | None,
) -> LectureSession:
    fixed = []
    for period, slot in row:
        waiting = next((one for one in known if one.pk == period.session_id), None)
        session = _fix_one(
            request, waiting, slot, others=len(known) + len(fixed), department=department
        )
        take_for_session(session, lecturers=lecturers, at=at)
        period.session = session
        period.save(update_fields=["session"])
        fixed.append(session)
    recount(request.lecture_id)
    return fixed[0]


def _fix_one(
    request: BookingRequest,
    session: LectureSession | None,
    slot: Slot,
    *,
    others: int,
    department: Department | None,
) -> LectureSession:
    if session is None:
        session = new_session(request, slot=slot, others=others, department=department)
    else:
        session.department = department or _lead_department(request)
        session.starts_at, session.ends_at = slot.starts_at, slot.ends_at
        session.centre, session.room = request.centre, request.room
        session.venue_name, session.venue_address = request.venue_name, request.venue_address
        session.fiscal_year = year_of_slot(request, slot)
        session.sequence += 1
        move_session(session, to=SessionState.PLANNED)
        keep_for(request, local(slot.starts_at).date())
    return session


def new_session(
    request: BookingRequest,
    *,
    slot: Slot,
    others: int | None = None,
    department: Department | None = None,
) -> LectureSession:
    """`others`: how many sessions it has; `department`: who leads. Where the caller knows it."""
    others = request.sessions.count() if others is None else others
    keep_for(request, local(slot.starts_at).date())
    return LectureSession.objects.create(
        site_id=request.site_id,
        request=request,
        lecture=request.lecture,
        department=department or _lead_department(request),
        fiscal_year=year_of_slot(request, slot),
        order=others + 1,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        centre=request.centre,
        room=request.room,
        venue_name=request.venue_name,
        venue_address=request.venue_address,
    )


def year_of_slot(request: BookingRequest, slot: Slot) -> FiscalYear:
    """The fiscal year of the local date on which the slot begins: most often the request's own."""
    year = fiscal_year_of(local(slot.starts_at).date())
    if request.fiscal_year is not None and request.fiscal_year.year == year:
        return request.fiscal_year
    return FiscalYear.objects.get_or_create(year=year, defaults={"site_id": request.site_id})[0]


def tell_confirmed(
    event: RequestEvent, session: LectureSession, lecturers: Iterable[Lecturer]
) -> None:
    """The lecturers, the group and every department that gives it.

    What was agreed without an ask has a calendar event for each class.
    """
    ask_lecturers(event, session, lecturers)
    to_group.confirmed(event, session)
    for each in class_rows.together(session):
        to_hosts.invited(event, each)


def _named(assignment: Assignment) -> list[Lecturer]:
    """Whom the standing acceptance names; a hold that ran out is asked for again."""
    answer = (
        assignment.answers.filter(kind=Answer.Kind.ACCEPT, undone_at__isnull=True)
        .order_by("-pk")
        .first()
    )
    return list(answer.lecturers.order_by("pk")) if answer else []


def _lead_department(request: BookingRequest) -> Department:
    accepted = (
        request.assignments.filter(role=AssignmentRole.LECTURE, state=AssignmentState.ACCEPTED)
        .select_related("department")
        .order_by("part")
        .first()
    )
    return accepted.department if accepted else request.lecture.department
