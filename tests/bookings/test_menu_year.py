"""Which menu takes a wished day: this year's, or from a day on the next one's. Never none, never two."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.models.rulebook import of_taken, rules_for
from bookings.rules import BEFORE_MENU, NEXT_MENU, MenuYear, day_problem, waived
from bookings.rules.availability import NOTHING_KNOWN
from bookings.rules.days import menu_problem
from lectures.eras import fiscal_year_of
from lectures.models import FiscalYear
from tests.bookings.test_rules import RULES
from tests.factories.lectures import menu
from tests.factories.town import make_town, submitted

MARCH, JUNE = date(2027, 3, 10), date(2027, 6, 10)
DAYS = st.dates(date(2026, 4, 1), date(2028, 3, 31))


def of(year: int, switch: date | None = None):
    return replace(RULES, menu=MenuYear(year, switch), earliest_days=1000, lead_days=0)


def takes(rules, day: date, *, today: date) -> bool:
    return menu_problem(rules, day, today=today) is None


@given(day=DAYS, today=DAYS, switch=DAYS)
def test_from_the_switch_on_each_day_belongs_to_exactly_one_menu(day, today, switch):
    this_year, next_year = of(2026, switch), of(2027)

    taken = [takes(rules, day, today=today) for rules in (this_year, next_year)]

    if today >= switch:
        assert taken == [fiscal_year_of(day) == 2026, fiscal_year_of(day) == 2027]
    else:
        assert taken == [True, fiscal_year_of(day) == 2027]


@given(day=DAYS, today=DAYS)
def test_without_a_switch_this_years_menu_takes_every_day(day, today):
    assert takes(of(2026), day, today=today)


@given(day=DAYS, today=DAYS, switch=DAYS)
def test_some_menu_always_takes_the_day(day, today, switch):
    assert any(takes(rules, day, today=today) for rules in (of(2026, switch), of(2027)))


@pytest.mark.parametrize(
    ("rules", "day", "code"),
    [
        (of(2026, date(2027, 3, 1)), JUNE, NEXT_MENU),
        (of(2026, date(2027, 3, 11)), JUNE, None),
        (of(2026), JUNE, None),
        (of(2027), date(2027, 3, 25), BEFORE_MENU),
        (of(2027), JUNE, None),
        (of(2026, date(2027, 3, 1)), date(2027, 3, 25), None),
    ],
)
def test_a_wish_in_march(rules, day, code):
    problem = day_problem(rules, day, today=MARCH)

    assert (problem.code if problem else None) == code


def test_the_sentence_says_where_to_ask():
    problem = day_problem(of(2026, date(2027, 3, 1)), JUNE, today=MARCH)

    assert problem.sentence == "6月10日（木）は、令和9年度の講座で申し込んでください。"


def test_the_office_may_let_it_go():
    rules, _known = waived(of(2026, date(2027, 3, 1)), NOTHING_KNOWN, {NEXT_MENU})

    assert day_problem(rules, JUNE, today=MARCH) is None


def test_the_rules_of_a_lecture_know_its_menu(site):
    town = make_town(site)
    FiscalYear.objects.update(next_menu_from=date(2027, 3, 1))
    assert rules_for(town.lecture).menu == MenuYear(2026, None)

    menu(site, year=2027, title="令和9年度の講座")

    assert rules_for(town.lecture).menu == MenuYear(2026, date(2027, 3, 1))
    FiscalYear.objects.update(next_menu_from=None)
    assert rules_for(town.lecture).menu == MenuYear(2026, date(2027, 4, 1))


def test_a_request_that_was_taken_stays_where_it_is(site):
    town = make_town(site)
    request = submitted(town)

    assert of_taken(of(2026, date(2027, 3, 1)), request).menu is None
    assert of_taken(of(2026, date(2027, 3, 1)), None).menu is not None


def test_the_day_after_the_year_is_the_first_of_april():
    last = date(2027, 3, 31)
    rules = of(2026, date(2027, 3, 1))

    assert takes(rules, last, today=MARCH)
    assert not takes(rules, last + timedelta(days=1), today=MARCH)
