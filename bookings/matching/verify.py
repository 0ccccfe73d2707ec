"""Does a plan keep every hard rule? Asked of the problem alone, by other means than planning.

Everything is compared pair by pair, with plain datetimes. `breaches` names the rule, the request and
whom it meets; an empty list means the plan may be proposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from bookings.matching.problem import Period, Problem, Request, Session


@dataclass(frozen=True)
class Breach:
    rule: str
    request: str
    other: str = ""


@dataclass(frozen=True)
class Stay:
    """Somebody, or a room, is taken: by a planned or a committed session."""

    what: str
    start: datetime
    end: datetime
    place: str
    lecturers: tuple[str, ...]
    room: str | None
    planned: bool


def breaches(problem: Problem, sessions: Sequence[Session]) -> list[Breach]:
    """Every breach of a hard rule in this plan."""
    known = [session for session in sessions if session.request in problem.request]
    found = [Breach("known", s.request) for s in sessions if s.request not in problem.request]
    found += _twice(known)
    for session in known:
        found += _alone(problem, session)
    stays = [_stay(problem, session) for session in known] + [
        Stay(c.id, c.start, c.end, c.place, c.lecturers, c.room, planned=False)
        for c in problem.committed
    ]
    return found + list(_pairs(problem, stays)) + list(_limits(problem, stays))


def _twice(sessions: Sequence[Session]) -> list[Breach]:
    names = [session.request for session in sessions]
    return [Breach("once", name) for name in sorted(set(names)) if names.count(name) > 1]


def _stay(problem: Problem, session: Session) -> Stay:
    request = problem.request[session.request]
    end = session.start + timedelta(minutes=request.length)
    return Stay(
        request.id, session.start, end, request.place, session.lecturers, request.room, planned=True
    )


def _alone(problem: Problem, session: Session) -> Iterator[Breach]:
    """Rules that one session keeps or breaks by itself."""
    request = problem.request[session.request]
    end = session.start + timedelta(minutes=request.length)
    if not _wished(problem, request, session):
        yield Breach("wish", request.id)
    if session.start.date() in problem.blackout:
        yield Breach("blackout", request.id)
    if _meets(problem.place[request.place].closed, session.start, end):
        yield Breach("closed", request.id)
    if (
        len(set(session.lecturers)) != request.lecturers
        or len(session.lecturers) != request.lecturers
    ):
        yield Breach("lecturers", request.id)
    yield from _promised(problem, session)
    for name in session.lecturers:
        if name not in problem.lecturer:
            yield Breach("known", request.id, name)
        else:
            yield from _person(problem, request, session, name)


def _wished(problem: Problem, request: Request, session: Session) -> bool:
    """The start belongs to the wish of that rank, or to a promise or an earlier plan."""
    if session.rank == len(request.wishes) + 1:
        promised = {p.start for p in problem.promises if p.request == request.id and p.start}
        planned = {old.start for old in problem.before if old.request == request.id}
        return session.start in promised | planned
    if not 1 <= session.rank <= len(request.wishes):
        return False
    wish = request.wishes[session.rank - 1]
    if wish.closes is None:
        return session.start == wish.opens
    return wish.opens <= session.start <= wish.closes - timedelta(minutes=request.length)


def _promised(problem: Problem, session: Session) -> Iterator[Breach]:
    mine = [p for p in problem.promises if p.request == session.request]
    asked = [p for p in mine if p.asked]
    for promise in asked or mine:
        kept = set(promise.lecturers) <= set(session.lecturers)
        if not kept or promise.start not in (None, session.start):
            yield Breach("asked" if promise.asked else "pinned", session.request)
    for forbid in problem.forbids:
        same = forbid.request == session.request and forbid.start in (None, session.start)
        if same and (forbid.lecturer is None or forbid.lecturer in session.lecturers):
            yield Breach("forbidden", session.request, forbid.lecturer or "")


def _person(problem: Problem, request: Request, session: Session, name: str) -> Iterator[Breach]:
    lecturer, travel = problem.lecturer[name], problem.travel
    comes = session.start - timedelta(minutes=travel.setup)
    goes = session.start + timedelta(minutes=request.length + travel.tidy)
    if request.lecture not in lecturer.skills:
        yield Breach("skill", request.id, name)
    if request.departments and request.departments.isdisjoint(lecturer.departments):
        yield Breach("department", request.id, name)
    if lecturer.hours is not None:
        midnight = datetime.combine(session.start.date(), datetime.min.time())
        times = lecturer.hours.get(session.start.weekday(), ())
        if not any(
            midnight + timedelta(minutes=opens) <= comes
            and goes <= midnight + timedelta(minutes=closes)
            for opens, closes in times
        ):
            yield Breach("hours", request.id, name)
    if _meets(lecturer.absences, comes, goes):
        yield Breach("absent", request.id, name)
    for busy in lecturer.busy:
        place = busy.place or lecturer.base
        today = busy.start.date() <= session.start.date() and busy.end > datetime.combine(
            session.start.date(), datetime.min.time()
        )
        if today and _too_close(
            problem, (comes, goes, request.place), (busy.start, busy.end, place)
        ):
            yield Breach("busy", request.id, name)


def _meets(periods: Iterable[Period], start: datetime, end: datetime) -> bool:
    return any(period.start < end and start < period.end for period in periods)


Stretch = tuple[datetime, datetime, str | None]


def _too_close(problem: Problem, one: Stretch, other: Stretch) -> bool:
    """Two stretches that overlap or leave too little time for the way."""
    first, second = sorted((one, other), key=lambda stretch: (stretch[0], stretch[1]))
    if second[0] < first[1]:
        return True
    return second[0] - first[1] < timedelta(minutes=problem.minutes(first[2], second[2]))


def _pairs(problem: Problem, stays: list[Stay]) -> Iterator[Breach]:
    """Two sessions of one lecturer too close for the way; two sessions in one room."""
    setup, tidy = (timedelta(minutes=m) for m in (problem.travel.setup, problem.travel.tidy))
    by_day: dict[object, list[Stay]] = {}
    for stay in stays:
        by_day.setdefault(stay.start.date(), []).append(stay)
    for together in by_day.values():
        for one, other in combinations(together, 2):
            if not one.planned and not other.planned:
                continue
            named = (one, other) if one.planned else (other, one)
            if one.room is not None and one.room == other.room:
                turn = timedelta(minutes=problem.room[one.room].turn_round)
                if one.start < other.end + turn and other.start < one.end + turn:
                    yield Breach("room", named[0].what, named[1].what)
            if set(one.lecturers) & set(other.lecturers) and _too_close(
                problem,
                (one.start - setup, one.end + tidy, one.place),
                (other.start - setup, other.end + tidy, other.place),
            ):
                yield Breach("travel", named[0].what, named[1].what)


def _limits(problem: Problem, stays: list[Stay]) -> Iterator[Breach]:
    """A limit counts committed sessions too; those alone are not the plan's fault."""
    counts: dict[tuple[str, str, object], list[Stay]] = {}
    for stay in stays:
        day = stay.start.date()
        keys = (("day", day), ("week", day.isocalendar()[:2]), ("month", (day.year, day.month)))
        for name in stay.lecturers:
            for unit, key in keys:
                counts.setdefault((name, unit, key), []).append(stay)
    for (name, unit, _), there in counts.items():
        lecturer = problem.lecturer.get(name)
        limit = getattr(lecturer.limits, unit) if lecturer else None
        planned = [stay.what for stay in there if stay.planned]
        if limit is not None and planned and len(there) > limit:
            yield Breach(f"limit_{unit}", planned[-1], name)
