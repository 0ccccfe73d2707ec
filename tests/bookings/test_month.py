"""The month never offers a day that sending then refuses, and never hides one that it accepts."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.forms.terms import Terms
from bookings.public.month import first_open_day, month_table, shown_month
from bookings.rules import (
    Availability,
    Closed,
    Days,
    Diary,
    Host,
    House,
    Usable,
    Wish,
    wish_problem,
)
from lectures.closing import Closing
from lectures.seasons import Season
from tests.bookings.test_rules import RULES

TODAY = date(2026, 11, 22)
LAST = TODAY + timedelta(days=130)
GRID = 15  # minutes; every hour of the generated towns lies on it
EVERYBODY = Days(date(2020, 4, 1), date.max)


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def terms_of(rules, availability: Availability, *, minutes: int = 60) -> Terms:
    return Terms(rules, minutes, "0000-00-0000", TODAY, availability)


def offered(terms: Terms, day: date) -> bool:
    """Whether the day is a button in its month."""
    cells = month_table(terms, day).cells
    return next(cell.can_be_asked for cell in cells if cell.day == day)


def wishes_for(day: date, *, minutes: int):
    """Every wish that could be sent for a day: its parts, and exact times on the grid."""
    yield from (Wish(day, part) for part in RULES.parts)
    for start in range(0, 24 * 60 - minutes, GRID):
        yield Wish(day, starts=clock(start), ends=clock(start + minutes))


def accepted(terms: Terms, day: date) -> bool:
    """Whether sending takes some wish for the day; the venue is open all day."""
    return any(
        wish_problem(
            terms.rules, wish, minutes=terms.minutes, usable=Usable(), today=TODAY,
            availability=terms.availability,
        )
        is None
        for wish in wishes_for(day, minutes=terms.minutes)
    )  # fmt: skip


days = st.dates(TODAY - timedelta(days=3), LAST)
spans = st.tuples(days, st.integers(0, 40)).map(
    lambda drawn: Days(drawn[0], drawn[0] + timedelta(days=drawn[1]))
)
hours = st.tuples(st.integers(0, 88), st.integers(1, 40)).map(
    lambda drawn: (drawn[0] * GRID, min(drawn[0] + drawn[1], 96) * GRID)
)


def sometimes(drawn, *, otherwise):
    """One rule in five says something, so that no single one closes nearly every day."""
    return st.integers(0, 4).flatmap(lambda number: st.just(otherwise) if number else drawn)


@st.composite
def diaries(draw, day: date) -> Diary:
    there = draw(st.sampled_from([(EVERYBODY,), (Days(date(2020, 4, 1), day),), (draw(spans),)]))
    near = st.just(Days(day, day))
    away = tuple(
        draw(sometimes(st.lists(st.one_of(near, spans), min_size=1, max_size=1), otherwise=[]))
    )
    return Diary(there, away, {day: tuple(draw(st.lists(hours, max_size=4)))})


def houses(day: date):
    """The place, once it is known; one in three is shut near the day."""
    closings = st.builds(
        Closing,
        st.frozensets(st.integers(0, 6), max_size=3),
        st.sampled_from(["", "next", "shut"]),
        st.none() | st.tuples(st.integers(25, 31), st.integers(1, 7)),
        st.lists(st.just(Closed(day, day + timedelta(days=1), False, "工事")), max_size=1),
    )
    return st.none() | closings.map(lambda closing: House("北川センター", closing))


@st.composite
def towns(draw):
    """A day and the terms of a lecture, any of whose rules may close it."""
    day = draw(st.one_of(days, st.dates(TODAY + timedelta(days=21), LAST)))
    opens, closes = sorted((draw(st.integers(24, 60)), draw(st.integers(40, 95))))
    rules = replace(
        RULES,
        lead_days=draw(st.sampled_from([0, 7, 21])),
        earliest_days=draw(st.sampled_from([60, 180, 180])),
        weekends=draw(sometimes(st.just(False), otherwise=True)),
        holidays=draw(st.booleans()),
        day_from=clock(opens * GRID),
        day_until=clock(closes * GRID),
        closed=tuple(
            Closed(span.first, span.last, draw(st.booleans()), "休館")
            for span in draw(sometimes(st.lists(spans, min_size=1, max_size=1), otherwise=[]))
        ),
        season=Season(
            draw(sometimes(st.frozensets(st.integers(1, 12)), otherwise=frozenset())),
            draw(sometimes(days, otherwise=None)),
            draw(sometimes(days, otherwise=None)),
        ),
        quota=draw(sometimes(st.integers(0, 3), otherwise=None)),
        house=draw(houses(day)),
    )
    around = st.integers(0, 3).map(lambda ahead: Days(day - timedelta(days=ahead), day))
    hosts = tuple(
        Host(
            tuple(
                draw(
                    sometimes(
                        st.lists(st.one_of(around, spans), min_size=1, max_size=1), otherwise=[]
                    )
                )
            ),
            tuple(draw(st.lists(diaries(day), max_size=3))),
        )
        for _number in range(draw(st.integers(0, 2)))
    )
    counted = {2026: draw(st.integers(0, 4)), 2027: draw(st.integers(0, 4))}
    availability = Availability(counted, hosts, frozenset([day] if draw(st.booleans()) else []))
    minutes = draw(st.sampled_from([30, 45, 60, 90, 120, 240]))
    return day, terms_of(rules, availability, minutes=minutes)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(towns())
def test_a_day_is_offered_exactly_if_sending_takes_some_wish_for_it(town):
    day, terms = town

    assert offered(terms, day) == accepted(terms, day)


DAY = date(2026, 12, 17)
ALL_DAY = {DAY: ((0, 24 * 60),)}
ONE_RULE = {
    "season": terms_of(replace(RULES, season=Season(frozenset({6, 7}))), Availability()),
    "quota": terms_of(replace(RULES, quota=2), Availability({2026: 2})),
    "away": terms_of(RULES, Availability(hosts=(Host(away=(Days(DAY, DAY),)),))),
    "absent": terms_of(
        RULES, Availability(hosts=(Host(diaries=(Diary((EVERYBODY,), (Days(DAY, DAY),)),)),))
    ),
    "taken": terms_of(
        RULES, Availability(hosts=(Host(diaries=(Diary((EVERYBODY,), (), ALL_DAY),)),))
    ),
    "closed": terms_of(replace(RULES, closed=(Closed(DAY, DAY, False, "選挙"),)), Availability()),
    "weekend": terms_of(replace(RULES, weekends=False), Availability()),
    "hours": terms_of(replace(RULES, day_from=time(9), day_until=time(9, 30)), Availability()),
    "house_shut": terms_of(
        replace(RULES, house=House("北川センター", Closing(frozenset({3})))), Availability()
    ),
}
WITHOUT = {
    "season": lambda terms: replace(terms, rules=replace(terms.rules, season=Season())),
    "quota": lambda terms: replace(terms, rules=replace(terms.rules, quota=None)),
    "away": lambda terms: replace(terms, availability=Availability()),
    "absent": lambda terms: replace(terms, availability=Availability()),
    "taken": lambda terms: replace(terms, availability=Availability()),
    "closed": lambda terms: replace(terms, rules=replace(terms.rules, closed=())),
    "weekend": lambda terms: replace(terms, rules=replace(terms.rules, weekends=True)),
    "hours": lambda terms: replace(terms, rules=replace(terms.rules, day_until=time(21))),
    "house_shut": lambda terms: terms.at(None),
}


@pytest.mark.parametrize("rule", sorted(ONE_RULE))
def test_a_month_that_forgot_one_rule_would_offer_what_sending_refuses(rule):
    """The twin: each rule taken out of the month alone breaks the property."""
    terms = ONE_RULE[rule]
    day = date(2026, 12, 19) if rule == "weekend" else DAY

    assert (offered(terms, day), accepted(terms, day)) == (False, False)
    assert offered(WITHOUT[rule](terms), day) != accepted(terms, day)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("season", "講座の時期ではありません"),
        ("quota", "令和8年度の回数に達しました"),
        ("away", "担当課が不在です"),
        ("absent", "講師の予定がうまっています"),
        ("taken", "講師の予定がうまっています"),
        ("closed", "選挙"),
        ("weekend", "土曜・日曜"),
        ("hours", "講座が入る時間がありません"),
        ("house_shut", "北川センターが休みです"),
    ],
)
def test_a_closed_day_says_why(rule, words):
    month = month_table(ONE_RULE[rule], DAY)

    day = date(2026, 12, 19) if rule == "weekend" else DAY
    cell = next(cell for cell in month.cells if cell.day == day)
    assert (cell.mark, cell.words) == ("×", words)
    assert words in [reason for reason, _days in month.reasons]


def test_the_days_of_a_reason_are_told_as_spans():
    closed = (Closed(date(2026, 12, 28), date(2026, 12, 31), False, "年末年始"),)
    away = Availability(
        hosts=(
            Host(
                away=(Days(DAY, DAY), Days(date(2026, 12, 21), DAY)),
            ),
        )
    )

    month = month_table(terms_of(replace(RULES, closed=closed), away), DAY)

    assert month.reasons == [("担当課が不在です", "17日"), ("年末年始", "28日〜31日")]


def test_a_day_that_others_ask_for_is_marked_and_can_be_chosen():
    month = month_table(terms_of(RULES, Availability(wished=frozenset({DAY}))), DAY)

    cell = next(cell for cell in month.cells if cell.day == DAY)
    assert (cell.mark, cell.words, cell.can_be_asked) == ("△", "ほかの団体も希望しています", True)
    assert month.is_wished


def test_the_first_month_shown_is_the_first_with_an_open_day():
    terms = terms_of(replace(RULES, season=Season(frozenset({2}))), Availability())

    assert shown_month("", terms=terms) == first_open_day(terms) == date(2027, 2, 1)
    assert month_table(terms, date(2026, 12, 1)).next_open == date(2027, 2, 1)


def test_without_any_open_day_the_first_month_is_shown():
    terms = terms_of(replace(RULES, quota=0), Availability())

    assert shown_month("", terms=terms) == date(2026, 12, 13)
    assert month_table(terms, date(2026, 12, 1)).next_open is None


def test_a_part_of_the_day_outside_the_lectures_hours_is_not_open():
    rules = replace(RULES, day_until=time(17))

    refused = terms_of(rules, Availability()).wish_problem(Wish(DAY, "evening"))

    assert refused.sentence == (
        "その時間帯には、講座（60分）が入りません。ほかの時間帯をえらんでください。"
    )


def test_two_departments_must_have_somebody_at_the_same_time():
    """One is free at nine, the other at eleven: no hour suits both."""
    busy = [{DAY: ((10 * 60, 21 * 60),)}, {DAY: ((9 * 60, 11 * 60), (12 * 60, 21 * 60))}]
    hosts = tuple(Host(diaries=(Diary((EVERYBODY,), (), taken),)) for taken in busy)

    terms = terms_of(RULES, Availability(hosts=hosts))

    assert not offered(terms, DAY)
    assert terms.wish_problem(Wish(DAY, "morning")).code == "taken"


def test_what_is_agreed_with_the_department_keeps_only_the_towns_days_and_hours():
    wish = Wish(DAY, starts=time(10), ends=time(11))

    waived = {
        rule: ONE_RULE[rule].wish_problem(wish, agreed=True)
        for rule in ("season", "quota", "away", "absent", "taken")
    }

    assert set(waived.values()) == {None}
    assert ONE_RULE["closed"].wish_problem(wish, agreed=True).code == "closed"
    assert ONE_RULE["hours"].wish_problem(wish, agreed=True).code == "hours"
    assert ONE_RULE["house_shut"].wish_problem(wish, agreed=True).code == "house_shut"
