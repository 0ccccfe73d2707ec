"""An understood answer becomes the action it stands for; the same for a mail and for a clerk."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bookings.actions import answering
from bookings.actions.answering import Said
from bookings.actions.moves import By
from bookings.answers import Accept, Counter, Decline
from bookings.models import Answer, Assignment
from bookings.models.rulebook import rules_for
from bookings.rules import Problem, Slot, Usable, slot_problem
from bookings.status import Reason
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


def proposal_problem(assignment: Assignment, slots: Iterable[Slot]) -> Problem | None:
    """The first rule of the town that a proposed slot breaks, or None.

    The venue's hours are not asked: they were given for the wishes, and the group will say.
    """
    rules = rules_for(assignment.request.lecture)
    problems = (slot_problem(rules, slot, usable=Usable(), zone=venue_zone()) for slot in slots)
    return next((problem for problem in problems if problem is not None), None)


def _other_start(understood: Accept, assignment: Assignment) -> datetime | None:
    """None where the start is the asked one: then the asked end stands too."""
    if understood.rank in (None, assignment.rank) and understood.starts_at == assignment.starts_at:
        return None
    return understood.starts_at
