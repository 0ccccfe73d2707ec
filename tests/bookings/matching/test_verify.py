"""The independent check: each hard rule, broken in an otherwise good plan, is named; kept, it is not."""

from datetime import timedelta

import pytest

from bookings.matching.problem import Committed, Forbid, Limits, Period, Place, Promise, Wish
from bookings.matching.verify import breaches
from tests.bookings.matching.plain import (
    LATER,
    MORNING,
    NOON,
    PLACES,
    lecturer,
    problem,
    request,
    session,
)
from tests.bookings.matching.towns import at

HOUR = timedelta(hours=1)
THIS_HOUR = Period(MORNING, MORNING + HOUR)
TWO = (request("club", MORNING), request("class", NOON))
BOTH = [session("club"), session("class", NOON)]
FIXED = Committed("old", NOON, NOON + HOUR, "hall", ("sato",), "big")


def one(**changes):
    return problem([lecturer(**changes)])


BROKEN = {
    "skill": (one(skills=frozenset({"waste"})), [session()]),
    "department": (problem(requests=[request(departments=frozenset("a"))]), [session()]),
    "hours": (one(hours={0: ((600, 1020),)}), [session()]),
    "absent": (one(absences=(THIS_HOUR,)), [session()]),
    "busy": (one(busy=(Period(at(0, 11, 20), NOON),)), [session()]),
    "limit_day": (problem([lecturer(limits=Limits(day=1))], TWO), BOTH),
    "limit_week": (problem([lecturer(limits=Limits(week=1))], TWO), BOTH),
    "limit_month": (problem([lecturer(limits=Limits(month=1))], TWO), BOTH),
    "travel": (problem(requests=[TWO[0], request("class", at(0, 11, 50), place="school")]),
               [session(), session("class", at(0, 11, 50))]),
    "room": (problem([lecturer(), lecturer("ito")], [request(room="big"), request("class", at(0, 11), room="big")]),
             [session(), session("class", at(0, 11), "ito")]),
    "blackout": (problem(blackout=frozenset({MORNING.date()})), [session()]),
    "closed": (problem(places=(Place("hall", closed=(THIS_HOUR,)), *PLACES[1:])), [session()]),
    "forbidden": (problem(forbids=(Forbid("club", "sato"),)), [session()]),
    "asked": (problem([lecturer(), lecturer("ito")], promises=(Promise("club", ("ito",), MORNING, asked=True),)),
              [session()]),
    "pinned": (problem(requests=[request("club", MORNING, NOON)], promises=(Promise("club", start=NOON),)),
               [session()]),
    "wish": (problem(), [session(start=NOON)]),
    "lecturers": (problem(requests=[request(lecturers=2)]), [session()]),
    "once": (problem(requests=[request("club", MORNING, LATER)]), [session(), session(start=LATER, rank=2)]),
    "known": (problem(), [session("club", MORNING, "nobody")]),
}  # fmt: skip


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named(rule):
    broken, sessions = BROKEN[rule]

    found = {breach.rule for breach in breaches(broken, sessions)}

    assert found == {rule}


KEPT = {
    "plain": (problem(), [session()]),
    "hours that hold set-up and tidy-up": (one(hours={0: ((585, 675),)}), [session()]),
    "an absence that ends at set-up": (
        one(absences=(Period(at(0, 0), at(0, 9, 45)),)), [session()]),
    "busy time that leaves the way": (one(busy=(Period(at(0, 11, 25), NOON),)), [session()]),
    "two with just time for the way": (
        problem(requests=[TWO[0], request("class", at(0, 12, 10), place="school")]),
        [session(), session("class", at(0, 12, 10))]),
    "a room after its turn-round": (
        problem([lecturer(), lecturer("ito")], [request(room="big"), request("class", at(0, 11, 15), room="big")]),
        [session(), session("class", at(0, 11, 15), "ito")]),
    "two a day where two are allowed": (problem([lecturer(limits=Limits(day=2))], TWO), BOTH),
    "a window": (
        problem(requests=[request(wishes=(Wish(at(0, 9), NOON),))]), [session(start=at(0, 11))]),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_rule_is_not_named(name):
    kept, sessions = KEPT[name]

    assert breaches(kept, sessions) == []


@pytest.mark.parametrize(
    "rule, limits, room", [("travel", Limits(), None), ("limit_day", Limits(day=1), None), ("room", Limits(), "big")]
)  # fmt: skip
def test_a_committed_session_counts_like_a_planned_one(rule, limits, room):
    start = at(0, 14) if rule == "limit_day" else at(0, 11)
    people = [lecturer(limits=limits), lecturer("ito")]
    wanted = problem(people, [request("club", start, room=room)], committed=(FIXED,))
    name = "ito" if rule == "room" else "sato"

    found = breaches(wanted, [session("club", start, name)])

    assert [breach.rule for breach in found] == [rule]
    assert breaches(wanted, []) == []
