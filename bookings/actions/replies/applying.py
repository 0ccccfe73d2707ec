"""An understood answer becomes the action it stands for; the same for a mail and for a clerk."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from bookings.actions import answering
from bookings.actions.answering import Said
from bookings.actions.moves import By
from bookings.answers import Accept, Counter, Decline
from bookings.emails import facts
from bookings.models import Answer, Assignment
from bookings.models.rulebook import rules_for, usable_for
from bookings.rules import Slot, Usable, slot_problem, within_usable
from bookings.status import AssignmentRole, AssignmentState, Reason
from lectures.zones import venue_zone


def apply(
    understood: Accept | Decline | Counter,
    *,
    assignment: Assignment,
    by: By,
    at: datetime,
    said: Said,
) -> Answer:
    """Accept, decline or propose. Refused, Stale, Clash as the action says."""
    ask, version = assignment.pk, assignment.version
    if isinstance(understood, Accept):
        return answering.accept(
            assignment_id=ask, version=version, by=by, at=at, said=said,
            rank=understood.rank, starts_at=_other_start(understood, assignment),
            lecturer_ids=understood.lecturer_ids,
        )  # fmt: skip
    if isinstance(understood, Decline):
        return answering.decline(
            assignment_id=ask, version=version, by=by, at=at, said=said, reason=Reason.OTHER
        )
    return answering.counter(
        assignment_id=ask, version=version, by=by, at=at, said=said,
        slots=slots_of(understood, assignment),
    )  # fmt: skip


def slots_of(understood: Counter, assignment: Assignment) -> list[Slot]:
    """The proposed slots; where no end was written, the lecture's length."""
    length = timedelta(minutes=assignment.request.lecture.minutes)
    return [Slot(starts, ends or starts + length) for starts, ends in understood.slots]


def proposed_by(understood: Accept | Counter, assignment: Assignment) -> list[Slot]:
    """What the group would be offered: the other dates, or a start outside the venue's hours."""
    if isinstance(understood, Counter):
        return slots_of(understood, assignment)
    starts_at = _other_start(understood, assignment)
    if starts_at is None:
        return []
    request = assignment.request
    slot = Slot(starts_at, starts_at + timedelta(minutes=request.lecture.minutes))
    wished = usable_for(request, rank=understood.rank or assignment.rank)
    return [] if within_usable(slot, wished, venue_zone()) else [slot]


def proposal_problem(assignment: Assignment, slots: Iterable[Slot], *, at: datetime) -> str:
    """Why the group may not be offered these dates without a person; empty: it may."""
    request = assignment.request
    rules, usable = rules_for(request.lecture), Usable(request.usable_from, request.usable_until)
    for slot in slots:
        if slot.starts_at <= at:
            return _("もうすぎた日時が書かれています。")
        if problem := slot_problem(rules, slot, usable=usable, zone=venue_zone()):
            return f"{facts.when(slot.starts_at, slot.ends_at)}：{problem.sentence}"
        if other := _elsewhere(assignment, slot):
            return _("いっしょに行う%(department)sが、ほかの時間で引き受けています。") % {
                "department": other.department
            }
    return ""


def _elsewhere(assignment: Assignment, slot: Slot) -> Assignment | None:
    """Another part that has accepted another time."""
    others = Assignment.objects.filter(
        request=assignment.request_id,
        role=AssignmentRole.LECTURE,
        state=AssignmentState.ACCEPTED,
    ).exclude(part=assignment.part)
    standing = others.exclude(starts_at=slot.starts_at, ends_at=slot.ends_at)
    return standing.select_related("department").first()


def _other_start(understood: Accept, assignment: Assignment) -> datetime | None:
    """None where the start is the asked one: then the asked end stands too."""
    if understood.rank in (None, assignment.rank) and understood.starts_at == assignment.starts_at:
        return None
    return understood.starts_at
