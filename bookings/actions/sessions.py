"""What happens to a session before its day: lecturers, another time, postponed, called off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import closed_years, day_keys, supporting
from bookings.actions.allocating import (
    lecturers_of,
    lecturers_on,
    release,
    take_for_session,
)
from bookings.actions.asking import refuse_closed
from bookings.actions.closing import close_if_done
from bookings.actions.confirming import new_session, tell_confirmed, year_of_slot
from bookings.actions.consenting import ask_lecturers, let_go, tell_group_of_names
from bookings.actions.hosting import of_other_departments, staying_on
from bookings.actions.keeping import keep_for
from bookings.actions.moves import (
    By,
    MoveNotAllowed,
    Refused,
    locked,
    locked_assignment,
    locked_session,
    move_session,
    record,
)
from bookings.actions.overtaking import overtake
from bookings.actions.tally import recount
from bookings.emails import facts, to_department, to_group, to_hosts
from bookings.models import Assignment, Grant, LectureSession, RequestEvent, class_rows, day_lock
from bookings.rules import Slot
from bookings.sentence import sentence
from bookings.status import (
    AssignmentRole,
    AssignmentState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
    Way,
)
from lectures.models import Department
from lectures.zones import local


@dataclass(frozen=True)
class Venue:
    """A new place for a session. `booked`: the group says that it has it already."""

    centre_id: int | None = None
    room_id: int | None = None
    name: str = ""
    address: str = ""
    booked: bool = field(default=False, compare=False)


@transaction.atomic
def name_lecturers(
    *,
    session_id: int,
    lecturer_ids: Iterable[int],
    by: By,
    at: datetime,
    department: Department | None = None,
) -> LectureSession:
    """Exactly these of the department from now on (the session's own, unless another is named).

    Its calendar gets an update; a lecturer who was asked for an own yes and leaves, a CANCEL. The
    group hears the names once they are sure. Clash, Refused.
    """
    request, session = _planned(session_id)
    slot = Slot(session.starts_at, session.ends_at)
    before, told = lecturers_on(session), facts.lecturers_told(session)
    theirs = department or session.department
    after = lecturers_of(theirs, ids=lecturer_ids, slot=slot)
    kept = of_other_departments(theirs, before, session=session)
    release(session=session)
    take_for_session(session, lecturers=[*kept, *after], at=at)
    event = record(
        request, verb=Verb.LECTURER_NAMED, by=by, at=at, session=session,
        assignment=to_hosts.lead_ask(session),
    )  # fmt: skip
    _bump(session)
    staying = {*kept, *after}
    let_go(event, session, [row for row in before if row not in staying])
    ask_lecturers(event, session, [row for row in after if row not in before])
    to_hosts.invited(event, session)
    tell_group_of_names(event, session, before=told)
    return session


@transaction.atomic
def name_by_answer(
    *, assignment_id: int, lecturer_ids: Iterable[int], by: By, at: datetime
) -> LectureSession:
    """The department that accepted before now says who goes. Refused: there is nobody to name."""
    _request, assignment = locked_assignment(assignment_id)
    session = session_of_answer(assignment)
    if session is None:
        raise MoveNotAllowed(
            _("この依頼には、これからの講座がありません。事務局に電話してください。")
        )
    if at >= session.starts_at:
        raise Refused(_("講座の時刻をすぎました。事務局に電話してください。"))
    named, ids = [], list(lecturer_ids)
    for row in class_rows.row_of(session) or [session]:  # they go from class to class
        named.append(name_lecturers(
            session_id=row.pk, lecturer_ids=ids, by=by, at=at, department=assignment.department
        ))  # fmt: skip
    return named[0]


@transaction.atomic
def move_row(
    *, session_id: int, slot: Slot, by: By, at: datetime, venue: Venue | None = None
) -> list[LectureSession]:
    """Every class that still comes, moved by as much as this one; all are told in one mail.

    Refused, Clash: none is moved.
    """
    _request, session = _planned(session_id)
    row = class_rows.row_of(session) or [session]
    later = slot.starts_at - session.starts_at
    # The one that moves into free time goes first, so that none stands in another's way.
    ordered = sorted(row, key=lambda one: one.starts_at, reverse=later.total_seconds() > 0)
    moved = [
        _moved(one.pk, Slot(one.starts_at + later, one.ends_at + later), by=by, at=at, venue=venue)
        for one in ordered
    ]
    _tell_moved(sorted(moved, key=lambda pair: pair[1].starts_at))
    return [one for _event, one in moved]


def name_by_mail(
    assignment: Assignment, *, lecturer_ids: Iterable[int], by: By, at: datetime
) -> LectureSession:
    """The same from one line of a mail, which must not overrule a name that is there already."""
    session = session_of_answer(assignment)
    if session is not None and staying_on(session, assignment.department):
        raise Refused(_("この講座には、もう講師が決まっています。"))
    return name_by_answer(assignment_id=assignment.pk, lecturer_ids=lecturer_ids, by=by, at=at)


def session_of_answer(assignment: Assignment) -> LectureSession | None:
    """The planned session that this accepted ask has fixed."""
    if assignment.state != AssignmentState.ACCEPTED or assignment.role != AssignmentRole.LECTURE:
        return None
    planned = assignment.request.sessions.filter(state=SessionState.PLANNED)
    rows = planned.select_related("lecture", "department").order_by("starts_at")
    return next((row for row in rows if to_department.fixed_by(assignment, row)), None)


@transaction.atomic
def reschedule(
    *, session_id: int, slot: Slot, by: By, at: datetime, venue: Venue | None = None
) -> LectureSession:
    """Another time or place, agreed by all; lecturers keep their places or Clash refuses it."""
    event, session = _moved(session_id, slot, by=by, at=at, venue=venue)
    to_group.rescheduled(event, session)
    tell_departments(event, session)
    return session


def _moved(
    session_id: int, slot: Slot, *, by: By, at: datetime, venue: Venue | None
) -> tuple[RequestEvent, LectureSession]:
    """The same without telling group and departments."""
    request, session = locked_session(session_id)
    if session.state not in (SessionState.PLANNED, SessionState.POSTPONED):
        raise MoveNotAllowed(_("この回は、もう変えられません。"))
    if request.status != RequestStatus.CONFIRMED:
        raise MoveNotAllowed(
            _(
                "担当課の返事を待っています。先に、電話で聞いた返事を入れるか、依頼を取り消してください。"
            )
        )
    if slot.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。これからの日時を入れてください。"))
    if session.state != SessionState.PLANNED or slot != Slot(session.starts_at, session.ends_at):
        # What is held on a closed day all the same can get another place.
        refuse_closed(slot, [session.department, *to_hosts.givers_of(session)])
    year = year_of_slot(session.request, slot)
    closed_years.refuse(by, session.fiscal_year, year)
    lecturers, was = lecturers_on(session), Slot(session.starts_at, session.ends_at)
    supports = supporting.standing_at(request, was)
    waits = session.state == SessionState.POSTPONED
    put_off = supporting.last_put_off(session) if waits else None
    release(session=session)
    session.starts_at, session.ends_at = slot.starts_at, slot.ends_at
    session.fiscal_year = year
    if venue is not None:
        session.centre_id, session.room_id = venue.centre_id, venue.room_id
        session.venue_name, session.venue_address = venue.name, venue.address
    session.sequence += 1
    if session.state == SessionState.POSTPONED:
        move_session(session, to=SessionState.PLANNED)
    else:
        session.version += 1
        session.save()
    session.refresh_from_db()
    keep_for(request, local(slot.starts_at).date())
    overtake(session, at=at)
    take_for_session(session, lecturers=lecturers, at=at)
    event = record(request, verb=Verb.RESCHEDULED, by=by, at=at, session=session)
    day_keys.follow(session)
    recount(session.lecture_id)
    ask_lecturers(event, session, lecturers)
    supporting.move(request, supports, to=slot, by=by, at=at)
    if put_off is not None:
        supporting.ask_again(request, since=put_off, was=was, to=slot, by=by, at=at)
    return event, session


def _tell_moved(moved: list[tuple[RequestEvent, LectureSession]]) -> None:
    """One mail that names every class. What was agreed without an ask has a calendar event each."""
    event, first = moved[0]
    row = [session for _event, session in moved] if len(moved) > 1 else []
    to_group.rescheduled(event, first, row=row)
    if any(host.assignment for host in to_hosts.hosts_of(first)):
        tell_departments(event, first, row=row)
    else:
        for each, session in moved:
            tell_departments(each, session)


@transaction.atomic
def add(
    *,
    request_id: int,
    slot: Slot,
    lecturer_ids: Iterable[int],
    by: By,
    at: datetime,
    note: str = "",
) -> LectureSession:
    """One more session of a confirmed request. `note`: which rule the office let go."""
    request = locked(request_id)
    if request.status != RequestStatus.CONFIRMED:
        raise MoveNotAllowed(_("回を加えられるのは、決定した申込みだけです。"))
    closed_years.refuse(by, year_of_slot(request, slot))
    session = new_session(request, slot=slot)
    refuse_closed(slot, [session.department, *to_hosts.givers_of(session)])
    lecturers = lecturers_of(session.department, ids=lecturer_ids, slot=slot)
    take_for_session(session, lecturers=lecturers, at=at)
    recount(session.lecture_id)
    event = record(request, verb=Verb.SESSION_ADDED, by=by, at=at, session=session, note=note)
    tell_confirmed(event, session, lecturers)
    return session


@transaction.atomic
def postpone(*, session_id: int, reason: str, by: By, at: datetime) -> LectureSession:
    """延期: everybody freed and told; waits for a new date."""
    request, session = _planned(session_id)
    closed_years.refuse(by, session.fiscal_year)
    lecturers = lecturers_on(session)
    release(session=session)
    session.sequence += 1
    move_session(session, to=SessionState.POSTPONED, reason=reason)
    overtake(session, at=at)
    event = record(request, verb=Verb.POSTPONED, by=by, at=at, session=session, reason=reason)
    day_keys.end(session, at=at)
    recount(session.lecture_id)
    let_go(event, session, lecturers)
    stand_down_with(event, session)
    to_group.session_off(event, session)
    tell_departments(event, session)
    return session


@transaction.atomic
def cancel_session(*, session_id: int, reason: str, by: By, at: datetime) -> LectureSession:
    """中止 of one session, planned or postponed. The request closes when nothing is left to do."""
    request, session = locked_session(session_id)
    if session.state not in (SessionState.PLANNED, SessionState.POSTPONED):
        raise MoveNotAllowed(_not_changeable(session))
    if not reason:
        raise Refused(_("中止の理由をえらんでください。"))
    closed_years.refuse(by, session.fiscal_year)
    event = record(
        request, verb=Verb.SESSION_CANCELLED, by=by, at=at, session=session, reason=reason
    )
    call_off(event, session, reason=reason)
    tell_departments(event, session)
    close_if_done(request, at=at)
    return session


@transaction.atomic
def correct_session(*, session_id: int, reason: str, by: By, at: datetime) -> LectureSession:
    """実施済 or 中止 → 予定: only to correct a record, with a reason."""
    request, session = locked_session(session_id)
    closed_years.refuse(by, session.fiscal_year)
    day_lock.use_days()  # whoever closes its day sees it, or is seen
    was_closed = request.status == RequestStatus.CLOSED
    if not was_closed and request.status != RequestStatus.CONFIRMED:
        raise MoveNotAllowed(
            _("「%(status)s」の申込の回は直せません。新しい申込みとして入れてください。")
            % {"status": request.get_status_display()}
        )
    was_cancelled = session.state == SessionState.CANCELLED
    session.sequence += was_cancelled
    move_session(session, to=SessionState.PLANNED, reason=reason)
    event = record(
        request, verb=Verb.SESSION_CORRECTED, by=by, at=at, session=session, reason=reason,
        to=RequestStatus.CONFIRMED if was_closed else None,
    )  # fmt: skip
    recount(session.lecture_id)
    if was_cancelled:
        # Its lecturers were let go and must be named anew; its room must still be free.
        take_for_session(session, lecturers=[], at=at)
        to_group.confirmed(event, session)
        to_hosts.invited(event, session)
    return session


def call_off(
    event: RequestEvent, session: LectureSession, *, reason: str, tell_group: bool = True
) -> None:
    """Cancel inside another action: free, move, tell."""
    lecturers = lecturers_on(session)
    release(session=session)
    session.sequence += 1
    if session.state == SessionState.POSTPONED:
        # POSTPONED has one way out: back to PLANNED, from where it is cancelled.
        move_session(session, to=SessionState.PLANNED)
    move_session(session, to=SessionState.CANCELLED, reason=reason)
    overtake(session, at=event.at)
    day_keys.end(session, at=event.at)
    recount(session.lecture_id)
    let_go(event, session, lecturers)
    stand_down_with(event, session)
    if tell_group:
        to_group.session_off(event, session)
    else:  # the whole request ends: asks were taken back, what was agreed without one was not
        to_hosts.changed(event, session)


def stand_down_with(event: RequestEvent, session: LectureSession) -> None:
    """Help that was asked for goes with the session's date."""
    by = By(RequestEvent.Actor(event.actor), Way(event.way), event.user)
    request = event.request  # the locked row, as the event left it
    supports = supporting.standing_at(request, Slot(session.starts_at, session.ends_at))
    waits = session.state == SessionState.POSTPONED  # for a new date, and help for that one
    reason = Reason.DATE_PASSED if waits else event.reason or Reason.OTHER
    supporting.stand_down(request, supports, by=by, at=event.at, reason=reason)


def tell_departments(
    event: RequestEvent, session: LectureSession, *, row: Sequence[LectureSession] = ()
) -> None:
    """Who accepted, whether or not a lecturer is named yet, hears of every change.

    `row`: the classes that one mail tells of together.
    """
    to_hosts.changed(event, session)
    for host in to_hosts.hosts_of(session):
        if host.assignment is None:
            continue
        if planned := class_rows.standing_with(session) or (
            [session] if session.state == SessionState.PLANNED else []
        ):
            agree_on(host.assignment, planned)
        to_department.session_changed(event, host.assignment, session, row=row)


def agree_on(assignment: Assignment, planned: Sequence[LectureSession]) -> None:
    """What was agreed is now this time: every later mail and calendar speaks of it."""
    assignment.starts_at, assignment.ends_at = class_rows.span_of(planned)
    assignment.save(update_fields=["starts_at", "ends_at"])
    answers = assignment.grants.filter(purpose=Grant.Purpose.ANSWER)
    answers.update(expires_at=assignment.ends_at)


def _planned(session_id: int) -> tuple:
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED:
        raise MoveNotAllowed(_not_changeable(session))
    return request, session


def _not_changeable(session: LectureSession) -> str:
    return sentence(
        "この回は「%(state)s」なので、変えられません。", state=SessionState(session.state).label
    )


def _bump(session: LectureSession) -> None:
    """A CANCEL needs a higher SEQUENCE than the invitation that it takes back (RFC 5546, 2.1.4)."""
    session.version += 1
    session.sequence += 1
    session.save(update_fields=["version", "sequence"])
