"""When things change: the changed problem, and the plan with the fewest changes from the one before.

The plan before goes into `Problem.before`; a session counts as changed unless start and lecturers stay.
A promise that the change has made impossible by itself no longer binds, so that its request can move.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookings.matching.candidates import all_slots
from bookings.matching.figures import same
from bookings.matching.planning import Plan, plan
from bookings.matching.problem import Period, Problem, Promise, Session


@dataclass(frozen=True)
class Repair:
    """The new plan; by request what moved and what is lost; the promises that could not be kept."""

    plan: Plan
    moved: tuple[str, ...]
    lost: tuple[str, ...]
    released: tuple[Promise, ...]


def without_lecturer(problem: Problem, lecturer: str, period: Period) -> Problem:
    """The lecturer cannot come in this time."""
    return replace(
        problem,
        lecturers=tuple(
            replace(row, absences=(*row.absences, period)) if row.id == lecturer else row
            for row in problem.lecturers
        ),
    )


def without_place(problem: Problem, place: str, period: Period) -> Problem:
    """Nothing can be held at the place in this time."""
    return replace(
        problem,
        places=tuple(
            replace(row, closed=(*row.closed, period)) if row.id == place else row
            for row in problem.places
        ),
    )


def repair(problem: Problem, before: Sequence[Session], *, seconds: float = 60) -> Repair:
    """The feasible plan that keeps as many of these sessions as can be kept, then the objectives."""
    problem = replace(problem, before=tuple(before))
    possible = {slot.request for slot in all_slots(problem)}
    released = tuple(p for p in problem.promises if p.request not in possible)
    kept = tuple(p for p in problem.promises if p.request in possible)
    new = plan(replace(problem, promises=kept), seconds=seconds)
    now = {session.request: session for session in new.sessions}
    changed = [old for old in before if not same(now.get(old.request), old)]
    return Repair(
        plan=new,
        moved=tuple(sorted(old.request for old in changed if old.request in now)),
        lost=tuple(sorted(old.request for old in changed if old.request not in now)),
        released=released,
    )
