"""The forecast on 600 simulated years of towns that it knows nothing about."""

from functools import cache

import pytest

from bookings import forecasting
from tests.bench.forecast import DAYS, FINAL, Try, lines, one_try
from tests.bench.futures import worlds

pytestmark = [pytest.mark.slow, pytest.mark.once]


@cache
def each_year_once() -> tuple[Try, ...]:
    """Every year is asked on one day: independent of each other."""
    found = enumerate(worlds(FINAL))
    return tuple(one_try(world, DAYS[order % len(DAYS)]) for order, world in found)


def held(tries: tuple[Try, ...]) -> float:
    said = [one for one in tries if one.said]
    return sum(one.holds for one in said) / len(said)


def test_the_range_holds_the_truth_in_four_years_of_five():
    tries = each_year_once()

    assert len([one for one in tries if one.said]) >= 500
    assert 0.75 <= held(tries) <= 0.85


def test_the_range_is_no_wider_than_it_must_be():
    said = [one for one in each_year_once() if one.said]
    price = sum(one.price("said") for one in said)

    assert price < 0.6 * sum(one.price("line") for one in said)
    assert price < 0.6 * sum(one.price("share") for one in said)


def test_without_its_doubts_the_range_is_too_narrow(monkeypatch):
    """The twin: chance alone, as if level, profile and bursts were known."""
    tries = each_year_once()[:150]
    monkeypatch.setattr(forecasting, "DRIFT", 0.0)
    monkeypatch.setattr(forecasting, "CLUSTERS", 0.5)
    monkeypatch.setattr(forecasting, "PROFILE", 4000)

    assert held(tuple(one_try(one.world, one.today) for one in tries)) < 0.7


def test_the_trial_is_the_same_each_time():
    tries = each_year_once()
    again = [one_try(world, tries[order].today) for order, world in enumerate(worlds(range(5)))]

    assert [one.said for one in again] == [one.said for one in tries[: len(again)]]
    assert len(list(lines(tries[:60]))) > 15
