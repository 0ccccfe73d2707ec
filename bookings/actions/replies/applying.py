"""An understood answer becomes the action it stands for; the same for a mail and for a clerk."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from bookings.actions import answering
from bookings.actions.answering import Said
from bookings.actions.moves import By
from bookings.answers import Accept, Counter, Decline
from bookings.models import Answer, Assignment
from bookings.models.class_rows import lasting
from bookings.models.openings import availability_from
from bookings.models.rulebook import centre_of, rules_at, usable_for
from bookings.rules import Slot, Usable, slot_problem, within_usable
from bookings.sentence import again, kept, sentence
from bookings.status import AssignmentRole, AssignmentState, Reason
from lectures.zones import venue_zone


def apply(
    understood: Accept | Decline | Counter,
    *,
    assignment: Assignment,
    by: By,
    at: datetime,
    said: Said,
    held: bool = False,
) -> Answer:
    """Accept, decline or propose. Refused, Stale, Clash as the action says.

    `held`: `assignment` is `locked_assignment`'s, read in this very transaction.
    """
    ask, version = assignment.pk, assignment.version
    locked = assignment if held else None
    if isinstance(understood, Accept):
        return answering.accept(
            assignment_id=ask, version=version, by=by, at=at, said=said, locked=locked,
            rank=understood.rank, starts_at=_other_start(understood, assignment),
            lecturer_ids=understood.lecturer_ids,
        )  # fmt: skip
    if isinstance(understood, Decline):
        return answering.decline(
            assignment_id=ask, version=version, by=by, at=at, said=said, locked=locked,
            reason=Reason.OTHER,
        )  # fmt: skip
    return answering.counter(
        assignment_id=ask, version=version, by=by, at=at, said=said, locked=locked,
        slots=slots_of(understood, assignment),
    )  # fmt: skip


def slots_of(understood: Counter, assignment: Assignment) -> list[Slot]:
    """The proposed slots; where no end was written, the lecture's length."""
    length = timedelta(minutes=lasting(assignment.request))
    return [Slot(starts, ends or starts + length) for starts, ends in understood.slots]


def proposed_by(understood: Accept | Counter, assignment: Assignment) -> list[Slot]:
    """What the group would be offered: the other dates, or a start outside the venue's hours."""
    if isinstance(understood, Counter):
        return slots_of(understood, assignment)
    starts_at = _other_start(understood, assignment)
    if starts_at is None:
        return []
    request = assignment.request
    slot = Slot(starts_at, starts_at + timedelta(minutes=lasting(request)))
    wished = usable_for(request, rank=understood.rank or assignment.rank)
    return [] if within_usable(slot, wished, venue_zone()) else [slot]


def proposal_problem(assignment: Assignment, slots: Collection[Slot], *, at: datetime) -> str:
    """Why the group may not be offered these dates without a person; empty: it may."""
    if not slots:
        return ""
    request = assignment.request
    rules = rules_at(request.lecture, centre_of(request))
    usable = Usable(request.usable_from, request.usable_until)
    availability = availability_from(request, at=at)
    for slot in slots:
        if slot.starts_at <= at:
            return _("もうすぎた日時が書かれています。")
        if problem := slot_problem(
            rules, slot, usable=usable, zone=venue_zone(), availability=availability
        ):
            return sentence(
                "%(when)s：%(problem)s",
                when=(slot.starts_at, slot.ends_at),
                problem=again(kept(problem.sentence)),
            )
        if other := _elsewhere(assignment, slot):
            return sentence(
                "いっしょに行う%(department)sが、ほかの時間で引き受けています。",
                department=str(other.department),
            )
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
