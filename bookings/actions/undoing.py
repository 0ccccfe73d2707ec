"""Taking an answer back: the ask stands again, the session waits for a new date."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import closed_years, day_keys, supporting
from bookings.actions.allocating import lecturers_on, release
from bookings.actions.asking import ask, wait_anew
from bookings.actions.consenting import let_go
from bookings.actions.moves import (
    By,
    Refused,
    Stale,
    locked_assignment,
    move_assignment,
    move_session,
    record,
)
from bookings.actions.overtaking import overtake
from bookings.actions.places import stay_where_it_was
from bookings.actions.sessions import stand_down_with
from bookings.actions.tally import recount
from bookings.emails import to_department, to_group, to_hosts
from bookings.models import (
    Answer,
    Assignment,
    BookingRequest,
    Grant,
    LectureSession,
    RequestEvent,
    class_rows,
)
from bookings.rules import Slot
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
    Verb,
)

UNDOABLE = frozenset({AssignmentState.ACCEPTED, AssignmentState.COUNTERED})
RUNNING = frozenset({RequestStatus.ASKING, RequestStatus.PROPOSING, RequestStatus.CONFIRMED})


@transaction.atomic
def undo(
    *, assignment_id: int, version: int, by: By, at: datetime, answer_follows: bool = False
) -> Assignment:
    """Back to ASKED. An answer that ended the ask (辞退) is undone by asking again.

    `answer_follows`: the other answer is here already, so that the department is not asked anew.
    Stale: answered anew since. Refused: the day has come, or the session was reported.
    """
    request, assignment = locked_assignment(assignment_id)
    if assignment.version != version:
        raise Stale(_("この返事は、もう変わっています。画面を開き直して確かめてください。"))
    if request.status not in RUNNING:
        raise Refused(
            _("この申込みは「%(status)s」なので、返事は取り消せません。事務局に電話してください。")
            % {"status": request.get_status_display()}
        )
    if assignment.starts_at <= at:
        raise Refused(_("講座の時刻をすぎたので、返事は取り消せません。事務局に電話してください。"))
    if assignment.state == AssignmentState.DECLINED:
        return _ask_again(request, assignment, by=by, at=at)
    if assignment.state not in UNDOABLE:
        raise Refused(
            _("この依頼は「%(state)s」なので、取り消すものがありません。")
            % {"state": assignment.get_state_display()}
        )
    return _reopen(request, assignment, by=by, at=at, asks=not answer_follows)


def _ask_again(
    request: BookingRequest, assignment: Assignment, *, by: By, at: datetime
) -> Assignment:
    assignment.grants.filter(purpose=Grant.Purpose.UNDO).update(used_at=at, revoked_at=at)
    slot = Slot(assignment.starts_at, assignment.ends_at)
    record(request, verb=Verb.UNDONE, by=by, at=at, assignment=assignment)
    if assignment.role == AssignmentRole.SUPPORT:
        return supporting.ask_support(
            request_id=request.pk,
            support=assignment.support,
            department_id=assignment.department_id,
            slot=slot,
            by=by,
            at=at,
            words=supporting.words_of(assignment),
        )
    made = ask(
        request_id=request.pk,
        by=by,
        at=at,
        slot=slot,
        department_id=assignment.department_id,
        part=assignment.part,
    )
    return made[0]


def _reopen(
    request: BookingRequest, assignment: Assignment, *, by: By, at: datetime, asks: bool
) -> Assignment:
    answer = assignment.answers.filter(undone_at__isnull=True).order_by("-pk").first()
    if answer is not None:
        answer.undone_at = at
        answer.save(update_fields=["undone_at"])
        _ask_as_before(assignment, answer)
    move_assignment(assignment, to=AssignmentState.ASKED)
    release(assignment=assignment)
    assignment.grants.filter(purpose=Grant.Purpose.UNDO).update(used_at=at, revoked_at=at)
    lecture = assignment.role == AssignmentRole.LECTURE
    session = _session_of(assignment) if lecture else None
    if session is not None:
        closed_years.refuse(by, session.fiscal_year)
    wait_anew(assignment, at=at)
    back = lecture and request.status in (RequestStatus.CONFIRMED, RequestStatus.PROPOSING)
    event = record(
        request,
        verb=Verb.UNDONE,
        by=by,
        at=at,
        assignment=assignment,
        session=session,
        to=RequestStatus.ASKING if back else None,
    )
    if session is not None:
        stay_where_it_was(request, session)
        row = class_rows.row_of(session)  # the other classes of the same answer
        for other in row:
            if other.pk != session.pk:
                unfix_session(event, other, tells=False)
        unfix_session(event, session, row=row)
    elif lecture:
        recount(request.lecture_id)
    if asks:
        to_department.answer_undone(event, assignment)
    return assignment


def _ask_as_before(assignment: Assignment, answer: Answer) -> None:
    """What was asked when they answered, be it another wish or hour than they took.

    Not where the time is no longer the answer's own: the office moved it, or a partner holds it.
    """
    now = Slot(assignment.starts_at, assignment.ends_at)
    starts_at, ends_at = answer.asked_starts_at, answer.asked_ends_at
    if starts_at is None or ends_at is None or starts_at <= (answer.undone_at or starts_at):
        return
    taken = [Slot(row.starts_at, row.ends_at) for row in answer.slots.all()]
    if answer.starts_at is not None and answer.ends_at is not None:
        taken.append(Slot(answer.starts_at, answer.ends_at))
    if now not in taken or _partners_at(assignment, now):
        return
    assignment.rank = answer.asked_rank
    assignment.starts_at, assignment.ends_at = starts_at, ends_at


def _partners_at(assignment: Assignment, slot: Slot) -> bool:
    others = assignment.request.assignments.filter(
        role=AssignmentRole.LECTURE,
        state__in=ASSIGNMENT_STANDING,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
    return others.exclude(pk=assignment.pk).exists()


def unfix_session(
    event: RequestEvent,
    session: LectureSession,
    *,
    row: Sequence[LectureSession] = (),
    tells: bool = True,
) -> None:
    """PLANNED → POSTPONED: free everybody, cancel calendars, tell the group.

    `row`: the sessions that one mail tells of together.
    """
    lecturers = lecturers_on(session)
    release(session=session)
    session.sequence += 1
    move_session(session, to=SessionState.POSTPONED, reason=event.reason)
    overtake(session, at=event.at)
    day_keys.end(session, at=event.at)
    recount(session.lecture_id)
    let_go(event, session, lecturers)
    stand_down_with(event, session)
    if not tells:
        return
    for other in to_hosts.hosts_of(session):
        if other.assignment is not None:
            to_department.session_changed(event, other.assignment, session)
    to_group.session_off(event, session, row=row)


def _session_of(assignment: Assignment) -> LectureSession | None:
    """The session that this answer, with those of the other parts, made; if it still stands."""
    made = (
        assignment.request.events.filter(
            verb__in=[Verb.ACCEPTED, Verb.COUNTER_TAKEN], session__isnull=False
        )
        .select_related("session__lecture")
        .order_by("-pk")
        .first()
    )
    if made is None or made.session is None or made.session.state != SessionState.PLANNED:
        return None
    return made.session
