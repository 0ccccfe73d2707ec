"""Rules that the office lets go: exactly those, and all that can be are named on the page."""

from dataclasses import replace
from datetime import date, time

import pytest

from bookings.desk.forms.waiving import NAMES
from bookings.rules import (
    WAIVABLE,
    Availability,
    Closed,
    Days,
    Diary,
    Host,
    House,
    MenuYear,
    Part,
    Rules,
    Usable,
    Wish,
    people_problem,
    waived,
    wish_problem,
)
from lectures.closing import Closing
from lectures.seasons import Season

TODAY = date(2026, 11, 22)
RULES = Rules(
    lead_days=21, earliest_days=180, min_people=10, max_people=50, weekends=False, holidays=False,
    day_from=time(9), day_until=time(21),
    parts={"morning": Part(time(9), time(12), time(10))},
)  # fmt: skip
DAY = date(2027, 1, 20)  # a Wednesday
WEDNESDAYS = House("北川センター", Closing(frozenset({2})))
OUTAGE = Closed(DAY, DAY, False, "停電")
JUNE = Season(frozenset({6}))


def codes(rules: Rules, wish: Wish, availability: Availability, waive: set[str]) -> str:
    eased, free = waived(rules, availability, waive)
    problem = wish_problem(eased, wish, minutes=60, usable=Usable(), today=TODAY, availability=free)
    return problem.code if problem else ""


def test_every_rule_that_can_be_let_go_has_a_name_on_the_page():
    assert set(NAMES) == WAIVABLE


@pytest.mark.parametrize(("people", "code"), [(6, "too_few"), (90, "too_many")])
def test_numbers_of_people(people, code):
    eased, _free = waived(RULES, Availability(), {code})

    assert people_problem(RULES, people, phone="").code == code
    assert people_problem(eased, people, phone="") is None


@pytest.mark.parametrize(
    ("changes", "wish", "known", "code"),
    [
        ({}, Wish(date(2026, 11, 30), "morning"), Availability(), "too_early"),
        ({}, Wish(date(2027, 9, 1), "morning"), Availability(), "too_late"),
        ({"closed": (OUTAGE,)}, Wish(DAY, "morning"), Availability(), "closed"),
        ({}, Wish(date(2026, 12, 20), "morning"), Availability(), "weekend"),
        ({}, Wish(date(2027, 1, 11), "morning"), Availability(), "holiday"),
        ({"house": WEDNESDAYS}, Wish(DAY, "morning"), Availability(), "house_shut"),
        ({"menu": MenuYear(2027)}, Wish(DAY, "morning"), Availability(), "before_menu"),
        ({"menu": MenuYear(2025, TODAY)}, Wish(DAY, "morning"), Availability(), "next_menu"),
        ({"season": JUNE}, Wish(DAY, "morning"), Availability(), "season"),
        ({"quota": 1}, Wish(DAY, "morning"), Availability(counted={2026: 1}), "quota"),
        ({}, Wish(DAY, starts=time(7, 30), ends=time(8, 30)), Availability(), "hours"),
        ({}, Wish(DAY, "morning"), Availability(hosts=(Host(away=(Days(DAY, DAY),)),)), "away"),
        (
            {}, Wish(DAY, starts=time(10), ends=time(11)),
            Availability(hosts=(Host(diaries=(Diary((Days(TODAY, DAY),), taken={DAY: ((600, 660),)}),)),)),
            "taken",
        ),
    ],
)  # fmt: skip
def test_one_rule_of_a_day(changes, wish, known, code):
    rules = replace(RULES, **changes)

    assert codes(rules, wish, known, set()) == code
    assert codes(rules, wish, known, {code}) == ""
    assert codes(rules, wish, known, WAIVABLE - {code}) == code


def test_a_day_that_is_past_stays_past_whatever_is_let_go():
    assert codes(RULES, Wish(date(2026, 11, 1), "morning"), Availability(), set(WAIVABLE)) == "past"
