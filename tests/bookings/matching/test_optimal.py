"""The plan is the best of all plans: against a search that tries every one."""

import pytest

from bookings.matching.figures import score
from bookings.matching.planning import plan
from tests.bookings.matching.towns import exhausted, small


def as_good_as_can_be(seed: int) -> None:
    problem = small(seed)

    found = plan(problem)

    assert (found.solver, found.proven, found.breaches) in {
        ("highs", True, ()),
        ("greedy", True, ()),
    }
    assert score(problem, found.sessions) == exhausted(problem), f"seed {seed}"


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_is_the_best_on_every_objective_in_order(seed):
    as_good_as_can_be(seed)


@pytest.mark.slow
def test_five_hundred_plans_are_the_best_on_every_objective_in_order():
    for seed in range(1000, 1500):
        as_good_as_can_be(seed)
