"""A problem from its JSON, as docs/planning.md describes it."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bookings.matching.nodes import BadInput, Node
from bookings.matching.problem import (
    PARTS,
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
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Parts = dict[str, tuple[int, int]]
Row = TypeVar("Row", Lecturer, Place, Request, Room, Committed)


def read(text: str | bytes) -> Problem:
    """The problem in this JSON; raises BadInput with one sentence that names the place."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"the input is not JSON: {problem}") from None
    return problem_of(Node(value))


def problem_of(node: Node) -> Problem:
    node.known(
        "places", "rooms", "travel", "parts", "step", "blackout", "lecturers", "requests",
        "committed", "pins", "asked", "forbids", "before",
    )  # fmt: skip
    parts = {
        **PARTS,
        **(dict(_part(*pair) for pair in node.fields("parts")) if "parts" in node else {}),
    }
    problem = Problem(
        places=_rows(node, "places", _place),
        rooms=_rows(node, "rooms", _room),
        travel=node.get("travel", _travel, Travel()),
        step=node.get("step", lambda step: step.whole(1), 30),
        blackout=frozenset(day.day() for day in node.items("blackout")),
        lecturers=_rows(node, "lecturers", _lecturer),
        requests=_rows(node, "requests", lambda request: _request(request, parts)),
        committed=_rows(node, "committed", _committed),
        promises=(
            *(_promise(pin, asked=False) for pin in node.items("pins")),
            *(_promise(ask, asked=True) for ask in node.items("asked")),
        ),
        forbids=tuple(_forbid(forbid) for forbid in node.items("forbids")),
        before=tuple(_session(session) for session in node.items("before")),
    )
    _check(node, problem)
    return problem


def _rows(node: Node, name: str, make: Callable[[Node], Row]) -> tuple[Row, ...]:
    """Rows of one kind; no id stands twice."""
    found: dict[str, Row] = {}
    for item in node.items(name):
        row = make(item)
        if row.id in found:
            raise item["id"].wrong(f"{row.id!r} stands twice")
        found[row.id] = row
    return tuple(found.values())


def _part(name: str, node: Node) -> tuple[str, tuple[int, int]]:
    return name, _hours(node)


def _hours(node: Node) -> tuple[int, int]:
    pair = node.items()
    if len(pair) != 2:
        raise node.wrong('must be two times like ["09:00", "12:00"]')
    opens, closes = pair[0].clock(), pair[1].clock()
    if opens >= closes:
        raise node.wrong("must end after it starts")
    return opens, closes


def _period(node: Node) -> Period:
    node.known("from", "to", "place")
    start, end = node["from"].moment(), node["to"].moment()
    if start >= end:
        raise node["to"].wrong("must be after `from`")
    return Period(start, end, node.get("place", Node.text))


def _place(node: Node) -> Place:
    node.known("id", "latitude", "longitude", "closed")
    if ("latitude" in node) != ("longitude" in node):
        raise node.wrong("needs both latitude and longitude, or neither")
    return Place(
        node["id"].text(), node.get("latitude", Node.number), node.get("longitude", Node.number),
        tuple(_period(period) for period in node.items("closed")),
    )  # fmt: skip


def _room(node: Node) -> Room:
    node.known("id", "turn_round")
    return Room(node["id"].text(), node.get("turn_round", Node.whole, 15))


def _travel(node: Node) -> Travel:
    node.known("setup", "tidy", "detour", "km_per_hour", "fixed", "unknown", "pairs")
    given: dict[str, Any] = {
        name: node[name].whole() for name in ("setup", "tidy", "fixed", "unknown") if name in node
    }
    given |= {name: node[name].number() for name in ("detour", "km_per_hour") if name in node}
    for name in ("detour", "km_per_hour"):
        if given.get(name, 1) <= 0:
            raise node[name].wrong("must be above 0")
    for pair in node.items("pairs"):
        pair.known("from", "to", "minutes")
    pairs = {
        (pair["from"].text(), pair["to"].text()): pair["minutes"].whole()
        for pair in node.items("pairs")
    }
    return Travel(**given, pairs=pairs)


def _lecturer(node: Node) -> Lecturer:
    node.known(
        "id", "skills", "base", "departments", "hours", "absences", "busy", "limits", "load"
    )  # fmt: skip
    return Lecturer(
        id=node["id"].text(),
        skills=_names(node, "skills"),
        base=node.get("base", Node.text),
        departments=_names(node, "departments"),
        hours=_week(node) if "hours" in node else None,
        absences=tuple(_period(period) for period in node.items("absences")),
        busy=tuple(_period(period) for period in node.items("busy")),
        limits=node.get("limits", _limits, Limits()),
        load=node.get("load", Node.whole, 0),
    )


def _names(node: Node, name: str) -> frozenset[str]:
    return frozenset(item.text() for item in node.items(name))


def _week(node: Node) -> dict[int, tuple[tuple[int, int], ...]]:
    node["hours"].known(*WEEKDAYS)
    return {
        WEEKDAYS.index(name): tuple(_hours(pair) for pair in day.items())
        for name, day in node.fields("hours")
    }


def _limits(node: Node) -> Limits:
    node.known("day", "week", "month")
    return Limits(*(node.get(unit, Node.whole) for unit in ("day", "week", "month")))


def _request(node: Node, parts: Parts) -> Request:
    node.known(
        "id", "lecture", "place", "length", "wishes", "lecturers", "priority", "room", "departments"
    )
    length = node["length"].whole(1)
    return Request(
        id=node["id"].text(),
        lecture=node["lecture"].text(),
        place=node["place"].text(),
        length=length,
        wishes=tuple(_wish(wish, length, parts) for wish in node.items("wishes", least=1)),
        lecturers=node.get("lecturers", lambda count: count.whole(1), 1),
        priority=node.get("priority", Node.whole, 0),
        room=node.get("room", Node.text),
        departments=_names(node, "departments"),
    )


def _wish(node: Node, length: int, parts: Parts) -> Wish:
    """`start`; or `from` and `to`; or `part`."""
    node.known("day", "start", "from", "to", "part")
    day = datetime.combine(node["day"].day(), datetime.min.time())
    if "start" in node:
        start = node["start"].clock()
        if start + length > 1440:
            raise node["start"].wrong("the session would last past midnight")
        return Wish(day + timedelta(minutes=start))
    if "part" in node:
        name = node["part"].text()
        if name not in parts:
            raise node["part"].wrong(f"{name!r} is none of {', '.join(parts)}")
        opens, closes = parts[name]
    else:
        opens, closes = node["from"].clock(), node["to"].clock()
    if closes - opens < length:
        raise node.wrong(f"{length} minutes do not fit into this window")
    return Wish(day + timedelta(minutes=opens), day + timedelta(minutes=closes))


def _committed(node: Node) -> Committed:
    node.known("id", "from", "to", "place", "lecturers", "room")
    start, end = node["from"].moment(), node["to"].moment()
    if not start < end <= datetime.combine(start.date(), datetime.min.time()) + timedelta(1):
        raise node["to"].wrong("must be after `from`, on the same day")
    people = tuple(item.text() for item in node.items("lecturers"))
    return Committed(
        node["id"].text(), start, end, node["place"].text(), people, node.get("room", Node.text)
    )


def _promise(node: Node, *, asked: bool) -> Promise:
    """A pin needs lecturers or a start; whoever was asked was asked for a start."""
    node.known("request", "lecturers", "start")
    people = tuple(item.text() for item in node.items("lecturers", least=1 if asked else 0))
    start = node["start"].moment() if asked else node.get("start", Node.moment)
    if not people and start is None:
        raise node.wrong("needs lecturers or a start")
    if len(set(people)) < len(people):
        raise node["lecturers"].wrong("names somebody twice")
    return Promise(node["request"].text(), people, start, asked)


def _forbid(node: Node) -> Forbid:
    node.known("request", "lecturer", "start")
    forbid = Forbid(
        node["request"].text(), node.get("lecturer", Node.text), node.get("start", Node.moment)
    )
    if forbid.lecturer is None and forbid.start is None:
        raise node.wrong("needs a lecturer or a start")
    return forbid


def _session(node: Node) -> Session:
    node.known("request", "start", "lecturers", "rank", "minutes", "load")
    people = tuple(item.text() for item in node.items("lecturers", least=1))
    return Session(node["request"].text(), node["start"].moment(), people)


def _check(node: Node, problem: Problem) -> None:
    """Everything that is named is there."""
    for kind, rows in (("lecturers", problem.lecturers), ("requests", problem.requests)):
        for item, row in zip(node.items(kind), rows, strict=True):
            place = row.base if isinstance(row, Lecturer) else row.place  # type: ignore[attr-defined]
            _known(item, "base" if kind == "lecturers" else "place", place, problem.place)
            for number, busy in enumerate(row.busy if isinstance(row, Lecturer) else ()):
                _known(item.items("busy")[number], "place", busy.place, problem.place)
            if isinstance(row, Request):
                _known(item, "room", row.room, problem.room)
    for item, fixed in zip(node.items("committed"), problem.committed, strict=True):
        _known(item, "place", fixed.place, problem.place)
        _known(item, "room", fixed.room, problem.room)
        if fixed.id in problem.request:
            raise item["id"].wrong(f"{fixed.id!r} is an open request, too")
    for pair in node["travel"].items("pairs") if "travel" in node else ():
        for end in ("from", "to"):
            _known(pair, end, pair[end].text(), problem.place)
    _check_wanted(node, problem)


def _check_wanted(node: Node, problem: Problem) -> None:
    for kind in ("pins", "asked", "forbids", "before"):
        seen: set[str] = set()
        for item in node.items(kind):
            name = item["request"].text()
            _known(item, "request", name, problem.request)
            if kind != "forbids" and name in seen:
                raise item["request"].wrong(f"{name!r} stands twice")
            seen.add(name)
            people = item.items("lecturers") if kind != "forbids" else []
            for person in people if kind != "before" else ():
                if person.text() not in problem.lecturer:
                    raise person.wrong(f"there is no {person.text()!r}")
            if kind in ("pins", "asked") and len(people) > problem.request[name].lecturers:
                raise item["lecturers"].wrong("names more lecturers than the request needs")
            if "start" in item:
                _fits(item["start"], problem.request[name])


def _fits(node: Node, request: Request) -> None:
    start = node.moment()
    if start.hour * 60 + start.minute + request.length > 1440:
        raise node.wrong("the session would last past midnight")


def _known(node: Node, name: str, value: str | None, rows: Iterable[str]) -> None:
    if value is not None and value not in rows:
        raise node[name].wrong(f"there is no {value!r}")
