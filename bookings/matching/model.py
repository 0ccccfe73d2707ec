"""The plan as a mixed-integer model: columns, rows and one cost a level. Knows no solver.

x(slot, lecturer) is 1 if the lecturer gives the request at that start; y(slot) exists where a request
needs several lecturers or a room. The level of load is told as each lecturer's columns: its cost is a
sum of steps, each dearer than the one before, so that the cheapest way to n more sessions costs
(load + n)² - load². Hard rules that concern one
candidate alone have been kept by leaving the candidate out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bookings.matching.candidates import Slot
from bookings.matching.cliques import cover, too_close
from bookings.matching.figures import LEVELS, promise_weight, same
from bookings.matching.problem import Problem, Session
from bookings.matching.timetable import Timetable, limit_keys, minute


@dataclass
class Row:
    lower: float
    upper: float
    columns: list[int]
    values: list[float]


@dataclass
class Model:
    """Minimise each level in turn; every column is 0 or 1.

    `requests` are rows too: at most one column of each may be 1. `load` has for each lecturer the
    sessions so far and the columns that add one.
    """

    columns: int = 0
    requests: list[list[int]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    costs: dict[str, dict[int, int]] = field(default_factory=lambda: {name: {} for name in LEVELS})
    load: dict[str, tuple[int, list[int]]] = field(default_factory=dict)

    def column(self) -> int:
        self.columns += 1
        return self.columns - 1

    def at_most(self, limit: int, columns: Sequence[int]) -> None:
        if len(columns) > limit:
            self.rows.append(Row(-1e30, limit, list(columns), [1.0] * len(columns)))

    def equal(self, columns: Sequence[int], values: Sequence[float]) -> None:
        self.rows.append(Row(0, 0, list(columns), list(values)))


class Builder:
    """Makes the model of a problem from its slots, and plans from the model's answers."""

    def __init__(self, problem: Problem, slots: Sequence[Slot]) -> None:
        self.problem, self.slots, self.model = problem, slots, Model()
        self.timetable = Timetable(problem)
        self.x: list[dict[str, int]] = [
            {name: self.model.column() for name in slot.lecturers} for slot in slots
        ]
        self.stretches = [self._stretch(slot) for slot in slots]
        self.y: dict[int, int] = {}
        self.stays: dict[int, Session] = {}
        self.served: list[list[int]] = [self._served(place) for place in range(len(slots))]
        self._requests()
        self._lecturers()
        self._rooms()
        self._changes()
        self._loads()
        self._travel()

    def _served(self, place: int) -> list[int]:
        """Columns that add up to 1 if this slot is the one."""
        slot = self.slots[place]
        request = self.problem.request[slot.request]
        if request.lecturers == 1 and request.room is None:
            return list(self.x[place].values())
        y = self.y[place] = self.model.column()
        people = list(self.x[place].values())
        self.model.equal([*people, y], [1.0] * len(people) + [-float(request.lecturers)])
        promise = self.problem.promise.get(request.id)
        for name in promise.lecturers if promise else ():
            self.model.equal([self.x[place][name], y], [1.0, -1.0])
        if request.lecturers > 1:
            for column in people:
                self.model.rows.append(Row(-1e30, 0, [column, y], [1.0, -1.0]))
        return [y]

    def _requests(self) -> None:
        """One slot a request at most, and what serving it is worth on the first levels."""
        columns: dict[str, list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            columns[slot.request] += self.served[place]
            for column in self.served[place] if slot.rank > 1 else ():
                self.model.costs["wishes"][column] = slot.rank - 1
        for name, served in columns.items():
            self.model.requests.append(served)
            self._gain("unserved", served, 1)
            self._gain("priority", served, self.problem.request[name].priority)
            promise = self.problem.promise.get(name)
            if promise:
                self._gain("broken", served, promise_weight(self.problem, promise))

    def _gain(self, level: str, columns: Iterable[int], worth: int) -> None:
        if worth:
            for column in columns:
                self.model.costs[level][column] = -worth

    def _lecturers(self) -> None:
        """Limits, and sessions too close for the way. A limit of one a day says both."""
        days: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        limited: dict[tuple[str, str, object], list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            keys = limit_keys(slot.start.date())
            for name, column in self.x[place].items():
                days[name, slot.start.toordinal()].append((place, column))
                for unit, key in keys:
                    if getattr(self.problem.lecturer[name].limits, unit) is not None:
                        limited[name, unit, key].append(column)
        for (name, unit, key), columns in limited.items():
            self.model.at_most(self._left(name, unit, key), columns)
        for (name, day), candidates in days.items():
            if self.problem.lecturer[name].limits.day is None or self._left(name, "day", day) > 1:
                self._close(candidates)

    def _left(self, name: str, unit: str, key: object) -> int:
        limit = getattr(self.problem.lecturer[name].limits, unit)
        return limit - self.timetable.counts[name, unit, key]

    def _close(self, candidates: list[tuple[int, int]]) -> None:
        """Candidates (slot, column) of one lecturer on one day."""
        for group in cover(candidates, lambda one, other: self._too_close(one[0], other[0])):
            self.model.at_most(1, [column for _, column in group])

    def _too_close(self, one: int, other: int) -> bool:
        if self.slots[one].request == self.slots[other].request:
            return True
        return too_close(self.problem, self.stretches[one], self.stretches[other])

    def _stretch(self, slot: Slot) -> tuple[int, int, str]:
        request = self.problem.request[slot.request]
        start = minute(slot.start)
        return start, start + request.length, request.place

    def _rooms(self) -> None:
        days: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            room = self.problem.request[slot.request].room
            if room is not None:
                days[room, slot.start.toordinal()].append(place)
        for (room, _), places in days.items():
            turn = self.problem.room[room].turn_round
            for group in cover(places, lambda one, other, turn=turn: self._meet(one, other, turn)):
                self.model.at_most(1, [self.y[place] for place in group])

    def _meet(self, one: int, other: int, turn: int) -> bool:
        if self.slots[one].request == self.slots[other].request:
            return True
        (start, end, _), (begin, finish, _) = self.stretches[one], self.stretches[other]
        return start < finish + turn and begin < end + turn

    def _changes(self) -> None:
        """A column that is 1 if a session of the earlier plan stays exactly as it was."""
        for place, slot in enumerate(self.slots):
            old = self.problem.planned.get(slot.request)
            if (
                old is None
                or old.start != slot.start
                or not set(old.lecturers) <= set(self.x[place])
            ):
                continue
            if len(old.lecturers) != self.problem.request[slot.request].lecturers:
                continue
            stays = self.model.column()
            for name in old.lecturers:
                self.model.rows.append(Row(-1e30, 0, [stays, self.x[place][name]], [1.0, -1.0]))
            self.model.costs["changed"][stays] = -1
            self.stays[stays] = old

    def _loads(self) -> None:
        for people in self.x:
            for name, column in people.items():
                so_far = self.problem.lecturer[name].load
                self.model.load.setdefault(name, (so_far, []))[1].append(column)

    def _travel(self) -> None:
        for place, slot in enumerate(self.slots):
            target = self.problem.request[slot.request].place
            for name, column in self.x[place].items():
                minutes = self.problem.minutes(self.problem.lecturer[name].base, target)
                if minutes:
                    self.model.costs["travel"][column] = minutes

    def sessions(self, chosen: Iterable[int]) -> list[Session]:
        """The plan that these columns, all at 1, mean."""
        chosen = set(chosen)
        found = []
        for place, slot in enumerate(self.slots):
            team = tuple(name for name, column in self.x[place].items() if column in chosen)
            if team:
                found.append(Session(slot.request, slot.start, team, slot.rank))
        return sorted(found, key=lambda session: session.request)

    def chosen(self, sessions: Sequence[Session]) -> list[int]:
        """The columns at 1 that mean this plan."""
        at = {(slot.request, slot.start): place for place, slot in enumerate(self.slots)}
        planned = {session.request: session for session in sessions}
        found = [at for at, old in self.stays.items() if same(planned.get(old.request), old)]
        for session in sessions:
            place = at[session.request, session.start]
            found += [self.x[place][name] for name in session.lecturers]
            found += [self.y[place]] if place in self.y else []
        return found
