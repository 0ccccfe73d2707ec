"""What a plan is made from, in the field's own terms.

Times are naive datetimes of the venue, hours of a day are minutes since midnight, lengths are minutes.
A session never lasts past midnight, and sessions of different days never stand in each other's way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_KM = 6371.0
PARTS = {"morning": (540, 720), "afternoon": (780, 1020), "evening": (1080, 1260)}


@dataclass(frozen=True)
class Period:
    """From start until end (not included). A busy time with no place is at the lecturer's base."""

    start: datetime
    end: datetime
    place: str | None = None


@dataclass(frozen=True)
class Limits:
    """The most sessions a day, an ISO week, a calendar month; None means no limit."""

    day: int | None = None
    week: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Lecturer:
    """`skills` are the lectures they can give; `hours` None means at any hour.

    `hours` maps a weekday (Monday is 0) to the (from, to) minutes in which a session must lie with its
    set-up and tidy-up. `load` counts this year's sessions so far, those committed included.
    """

    id: str
    skills: frozenset[str]
    base: str | None = None
    departments: frozenset[str] = frozenset()
    hours: Mapping[int, tuple[tuple[int, int], ...]] | None = None
    absences: tuple[Period, ...] = ()
    busy: tuple[Period, ...] = ()
    limits: Limits = Limits()
    load: int = 0


@dataclass(frozen=True)
class Place:
    """Where a session can be; degrees, or None where only pairs of travel minutes are known."""

    id: str
    latitude: float | None = None
    longitude: float | None = None
    closed: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Room:
    """One room holds one session at a time, with `turn_round` minutes between two."""

    id: str
    turn_round: int = 15


@dataclass(frozen=True)
class Travel:
    """Minutes between places: `fixed` + great circle × `detour` ÷ `km_per_hour`, rounded up.

    `pairs` go before the formula; a pair holds both ways unless the other way stands there too.
    `unknown` is taken where neither is known. `setup` and `tidy` belong to each session.
    """

    setup: int = 15
    tidy: int = 15
    detour: float = 1.3
    km_per_hour: float = 25.0
    fixed: int = 5
    unknown: int = 30
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """An exact start (`closes` None), or a window in which the whole session must lie."""

    opens: datetime
    closes: datetime | None = None


@dataclass(frozen=True)
class Request:
    """`wishes` best first; `lecturers` is how many are needed; no `departments`: any."""

    id: str
    lecture: str
    place: str
    length: int
    wishes: tuple[Wish, ...]
    lecturers: int = 1
    priority: int = 0
    room: str | None = None
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Committed:
    """A session that stands: it blocks its lecturers and its room, and counts for their limits."""

    id: str
    start: datetime
    end: datetime
    place: str
    lecturers: tuple[str, ...]
    room: str | None = None


@dataclass(frozen=True)
class Promise:
    """The request is given only so: with these lecturers among its team, and at this start if any.

    `asked`: the lecturers have been asked for exactly this; otherwise a person pinned it.
    """

    request: str
    lecturers: tuple[str, ...] = ()
    start: datetime | None = None
    asked: bool = False


@dataclass(frozen=True)
class Forbid:
    """This lecturer, or this start, or both together, is not wanted for the request."""

    request: str
    lecturer: str | None = None
    start: datetime | None = None


@dataclass(frozen=True)
class Session:
    """One planned session; `rank` 1 is the first wish, one more than the wishes is none of them."""

    request: str
    start: datetime
    lecturers: tuple[str, ...]
    rank: int = 1


@dataclass(frozen=True)
class Problem:
    """Everything a plan depends on. `before`: an earlier plan, to be changed as little as possible."""

    lecturers: tuple[Lecturer, ...]
    places: tuple[Place, ...]
    requests: tuple[Request, ...]
    rooms: tuple[Room, ...] = ()
    committed: tuple[Committed, ...] = ()
    promises: tuple[Promise, ...] = ()
    forbids: tuple[Forbid, ...] = ()
    blackout: frozenset[date] = frozenset()
    travel: Travel = Travel()
    step: int = 30
    before: tuple[Session, ...] = ()

    @cached_property
    def lecturer(self) -> dict[str, Lecturer]:
        return {lecturer.id: lecturer for lecturer in self.lecturers}

    @cached_property
    def place(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def request(self) -> dict[str, Request]:
        return {request.id: request for request in self.requests}

    @cached_property
    def room(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def promise(self) -> dict[str, Promise]:
        """At most one a request: who was asked goes before who was pinned."""
        return {p.request: p for p in sorted(self.promises, key=lambda promise: promise.asked)}

    @cached_property
    def forbidden(self) -> dict[str, list[Forbid]]:
        found: dict[str, list[Forbid]] = {}
        for forbid in self.forbids:
            found.setdefault(forbid.request, []).append(forbid)
        return found

    @cached_property
    def planned(self) -> dict[str, Session]:
        return {session.request: session for session in self.before}

    @cached_property
    def _minutes(self) -> dict[tuple[str | None, str | None], int]:
        return {}

    def minutes(self, origin: str | None, target: str | None) -> int:
        """Travel minutes from one place to another."""
        known = self._minutes.get((origin, target))
        if known is None:
            known = self._minutes[origin, target] = self._worked_out(origin, target)
        return known

    def _worked_out(self, origin: str | None, target: str | None) -> int:
        travel = self.travel
        if origin is None or target is None:
            return travel.unknown
        for pair in ((origin, target), (target, origin)):
            if pair in travel.pairs:
                return travel.pairs[pair]
        if origin == target:
            return 0
        kilometres = distance(self.place[origin], self.place[target])
        if kilometres is None:
            return travel.unknown
        return ceil(travel.fixed + kilometres * travel.detour / travel.km_per_hour * 60)

    def slots(self, request: Request) -> list[tuple[datetime, int]]:
        """Every (start, rank) the request may have, each start once, with its best rank.

        A window gives a start each `step` minutes. A promised start outside the wishes, or one of an
        earlier plan, comes last.
        """
        found: dict[datetime, int] = {}
        for rank, wish in enumerate(request.wishes, start=1):
            for start in starts(wish, request.length, self.step):
                found.setdefault(start, rank)
        promise = self.promise.get(request.id)
        if promise and promise.start:
            found.setdefault(promise.start, len(request.wishes) + 1)
        planned = self.planned.get(request.id)
        if planned:
            found.setdefault(planned.start, len(request.wishes) + 1)
        return list(found.items())


def starts(wish: Wish, length: int, step: int) -> list[datetime]:
    if wish.closes is None:
        return [wish.opens]
    last = wish.closes - timedelta(minutes=length)
    spare = int((last - wish.opens) / timedelta(minutes=1))
    return [wish.opens + timedelta(minutes=gone) for gone in range(0, spare + 1, step)]


def distance(one: Place, other: Place) -> float | None:
    """Kilometres along the great circle (haversine formula), None without coordinates."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    north, east = radians(one.latitude), radians(one.longitude)
    south, west = radians(other.latitude), radians(other.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin((west - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
