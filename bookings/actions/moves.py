"""What every action begins and ends with: lock the request, check the move, write the event."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import BookingRequest, EventNote, LectureSession, RequestEvent
from bookings.models.assignment import Assignment
from bookings.status import (
    ASSIGNMENT_MOVES,
    REQUEST_MOVES,
    SESSION_CORRECTIONS,
    SESSION_MOVES,
    AssignmentState,
    RequestStatus,
    SessionState,
    Verb,
    Way,
)

Actor = RequestEvent.Actor


class Refused(Exception):
    """The step is not taken; the text is a sentence for the person who asked for it."""


class MoveNotAllowed(Refused):
    """The present state does not allow this step."""


class Stale(Refused):
    """Somebody else was faster: the page or mail spoke of an older version."""


@dataclass(frozen=True)
class By:
    """Who acts, and by which way it came."""

    actor: RequestEvent.Actor
    way: Way
    user: User | None = None


SYSTEM = By(Actor.SYSTEM, Way.SYSTEM)


def locked(request_id: int) -> BookingRequest:
    """The request, locked for this transaction. The first lock of every action."""
    return _loaded(_lockable().get(pk=request_id))


def locked_assignment(assignment_id: int) -> tuple[BookingRequest, Assignment]:
    """Request first, then the ask: one order for everybody, so nobody waits in a circle."""
    request = _loaded(_lockable().get(assignments=assignment_id))
    assignment = Assignment.objects.select_related("department").get(pk=assignment_id)
    assignment.request = request
    return request, assignment


def locked_session(session_id: int) -> tuple[BookingRequest, LectureSession]:
    request = _loaded(_lockable().get(sessions=session_id))
    session = LectureSession.objects.select_related("lecture").get(pk=session_id)
    session.request = request
    return request, session


def _lockable() -> QuerySet[BookingRequest]:
    return BookingRequest.objects.select_for_update(of=("self",)).only("pk")


def _loaded(held: BookingRequest) -> BookingRequest:
    """With what nearly every mail about it names: read after the lock, when nobody changes it."""
    return BookingRequest.objects.select_related("lecture", "group", "fiscal_year").get(pk=held.pk)


def record(
    request: BookingRequest,
    *,
    verb: Verb,
    by: By,
    at: datetime,
    to: RequestStatus | None = None,
    reason: str = "",
    note: str = "",
    assignment: Assignment | None = None,
    session: LectureSession | None = None,
) -> RequestEvent:
    """Write the event and, where `to` is another status, make the move. MoveNotAllowed."""
    before = RequestStatus(request.status)
    after = before if to is None else to
    if after != before:
        if after not in REQUEST_MOVES[before]:
            raise MoveNotAllowed(
                _(
                    "「%(status)s」の申込では、この手続きはできません。画面を開き直して確かめてください。"
                )
                % {"status": before.label}
            )
        request.status = after
    request.version += 1
    request.save(update_fields=["status", "version"])
    event = RequestEvent.objects.create(
        site_id=request.site_id,
        request=request,
        verb=verb,
        actor=by.actor,
        user=by.user,
        way=by.way,
        at=at,
        from_status=before,
        to_status=after,
        reason=reason,
        assignment=assignment,
        session=session,
    )
    if note:
        EventNote.objects.create(site_id=request.site_id, event=event, text=note)
    return event


def move_assignment(assignment: Assignment, *, to: AssignmentState) -> None:
    """Change the ask's state; every change is a new version."""
    before = AssignmentState(assignment.state)
    if to not in ASSIGNMENT_MOVES[before]:
        raise MoveNotAllowed(
            _("この依頼は「%(state)s」なので、この手続きはできません。") % {"state": before.label}
        )
    assignment.state = to
    assignment.version += 1
    assignment.save()


def move_session(session: LectureSession, *, to: SessionState, reason: str = "") -> None:
    """Change the session's state; corrections need a reason."""
    before = SessionState(session.state)
    if to not in SESSION_MOVES[before]:
        raise MoveNotAllowed(
            _("この回は「%(state)s」なので、この手続きはできません。") % {"state": before.label}
        )
    if (before, to) in SESSION_CORRECTIONS and not reason:
        raise Refused(_("記録を直すときは、理由をえらんでください。"))
    session.state = to
    session.reason = reason if to in (SessionState.CANCELLED, SessionState.POSTPONED) else ""
    session.version += 1
    session.save()
