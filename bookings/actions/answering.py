"""回答: accept, decline, propose other dates, ask back. One winner per ask and version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.once import reads_once
from bookings.actions.allocating import lecturers_of, resource_for, take
from bookings.actions.asking import refuse_closed, slot_of_wish
from bookings.actions.confirming import confirm_parts
from bookings.actions.moves import (
    By,
    Refused,
    Stale,
    asks_of,
    locked_assignment,
    move_assignment,
    record,
)
from bookings.emails import to_department, to_group, to_office
from bookings.models import Answer, Assignment, BookingRequest, CounterSlot, Grant
from bookings.models.class_rows import lasting
from bookings.models.rulebook import usable_for
from bookings.rules import Slot, within_usable
from bookings.sentence import sentence
from bookings.status import (
    AllocationState,
    AssignmentRole,
    AssignmentState,
    Reason,
    RequestStatus,
    Verb,
)
from lectures.zones import local, venue_zone
from notifications.models import InboundEmail

HOLD_DAYS = 14


@dataclass(frozen=True)
class Said:
    """What came with an answer whatever it says."""

    words: str = ""
    responder: str = ""
    inbound: InboundEmail | None = None


@reads_once
@transaction.atomic
def accept(
    *,
    assignment_id: int,
    version: int,
    by: By,
    at: datetime,
    rank: int | None = None,
    starts_at: datetime | None = None,
    lecturer_ids: Iterable[int] = (),
    said: Said = Said(),
    locked: Assignment | None = None,
) -> Answer:
    """承諾: the asked slot, another wish (`rank`) or another start; lecturers may come later.

    A start outside the venue's usable hours (where unknown, the wish's) is a counter-proposal.
    Stale, Refused, Clash. `locked`: the ask, where this transaction has locked and read it before;
    it is changed even if the act is refused.
    """
    request, assignment = _awaited(assignment_id, version, locked=locked)
    slot = _accepted_slot(request, assignment, rank=rank, starts_at=starts_at)
    if slot.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。別の日を提案してください。"))
    is_support = assignment.role == AssignmentRole.SUPPORT  # it comes at the lecture's time
    wished = usable_for(request, rank=rank or assignment.rank)
    asked = Slot(assignment.starts_at, assignment.ends_at)
    if slot != asked and (is_support or not within_usable(slot, wished, venue_zone())):
        return _counter(request, assignment, slots=[slot], by=by, at=at, said=said)
    parts = asks_of(request, own=assignment)
    _refuse_other_time(parts, assignment, slot)
    _refuse_closed(parts, assignment, slot)
    lecturers = lecturers_of(assignment.department, ids=lecturer_ids, slot=slot)
    answer = _answer(
        assignment,
        kind=Answer.Kind.ACCEPT,
        by=by,
        at=at,
        said=said,
        rank=rank or (None if starts_at else assignment.rank),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
    if lecturers:
        answer.lecturers.add(*lecturers)
    assignment.rank = rank or assignment.rank
    assignment.starts_at, assignment.ends_at, assignment.answered_at = (
        slot.starts_at,
        slot.ends_at,
        at,
    )
    move_assignment(assignment, to=AssignmentState.ACCEPTED)
    for resource in sorted((resource_for(row) for row in lecturers), key=lambda row: row.pk):
        take(
            resource,
            slot=slot,
            state=AllocationState.HOLD,
            at=at,
            assignment=assignment,
            # Nothing follows that would confirm who helps: held until the help is over.
            expires_at=slot.ends_at if is_support else at + timedelta(days=HOLD_DAYS),
        )
    event = confirm_parts(
        request, assignment, by=by, at=at, parts=parts, named={assignment.pk: lecturers}
    )
    to_department.answer_recorded(event, answer, undo=undo_grant(assignment, answer=answer, at=at))
    return answer


@reads_once
@transaction.atomic
def decline(
    *,
    assignment_id: int,
    version: int,
    by: By,
    at: datetime,
    reason: str = Reason.OTHER,
    said: Said = Said(),
    locked: Assignment | None = None,
) -> Answer:
    """辞退: the office decides what next; the group hears nothing yet."""
    request, assignment = _awaited(assignment_id, version, locked=locked)
    answer = _answer(assignment, kind=Answer.Kind.DECLINE, by=by, at=at, said=said, reason=reason)
    assignment.answered_at = at
    move_assignment(assignment, to=AssignmentState.DECLINED)
    event = record(
        request,
        verb=Verb.DECLINED,
        by=by,
        at=at,
        reason=reason,
        note=said.words,
        assignment=assignment,
    )
    to_department.answer_recorded(event, answer, undo=undo_grant(assignment, answer=answer, at=at))
    to_office.declined(event, answer)
    return answer


@reads_once
@transaction.atomic
def counter(
    *,
    assignment_id: int,
    version: int,
    slots: Sequence[Slot],
    by: By,
    at: datetime,
    said: Said = Said(),
    locked: Assignment | None = None,
) -> Answer:
    """別日: one or several other slots, offered to the group on its page."""
    request, assignment = _awaited(assignment_id, version, locked=locked)
    return _counter(request, assignment, slots=slots, by=by, at=at, said=said)


@transaction.atomic
def question(*, assignment_id: int, by: By, at: datetime, said: Said) -> Answer:
    """A question back: recorded, sent to the office, nothing moves."""
    request, assignment = locked_assignment(assignment_id)
    answer = _answer(assignment, kind=Answer.Kind.QUESTION, by=by, at=at, said=said)
    event = record(
        request, verb=Verb.QUESTIONED, by=by, at=at, note=said.words, assignment=assignment
    )
    to_office.asked_back(event, answer)
    return answer


def undo_grant(assignment: Assignment, *, answer: Answer, at: datetime) -> Grant:
    """The key to take this answer back; ends with the slot. A former answer's key opens no more."""
    if answer.assignment_version:  # to the first version nobody has answered before
        undo = assignment.grants.filter(purpose=Grant.Purpose.UNDO, revoked_at__isnull=True)
        undo.update(revoked_at=at)
    return Grant.objects.issue(
        purpose=Grant.Purpose.UNDO,
        site_id=assignment.site_id,
        at=at,
        assignment=assignment,
        expires_at=assignment.starts_at,
    )


def _awaited(
    assignment_id: int, version: int, *, locked: Assignment | None
) -> tuple[BookingRequest, Assignment]:
    """The ask, locked, if it still waits for the answer to this version. Stale otherwise."""
    if locked is not None:
        request, assignment = locked.request, locked
    else:
        request, assignment = locked_assignment(assignment_id)
    if assignment.state != AssignmentState.ASKED or assignment.version != version:
        raise Stale(
            sentence(
                "この依頼には、もう返事がありました（いまは「%(state)s」）。新しい返事は記録していません。",
                state=AssignmentState(assignment.state).label,
            )
        )
    return request, assignment


def _accepted_slot(
    request: BookingRequest, assignment: Assignment, *, rank: int | None, starts_at: datetime | None
) -> Slot:
    asked = Slot(assignment.starts_at, assignment.ends_at)
    slot = asked if rank in (None, assignment.rank) else slot_of_wish(request, rank)
    if starts_at is None:
        return slot
    if local(starts_at).date() != local(slot.starts_at).date():
        raise Refused(
            _("時刻は、えらんだ日のものを入れてください。別の日は「別の日を提案する」から。")
        )
    return Slot(starts_at, starts_at + timedelta(minutes=lasting(request)))


def _refuse_other_time(parts: Iterable[Assignment], assignment: Assignment, slot: Slot) -> None:
    """Departments that come together come at one time."""
    if assignment.role == AssignmentRole.SUPPORT:
        return
    for other in parts:
        accepted = other.state == AssignmentState.ACCEPTED and other.pk != assignment.pk
        if (
            accepted
            and other.role == AssignmentRole.LECTURE
            and (other.starts_at, other.ends_at) != (slot.starts_at, slot.ends_at)
        ):
            raise Refused(
                sentence(
                    "いっしょに行う%(department)sが別の時間で引き受けています。事務局に連絡してください。",
                    department=str(other.department),
                )
            )


def _refuse_closed(parts: Iterable[Assignment], assignment: Assignment, slot: Slot) -> None:
    """Closed since it was asked. Help goes where the lecture goes, and is not asked about."""
    if assignment.role != AssignmentRole.SUPPORT:
        with_it = [
            other.department
            for other in parts
            if other.role == AssignmentRole.LECTURE and other.state == AssignmentState.ACCEPTED
        ]
        refuse_closed(slot, [assignment.department, *with_it])


def _counter(
    request: BookingRequest,
    assignment: Assignment,
    *,
    slots: Sequence[Slot],
    by: By,
    at: datetime,
    said: Said,
) -> Answer:
    if not slots:
        raise Refused(_("提案する日時を一つ以上入れてください。"))
    if any(slot.starts_at <= at for slot in slots):
        raise Refused(_("もうすぎた日時は提案できません。これからの日時を入れてください。"))
    answer = _answer(assignment, kind=Answer.Kind.COUNTER, by=by, at=at, said=said)
    for order, slot in enumerate(slots, start=1):
        CounterSlot.objects.create(
            site_id=answer.site_id,
            answer=answer,
            order=order,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    assignment.answered_at = at
    move_assignment(assignment, to=AssignmentState.COUNTERED)
    is_support = assignment.role == AssignmentRole.SUPPORT
    event = record(
        request,
        verb=Verb.COUNTERED,
        by=by,
        at=at,
        note=said.words,
        assignment=assignment,
        to=None if is_support else RequestStatus.PROPOSING,
    )
    to_department.answer_recorded(event, answer, undo=undo_grant(assignment, answer=answer, at=at))
    if is_support:  # the lecture's date is not the support's to move: the office decides
        to_office.support_countered(event, answer)
    else:
        to_group.counter_offered(event, request, answer=answer)
    return answer


def _answer(
    assignment: Assignment,
    *,
    kind: str,
    by: By,
    at: datetime,
    said: Said,
    rank: int | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
) -> Answer:
    return Answer.objects.create(
        site_id=assignment.site_id,
        assignment=assignment,
        assignment_version=assignment.version,
        kind=kind,
        way=by.way,
        rank=rank,
        starts_at=starts_at,
        ends_at=ends_at,
        asked_rank=assignment.rank,
        asked_starts_at=assignment.starts_at,
        asked_ends_at=assignment.ends_at,
        reason=reason,
        words=said.words,
        responder=said.responder,
        entered_by=by.user,
        inbound=said.inbound,
        at=at,
    )
