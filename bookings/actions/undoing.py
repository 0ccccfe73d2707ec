"""Taking an answer back: the ask stands again, the session waits for a new date."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.allocating import lecturers_on, release
from bookings.actions.asking import ask
from bookings.actions.moves import (
    By,
    Refused,
    Stale,
    locked_assignment,
    move_assignment,
    move_session,
    record,
)
from bookings.actions.tally import recount
from bookings.emails import to_department, to_group, to_lecturer
from bookings.models import Assignment, BookingRequest, Grant, LectureSession, RequestEvent
from bookings.rules import Slot
from bookings.status import (
    AssignmentState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
)

UNDOABLE = frozenset({AssignmentState.ACCEPTED, AssignmentState.COUNTERED})


@transaction.atomic
def undo(*, assignment_id: int, version: int, by: By, at: datetime) -> Assignment:
    """Back to ASKED. An answer that ended the ask (辞退) is undone by asking again.

    Stale: answered anew since. Refused: the day has come, or the session was reported.
    """
    request, assignment = locked_assignment(assignment_id)
    if assignment.version != version:
        raise Stale(_("この返事は、もう変わっています。画面を開き直して確かめてください。"))
    if assignment.starts_at <= at:
        raise Refused(_("講座の時刻をすぎたので、返事は取り消せません。事務局に電話してください。"))
    if assignment.state == AssignmentState.DECLINED:
        return _ask_again(request, assignment, by=by, at=at)
    if assignment.state not in UNDOABLE:
        raise Refused(
            _("この依頼は「%(state)s」なので、取り消すものがありません。")
            % {"state": assignment.get_state_display()}
        )
    return _reopen(request, assignment, by=by, at=at)


def _ask_again(
    request: BookingRequest, assignment: Assignment, *, by: By, at: datetime
) -> Assignment:
    assignment.grants.filter(purpose=Grant.Purpose.UNDO).update(used_at=at, revoked_at=at)
    slot = Slot(assignment.starts_at, assignment.ends_at)
    record(request, verb=Verb.UNDONE, by=by, at=at, assignment=assignment)
    made = ask(
        request_id=request.pk, by=by, at=at, slot=slot, department_id=assignment.department_id
    )
    return made[0]


def _reopen(request: BookingRequest, assignment: Assignment, *, by: By, at: datetime) -> Assignment:
    answer = assignment.answers.filter(undone_at__isnull=True).order_by("-pk").first()
    if answer is not None:
        answer.undone_at = at
        answer.save(update_fields=["undone_at"])
    move_assignment(assignment, to=AssignmentState.ASKED)
    release(assignment=assignment)
    assignment.grants.filter(purpose=Grant.Purpose.UNDO).update(used_at=at, revoked_at=at)
    session = _planned_session(request)
    back = request.status in (RequestStatus.CONFIRMED, RequestStatus.PROPOSING)
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
        unfix_session(event, session)
    to_department.answer_undone(event, assignment)
    return assignment


def unfix_session(event: RequestEvent, session: LectureSession) -> None:
    """PLANNED → POSTPONED: free everybody, cancel calendars, tell the group."""
    lecturers = lecturers_on(session)
    release(session=session)
    session.sequence += 1
    move_session(session, to=SessionState.POSTPONED, reason=event.reason or Reason.OTHER)
    recount(session.lecture_id)
    for lecturer in lecturers:
        to_lecturer.released(event, session, lecturer)
    to_group.session_off(event, session)


def _planned_session(request: BookingRequest) -> LectureSession | None:
    return request.sessions.filter(state=SessionState.PLANNED).order_by("order").first()
