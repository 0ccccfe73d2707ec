"""One plain problem that tests vary: two lecturers, two requests, nothing in anybody's way."""

from dataclasses import replace
from typing import Any

from bookings.matching.problem import (
    Lecturer,
    Limits,
    Place,
    Problem,
    Request,
    Room,
    Session,
    Travel,
    Wish,
)
from tests.bookings.matching.towns import at

PLACES = (Place("hall"), Place("school"), Place("office"))
PAIRS = {("hall", "school"): 40, ("office", "hall"): 10, ("office", "school"): 20}
MORNING, NOON, LATER = at(0, 10), at(0, 12), at(1, 10)


def lecturer(name: str = "sato", **changes: Any) -> Lecturer:
    return replace(Lecturer(name, frozenset({"water"}), "office"), **changes)


def request(name: str = "club", *starts: Any, **changes: Any) -> Request:
    wishes = tuple(Wish(start) for start in starts or (MORNING,))
    return replace(Request(name, "water", "hall", 60, wishes), **changes)


def problem(lecturers: Any = None, requests: Any = None, **changes: Any) -> Problem:
    plain = Problem(
        lecturers=tuple(lecturers or (lecturer(),)),
        places=PLACES,
        requests=tuple(requests or (request(),)),
        rooms=(Room("big", 15),),
        travel=Travel(setup=15, tidy=15, pairs=PAIRS),
    )
    return replace(plain, **changes)


def session(name: str = "club", start: Any = MORNING, *people: str, rank: int = 1) -> Session:
    return Session(name, start, people or ("sato",), rank)


ONE_A_DAY = Limits(day=1)
