"""What every action begins and ends with: lock the request, check the move, write the event."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.once import once
from bookings.models import BookingRequest, EventNote, Grant, LectureSession, RequestEvent
from bookings.models.assignment import Assignment
from bookings.sentence import sentence
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
# What nearly every mail about a request names.
_NAMED = ("lecture", "group", "fiscal_year")
_OF_ASK = ("department", *(f"request__{part}" for part in _NAMED))


class Refused(Exception):
    """The step is not taken; the text is a sentence for the person who asked for it."""

    @property
    def sentence(self) -> str:
        """The same as it was raised: `str()` forgets what can be said in another language."""
        return self.args[0] if self.args else ""


class MoveNotAllowed(Refused):
    """The present state does not allow this step."""


class Shut(Refused):
    """The key that opened the page was taken back meanwhile: it must show nothing any more."""


class Stale(Refused):
    """Somebody else was faster: the page or mail spoke of an older version."""


@dataclass(frozen=True)
class By:
    """Who acts, and by which way it came. `why`: the office's reason to change a closed year."""

    actor: RequestEvent.Actor
    way: Way
    user: User | None = None
    why: str = ""


SYSTEM = By(Actor.SYSTEM, Way.SYSTEM)


def locked(request_id: int) -> BookingRequest:
    """The request, locked for this transaction. The first lock of every action."""
    return _loaded(_lockable().get(pk=request_id))


def locked_assignment(assignment_id: int) -> tuple[BookingRequest, Assignment]:
    """Request first, then the ask: one order for everybody, so nobody waits in a circle."""
    _lockable().get(assignments=assignment_id)
    assignment = Assignment.objects.select_related(*_OF_ASK).get(pk=assignment_id)
    return assignment.request, assignment


def locked_by_key(grant: Grant) -> Grant:
    """The same for the ask that this key answers, in it; the key, too, is read anew."""
    # Two questions: PostgreSQL takes longer to plan seven joins than to answer both.
    request = _loaded(_lockable().get(assignments=grant.assignment_id))
    key = Grant.objects.select_related("assignment__department").get(pk=grant.pk)
    assert key.assignment is not None
    key.assignment.request = request
    once(("answer grant", key.assignment_id), lambda: key)
    return key


def refuse_shut(key: Grant | None, *, at: datetime) -> None:
    """Whoever holds the lock asks once more whether the key still opens. Shut. None: a clerk."""
    if key is None:
        return
    now = Grant.objects.filter(pk=key.pk, version=key.version).first()
    if now is None or not now.opens(at=at):
        raise Shut(_("このページは、もう使えません。"))


def asks_of(request: BookingRequest, *, own: Assignment) -> list[Assignment]:
    """Every ask of a locked request, by part; `own`, which the act changes, is that same object."""
    rows = request.assignments.select_related("department").order_by("part", "pk")
    return [own if row.pk == own.pk else row for row in rows]


def locked_session(session_id: int) -> tuple[BookingRequest, LectureSession]:
    request = _loaded(_lockable().get(sessions=session_id))
    session = LectureSession.objects.select_related("lecture", "fiscal_year").get(pk=session_id)
    session.request = request
    return request, session


def _lockable() -> QuerySet[BookingRequest]:
    return BookingRequest.objects.select_for_update(of=("self",)).only("pk")


def _loaded(held: BookingRequest) -> BookingRequest:
    """Read after the lock, when nobody changes it."""
    return BookingRequest.objects.select_related(*_NAMED).get(pk=held.pk)


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
                sentence(
                    "「%(status)s」の申込では、この手続きはできません。画面を開き直して確かめてください。",
                    status=before.label,
                )
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
    if note := "\n".join(filter(None, [note, by.why])):
        EventNote.objects.create(site_id=request.site_id, event=event, text=note)
    return event


def move_assignment(assignment: Assignment, *, to: AssignmentState) -> None:
    """Change the ask's state; every change is a new version."""
    before = AssignmentState(assignment.state)
    if to not in ASSIGNMENT_MOVES[before]:
        raise MoveNotAllowed(
            sentence("この依頼は「%(state)s」なので、この手続きはできません。", state=before.label)
        )
    assignment.state = to
    assignment.version += 1
    assignment.save()


def move_session(session: LectureSession, *, to: SessionState, reason: str = "") -> None:
    """Change the session's state; corrections need a reason."""
    before = SessionState(session.state)
    if to not in SESSION_MOVES[before]:
        raise MoveNotAllowed(
            sentence("この回は「%(state)s」なので、この手続きはできません。", state=before.label)
        )
    if (before, to) in SESSION_CORRECTIONS and not reason:
        raise Refused(_("記録を直すときは、理由をえらんでください。"))
    session.state = to
    session.reason = reason if to in (SessionState.CANCELLED, SessionState.POSTPONED) else ""
    session.version += 1
    session.save()
