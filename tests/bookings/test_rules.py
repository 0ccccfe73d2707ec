"""The booking rules: which days, hours and numbers of people are accepted, in which words."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.rules import (
    Availability,
    Closed,
    Part,
    Problem,
    Rules,
    Slot,
    Usable,
    Wish,
    day_problem,
    exact_slot,
    first_day,
    hours_problem,
    people_problem,
    slot_problem,
    within_usable,
)

ZONE = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 22)
RULES = Rules(
    lead_days=21,
    earliest_days=180,
    min_people=10,
    max_people=None,
    weekends=True,
    holidays=False,
    day_from=time(9),
    day_until=time(21),
    parts={
        "morning": Part(time(9), time(12), time(10)),
        "afternoon": Part(time(13), time(17), time(14)),
        "evening": Part(time(18), time(21), time(19)),
    },
    closed=(Closed(date(2025, 12, 28), date(2026, 1, 4), True, "年末年始"),),
)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 21), "past"),
        (date(2026, 12, 12), "too_early"),
        (date(2026, 12, 13), None),
        (date(2026, 12, 28), "closed"),
        (date(2027, 1, 4), "closed"),
        (date(2027, 1, 5), None),
        (date(2027, 1, 11), "holiday"),
        (date(2027, 5, 21), None),
        (date(2027, 5, 22), "too_late"),
    ],
)
def test_a_day_is_open_or_has_one_reason(day, code):
    problem = day_problem(RULES, day, today=TODAY)

    assert (problem and problem.code) == code


def test_the_sentence_names_the_first_day_that_can_be_asked_for():
    problem = day_problem(RULES, date(2026, 12, 1), today=TODAY)

    assert problem.sentence == (
        "12月13日（日）より前は受け付けられません。12月13日（日）から後の日をえらんでください。"
    )


def test_weekends_can_be_closed():
    problem = day_problem(replace(RULES, weekends=False), date(2026, 12, 19), today=TODAY)

    assert problem.code == "weekend"


def test_nine_people_are_told_where_to_telephone():
    problem = people_problem(RULES, 9, phone="0000-00-0000")

    assert problem.sentence == (
        "この講座は10人以上でお願いしています。少ないときは、先に事務局に相談してください（電話 0000-00-0000）。"
    )


@pytest.mark.parametrize(
    ("part", "usable", "starts"),
    [
        ("morning", Usable(), time(10)),
        ("morning", Usable(time(10, 30), None), time(10, 30)),
        ("morning", Usable(None, time(10, 30)), time(9, 30)),
        ("afternoon", Usable(time(9), time(17)), time(14)),
        ("evening", Usable(), time(19)),
    ],
)
def test_a_part_of_the_day_has_one_exact_slot_inside_the_usable_time(part, usable, starts):
    slot = exact_slot(RULES, Wish(date(2026, 12, 17), part), minutes=60, usable=usable, zone=ZONE)

    assert slot.starts_at.astimezone(ZONE) == datetime.combine(date(2026, 12, 17), starts, ZONE)
    assert slot.ends_at - slot.starts_at == timedelta(minutes=60)


def test_a_lecture_that_does_not_fit_the_usable_time_is_a_problem_with_a_sentence():
    slot = exact_slot(
        RULES,
        Wish(date(2026, 12, 17), "morning"),
        minutes=90,
        usable=Usable(time(11), None),
        zone=ZONE,
    )

    assert isinstance(slot, Problem)
    assert slot.sentence.startswith("会場を使える時間に、講座（90分）が入りません。")


def test_hours_outside_the_day_are_refused():
    assert hours_problem(RULES, starts=time(8), ends=time(9)).code == "hours"
    assert hours_problem(RULES, starts=time(20), ends=time(19)).code == "order"
    assert hours_problem(RULES, starts=time(9), ends=time(21)) is None


days = st.dates(TODAY, TODAY + timedelta(days=400))
clock = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(days)
def test_no_day_before_the_lead_time_is_ever_open(day):
    if day_problem(RULES, day, today=TODAY) is None:
        assert first_day(RULES, today=TODAY) <= day


@given(
    days, st.sampled_from(["morning", "afternoon", "evening"]), clock, clock, st.integers(15, 240)
)
def test_an_exact_slot_always_lies_within_its_part_and_the_usable_time(
    day, part, one, two, minutes
):
    usable = Usable(min(one, two), max(one, two))

    slot = exact_slot(RULES, Wish(day, part), minutes=minutes, usable=usable, zone=ZONE)

    if isinstance(slot, Slot):
        starts, ends = slot.starts_at.astimezone(ZONE), slot.ends_at.astimezone(ZONE)
        assert RULES.parts[part].opens <= starts.time()
        assert ends.time() <= RULES.parts[part].closes
        assert within_usable(slot, usable, ZONE)
        assert (ends - starts) == timedelta(minutes=minutes)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_yearly_closing_over_new_year_closes_the_same_days_each_year(day):
    closed = RULES.closed[0]

    assert closed.covers(day) == (
        (day.month, day.day) >= (12, 28) or (day.month, day.day) <= (1, 4)
    )


def test_a_slot_over_midnight_is_refused():
    starts = datetime(2026, 12, 17, 23, 30, tzinfo=ZONE)

    problem = slot_problem(
        RULES,
        Slot(starts, starts + timedelta(hours=1)),
        usable=Usable(),
        zone=ZONE,
        availability=Availability(),
    )

    assert problem.code == "order"
