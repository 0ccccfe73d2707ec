"""Who could come when: every feasible (request, start, lecturer), and what stands against the rest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from bookings.matching.problem import Problem, Request
from bookings.matching.timetable import Reason, Timetable


@dataclass(frozen=True)
class Slot:
    """A start at which enough lecturers are free; `lecturers` by id, in order."""

    request: str
    start: datetime
    rank: int
    lecturers: tuple[str, ...]


@dataclass(frozen=True)
class Against:
    """What stands against one start; `lecturer` empty: whoever comes."""

    start: datetime
    rank: int
    lecturer: str
    reasons: tuple[Reason, ...]


def by_lecture(problem: Problem) -> dict[str, list[str]]:
    """The lecturers who can give each lecture, by id."""
    found: dict[str, list[str]] = defaultdict(list)
    for lecturer in sorted(problem.lecturers, key=lambda lecturer: lecturer.id):
        for lecture in lecturer.skills:
            found[lecture].append(lecturer.id)
    return found


def slots(
    problem: Problem, request: Request, timetable: Timetable, skilled: list[str]
) -> list[Slot]:
    """The starts that are possible beside what the timetable holds, best wish first."""
    found = []
    for start, rank in problem.slots(request):
        if next(timetable.against_slot(request, start), None) is not None:
            continue
        free = timetable.free(request, start, skilled)
        if enough(problem, request, free):
            found.append(Slot(request.id, start, rank, free))
    return found


def enough(problem: Problem, request: Request, free: tuple[str, ...]) -> bool:
    """As many as the request needs, and all whom its promise names."""
    promise = problem.promise.get(request.id)
    if promise and not set(promise.lecturers) <= set(free):
        return False
    return len(free) >= request.lecturers


def all_slots(problem: Problem, timetable: Timetable | None = None) -> list[Slot]:
    """Every slot of every open request, by the request's id."""
    timetable = timetable or Timetable(problem)
    skilled = by_lecture(problem)
    return [
        slot
        for request in sorted(problem.requests, key=lambda request: request.id)
        for slot in slots(problem, request, timetable, skilled.get(request.lecture, []))
    ]


def against(
    problem: Problem, request: Request, timetable: Timetable, skilled: list[str]
) -> list[Against]:
    """What stands against each start and each lecturer who can give the lecture.

    A start with too few free lecturers says so beside the single reasons (code `too_few`).
    """
    found = []
    for start, rank in problem.slots(request):
        whoever = tuple(timetable.against_slot(request, start))
        people = [
            Against(start, rank, name, tuple(reasons))
            for name in skilled
            if (reasons := list(timetable.against(request, start, problem.lecturer[name])))
        ]
        free = len(skilled) - len(people)
        if free < request.lecturers:
            whoever += (Reason("too_few", {"free": free, "needed": request.lecturers}),)
        if whoever:
            found.append(Against(start, rank, "", whoever))
        found += people
    return found
