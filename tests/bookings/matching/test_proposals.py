"""One request: who could come, best first, and what stands against everybody else."""

from datetime import timedelta

import pytest

from bookings.matching.candidates import all_slots
from bookings.matching.explaining import forced, why_not
from bookings.matching.planning import plan
from bookings.matching.problem import Committed, Forbid, Limits, Period, Promise
from bookings.matching.proposals import proposals
from bookings.matching.timetable import Timetable
from tests.bench.towns import busy_year
from tests.bookings.matching.plain import (
    LATER,
    MORNING,
    NOON,
    ONE_A_DAY,
    lecturer,
    problem,
    request,
    session,
)
from tests.bookings.matching.towns import at, small

HOUR = timedelta(hours=1)


def told(found):
    return [(p.rank, p.lecturers, p.minutes, p.nth) for p in found.proposals]


def test_proposals_stand_by_wish_then_load_then_way():
    people = [
        lecturer("far", base="school"),
        lecturer("near"),
        lecturer("often", load=2),
        lecturer("other", skills=frozenset({"waste"})),
    ]
    wanted = request("club", MORNING, LATER)

    found = proposals(problem(people, [wanted]), wanted, most=4)

    assert told(found) == [
        (1, ("near",), 10, (1,)),
        (1, ("far",), 40, (1,)),
        (1, ("often",), 10, (3,)),
        (2, ("near",), 10, (1,)),
    ]


AGAINST = {
    "hours": {"hours": {0: ((600, 720),)}},
    "absent": {"absences": (Period(at(0, 0), at(1, 0)),)},
    "busy": {"busy": (Period(MORNING, NOON),)},
    "travel": {"busy": (Period(at(0, 8), at(0, 9, 40)),)},
    "limit_day": {"limits": Limits(day=0)},
    "limit_week": {"limits": Limits(week=0)},
    "limit_month": {"limits": Limits(month=0)},
}


@pytest.mark.parametrize("code", AGAINST)
def test_what_stands_against_a_lecturer_is_told(code):
    wanted = problem([lecturer(**AGAINST[code])])

    found = proposals(wanted, wanted.requests[0])

    assert found.proposals == ()
    assert [reason.code for reason in found.against[-1].reasons] == [code]
    assert [reason.code for reason in found.against[0].reasons] == ["too_few"]


def test_the_way_from_a_committed_session_is_told_with_its_minutes():
    fixed = Committed("old", at(0, 8, 30), at(0, 9, 15), "school", ("sato",))
    wanted = problem(committed=(fixed,))

    reason = proposals(wanted, wanted.requests[0]).against[-1].reasons[0]

    assert (reason.code, reason.facts["minutes"], reason.facts["spare"]) == ("travel", 40, 15)
    assert reason.facts["by"] == "old"


def test_a_room_that_is_taken_stands_against_everybody():
    fixed = Committed("old", at(0, 9), at(0, 9, 50), "hall", (), "big")
    wanted = problem(requests=[request(room="big")], committed=(fixed,))

    against = proposals(wanted, wanted.requests[0]).against

    assert [(one.lecturer, one.reasons[0].code) for one in against] == [("", "room")]


def test_a_team_keeps_who_was_pinned():
    people = [lecturer("a"), lecturer("b", load=5), lecturer("c", load=1)]
    wanted = request(lecturers=2)
    pinned = problem(people, [wanted], promises=(Promise("club", ("b",)),))

    assert [p.lecturers for p in proposals(pinned, wanted).proposals] == [("a", "b"), ("b", "c")]


@pytest.mark.parametrize("seed", range(60))
def test_a_candidate_has_no_reason_against_it_and_all_others_have(seed):
    wanted = small(seed)
    free = {
        (slot.request, slot.start, name) for slot in all_slots(wanted) for name in slot.lecturers
    }
    timetable = Timetable(wanted)

    for one in wanted.requests:
        for start, _ in wanted.slots(one):
            shut = list(timetable.against_slot(one, start))
            for person in wanted.lecturers:
                reasons = list(timetable.against(one, start, person))
                if (one.id, start, person.id) in free:
                    assert reasons == shut == []
                elif one.lecturers == 1 and not wanted.promise.get(one.id):
                    assert reasons or shut


def test_a_request_outside_the_plan_is_told_what_alone_would_make_it_possible():
    wanted = problem([lecturer(limits=ONE_A_DAY)], [request("a"), request("b", NOON, priority=1)])

    why = why_not(wanted, plan(wanted).sessions)

    assert [(one.request, one.rank) for one in why] == [("a", None)]
    assert [(r["remedy"], r["lecturer"], r["limit"]) for r in why[0].remedies] == [
        ("raise_limit", "sato", 1)
    ]


def test_a_later_wish_is_told_what_stood_against_the_first():
    wanted = problem(
        requests=[request("club", MORNING, LATER)], forbids=(Forbid("club", "sato", MORNING),)
    )

    why = why_not(wanted, [session("club", LATER, rank=2)])

    assert [(one.rank, one.remedies[0]["remedy"]) for one in why] == [(2, "allow")]


def test_serving_it_all_the_same_names_who_falls_out():
    wanted = problem(requests=[request("a"), request("b", priority=1)])

    found, fallen = forced(wanted, "a")

    assert [s.request for s in found.sessions] == ["a"]
    assert fallen == ["b"]


def test_a_large_town_gets_the_same_proposals_from_what_concerns_the_request_alone():
    wanted = busy_year(5000, 500)

    found = proposals(wanted, wanted.requests[0])

    assert found.proposals[0].rank == 1
    assert found == proposals(wanted, wanted.requests[0], timetable=Timetable(wanted))
