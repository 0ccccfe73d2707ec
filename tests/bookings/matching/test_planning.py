"""What a plan keeps, beside being the best."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.matching import solving
from bookings.matching.figures import LEVELS, score
from bookings.matching.planning import plan
from bookings.matching.problem import Forbid, Lecturer, Promise, Wish
from bookings.matching.verify import breaches
from tests.bench.towns import town
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
from tests.bookings.matching.towns import LECTURES, at, small


def planned(wanted):
    return [(s.request, s.start, s.lecturers) for s in plan(wanted).sessions]


def test_more_requests_served_go_before_a_better_wish():
    picky, easy = request("picky", MORNING), request("easy", MORNING, NOON, LATER)
    wanted = problem([lecturer(limits=ONE_A_DAY)], [easy, picky])

    assert planned(wanted) == [("easy", LATER, ("sato",)), ("picky", MORNING, ("sato",))]


def test_among_as_many_the_one_with_priority_is_served():
    wanted = problem(requests=[request("a"), request("b", priority=1)])

    assert planned(wanted) == [("b", MORNING, ("sato",))]


def test_load_is_shared_before_ways_are_shortened():
    near, far = lecturer(load=1), lecturer("ito", base="school")

    assert planned(problem([near, far])) == [("club", MORNING, ("ito",))]


def test_with_equal_load_the_nearer_lecturer_goes():
    assert planned(problem([lecturer("ito", base="school"), lecturer()])) == [
        ("club", MORNING, ("sato",))
    ]


def test_who_was_asked_keeps_it_though_another_would_be_better():
    people = [lecturer(), lecturer("ito", load=9)]
    asked = Promise("club", ("ito",), NOON, asked=True)

    assert planned(problem(people, promises=(asked,))) == [("club", NOON, ("ito",))]


def test_who_was_asked_goes_before_others_who_want_the_same_hour():
    requests = [request("asked"), request("one", MORNING, place="school"), request("two")]
    asked = Promise("asked", ("sato",), MORNING, asked=True)

    assert planned(problem(requests=requests, promises=(asked,))) == [("asked", MORNING, ("sato",))]


def test_a_pin_holds_and_a_forbid_too():
    people, later = [lecturer(), lecturer("ito", load=9)], request("club", MORNING, LATER)
    pinned = problem(people, [later], promises=(Promise("club", ("ito",)),))
    forbidden = problem(people, [later], forbids=(Forbid("club", start=MORNING),))

    assert planned(pinned) == [("club", MORNING, ("ito",))]
    assert planned(forbidden) == [("club", LATER, ("sato",))]


def test_a_promise_that_cannot_be_kept_is_not_given_to_somebody_else():
    ill = lecturer("ito", skills=frozenset())
    asked = Promise("club", ("ito",), MORNING, asked=True)

    assert planned(problem([lecturer(), ill], promises=(asked,))) == []


def test_a_request_for_two_lecturers_gets_two_or_none():
    both = request(lecturers=2)

    assert planned(problem([lecturer(), lecturer("ito")], [both])) == [
        ("club", MORNING, ("ito", "sato"))
    ]
    assert planned(problem([lecturer()], [both])) == []


def test_a_session_takes_the_earliest_start_its_window_allows():
    window = request(wishes=(Wish(at(0, 9), at(0, 17)),))

    assert planned(problem(requests=[window])) == [("club", at(0, 9), ("sato",))]


def test_the_same_input_gives_the_same_plan_in_whatever_order_it_stands():
    wanted = town(60, 20, days=12, seed=3)
    chance = random.Random(5)
    shuffled = replace(
        wanted,
        requests=tuple(chance.sample(wanted.requests, 60)),
        lecturers=tuple(chance.sample(wanted.lecturers, 20)),
    )

    first = plan(wanted)

    assert first.proven
    assert plan(wanted).sessions == first.sessions
    assert plan(shuffled).sessions == first.sessions


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), skills=st.sets(st.sampled_from(LECTURES)))
def test_one_more_lecturer_never_serves_fewer(seed, skills):
    wanted = small(seed)
    more = Lecturer("zz", frozenset(skills), "place-0", frozenset("a"))

    richer = replace(wanted, lecturers=(*wanted.lecturers, more))

    before, after = plan(wanted), plan(richer)

    assert before.proven
    assert after.proven
    if not wanted.promises:
        assert len(after.sessions) >= len(before.sessions)
    assert score(richer, after.sessions)[:3] <= score(wanted, before.sessions)[:3]


def test_without_the_solver_the_plan_keeps_the_rules_and_says_that_nothing_is_proven(monkeypatch):
    monkeypatch.setattr(solving, "available", lambda: False)

    found = plan(town(80, 20, days=12))

    assert (found.solver, found.proven, found.breaches) == ("greedy", False, ())
    assert len(found.sessions) > 30


@pytest.mark.parametrize("megabytes", [1, 2048])
def test_a_solver_that_may_not_have_its_memory_still_leaves_a_plan(megabytes):
    wanted = town(80, 20, days=12)

    found = plan(wanted, megabytes=megabytes)

    assert found.breaches == ()
    assert found.proven is (megabytes > 1)
    assert len(found.sessions) > 30


@pytest.mark.parametrize("seed", range(100, 110))
def test_greedy_is_never_better_and_never_breaks_a_rule(seed):
    wanted = small(seed)

    best, greedy = plan(wanted), plan(wanted, solver=False)

    assert breaches(wanted, greedy.sessions) == []
    assert score(wanted, best.sessions) <= score(wanted, greedy.sessions)
    assert len(score(wanted, ())) == len(LEVELS)


def test_an_empty_problem_has_an_empty_proven_plan():
    found = plan(problem(requests=[request(lecture="unknown")]))

    assert (found.sessions, found.proven) == ((), True)


def test_nothing_but_the_wish_decides_between_two_starts_of_one_lecturer():
    assert session() in plan(problem(requests=[request("club", MORNING, NOON)])).sessions
