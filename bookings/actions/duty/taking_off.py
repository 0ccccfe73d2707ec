"""One group's sessions are postponed or cancelled, and it is told once. One transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from bookings.actions.allocating import lecturers_on
from bookings.actions.duty.groups import held, moved_by
from bookings.actions.moves import Actor, By, locked, record
from bookings.actions.sessions import call_off, tell_departments
from bookings.actions.undoing import unfix_session
from bookings.emails import on_duty, to_hosts
from bookings.models import Duty, DutySession, LectureSession, RequestEvent, class_rows
from bookings.models.duty_reach import reach_of
from bookings.rules import Slot
from bookings.status import Reason, SessionState, Verb, Way

State, Fate, Why = DutySession.State, DutySession.Fate, DutySession.Why
REASONS = {
    Duty.Cause.DISASTER: Reason.DISASTER,
    Duty.Cause.EPIDEMIC: Reason.DISASTER,
    Duty.Cause.ELECTION: Reason.CITY_DUTY,
    Duty.Cause.OTHER: Reason.CITY_DUTY,
}


@transaction.atomic
def off(rows: Iterable[int], *, at: datetime) -> int:
    """Postpone or cancel these sessions of one group, and tell it once. How many were changed."""
    moved = moved_by(_taken_off, held(rows, state=State.WAITING), at=at)
    if not moved:
        return 0
    for row, event in moved:
        _tell_hosts(row.session, event, among=[one.session for one, _event in moved])
    told = moved[0][1]
    on_duty.off(told, [row for row, _event in moved], duty=moved[0][0].duty)
    for row, event in moved:
        row.state, row.event, row.told = State.DONE, event, told
        row.save(update_fields=["state", "event", "told", "lecturers"])
    return len(moved)


def _tell_hosts(
    session: LectureSession, event: RequestEvent, *, among: Sequence[LectureSession]
) -> None:
    """Its departments; those of classes that follow each other hear once, with the first one."""
    changed = {one.pk for one in among}
    row = [one for one in class_rows.row_of(session, state=session.state) if one.pk in changed]
    if not row or row[0].pk == session.pk:
        tell_departments(event, session, row=row)
    else:
        to_hosts.changed(event, session)


def _taken_off(row: DutySession, *, at: datetime) -> RequestEvent | None:
    """None: it is no longer what was decided about."""
    session, duty = row.session, row.duty
    reach, slot = reach_of(duty), Slot(session.starts_at, session.ends_at)
    if session.state != SessionState.PLANNED or not reach.covers(slot):
        row.state, row.why = State.PASSED, Why.MOVED_ON
        row.save(update_fields=["state", "why"])
        return None
    session.request = locked(session.request_id)  # as the one before it of this group left it
    row.lecturers = [lecturer.pk for lecturer in lecturers_on(session)]
    by = By(Actor.OFFICE, Way.DESK, duty.decided_by)
    reason = REASONS[Duty.Cause(duty.cause)]
    cancels = row.fate == Fate.CANCEL
    event = record(
        session.request,
        verb=Verb.SESSION_CANCELLED if cancels else Verb.POSTPONED,
        by=by,
        at=at,
        session=session,
        reason=reason,
        note=duty.words,
    )
    if cancels:
        call_off(event, session, reason=reason, tell_group=False)
    else:
        unfix_session(event, session, tells=False)
    return event
