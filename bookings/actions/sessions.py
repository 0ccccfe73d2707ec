"""What happens to a session before its day: lecturers, another time, postponed, called off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.allocating import (
    lecturers_of,
    lecturers_on,
    release,
    take_for_session,
)
from bookings.actions.closing import close_if_done
from bookings.actions.confirming import new_session, tell_confirmed, year_of_slot
from bookings.actions.moves import (
    By,
    MoveNotAllowed,
    Refused,
    locked,
    locked_session,
    move_session,
    record,
)
from bookings.actions.tally import recount
from bookings.emails import to_department, to_group, to_lecturer
from bookings.models import LectureSession, RequestEvent
from bookings.rules import Slot
from bookings.status import AssignmentState, RequestStatus, SessionState, Verb
from lectures.models import Lecturer


@dataclass(frozen=True)
class Venue:
    """A new place for a session."""

    centre_id: int | None = None
    room_id: int | None = None
    name: str = ""
    address: str = ""


@transaction.atomic
def name_lecturers(
    *, session_id: int, lecturer_ids: Iterable[int], by: By, at: datetime
) -> LectureSession:
    """Exactly these from now on; who leaves gets a CANCEL, who comes a REQUEST. Clash."""
    request, session = _planned(session_id)
    slot = Slot(session.starts_at, session.ends_at)
    before = lecturers_on(session)
    after = lecturers_of(session.department, ids=lecturer_ids, slot=slot)
    kept = _of_other_departments(session, before)
    release(session=session)
    take_for_session(session, lecturers=[*kept, *after], at=at)
    event = record(request, verb=Verb.LECTURER_NAMED, by=by, at=at, session=session)
    _bump(session)
    for lecturer in before:
        if lecturer not in after and lecturer not in kept:
            to_lecturer.released(event, session, lecturer)
    for lecturer in after:
        if lecturer not in before:
            to_lecturer.invited(event, session, lecturer)
    if [*kept, *after] and set(before) != {*kept, *after}:
        to_group.lecturer_named(event, session)
    return session


@transaction.atomic
def reschedule(
    *, session_id: int, slot: Slot, by: By, at: datetime, venue: Venue | None = None
) -> LectureSession:
    """Another time or place, agreed by all; lecturers keep their places or Clash refuses it."""
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
    lecturers = lecturers_on(session)
    release(session=session)
    session.starts_at, session.ends_at = slot.starts_at, slot.ends_at
    session.fiscal_year = year_of_slot(session.site_id, slot)
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
    take_for_session(session, lecturers=lecturers, at=at)
    event = record(request, verb=Verb.RESCHEDULED, by=by, at=at, session=session)
    recount(session.lecture_id)
    for lecturer in lecturers:
        to_lecturer.invited(event, session, lecturer)
    to_group.rescheduled(event, session)
    tell_departments(event, session)
    return session


@transaction.atomic
def add(
    *, request_id: int, slot: Slot, lecturer_ids: Iterable[int], by: By, at: datetime
) -> LectureSession:
    """One more session of a confirmed request."""
    request = locked(request_id)
    if request.status != RequestStatus.CONFIRMED:
        raise MoveNotAllowed(_("回を加えられるのは、決定した申込みだけです。"))
    session = new_session(request, slot=slot)
    lecturers = lecturers_of(session.department, ids=lecturer_ids, slot=slot)
    take_for_session(session, lecturers=lecturers, at=at)
    recount(session.lecture_id)
    event = record(request, verb=Verb.SESSION_ADDED, by=by, at=at, session=session)
    tell_confirmed(event, session, lecturers)
    return session


@transaction.atomic
def postpone(*, session_id: int, reason: str, by: By, at: datetime) -> LectureSession:
    """延期: everybody freed and told; waits for a new date."""
    request, session = _planned(session_id)
    lecturers = lecturers_on(session)
    release(session=session)
    session.sequence += 1
    move_session(session, to=SessionState.POSTPONED, reason=reason)
    event = record(request, verb=Verb.POSTPONED, by=by, at=at, session=session, reason=reason)
    recount(session.lecture_id)
    for lecturer in lecturers:
        to_lecturer.released(event, session, lecturer)
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
        request,
        verb=Verb.SESSION_CORRECTED,
        by=by,
        at=at,
        session=session,
        reason=reason,
        to=RequestStatus.CONFIRMED if was_closed else None,
    )
    recount(session.lecture_id)
    if was_cancelled:
        # Its lecturers were let go and must be named anew; its room must still be free.
        take_for_session(session, lecturers=[], at=at)
        to_group.confirmed(event, session)
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
    recount(session.lecture_id)
    for lecturer in lecturers:
        to_lecturer.released(event, session, lecturer)
    if tell_group:
        to_group.session_off(event, session)


def tell_departments(event: RequestEvent, session: LectureSession) -> None:
    """Who accepted, whether or not a lecturer is named yet, hears of every change."""
    for assignment in session.request.assignments.filter(state=AssignmentState.ACCEPTED):
        to_department.session_changed(event, assignment, session)


def _planned(session_id: int) -> tuple:
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED:
        raise MoveNotAllowed(_not_changeable(session))
    return request, session


def _not_changeable(session: LectureSession) -> str:
    return _("この回は「%(state)s」なので、変えられません。") % {
        "state": session.get_state_display()
    }


def _of_other_departments(session: LectureSession, lecturers: list[Lecturer]) -> list[Lecturer]:
    """Those whom another part sent; this department's choice leaves them alone."""
    ours = set(
        Lecturer.objects.filter(memberships__department=session.department).values_list(
            "pk", flat=True
        )
    )
    return [lecturer for lecturer in lecturers if lecturer.pk not in ours]


def _bump(session: LectureSession) -> None:
    """A CANCEL needs a higher SEQUENCE than the invitation that it takes back (RFC 5546, 2.1.4)."""
    session.version += 1
    session.sequence += 1
    session.save(update_fields=["version", "sequence"])
