"""A decision that was taken back: each session as it was, with whom of its lecturers is still free."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from bookings.actions import day_keys, supporting
from bookings.actions.allocating import Clash, resource_for, take, take_for_session
from bookings.actions.consenting import ask_lecturers
from bookings.actions.duty.groups import Moved, held, moved_by
from bookings.actions.moves import Actor, By, locked, move_session, record
from bookings.actions.sessions import agree_on
from bookings.actions.tally import recount
from bookings.emails import on_duty, to_hosts
from bookings.models import (
    DutyEvent,
    DutySession,
    EventMail,
    LectureSession,
    RequestEvent,
    Telling,
    class_rows,
    day_lock,
    duty_reach,
)
from bookings.rules import Slot
from bookings.status import (
    AllocationState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
    Way,
)
from lectures.models import Lecturer
from notifications import outbox

State, Why = DutySession.State, DutySession.Why
_OFF = (SessionState.POSTPONED, SessionState.CANCELLED)
_OF_MAILS = (Verb.UNDELIVERED, Verb.RESENT)  # how a mail fared is nobody's going on with it


@transaction.atomic
def on(rows: Iterable[int], *, at: datetime) -> int:
    """Bring back these sessions of one group, and tell it once, if it was told before. How many."""
    waiting = held(rows, state=State.RETURNING)
    moved = moved_by(_brought_back, waiting, at=at)
    if not moved:
        return 0
    for row, event in moved:
        _tell_hosts(row.session, event, among=[one.session for one, _event in moved])
    told = moved[0][1]
    if not _never_heard(told, all_of=waiting, returned=moved):
        on_duty.on(told, [row for row, _event in moved], duty=moved[0][0].duty)
    for row, event in moved:
        row.state, row.back_event, row.back_told = State.RETURNED, event, told
        row.save(update_fields=["state", "back_event", "back_told"])
    return len(moved)


def _brought_back(row: DutySession, *, at: datetime) -> RequestEvent | None:
    """None: it stays off, and the row says why."""
    session, why = row.session, ""
    session.request = locked(session.request_id)
    day_lock.use_days()
    if session.starts_at <= at:
        why = Why.OVER
    elif not _stands_as_left(row) or _is_closed_again(session):
        why = Why.MOVED_ON
    elif not _room_is_free(session, at=at):
        why = Why.TAKEN
    if why:
        row.state, row.why = State.STAYED, why
        row.save(update_fields=["state", "why"])
        return None
    return _planned_again(row, at=at)


def _stands_as_left(row: DutySession) -> bool:
    """Nobody has gone on with it since."""
    session = row.session
    later = session.events.filter(pk__gt=row.event_id).exclude(verb__in=_OF_MAILS)
    return (
        session.state in _OFF
        and session.request.status == RequestStatus.CONFIRMED
        and not later.exists()
    )


def _is_closed_again(session: LectureSession) -> bool:
    """Another decision keeps its departments from that day."""
    slot = Slot(session.starts_at, session.ends_at)
    givers = [session.department_id, *(row.pk for row in to_hosts.givers_of(session))]
    return duty_reach.in_the_way(slot, givers) is not None


def _room_is_free(session: LectureSession, *, at: datetime) -> bool:
    """Takes it, where the town books its rooms here."""
    try:
        take_for_session(session, lecturers=[], at=at)
    except Clash:
        return False
    return True


def _planned_again(row: DutySession, *, at: datetime) -> RequestEvent:
    session, request = row.session, row.session.request
    slot = Slot(session.starts_at, session.ends_at)
    session.sequence += 1
    move_session(session, to=SessionState.PLANNED, reason=Reason.MISTAKE)
    by = _who_took_it_back(row)
    event = record(
        request, verb=Verb.SESSION_CORRECTED, by=by, at=at, session=session, reason=Reason.MISTAKE
    )
    freed = Lecturer.objects.filter(pk__in=row.lecturers).order_by("pk")
    taken = [one for one in freed if _is_free(one, session, slot=slot, at=at)]
    recount(session.lecture_id)
    ask_lecturers(event, session, taken)
    assert row.event is not None
    day_keys.open_again(session, ended_at=row.event.at)
    supporting.ask_again(request, since=row.event, was=slot, to=slot, by=by, at=at)
    return event


def _is_free(lecturer: Lecturer, session: LectureSession, *, slot: Slot, at: datetime) -> bool:
    """Takes them; who was given something else meanwhile stays there, and the office sees a gap."""
    try:
        take(
            resource_for(lecturer), slot=slot, state=AllocationState.CONFIRMED, at=at,
            session=session,
        )  # fmt: skip
    except Clash:
        return False
    return True


def _who_took_it_back(row: DutySession) -> By:
    event = row.duty.events.filter(verb=DutyEvent.Verb.TAKEN_BACK).select_related("user").first()
    return By(Actor.OFFICE, Way.DESK, event.user if event else None)


def _tell_hosts(
    session: LectureSession, event: RequestEvent, *, among: Sequence[LectureSession]
) -> None:
    """Who gives it gets the date back into the calendar; of classes that came back, once."""
    changed = {one.pk for one in among}
    planned = class_rows.row_of(session)
    row = [one for one in planned if one.pk in changed]
    if row and row[0].pk != session.pk:
        return
    for host in to_hosts.hosts_of(session):
        if planned and host.assignment is not None:
            agree_on(host.assignment, planned)
    to_hosts.invited(event, session)


def _never_heard(event: RequestEvent, *, all_of: list[DutySession], returned: list[Moved]) -> bool:
    """Whether the first message can still be held back: then there is nothing to tell at all."""
    first = all_of[0].told
    if first is None or len(returned) < len(all_of):
        return False  # what stays off must be told of
    tellings = first.tellings.filter(kind=on_duty.OFF)
    said = tellings.filter(state=Telling.State.TOLD).exists()
    tie = EventMail.objects.filter(event=first, kind=on_duty.OFF).first()
    if tie is not None:
        return outbox.cancel(tie.mail_id, at=event.at) and not said
    due = tellings.filter(state=Telling.State.DUE)
    return bool(due.update(state=Telling.State.TOLD, told_by=event))
