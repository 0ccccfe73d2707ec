"""照会: ask departments, remind, recall, let an ask expire."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bookings.actions.allocating import release
from bookings.actions.moves import (
    SYSTEM,
    By,
    MoveNotAllowed,
    Refused,
    locked,
    locked_assignment,
    move_assignment,
    record,
)
from bookings.actions.tally import recount
from bookings.emails import facts, to_department
from bookings.models import Assignment, BookingRequest, Grant, day_lock, duty_reach
from bookings.models.office_days import deadlines
from bookings.models.rulebook import rules_for
from bookings.models.standins import in_charge, stand_ins
from bookings.rules import Problem, Slot, Usable, Wish, exact_slot
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    AssignmentState,
    Reason,
    RequestStatus,
    Verb,
)
from lectures.models import Department
from lectures.zones import local, venue_zone
from notifications.models import InboundEmail

ASKABLE = frozenset(
    {
        RequestStatus.SUBMITTED,
        RequestStatus.ASKING,
        RequestStatus.PROPOSING,
        RequestStatus.CONFIRMED,
    }
)


@transaction.atomic
def ask(
    *,
    request_id: int,
    by: By,
    at: datetime,
    rank: int | None = 1,
    slot: Slot | None = None,
    department_id: int | None = None,
    part: int | None = None,
    note: str = "",
) -> list[Assignment]:
    """Ask every department of the lecture that has no standing ask, all for one exact slot.

    `rank` names the wish; `slot` stands for a date of the office's choice; `department_id` asks
    one department alone: for its own part, for `part`, or for the first part that nobody stands
    for. `note`: which rule the office let go. Refused: nothing to ask, or no such wish.
    """
    request = locked(request_id)
    if request.status not in ASKABLE:
        raise MoveNotAllowed(
            _("「%(status)s」の申込では、担当課に依頼できません。")
            % {"status": request.get_status_display()}
        )
    exact = slot or slot_of_wish(request, rank)
    if exact.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。ほかの日時をえらんでください。"))
    departments = _unasked(request, department_id, part, on=local(at).date())
    if not departments:
        raise Refused(
            _("この申込みには、もう依頼しています。返事を待つか、依頼を取り消してください。")
        )
    refuse_closed(exact, [department for _part, department in departments])
    made = [
        ask_one(
            request,
            part=part,
            department=department,
            slot=exact,
            rank=None if slot else rank,
            by=by,
            at=at,
            note=note,
        )
        for part, department in departments
    ]
    return made


def refuse_closed(slot: Slot, departments: Iterable[Department]) -> None:
    """Days on which they are out for the city's sake (災害・選挙など) are not asked for.

    None is closed from here on until this transaction ends.
    """
    day_lock.use_days()
    duty = duty_reach.in_the_way(slot, [row.pk for row in departments])
    if duty is not None:
        raise Refused(
            _("その日は「%(cause)s」のため、うかがえません。ほかの日時をえらんでください。")
            % {"cause": duty.get_cause_display()}
        )


def slot_of_wish(request: BookingRequest, rank: int | None) -> Slot:
    """The exact slot of the group's wish. Refused: no such wish, or it does not fit."""
    wish = request.wishes.filter(rank=rank or 1).first()
    if wish is None:
        raise Refused(_("その希望日時はありません。ほかの希望をえらんでください。"))
    slot = exact_slot(
        rules_for(request.lecture),
        Wish(wish.day, wish.part, wish.starts, wish.ends),
        minutes=request.lecture.minutes,
        usable=Usable(request.usable_from, request.usable_until),
        zone=venue_zone(),
    )
    if isinstance(slot, Problem):
        raise Refused(slot.sentence)
    return slot


def _unasked(
    request: BookingRequest, department_id: int | None, part: int | None, *, on: date
) -> list[tuple[int, Department]]:
    own = _own_departments(request, on=on)
    standing = set(
        request.assignments.filter(state__in=ASSIGNMENT_STANDING).values_list("part", flat=True)
    )
    free = {number: row for number, row in enumerate(own, start=1) if number not in standing}
    if department_id is None:
        return [(number, _there(row, on=on)) for number, row in free.items()]
    chosen = _there(Department.objects.get(pk=department_id), on=on)
    at_home = [number for number, row in free.items() if row == chosen]
    candidates = [part] if part is not None else at_home or sorted(free)
    return [(number, chosen) for number in candidates[:1] if number not in standing]


def _own_departments(request: BookingRequest, *, on: date) -> list[Department]:
    """Who does today what the lecture's departments did; two that have become one are asked once.

    One that has ended without a successor keeps its place: another may be asked in its stead.
    """
    lecture = request.lecture
    rows = [lecture.department, *lecture.other_departments.order_by("code")]
    return list(dict.fromkeys(in_charge(row, on=on) for row in rows))


def _there(department: Department, *, on: date) -> Department:
    """Refused: it has ended, and nobody took over."""
    found = department.in_charge(on=on)
    if found is None:
        raise Refused(
            _(
                "%(name)sは、もうないか、まだありません。引き継いだ課を台帳に入れるか、ほかの課に依頼してください。"
            )
            % {"name": department}
        )
    return found


def place(request: BookingRequest, *, at: datetime, **columns: Any) -> Assignment:
    """The row of an ask and the key that answers it, which ends with the slot. Tells nobody."""
    assignment = Assignment.objects.create(site_id=request.site_id, request=request, **columns)
    Grant.objects.issue(
        purpose=Grant.Purpose.ANSWER,
        site_id=request.site_id,
        at=at,
        assignment=assignment,
        expires_at=assignment.ends_at,
    )
    return assignment


def ask_one(
    request: BookingRequest,
    *,
    part: int,
    department: Department,
    slot: Slot,
    rank: int | None,
    by: By,
    at: datetime,
    note: str = "",
) -> Assignment:
    due_at = deadlines().answer_by(at, starts_at=slot.starts_at, support=False)
    try:
        with transaction.atomic():
            assignment = place(
                request,
                at=at,
                part=part,
                department=department,
                rank=rank,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                asked_at=at,
                due_at=due_at,
            )
    except IntegrityError as refusal:
        raise Refused(_("この課にはもう依頼しています。")) from refusal
    event = record(
        request, verb=Verb.ASKED, by=by, at=at, to=RequestStatus.ASKING, assignment=assignment,
        note=note,
    )  # fmt: skip
    copies = stand_ins(department, on=local(at).date())
    to_department.asked(event, assignment, copies=copies)
    return assignment


def wait_anew(assignment: Assignment, *, at: datetime) -> None:
    """The ask waits again as on its first day, and its link lives as long as its slot."""
    assignment.asked_at, assignment.reminded_at = at, None
    assignment.second_reminded_at = assignment.escalated_at = None
    assignment.due_at = deadlines().answer_by(
        at,
        starts_at=assignment.starts_at,
        support=assignment.role == AssignmentRole.SUPPORT,
    )
    assignment.save(
        update_fields=["asked_at", "reminded_at", "second_reminded_at", "escalated_at", "due_at"]
    )
    assignment.grants.filter(purpose=Grant.Purpose.ANSWER).update(expires_at=assignment.ends_at)


@transaction.atomic
def ask_back(*, assignment_id: int, rank: int, inbound: InboundEmail, at: datetime) -> bool:
    """They took a wish that is a part of a day: ask for the time, once for each time we ask.

    False: asked back before, or there is nothing to ask back; then a person reads the mail.
    """
    request, assignment = locked_assignment(assignment_id)
    wish = next((row for row in facts.wishes(request) if row["rank"] == rank), None)
    if assignment.state != AssignmentState.ASKED or rank == assignment.rank:
        return False
    if wish is None or wish["exact"] or wish["slot"] is None or wish["slot"].starts_at <= at:
        return False
    if _asked_back_before(assignment):
        return False
    event = record(request, verb=Verb.ASKED_BACK, by=SYSTEM, at=at, assignment=assignment)
    to_department.asked_back(event, assignment, rank=rank, answers=inbound.message_id)
    return True


def _asked_back_before(assignment: Assignment) -> bool:
    """Since the ask, or since its answer was undone."""
    verbs = assignment.events.filter(verb__in=[Verb.ASKED, Verb.UNDONE, Verb.ASKED_BACK])
    return verbs.order_by("-pk").values_list("verb", flat=True).first() == Verb.ASKED_BACK


@transaction.atomic
def remind(*, assignment_id: int, at: datetime, by: By = SYSTEM) -> bool:
    """Remind once of an ask that nobody has answered; False: nothing to remind of."""
    request, assignment = locked_assignment(assignment_id)
    if assignment.state != AssignmentState.ASKED or assignment.reminded_at is not None:
        return False
    assignment.reminded_at = at
    assignment.save(update_fields=["reminded_at"])
    event = record(request, verb=Verb.REMINDED, by=by, at=at, assignment=assignment)
    copies = stand_ins(assignment.department, on=local(at).date())
    to_department.reminded(event, assignment, copies=copies)
    return True


@transaction.atomic
def expire(*, assignment_id: int, at: datetime) -> bool:
    """An ask whose slot has begun without an answer ends; being late only shows on the desk."""
    request, assignment = locked_assignment(assignment_id)
    if assignment.state != AssignmentState.ASKED or at < assignment.starts_at:
        return False
    move_assignment(assignment, to=AssignmentState.EXPIRED)
    release(assignment=assignment)
    event = record(
        request,
        verb=Verb.EXPIRED,
        by=SYSTEM,
        at=at,
        reason=Reason.NO_ANSWER,
        assignment=assignment,
    )
    to_department.expired(event, assignment)
    return True


@transaction.atomic
def recall(*, assignment_id: int, by: By, at: datetime, reason: str = Reason.OTHER) -> Assignment:
    """Take an unanswered ask back."""
    request, assignment = locked_assignment(assignment_id)
    if assignment.state == AssignmentState.ACCEPTED:
        raise Refused(_("この課はもう引き受けています。先に返事を取り消してください。"))
    recall_in(request, assignment, by=by, at=at, reason=reason)
    return assignment


def recall_in(
    request: BookingRequest, assignment: Assignment, *, by: By, at: datetime, reason: str
) -> None:
    """The same inside another action: move, free, tell."""
    was_countered = assignment.state == AssignmentState.COUNTERED
    was_accepted = assignment.state == AssignmentState.ACCEPTED
    move_assignment(assignment, to=AssignmentState.RECALLED)
    release(assignment=assignment)
    lecture = assignment.role == AssignmentRole.LECTURE
    back_to_asking = lecture and was_countered and request.status == RequestStatus.PROPOSING
    event = record(
        request,
        verb=Verb.RECALLED,
        by=by,
        at=at,
        reason=reason,
        assignment=assignment,
        to=RequestStatus.ASKING if back_to_asking else None,
    )
    to_department.recalled(event, assignment)
    if was_accepted and lecture:
        recount(request.lecture_id)
