"""The plan over all open requests: hard rules first, then the objectives in their order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bookings.matching import solving
from bookings.matching.candidates import Slot, all_slots
from bookings.matching.figures import figures, promise_weight, score, worst_rank
from bookings.matching.greedy import scarce_first
from bookings.matching.model import Builder
from bookings.matching.problem import Problem, Session
from bookings.matching.timetable import Timetable
from bookings.matching.verify import Breach, breaches

MEGABYTES = 2048


@dataclass(frozen=True)
class Plan:
    """Sessions by request. `proven`: no plan is better on any objective, in their order.

    `gap` is how far the first unproven level may be from its optimum, as a share of its value.
    `breaches` is what the independent check found; a plan with any may not be proposed.
    """

    sessions: tuple[Session, ...]
    solver: str
    proven: bool
    gap: float | None
    seconds: float
    megabytes: int
    levels: tuple[dict[str, Any], ...]
    breaches: tuple[Breach, ...]


def plan(
    problem: Problem, *, seconds: float = 60, megabytes: int = MEGABYTES, solver: bool = True
) -> Plan:
    """The best plan found in time. Without HiGHS, or without `solver`, the greedy one, unproven."""
    started = time.monotonic()
    problem = canonical(problem)
    slots = all_slots(problem)
    first = scarce_first(problem, slots)
    levels: list[solving.Solved] = []
    if solver and slots and solving.available():
        levels, found = _solved(problem, slots, first, started + seconds, megabytes)
        first = min((found, first), key=lambda sessions: score(problem, sessions))
    sessions = settle(problem, first)
    proven = not slots or (bool(levels) and all(level.proven for level in levels))
    return Plan(
        sessions=tuple(sessions),
        solver="highs" if levels else "greedy",
        proven=proven,
        gap=0.0 if proven else _gap(levels),
        seconds=round(time.monotonic() - started, 3),
        megabytes=max((level.megabytes for level in levels), default=0),
        levels=tuple(_told(level) for level in levels),
        breaches=tuple(breaches(problem, sessions)),
    )


def canonical(problem: Problem) -> Problem:
    """The same problem in one order, so that the order of the input decides nothing."""
    return replace(
        problem,
        requests=tuple(sorted(problem.requests, key=lambda request: request.id)),
        lecturers=tuple(sorted(problem.lecturers, key=lambda lecturer: lecturer.id)),
    )


def _solved(
    problem: Problem, slots: Sequence[Slot], first: list[Session], until: float, megabytes: int
) -> tuple[list[solving.Solved], list[Session]]:
    builder = Builder(problem, slots)
    joined = solving.joined(builder.model, spreads(problem, builder))
    levels = solving.solve(
        builder.model, joined, start=builder.chosen(first),
        seconds=max(1.0, until - time.monotonic()), megabytes=megabytes,
    )  # fmt: skip
    found = builder.sessions(levels[-1].chosen) if levels else first
    if len(levels) < len(joined):
        levels += [solving.Solved(joined[len(levels)].names, 0, None, [], 0.0, 0)]
    return levels, found


def spreads(problem: Problem, builder: Builder) -> dict[str, int]:
    """How much each level can differ between two plans, at most."""
    costs = builder.model.costs
    return {
        "broken": sum(promise_weight(problem, promise) for promise in problem.promise.values()),
        "changed": len(problem.before),
        "unserved": len(problem.requests),
        "priority": sum(request.priority for request in problem.requests),
        "wishes": sum(worst_rank(problem, request) - 1 for request in problem.requests),
        "load": 0,  # never joined
        "travel": max(costs["travel"].values(), default=0)
        * sum(request.lecturers for request in problem.requests),
    }


def settle(problem: Problem, sessions: Sequence[Session]) -> list[Session]:
    """Each session at the earliest start its window allows beside the others.

    No objective changes: the wish, the lecturers and the way stay the same.
    """
    settled = list(sessions)
    timetable = Timetable(problem)
    for session in settled:
        timetable.add(session)
    for place, session in enumerate(settled):
        earlier = [
            start for start, rank in problem.slots(problem.request[session.request])
            if rank == session.rank and start < session.start
        ]  # fmt: skip
        if not earlier or session.request in problem.promise or session.request in problem.planned:
            continue
        timetable.remove(session)
        moved = (replace(session, start=start) for start in earlier)
        settled[place] = next((other for other in moved if timetable.clear(other)), session)
        timetable.add(settled[place])
    return settled


def _gap(levels: Sequence[solving.Solved]) -> float | None:
    open_level = next((level for level in levels if not level.proven), None)
    if open_level is None or open_level.bound is None:
        return None
    return round((open_level.value - open_level.bound) / max(1, abs(open_level.value)), 6)


def _told(level: solving.Solved) -> dict[str, Any]:
    return {
        "names": list(level.names),
        "value": level.value,
        "bound": level.bound,
        "proven": level.proven,
        "seconds": level.seconds,
    }


def told(problem: Problem, plan: Plan) -> dict[str, Any]:
    """The figures of a plan, for people and for JSON."""
    return {
        **figures(problem, plan.sessions),
        "solver": plan.solver,
        "proven": plan.proven,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "megabytes": plan.megabytes,
        "levels": list(plan.levels),
    }
