"""Who and what is taken when: the sessions that stand, ready to be asked about one more.

A lecturer is taken from set-up to tidy-up; between two such blocks of one day lies the travel from one
place to the other. Days and weeks are counted by the day the session is on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bookings.matching.problem import Lecturer, Period, Problem, Request, Session

DAY = 1440


@dataclass(frozen=True)
class Reason:
    """What stands against a candidate: a code, and the facts that a sentence needs."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """Taken from `start` until `end` (minutes since day 0) at `place`; `what` names the cause."""

    start: int
    end: int
    place: str | None
    what: str
    session: bool


def minute(moment: datetime) -> int:
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def limit_keys(day: date) -> tuple[tuple[str, Any], ...]:
    year, week, _ = day.isocalendar()
    return (("day", day.toordinal()), ("week", (year, week)), ("month", (day.year, day.month)))


class Try:
    """One start of one request, its numbers worked out once for all lecturers."""

    def __init__(self, problem: Problem, request: Request, start: datetime) -> None:
        self.request, self.start = request, start
        begins = minute(start)
        self.first = begins - problem.travel.setup
        self.last = begins + request.length + problem.travel.tidy
        self.day, self.weekday = start.toordinal(), start.weekday()
        self.keys = limit_keys(start.date())
        self.forbidden = {
            forbid.lecturer
            for forbid in problem.forbidden.get(request.id, ())
            if forbid.start in (None, start)
        }
        promise = problem.promise.get(request.id)
        full = promise is not None and len(promise.lecturers) >= request.lecturers
        self.only = promise.lecturers if promise and full else None


class Timetable:
    """The fixed blocks and counts of every lecturer and room; `add` makes a session one of them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.blocks: dict[tuple[str, int], list[Block]] = defaultdict(list)
        self.rooms: dict[tuple[str, int], list[Block]] = defaultdict(list)
        self.counts: Counter[tuple[str, str, Any]] = Counter()
        for lecturer in problem.lecturers:
            for busy in lecturer.busy:
                self._block(lecturer, busy)
        for fixed in problem.committed:
            self.take(
                fixed.id, fixed.start, fixed.end, fixed.place, fixed.lecturers, fixed.room
            )  # fmt: skip

    def _block(self, lecturer: Lecturer, busy: Period) -> None:
        start, end = minute(busy.start), minute(busy.end)
        block = Block(start, end, busy.place or lecturer.base, "busy", session=False)
        for day in range(start // DAY, (end - 1) // DAY + 1):
            self.blocks[lecturer.id, day].append(block)

    def add(self, session: Session) -> None:
        request = self.problem.request[session.request]
        end = session.start + timedelta(minutes=request.length)
        self.take(
            request.id, session.start, end, request.place, session.lecturers, request.room
        )  # fmt: skip

    def take(
        self,
        what: str,
        start: datetime,
        end: datetime,
        place: str,
        lecturers: Iterable[str],
        room: str | None,
    ) -> None:
        travel = self.problem.travel
        first, last, day = minute(start), minute(end), start.toordinal()
        block = Block(first - travel.setup, last + travel.tidy, place, what, session=True)
        keys = limit_keys(start.date())
        for lecturer in lecturers:
            self.blocks[lecturer, day].append(block)
            for name, key in keys:
                self.counts[lecturer, name, key] += 1
        if room is not None:
            self.rooms[room, day].append(Block(first, last, place, what, session=True))

    def remove(self, session: Session) -> None:
        """The opposite of `add`."""
        request, day = self.problem.request[session.request], session.start.toordinal()
        keys = [(self.blocks, (name, day)) for name in session.lecturers]
        keys += [(self.rooms, (request.room, day))] if request.room is not None else []
        for table, key in keys:
            table[key] = [block for block in table[key] if block.what != request.id]
        for name in session.lecturers:
            for unit, when in limit_keys(session.start.date()):
                self.counts[name, unit, when] -= 1

    def clear(self, session: Session) -> bool:
        """Whether nothing stands against this session beside what the timetable holds."""
        request = self.problem.request[session.request]
        free = self.free(request, session.start, session.lecturers)
        return (
            len(free) == len(session.lecturers)
            and next(self.against_slot(request, session.start), None) is None
        )

    def free(self, request: Request, start: datetime, names: Iterable[str]) -> tuple[str, ...]:
        """The lecturers against whom nothing stands: the same as `against`, without the reasons."""
        one = Try(self.problem, request, start)
        return tuple(name for name in names if self._fits(one, self.problem.lecturer[name]))

    def _fits(self, one: Try, lecturer: Lecturer) -> bool:
        request = one.request
        if request.lecture not in lecturer.skills or lecturer.id in one.forbidden:
            return False
        if request.departments and not request.departments & lecturer.departments:
            return False
        if one.only is not None and lecturer.id not in one.only:
            return False
        blocks = self.blocks.get((lecturer.id, one.day), ())
        if not all(self._apart(one, block) for block in blocks):
            return False
        others = self._against_hours(one, lecturer), self._against_limits(one, lecturer)
        return all(next(reasons, None) is None for reasons in others)

    def _apart(self, one: Try, block: Block) -> bool:
        if block.start < one.last and one.first < block.end:
            return False
        needed, spare = _gap(self.problem, one, block)
        return needed <= spare

    def against(self, request: Request, start: datetime, lecturer: Lecturer) -> Iterator[Reason]:
        """What stands against this lecturer at this start."""
        one = Try(self.problem, request, start)
        yield from self._against_person(one, lecturer)
        yield from self._against_hours(one, lecturer)
        yield from self._against_limits(one, lecturer)
        yield from self._against_neighbours(one, lecturer)

    def _against_person(self, one: Try, lecturer: Lecturer) -> Iterator[Reason]:
        request = one.request
        if request.lecture not in lecturer.skills:
            yield Reason("skill", {"lecture": request.lecture})
        if request.departments and not request.departments & lecturer.departments:
            yield Reason("department")
        if lecturer.id in one.forbidden:
            yield Reason("forbidden")
        if one.only is not None and lecturer.id not in one.only:
            code = "asked_other" if self.problem.promise[request.id].asked else "pinned_other"
            yield Reason(code, {"lecturers": list(one.only)})

    def _against_hours(self, one: Try, lecturer: Lecturer) -> Iterator[Reason]:
        if lecturer.hours is not None:
            midnight, hours = one.day * DAY, lecturer.hours.get(one.weekday, ())
            for opens, closes in hours:
                if midnight + opens <= one.first and one.last <= midnight + closes:
                    break
            else:
                yield Reason("hours", {"hours": [list(pair) for pair in hours]})
        for absence in lecturer.absences:
            if minute(absence.start) < one.last and one.first < minute(absence.end):
                facts = {"from": absence.start.isoformat(), "to": absence.end.isoformat()}
                yield Reason("absent", facts)

    def _against_limits(self, one: Try, lecturer: Lecturer) -> Iterator[Reason]:
        for name, key in one.keys:
            limit = getattr(lecturer.limits, name)
            if limit is not None and self.counts[lecturer.id, name, key] >= limit:
                yield Reason(f"limit_{name}", {"limit": limit})

    def _against_neighbours(self, one: Try, lecturer: Lecturer) -> Iterator[Reason]:
        for block in self.blocks.get((lecturer.id, one.day), ()):
            if block.start < one.last and one.first < block.end:
                code = "taken" if block.session else "busy"
                yield Reason(code, {"by": block.what, **_times(block)})
                continue
            needed, spare = _gap(self.problem, one, block)
            if spare < needed:
                facts = {"by": block.what, "minutes": needed, "spare": spare, **_times(block)}
                yield Reason("travel", facts)

    def against_slot(self, request: Request, start: datetime) -> Iterator[Reason]:
        """What stands against this start whoever comes."""
        problem = self.problem
        if start.date() in problem.blackout:
            yield Reason("blackout", {"day": start.date().isoformat()})
        end = start + timedelta(minutes=request.length)
        for closed in problem.place[request.place].closed:
            if closed.start < end and start < closed.end:
                facts = {"from": closed.start.isoformat(), "to": closed.end.isoformat()}
                yield Reason("closed", facts)
        for forbid in problem.forbidden.get(request.id, ()):
            if forbid.lecturer is None and forbid.start in (None, start):
                yield Reason("forbidden")
        promise = problem.promise.get(request.id)
        if promise and promise.start not in (None, start):
            code = "asked_other" if promise.asked else "pinned_other"
            yield Reason(code, {"start": promise.start.isoformat()})  # type: ignore[union-attr]
        yield from self._against_room(request, start)

    def _against_room(self, request: Request, start: datetime) -> Iterator[Reason]:
        if request.room is None:
            return
        turn = self.problem.room[request.room].turn_round
        first, last = minute(start), minute(start) + request.length
        for block in self.rooms.get((request.room, start.toordinal()), ()):
            if block.start < last + turn and first < block.end + turn:
                yield Reason("room", {"by": block.what, **_times(block)})


def _gap(problem: Problem, one: Try, block: Block) -> tuple[int, int]:
    """Minutes of travel that are needed between the two, and minutes that there are."""
    if block.end <= one.first:
        return problem.minutes(block.place, one.request.place), one.first - block.end
    return problem.minutes(one.request.place, block.place), block.start - one.last


def _times(block: Block) -> dict[str, str]:
    return {"from": told(block.start), "to": told(block.end)}


def told(moment: int) -> str:
    """Minutes since day 0 as an ISO time."""
    start = datetime.fromordinal(moment // DAY) + timedelta(minutes=moment % DAY)
    return start.isoformat(timespec="minutes")
