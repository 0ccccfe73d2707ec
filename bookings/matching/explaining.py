"""Why a request is not in the plan, or not at its first wish, and what would make it possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bookings.matching.candidates import Against, against, by_lecture
from bookings.matching.planning import Plan, plan
from bookings.matching.problem import Problem, Promise, Request, Session
from bookings.matching.timetable import Timetable

# What an office can do something about, by the code of the only reason against a candidate.
REMEDIES = {
    "hours": "other_hours",
    "absent": "come_back",
    "busy": "free_time",
    "limit_day": "raise_limit",
    "limit_week": "raise_limit",
    "limit_month": "raise_limit",
    "taken": "move_other",
    "travel": "move_other",
    "forbidden": "allow",
    "asked_other": "release",
    "pinned_other": "release",
    "department": "other_department",
}


@dataclass(frozen=True)
class WhyNot:
    """One request that is not served, or later than its first wish.

    `against` covers the starts better than what it got. `remedies`: starts at which exactly one thing
    stands in the way of one lecturer, best wish first; for a request that needs one lecturer.
    """

    request: str
    rank: int | None
    against: tuple[Against, ...]
    remedies: tuple[dict[str, Any], ...]


def why_not(problem: Problem, sessions: Sequence[Session]) -> list[WhyNot]:
    """Every request that could wish for more, against what stands and the rest of the plan."""
    timetable, skilled = Timetable(problem), by_lecture(problem)
    got = {session.request: session for session in sessions}
    for session in sessions:
        timetable.add(session)
    found = []
    for request in sorted(problem.requests, key=lambda request: request.id):
        mine = got.get(request.id)
        if mine and mine.rank == 1:
            continue
        if mine:
            timetable.remove(mine)
        found.append(_why(problem, request, mine, timetable, skilled.get(request.lecture, [])))
        if mine:
            timetable.add(mine)
    return found


def _why(
    problem: Problem,
    request: Request,
    session: Session | None,
    timetable: Timetable,
    skilled: list[str],
) -> WhyNot:
    rank = session.rank if session else None
    reasons = [
        one
        for one in against(problem, request, timetable, skilled)
        if rank is None or one.rank < rank
    ]
    return WhyNot(request.id, rank, tuple(reasons), tuple(remedies(request, reasons)))


def remedies(request: Request, reasons: Sequence[Against]) -> list[dict[str, Any]]:
    """What alone would make a start possible."""
    # `too_few` is what the lecturers' own reasons come to, not one more.
    shut = {
        one.start for one in reasons
        if not one.lecturer and any(reason.code != "too_few" for reason in one.reasons)
    }  # fmt: skip
    found = []
    for one in reasons:
        alone = one.lecturer and len(one.reasons) == 1 and one.start not in shut
        if request.lecturers == 1 and alone and one.reasons[0].code in REMEDIES:
            reason = one.reasons[0]
            found.append({
                "remedy": REMEDIES[reason.code], "start": one.start.isoformat(timespec="minutes"),
                "rank": one.rank, "lecturer": one.lecturer, "reason": reason.code, **reason.facts,
            })  # fmt: skip
    return found


def forced(problem: Problem, request: str, *, seconds: float = 20) -> tuple[Plan, list[str]]:
    """The best plan that serves this request, and the requests that fall out of it for that.

    Solved anew with the request first of all; empty-handed if no plan can serve it.
    """
    before = plan(problem, seconds=seconds)
    first = Promise(request)
    held = problem.promise.get(request)
    others = tuple(promise for promise in problem.promises if promise.request != request)
    wanted = replace(problem, promises=(*others, held or first))
    after = plan(wanted, seconds=seconds)
    served = {session.request for session in after.sessions}
    return after, sorted({s.request for s in before.sessions} - served)
