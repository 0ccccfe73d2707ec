"""The mail moves the ask: back from the department that got it meanwhile, or on to another one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.asking import ASKABLE, ask_one, place, recall_in
from bookings.actions.moves import By, Refused, locked
from bookings.actions.queue.entries import Decision, by_department, decide_ask, said_in
from bookings.actions.replies import understanding
from bookings.actions.replies.addressing import ask_of
from bookings.actions.replies.applying import apply
from bookings.answers import Accept, Counter
from bookings.models import Answer, Assignment, BookingRequest
from bookings.rules import Slot
from bookings.status import ASSIGNMENT_STANDING, AssignmentState, Reason
from lectures.models import Department


@transaction.atomic
def take_after_all(*, waiting_id: int, by: By, at: datetime) -> Answer:
    """An answer that was sent in time counts; who was asked meanwhile hears it in one mail."""
    waiting, late = decide_ask(waiting_id, by=by, at=at)
    understood = understanding.of_json(waiting.understood)
    if not isinstance(understood, Accept | Counter) or late.state in ASSIGNMENT_STANDING:
        raise Refused(_("このメールは、おくれて届いた返事としては記録できません。"))
    request = locked(late.request_id)
    _free_part(request, late, by=by, at=at)
    again = _stands_again(request, late, at=at)
    return apply(
        understood, assignment=ask_of(again.pk), by=by_department(waiting, by), at=at,
        said=said_in(waiting, again, at=at),
    )  # fmt: skip


@transaction.atomic
def hand_over(
    *,
    waiting_id: int,
    department_id: int,
    by: By,
    at: datetime,
    assignment_id: int | None = None,
) -> Assignment:
    """Another department is in charge: one mail takes the ask back, one asks the other."""
    _waiting, old = decide_ask(
        waiting_id, by=by, at=at, assignment_id=assignment_id, decision=Decision.HANDED_OVER
    )
    request = locked(old.request_id)
    if department_id == old.department_id:
        raise Refused(_("いま依頼している課です。ほかの課をえらんでください。"))
    if old.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。ほかの日時で依頼してください。"))
    recall_in(request, old, by=by, at=at, reason=Reason.NOT_OURS)
    return ask_one(
        request,
        part=old.part,
        department=Department.objects.get(pk=department_id),
        slot=Slot(old.starts_at, old.ends_at),
        rank=old.rank,
        by=by,
        at=at,
    )


def may_be_taken(late: Assignment, *, at: datetime) -> bool:
    """Whether `take_after_all` has a chance: nobody else has taken the part."""
    others = Assignment.objects.filter(
        request=late.request_id, part=late.part, state=AssignmentState.ACCEPTED
    )
    return (
        late.state not in ASSIGNMENT_STANDING
        and late.starts_at > at
        and late.request.status in ASKABLE
        and not others.exists()
    )


def _free_part(request: BookingRequest, late: Assignment, *, by: By, at: datetime) -> None:
    if request.status not in ASKABLE:
        raise Refused(
            _("この申込みは「%(status)s」なので、返事を記録できません。")
            % {"status": request.get_status_display()}
        )
    standing = request.assignments.filter(part=late.part, state__in=ASSIGNMENT_STANDING)
    for other in standing.select_related("department"):
        if other.state == AssignmentState.ACCEPTED:
            raise Refused(
                _("%(department)sが、もう引き受けています。") % {"department": other.department}
            )
        recall_in(request, other, by=by, at=at, reason=Reason.OTHER)


def _stands_again(request: BookingRequest, late: Assignment, *, at: datetime) -> Assignment:
    """A new ask in the place of the one that ended. Nobody is told: its answer is here already."""
    return place(
        request,
        at=at,
        part=late.part,
        department=late.department,
        role=late.role,
        support=late.support,
        rank=late.rank,
        starts_at=late.starts_at,
        ends_at=late.ends_at,
        asked_at=late.asked_at,
        due_at=late.due_at,
    )
