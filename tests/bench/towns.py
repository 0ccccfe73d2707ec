"""Made-up towns for measuring plans: 40 topics, 12 departments, a town that thins out to its edge.

Every fourth request gives a window of its length and one hour around; lecturers have 0 to 3 busy blocks
a day, give at most 2 lectures a day and 6 a week. The same seed makes the same town everywhere.
"""

import random
from datetime import date, datetime, timedelta

from bookings.matching.problem import (
    Committed,
    Lecturer,
    Limits,
    Period,
    Place,
    Problem,
    Request,
    Travel,
    Wish,
)  # fmt: skip

TOPICS = [f"topic-{number:02}" for number in range(40)]
DEPARTMENTS = [f"department-{number:02}" for number in range(12)]
FIRST = date(2026, 5, 11)
HOURS = dict.fromkeys(range(6), ((510, 1260),))


def town(requests: int, lecturers: int, *, days: int = 60, seed: int = 1) -> Problem:
    chance = random.Random(f"{requests}x{lecturers}x{seed}")
    open_days = [day for n in range(days * 2) if (day := FIRST + timedelta(n)).weekday() < 6][:days]
    places = [place(chance, number) for number in range(60)]
    taught = {topic: number % len(DEPARTMENTS) for number, topic in enumerate(TOPICS)}
    return Problem(
        lecturers=tuple(lecturer(chance, n, taught, open_days) for n in range(lecturers)),
        places=tuple(places),
        requests=tuple(request(chance, n, open_days, places) for n in range(requests)),
        travel=Travel(),
    )


def place(chance: random.Random, number: int) -> Place:
    return Place(f"place-{number:02}", chance.gauss(33.54, 0.03), chance.gauss(130.48, 0.03))


def lecturer(
    chance: random.Random, number: int, taught: dict[str, int], days: list[date]
) -> Lecturer:
    """Of one department, with one to three of its topics, by turns so that none lacks a lecturer."""
    first = TOPICS[number % len(TOPICS)]
    department = taught[first]
    own = [topic for topic, where in taught.items() if where == department]
    skills = {first, *chance.sample(own, k=min(len(own), chance.randint(0, 2)))}
    return Lecturer(
        id=f"lecturer-{number:03}",
        skills=frozenset(skills),
        base=f"place-{chance.randrange(60):02}",
        departments=frozenset({DEPARTMENTS[department]}),
        hours=HOURS,
        busy=tuple(block for day in days for block in busy(chance, day)),
        limits=Limits(day=2, week=6),
        load=chance.randint(0, 3),
    )


def busy(chance: random.Random, day: date) -> list[Period]:
    starts = (at(day, 60 * chance.randint(9, 19)) for _ in range(chance.randint(0, 3)))
    return [Period(start, start + timedelta(minutes=60 * chance.randint(1, 2))) for start in starts]


def request(chance: random.Random, number: int, days: list[date], places: list[Place]) -> Request:
    length = chance.choice((60, 90, 120))
    wide = chance.random() < 0.25
    wishes = []
    for day in chance.sample(days, 3):
        start = at(day, 60 * chance.choice((9, 10, 10, 11, 13, 14, 14, 15, 18, 19)))
        hour = timedelta(minutes=60)
        last = start + timedelta(minutes=length) + hour
        wishes.append(Wish(start - hour, last) if wide else Wish(start))
    return Request(
        id=f"request-{number:04}", lecture=chance.choice(TOPICS), place=chance.choice(places).id,
        length=length, wishes=tuple(wishes), priority=int(chance.random() < 0.1),
    )  # fmt: skip


def busy_year(sessions: int, lecturers: int, *, seed: int = 1) -> Problem:
    """A town in which so many sessions of a year stand already, and one request is open."""
    problem = town(1, lecturers, days=240, seed=seed)
    chance = random.Random(seed)
    fixed = []
    for number in range(sessions):
        start = at(FIRST + timedelta(chance.randrange(280)), 60 * chance.randint(9, 19))
        fixed.append(Committed(
            f"session-{number}", start, start + timedelta(minutes=60),
            chance.choice(problem.places).id, (chance.choice(problem.lecturers).id,),
        ))  # fmt: skip
    return Problem(problem.lecturers, problem.places, problem.requests, committed=tuple(fixed))


def at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
