"""How good a plan is: the objectives in their order, and the figures that people compare."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from bookings.matching.problem import Problem, Promise, Request, Session

LEVELS = ("broken", "changed", "unserved", "priority", "wishes", "load", "travel")


def score(problem: Problem, sessions: Sequence[Session]) -> tuple[int, ...]:
    """The objectives of LEVELS, each to be as small as possible, the first before the next.

    broken: promises not kept, who was asked counts above all pins; changed: sessions of the earlier
    plan that are not given exactly so; unserved: requests; priority: sum of the unserved requests'
    priorities; wishes: sum of (rank - 1); load: sum over lecturers of the rise of load squared; travel:
    minutes from each lecturer's base, one way.
    """
    served = {session.request: session for session in sessions}
    missing = [request for request in problem.requests if request.id not in served]
    return (
        sum(
            promise_weight(problem, p) for p in problem.promise.values() if p.request not in served
        ),
        sum(not same(served.get(old.request), old) for old in problem.before),
        len(missing),
        sum(request.priority for request in missing),
        sum(session.rank - 1 for session in sessions),
        load_cost(problem, sessions),
        sum(journey(problem, session) for session in sessions),
    )


def promise_weight(problem: Problem, promise: Promise) -> int:
    """One that was asked outweighs all that are pinned."""
    return len(problem.promise) + 1 if promise.asked else 1


def same(session: Session | None, old: Session) -> bool:
    return (
        session is not None
        and session.start == old.start
        and set(session.lecturers) == set(old.lecturers)
    )


def loads(problem: Problem, sessions: Iterable[Session]) -> dict[str, int]:
    """Each lecturer's sessions this year with the plan."""
    new = Counter(name for session in sessions for name in session.lecturers)
    return {lecturer.id: lecturer.load + new[lecturer.id] for lecturer in problem.lecturers}


def load_cost(problem: Problem, sessions: Iterable[Session]) -> int:
    after = loads(problem, sessions)
    return sum(after[person.id] ** 2 - person.load**2 for person in problem.lecturers)


def journey(problem: Problem, session: Session) -> int:
    """Minutes from their bases to the place, one way, all lecturers of the session together."""
    place = problem.request[session.request].place
    return sum(problem.minutes(problem.lecturer[name].base, place) for name in session.lecturers)


def gini(numbers: Iterable[int]) -> float:
    """Gini coefficient of non-negative numbers: 0 all equal, towards 1 all with one."""
    ordered = sorted(numbers)
    total = sum(ordered)
    if not total:
        return 0.0
    weighted = sum(place * number for place, number in enumerate(ordered, start=1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def figures(problem: Problem, sessions: Sequence[Session]) -> dict[str, Any]:
    """What people compare between two plans."""
    ranks = Counter(session.rank for session in sessions)
    return {
        "requests": len(problem.requests),
        "served": len(sessions),
        "by_wish": {str(rank): ranks[rank] for rank in sorted(ranks)},
        "load_gini": round(gini(loads(problem, sessions).values()), 4),
        "travel_minutes": sum(journey(problem, session) for session in sessions),
        "objectives": dict(zip(LEVELS, score(problem, sessions), strict=True)),
    }


def worst_rank(problem: Problem, request: Request) -> int:
    """The largest rank a slot of this request can have."""
    return max((rank for _, rank in problem.slots(request)), default=1)
