"""For one request: who could come when, best first, beside everything that stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bookings.matching.candidates import Against, Slot, against, by_lecture, slots
from bookings.matching.problem import Period, Problem, Request
from bookings.matching.timetable import Timetable


@dataclass(frozen=True)
class Proposal:
    """One start with its lecturers; `minutes` of travel together, `nth` session of each this year."""

    start: datetime
    rank: int
    lecturers: tuple[str, ...]
    minutes: int
    nth: tuple[int, ...]


@dataclass(frozen=True)
class Proposals:
    """Ranked proposals, and what stands against everything else."""

    proposals: tuple[Proposal, ...]
    against: tuple[Against, ...]


def proposals(
    problem: Problem, request: Request, *, timetable: Timetable | None = None, most: int = 20
) -> Proposals:
    """By wish, then by load, then by way: at each start every lecturer who can, or the best team.

    A caller with many requests passes one timetable, which holds what stands.
    """
    skilled = by_lecture(problem).get(request.lecture, [])
    if timetable is None:
        timetable = Timetable(narrowed(problem, request, skilled))
    found = [
        proposal
        for slot in slots(problem, request, timetable, skilled)
        for proposal in _of(problem, request, slot)
    ]
    found.sort(key=lambda p: (p.rank, sum(n * n for n in p.nth), p.minutes, p.start, p.lecturers))
    return Proposals(tuple(found[:most]), tuple(against(problem, request, timetable, skilled)))


def narrowed(problem: Problem, request: Request, skilled: Sequence[str]) -> Problem:
    """The problem without what cannot concern this request: other people, busy times of other days."""
    names, days = set(skilled), {start.date() for start, _ in problem.slots(request)}

    def touches(busy: Period) -> bool:
        first, last = busy.start.date(), busy.end.date()
        return first in days or last in days or (last - first).days > 1

    return replace(
        problem,
        lecturers=tuple(
            replace(person, busy=tuple(filter(touches, person.busy)))
            for person in problem.lecturers
            if person.id in names
        ),
        committed=tuple(
            fixed
            for fixed in problem.committed
            if (fixed.room and fixed.room == request.room) or not names.isdisjoint(fixed.lecturers)
        ),
    )


def _of(problem: Problem, request: Request, slot: Slot) -> list[Proposal]:
    ordered = sorted(slot.lecturers, key=lambda name: _order(problem, request, name))
    promise = problem.promise.get(request.id)
    named = [name for name in ordered if promise and name in promise.lecturers]
    free = [name for name in ordered if name not in named]
    wanted = request.lecturers - len(named)
    teams = [[*named, name] for name in free] if wanted == 1 else [[*named, *free[:wanted]]]
    return [_proposal(problem, request, slot, team) for team in teams]


def _order(problem: Problem, request: Request, name: str) -> tuple[int, int, str]:
    lecturer = problem.lecturer[name]
    return lecturer.load, problem.minutes(lecturer.base, request.place), name


def _proposal(problem: Problem, request: Request, slot: Slot, team: Sequence[str]) -> Proposal:
    people = [problem.lecturer[name] for name in sorted(team)]
    return Proposal(
        slot.start,
        slot.rank,
        tuple(person.id for person in people),
        sum(problem.minutes(person.base, request.place) for person in people),
        tuple(person.load + 1 for person in people),
    )
