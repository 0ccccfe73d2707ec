"""Small made-up problems, and the plain search that tries everything."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations

from bookings.matching.figures import score
from bookings.matching.problem import (
    Committed,
    Forbid,
    Lecturer,
    Limits,
    Period,
    Place,
    Problem,
    Promise,
    Request,
    Room,
    Session,
    Travel,
    Wish,
    starts,
)  # fmt: skip
from bookings.matching.verify import breaches

MONDAY = date(2026, 12, 7)
LECTURES = ("water", "waste", "history")


def at(day: int, hour: int, minutes: int = 0) -> datetime:
    return datetime.combine(MONDAY, datetime.min.time()) + timedelta(
        days=day, hours=hour, minutes=minutes
    )


def small(seed: int) -> Problem:
    """Two to four requests, two or three lecturers, three places, now and then every kind of rule."""
    chance = random.Random(seed)
    people = chance.randint(2, 3)
    wanted = chance.randint(2, 4)
    lecturers = tuple(lecturer(chance, number) for number in range(people))
    requests = tuple(request(chance, number) for number in range(wanted))
    return Problem(
        lecturers=lecturers,
        places=tuple(place(chance, number) for number in range(3)),
        requests=requests,
        rooms=(Room("room-0", 15),),
        committed=tuple(committed(chance, n) for n in range(chance.choice((0, 0, 1, 2)))),
        promises=tuple(promises(chance, requests, people)),
        forbids=tuple(
            chance.choice((Forbid("request-0", "lecturer-0"), Forbid("request-0", start=at(0, 10))))
            for _ in range(chance.random() < 0.1)
        ),
        blackout=frozenset({MONDAY} if chance.random() < 0.1 else ()),
        travel=Travel(setup=chance.choice((0, 15)), tidy=15, pairs={("place-0", "place-1"): 45}),
        step=60,
    )


def place(chance: random.Random, number: int) -> Place:
    closed = (Period(at(1, 12), at(1, 18)),) if chance.random() < 0.15 else ()
    return Place(f"place-{number}", chance.gauss(33.5, 0.05), chance.gauss(130.5, 0.05), closed)


def lecturer(chance: random.Random, number: int) -> Lecturer:
    hours = (
        dict.fromkeys(range(chance.randint(1, 5)), ((600, 1080),))
        if chance.random() < 0.3
        else None
    )
    return Lecturer(
        id=f"lecturer-{number}",
        skills=frozenset(chance.sample(LECTURES, chance.randint(1, 3))),
        base=f"place-{chance.randrange(3)}",
        departments=frozenset({chance.choice("ab")}),
        hours=hours,
        absences=(Period(at(0, 0), at(1, 0)),) if chance.random() < 0.15 else (),
        busy=(Period(at(1, 12), at(1, 13)),) if chance.random() < 0.3 else (),
        limits=Limits(
            chance.choice((None, 1, 2)), chance.choice((None, 2)), chance.choice((None, 2, 3))
        ),
        load=chance.randint(0, 3),
    )


def request(chance: random.Random, number: int) -> Request:
    length = chance.choice((60, 90))
    wishes = []
    for _ in range(chance.randint(1, 3)):
        start = at(chance.randrange(2), chance.choice((10, 11, 12, 13, 14)))
        spare = timedelta(minutes=length + 60)
        wishes.append(Wish(start, start + spare if chance.random() < 0.25 else None))
    return Request(
        id=f"request-{number}", lecture=chance.choice(LECTURES),
        place=f"place-{chance.randrange(3)}", length=length, wishes=tuple(wishes),
        lecturers=2 if chance.random() < 0.15 else 1, priority=chance.choice((0, 0, 1)),
        room="room-0" if chance.random() < 0.3 else None,
        departments=frozenset("a") if chance.random() < 0.15 else frozenset(),
    )  # fmt: skip


def committed(chance: random.Random, number: int) -> Committed:
    start = at(number, chance.choice((10, 14)))
    room = "room-0" if chance.random() < 0.5 else None
    return Committed(
        f"session-{number}", start, start + timedelta(hours=1), "place-0", ("lecturer-0",), room
    )


def promises(
    chance: random.Random, requests: tuple[Request, ...], people: int
) -> Iterator[Promise]:
    for request in requests:
        if chance.random() < 0.15:
            asked = chance.random() < 0.5
            start = request.wishes[0].opens if asked or chance.random() < 0.5 else None
            person = () if start and not asked else (f"lecturer-{chance.randrange(people)}",)
            yield Promise(request.id, person, start, asked)


def exhausted(problem: Problem) -> tuple[int, ...]:
    """The best score of all plans without a breach, found by trying every one."""
    best = [score(problem, ())]
    options = [list(possible(problem, request)) for request in problem.requests]

    def deeper(chosen: list[Session], left: list[list[Session]]) -> None:
        if not left:
            best[0] = min(best[0], score(problem, chosen))
            return
        deeper(chosen, left[1:])
        for option in left[0]:
            if not breaches(problem, [*chosen, option]):
                deeper([*chosen, option], left[1:])

    deeper([], options)
    return best[0]


def possible(problem: Problem, request: Request) -> Iterator[Session]:
    """Each start and each team that keep every rule by themselves."""
    moments: dict[datetime, int] = {}
    for rank, wish in enumerate(request.wishes, start=1):
        for start in starts(wish, request.length, problem.step):
            moments.setdefault(start, rank)
    for old in [*problem.before, *problem.promises]:
        if old.request == request.id and old.start is not None:
            moments.setdefault(old.start, len(request.wishes) + 1)
    people = [lecturer.id for lecturer in problem.lecturers]
    for start, rank in moments.items():
        for team in combinations(people, request.lecturers):
            session = Session(request.id, start, team, rank)
            if not breaches(problem, [session]):
                yield session
