"""A lecturer falls ill, a centre closes: the plan with the fewest changes."""

from dataclasses import replace

import pytest

from bookings.matching.figures import same, score
from bookings.matching.planning import plan
from bookings.matching.problem import Period, Promise
from bookings.matching.repair import repair, without_lecturer, without_place
from bookings.matching.verify import breaches
from tests.bench.towns import town
from tests.bookings.matching.plain import LATER, MORNING, lecturer, problem, request, session
from tests.bookings.matching.towns import at, exhausted, small

WEEK = Period(at(0, 0), at(7, 0))


def test_only_the_sessions_of_the_lecturer_who_is_ill_move():
    wanted = town(60, 40, days=12)
    before = plan(wanted).sessions
    ill = before[0].lecturers[0]
    gone = Period(min(s.start for s in before), max(s.start for s in before))

    found = repair(without_lecturer(wanted, ill, gone), before)

    theirs = {s.request for s in before if ill in s.lecturers}
    assert set(found.moved) | set(found.lost) <= theirs | {before[-1].request}
    assert found.plan.breaches == ()


def test_somebody_else_comes_at_the_same_hour():
    people = [lecturer(), lecturer("ito", load=9)]
    ill = without_lecturer(problem(people), "sato", WEEK)

    found = repair(ill, [session()])

    assert found.plan.sessions == (session("club", MORNING, "ito"),)
    assert (found.moved, found.lost) == (("club",), ())


def test_a_better_plan_does_not_move_those_who_can_stay():
    people = [lecturer(load=9), lecturer("ito")]

    assert repair(problem(people), [session()]).plan.sessions == (session(),)


def test_a_closed_centre_moves_to_the_next_wish_or_loses_the_request():
    one, two = request("club", MORNING, LATER), request("class", LATER)
    closed = without_place(problem(requests=[one]), "hall", Period(at(0, 0), at(1, 0)))
    shut = without_place(problem(requests=[one, two]), "hall", WEEK)

    assert repair(closed, [session()]).moved == ("club",)
    assert repair(shut, [session(), session("class", LATER)]).lost == ("class", "club")


def test_whoever_was_asked_and_is_ill_no_longer_binds_the_request():
    people = [lecturer(), lecturer("ito")]
    asked = Promise("club", ("sato",), MORNING, asked=True)
    ill = without_lecturer(problem(people, promises=(asked,)), "sato", WEEK)

    found = repair(ill, [session()])

    assert found.plan.sessions == (session("club", MORNING, "ito"),)
    assert found.released == (asked,)


@pytest.mark.parametrize("seed", range(200, 215))
def test_no_plan_has_fewer_changes(seed):
    wanted = replace(small(seed), promises=())
    before = plan(wanted).sessions
    changed = without_lecturer(wanted, "lecturer-0", Period(at(0, 0), at(1, 0)))

    found = repair(changed, before)

    asked_for = replace(changed, before=before)
    assert score(asked_for, found.plan.sessions) == exhausted(asked_for)
    assert breaches(asked_for, found.plan.sessions) == []
    now = {s.request: s for s in found.plan.sessions}
    assert len(found.moved) + len(found.lost) == sum(
        not same(now.get(s.request), s) for s in before
    )
