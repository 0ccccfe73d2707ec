"""配慮: sign language, captioning and the like, asked of a department beside the lecture.

A support part has a deadline of its own and never decides the date: it stands at its session's
time, moves with it and goes with it. Whether it comes is told to the group when it is settled;
that it does not come, only by the office's word.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from bookings.actions.allocating import release
from bookings.actions.asking import place, recall_in, wait_anew
from bookings.actions.moves import (
    By,
    MoveNotAllowed,
    Refused,
    locked,
    locked_assignment,
    move_assignment,
    record,
)
from bookings.emails import to_department, to_group
from bookings.models import (
    Assignment,
    BookingRequest,
    EventNote,
    Grant,
    LectureSession,
    RequestEvent,
    helps,
)
from bookings.models.office_days import deadlines
from bookings.models.standins import in_charge, stand_ins
from bookings.rules import Slot
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    AssignmentState,
    Care,
    CareBy,
    Reason,
    RequestStatus,
    SessionState,
    Support,
    Verb,
)
from lectures.models import Department
from lectures.zones import local

FIRST_PART = 11  # below are the lecture's own departments
ASKABLE = frozenset({RequestStatus.ASKING, RequestStatus.PROPOSING, RequestStatus.CONFIRMED})
# What can be asked of a department; a wheelchair needs a place, not a person.
ASKED_AS = {
    Care.SIGN_LANGUAGE: Support.SIGN_LANGUAGE,
    Care.CAPTIONING: Support.CAPTIONING,
    Care.OTHER: Support.OTHER,
}


@transaction.atomic
def ask_support(
    *,
    request_id: int,
    support: str,
    department_id: int,
    slot: Slot,
    by: By,
    at: datetime,
    words: str = "",
) -> Assignment:
    """Ask one department for help at one time that the lecture has, or is asked for. Refused."""
    request = locked(request_id)
    if request.status not in ASKABLE:
        raise MoveNotAllowed(_("先に、講座を担当する課に依頼してください。"))
    if slot not in slots_of(request, at=at):
        raise Refused(_("その日時は、もう変わっています。画面を開き直してください。"))
    if support == Support.OTHER and not words.strip():
        raise Refused(_("何をお願いするか、書いてください。"))
    department = Department.objects.get(pk=department_id)
    if _standing(request).filter(
        department=department, support=support, starts_at=slot.starts_at
    ).exists():  # fmt: skip
        raise Refused(_("この課にはもう依頼しています。"))
    assignment = _asked(request, support=support, department=department, slot=slot, at=at)
    event = record(request, verb=Verb.ASKED, by=by, at=at, assignment=assignment, note=words)
    copies = stand_ins(department, on=local(at).date())
    to_department.support_asked(event, assignment, moved=False, words=words, copies=copies)
    return assignment


def slots_of(request: BookingRequest, *, at: datetime) -> list[Slot]:
    """The times at which help can be asked for: the sessions', else the asked one."""
    sessions = LectureSession.objects.filter(request=request, state=SessionState.PLANNED).order_by(
        "starts_at"
    )
    found = [Slot(row.starts_at, row.ends_at) for row in sessions]
    if not found:
        asked = request.assignments.filter(
            role=AssignmentRole.LECTURE, state__in=ASSIGNMENT_STANDING
        )
        found = [Slot(row.starts_at, row.ends_at) for row in asked.order_by("part")]
    return [slot for slot in dict.fromkeys(found) if slot.starts_at > at]


def settled(
    request: BookingRequest, assignment: Assignment, *, by: By, at: datetime
) -> RequestEvent:
    """It was accepted: the lecture's own course is not touched; a group with a date hears of it."""
    event = record(request, verb=Verb.ACCEPTED, by=by, at=at, assignment=assignment)
    session = session_of(assignment)
    if session is not None:
        to_group.support_settled(event, session, assignment=assignment, settled=True)
    return event


@transaction.atomic
def tell_none(*, assignment_id: int, words: str, by: By, at: datetime) -> RequestEvent:
    """The office tells the group that this help cannot be given. Refused while somebody may."""
    request, assignment = locked_assignment(assignment_id)
    session = session_of(assignment)
    if not may_tell_none(assignment) or session is None:
        raise MoveNotAllowed(_("この依頼は、もう変わっています。画面を開き直してください。"))
    if not words.strip():
        raise Refused(_("団体へのことばを書いてください。"))
    event = record(request, verb=Verb.MESSAGE, by=by, at=at, assignment=assignment, note=words)
    to_group.support_settled(
        event, session, assignment=assignment, settled=False, words=words.strip()
    )
    return event


def may_tell_none(assignment: Assignment) -> bool:
    """Declined, nobody else asked for the same since, and the group not told yet."""
    if assignment.role != AssignmentRole.SUPPORT or assignment.state != AssignmentState.DECLINED:
        return False
    later = assignment.request.assignments.filter(part=assignment.part, pk__gt=assignment.pk)
    told = Assignment.objects.filter(helps.knows_of_none(), pk=assignment.pk)
    return not later.exists() and not told.exists()


def session_of(assignment: Assignment) -> LectureSession | None:
    """The planned session at the support's time."""
    return assignment.request.sessions.filter(
        state=SessionState.PLANNED, starts_at=assignment.starts_at, ends_at=assignment.ends_at
    ).first()


def standing_at(request: BookingRequest, slot: Slot) -> list[Assignment]:
    """The help that comes, or is asked for, at that time."""
    rows = _standing(request).filter(starts_at=slot.starts_at, ends_at=slot.ends_at)
    return list(rows.select_related("department").order_by("part"))


def follow(request: BookingRequest, session: LectureSession, *, by: By, at: datetime) -> None:
    """The date is fixed: help that was asked for at a time without a session moves to it."""
    standing = list(_standing(request).select_related("department").order_by("part"))
    if not standing:
        return
    planned = LectureSession.objects.filter(request=request, state=SessionState.PLANNED)
    times = {Slot(row.starts_at, row.ends_at) for row in planned}
    left = [row for row in standing if Slot(row.starts_at, row.ends_at) not in times]
    move(request, left, to=Slot(session.starts_at, session.ends_at), by=by, at=at)


def move(
    request: BookingRequest, supports: Iterable[Assignment], *, to: Slot, by: By, at: datetime
) -> None:
    """Each is asked again for the new time; what was promised was promised for the old one."""
    for support in supports:
        if Slot(support.starts_at, support.ends_at) != to:
            _move(request, support, to=to, by=by, at=at)


def ask_again(
    request: BookingRequest,
    *,
    since: RequestEvent,
    was: Slot,
    to: Slot,
    by: By,
    at: datetime,
) -> list[Assignment]:
    """Help that stood down with a session (`since`: by which event) is asked for anew, once it has a
    date again."""
    stood_down = request.assignments.filter(
        role=AssignmentRole.SUPPORT,
        state=AssignmentState.RECALLED,
        starts_at=was.starts_at,
        ends_at=was.ends_at,
        events__verb=Verb.RECALLED,
        events__pk__gt=since.pk,
    )
    today = local(at).date()
    made = []
    for old in stood_down.select_related("department").order_by("part", "pk").distinct():
        department = in_charge(old.department, on=today)
        row = _asked(request, support=old.support, department=department, slot=to, at=at)
        event = record(
            request, verb=Verb.ASKED, by=by, at=at, reason=Reason.DATE_PASSED, assignment=row
        )
        copies = stand_ins(department, on=today)
        to_department.support_asked(event, row, moved=True, words=words_of(old), copies=copies)
        made.append(row)
    return made


def wanted_of_city(*, care: Iterable[str], care_by: str) -> set[str]:
    """The help that the group wants the city to find."""
    kinds = {ASKED_AS.get(Care(code)) for code in care} if care_by == CareBy.CITY else set()
    return {str(kind) for kind in kinds if kind is not None}


def wish_again(request: BookingRequest, *, kinds: Iterable[str], by: By, at: datetime) -> None:
    """Help that nobody gave and that the group wants once more: it stands among what is to be done."""
    ended = [AssignmentState.DECLINED, AssignmentState.EXPIRED]
    rows = request.assignments.filter(
        support__in=list(kinds), state__in=ended, starts_at__gt=at
    )  # fmt: skip
    for support in rows.order_by("part", "pk"):
        record(request, verb=Verb.HELP_WISHED, by=by, at=at, assignment=support)


def to_come(request: BookingRequest, *, kinds: Iterable[str], at: datetime) -> list[Assignment]:
    """Who gives that help, or is asked for it, from now on."""
    rows = _standing(request).filter(support__in=list(kinds), starts_at__gt=at)
    return list(rows.select_related("department").order_by("part"))


def stand_down(
    request: BookingRequest, supports: Iterable[Assignment], *, by: By, at: datetime, reason: str
) -> None:
    """The session is called off, or has no date any more."""
    for support in supports:
        recall_in(request, support, by=by, at=at, reason=reason)


def _move(request: BookingRequest, support: Assignment, *, to: Slot, by: By, at: datetime) -> None:
    release(assignment=support)
    support.answers.filter(undone_at__isnull=True).update(undone_at=at)
    support.grants.filter(purpose=Grant.Purpose.UNDO, revoked_at__isnull=True).update(revoked_at=at)
    support.starts_at, support.ends_at, support.answered_at = to.starts_at, to.ends_at, None
    if support.state == AssignmentState.ASKED:
        support.version += 1
        support.save()
    else:
        move_assignment(support, to=AssignmentState.ASKED)
    wait_anew(support, at=at)
    event = record(
        request, verb=Verb.ASKED, by=by, at=at, reason=Reason.DATE_PASSED, assignment=support
    )
    to_department.support_asked(event, support, moved=True, words=words_of(support))


def words_of(support: Assignment) -> str:
    """What the office wrote when it first asked."""
    notes = EventNote.objects.filter(event__assignment=support, event__verb=Verb.ASKED)
    return notes.order_by("event_id").values_list("text", flat=True).first() or ""


def _asked(
    request: BookingRequest, *, support: str, department: Department, slot: Slot, at: datetime
) -> Assignment:
    return place(
        request,
        at=at,
        part=_part(request, support=support, slot=slot),
        role=AssignmentRole.SUPPORT,
        support=support,
        department=department,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        asked_at=at,
        due_at=deadlines().answer_by(at, starts_at=slot.starts_at, support=True),
    )


def _part(request: BookingRequest, *, support: str, slot: Slot) -> int:
    """The number of the same help that nobody gives any more, else a new one."""
    rows = request.assignments.filter(part__gte=FIRST_PART).order_by("pk")
    for part, newest in {row.part: row for row in rows}.items():
        ended = newest.state not in ASSIGNMENT_STANDING and newest.support == support
        if ended and (newest.starts_at == slot.starts_at or session_of(newest) is None):
            return part
    return (rows.aggregate(last=Max("part"))["last"] or FIRST_PART - 1) + 1


def _standing(request: BookingRequest) -> QuerySet[Assignment]:
    return request.assignments.filter(role=AssignmentRole.SUPPORT, state__in=ASSIGNMENT_STANDING)


def last_put_off(session: LectureSession) -> RequestEvent | None:
    """What took its date away, and the help that was asked for with it."""
    events = session.events.filter(verb__in=[Verb.POSTPONED, Verb.UNDONE])
    return events.order_by("-pk").first()
