"""Plans without a solver: one request after the other takes the best that is left.

Never breaks a hard rule, proves nothing. What an installation without HiGHS gets, the solver's first
plan, and the rules that a plan is measured against.
"""

from collections import Counter
from collections.abc import Iterable

from bookings.matching.candidates import Slot, all_slots, by_lecture, enough
from bookings.matching.problem import Problem, Request, Session
from bookings.matching.timetable import Timetable


def scarce_first(problem: Problem, slots: Iterable[Slot] | None = None) -> list[Session]:
    """Promises and the earlier plan first, then whoever has the fewest possibilities."""
    left = Counter[str]()
    for slot in all_slots(problem) if slots is None else slots:
        left[slot.request] += len(slot.lecturers)
    ordered = sorted(
        problem.requests,
        key=lambda request: (
            request.id not in problem.promise,
            request.id not in problem.planned,
            left[request.id],
            -request.priority,
            request.id,
        ),
    )
    return in_order(problem, [request for request in ordered if left[request.id]])


def first_come(problem: Problem) -> list[Session]:
    """The requests in the order they stand in the problem, as a desk without a plan serves them."""
    return in_order(problem, problem.requests)


def in_order(problem: Problem, requests: Iterable[Request]) -> list[Session]:
    timetable, skilled = Timetable(problem), by_lecture(problem)
    load = Counter({lecturer.id: lecturer.load for lecturer in problem.lecturers})
    found = []
    for request in requests:
        session = best(problem, request, timetable, skilled.get(request.lecture, []), load)
        if session:
            timetable.add(session)
            load.update(session.lecturers)
            found.append(session)
    return found


def best(
    problem: Problem, request: Request, timetable: Timetable, skilled: list[str], load: Counter[str]
) -> Session | None:
    """The best wish that is free, with the least loaded and then nearest lecturers."""
    planned = problem.planned.get(request.id)
    for start, rank in sorted(
        problem.slots(request),
        key=lambda slot: (planned is None or slot[0] != planned.start, slot[1]),
    ):
        if next(timetable.against_slot(request, start), None) is not None:
            continue
        free = timetable.free(request, start, skilled)
        if enough(problem, request, free):
            return Session(request.id, start, team(problem, request, free, load), rank)
    return None


def team(
    problem: Problem, request: Request, free: tuple[str, ...], load: Counter[str]
) -> tuple[str, ...]:
    promise, planned = problem.promise.get(request.id), problem.planned.get(request.id)
    promised = promise.lecturers if promise else ()
    before = planned.lecturers if planned else ()

    def order(name: str) -> tuple[bool, bool, int, int, str]:
        minutes = problem.minutes(problem.lecturer[name].base, request.place)
        return name not in promised, name not in before, load[name], minutes, name

    return tuple(sorted(sorted(free, key=order)[: request.lecturers]))
