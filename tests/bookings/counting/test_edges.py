"""The edges of counting, each as it is written in docs/counting.md, by the real actions."""

from dataclasses import replace
from uuid import UUID

import pytest

from bookings import counting
from bookings.actions import direct, past_years, sessions
from bookings.actions.moves import Refused
from bookings.actions.reporting import Numbers
from bookings.counting import Dimension
from bookings.counting.folding import fold_all
from bookings.doctor import checks as doctor
from bookings.models import CountingUnit
from bookings.rules import Slot
from bookings.status import Reason, Verb
from lectures.models import FiscalYear
from tests.bookings.counting.closings import (
    PEOPLE,
    aimed,
    at_desk,
    closed,
    held,
    planned,
    tell,
    two_departments,
)
from tests.factories.town import DEPARTMENT, NOW, at, make_department, make_town

D = Dimension
SPRING = at("2027-04-20 10:00")


@pytest.fixture
def town(site):
    return make_town(site)


def number(year, *, on=SPRING):
    """The same folded and not."""
    before = counting.year_count(year, at=on)
    fold_all(at=on)
    after = counting.year_count(year, at=on)
    assert before == after
    assert list(doctor(at=on)) == []
    return after.delivered


def by(year, dimension, *, on=SPRING):
    rows = counting.breakdown(year, dimension, at=on)
    return {row.label: row.delivered for row in rows if row.delivered}


def slot(text, *, hour="11:00"):
    return Slot(at(text), at(f"{text[:10]} {hour}"))


def test_a_leap_day_counts_in_february_of_its_year(town):
    held(town, at("2028-02-29 10:00"))

    on = at("2028-04-20 10:00")
    assert (number(2027, on=on), number(2028, on=on)) == (1, 0)
    assert by(2027, D.MONTH, on=on) == {"2月": 1}


def test_the_last_half_hour_of_march_and_the_first_of_april_are_two_years(town):
    held(town, at("2027-03-31 23:30"))
    held(town, at("2027-04-01 00:00"))

    assert (number(2026), number(2027)) == (1, 1)
    assert by(2026, D.MONTH) == {"3月": 1}
    assert by(2027, D.MONTH) == {"4月": 1}


def test_a_session_moved_across_the_year_before_it_is_held_counts_where_it_was_held(town):
    session = planned(town, at("2027-03-30 10:00"))
    sessions.reschedule(
        session_id=session.pk,
        slot=slot("2027-04-02 10:00"),
        by=at_desk(),
        at=at("2027-03-20 10:00"),
    )
    session.refresh_from_db()
    tell(session)

    assert (number(2026), number(2027)) == (0, 1)


def test_a_session_that_was_held_on_another_side_of_the_year_is_corrected_on_both(town):
    aimed(town)
    session = held(town, at("2027-03-30 10:00"))
    closed()
    assert (number(2026), number(2027)) == (1, 0)

    why = at_desk("4月25日に実施していた")
    sessions.correct_session(session_id=session.pk, reason=Reason.MISTAKE, by=why, at=SPRING)
    sessions.reschedule(
        session_id=session.pk, slot=slot("2027-04-25 10:00"), by=why, at=at("2027-04-20 11:00")
    )
    session.refresh_from_db()
    tell(session)

    on = at("2027-04-30 10:00")
    assert (number(2026, on=on), number(2027, on=on)) == (0, 1)


@pytest.mark.parametrize(("unit", "counted"), [("session", 3), ("day", 1)])
def test_three_classes_of_one_day(town, unit, counted):
    CountingUnit.objects.create(site=town.site, from_year=2020, unit=unit, reason="要綱", at=NOW)
    first = planned(town, at("2026-12-17 09:00"))
    rows = [first] + [
        sessions.add(
            request_id=first.request_id, slot=slot(f"2026-12-17 {start}:00", hour=f"{start + 1}:00"),
            lecturer_ids=[], by=at_desk(), at=NOW,
        )
        for start in (10, 13)
    ]  # fmt: skip
    for row in rows:
        tell(row)

    assert number(2026) == counted
    assert counting.year_count(2026, at=SPRING).people == 3 * 23


def test_what_two_departments_give_counts_once_for_the_first_ones_department(town):
    session = two_departments(town)
    tell(session)

    assert number(2026) == 1
    assert by(2026, D.DEPARTMENT) == {"防災課": 1}


def test_postponed_twice_and_held_counts_once_on_its_last_day(town):
    session = planned(town, at("2026-12-17 10:00"))
    for day in ("2027-01-20", "2027-02-20"):
        sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=at_desk(), at=NOW)
        assert counting.year_count(2026, at=NOW).postponed == 1
        sessions.reschedule(session_id=session.pk, slot=slot(f"{day} 10:00"), by=at_desk(), at=NOW)
    session.refresh_from_db()
    tell(session)

    assert number(2026) == 1
    assert by(2026, D.MONTH) == {"2月": 1}
    assert counting.year_count(2026, at=SPRING).postponed == 0


def test_a_cancelled_session_reported_by_mistake_is_refused_and_counts_after_a_correction(town):
    session = planned(town, at("2026-12-17 10:00"))
    sessions.add(
        request_id=session.request_id, slot=slot("2027-01-17 10:00"), lecturer_ids=[],
        by=at_desk(), at=NOW,
    )  # fmt: skip
    sessions.cancel_session(session_id=session.pk, reason=Reason.DISASTER, by=at_desk(), at=NOW)

    with pytest.raises(Refused, match="中止"):
        tell(session)
    assert number(2026) == 0
    assert counting.year_count(2026, at=SPRING).cancelled == 1

    sessions.correct_session(
        session_id=session.pk, reason=Reason.MISTAKE, by=at_desk(), at=at("2026-12-18 10:00")
    )
    tell(session, at=at("2026-12-18 11:00"))
    assert number(2026) == 1
    assert counting.year_count(2026, at=SPRING).cancelled == 0


def test_a_corrected_report_counts_with_its_newest_numbers(town):
    session = held(town, at("2026-12-17 10:00"))
    tell(session, numbers=Numbers(30, 0, 60))

    assert number(2026) == 1
    assert counting.year_count(2026, at=SPRING).people == 30


def test_a_department_merged_at_the_years_turn_counts_for_its_successor(town):
    held(town, at("2027-03-20 10:00"))
    new = make_department(town.site, code="0400", name="危機管理課", email="kiki@city.example")
    old = town.department
    old.ends_on, old.successor = at("2027-03-31 00:00").date(), new
    old.save()

    assert number(2026) == 1
    assert by(2026, D.DEPARTMENT, on=at("2027-03-31 10:00")) == {"防災課": 1}
    assert by(2026, D.DEPARTMENT, on=at("2027-04-01 10:00")) == {"危機管理課": 1}


def test_a_direct_report_never_takes_the_place_of_a_year_that_was_brought_in(town):
    """A town that begins in April has last year's number from its own table."""
    year = past_years.PastYear(2025, (past_years.PastLine("total", "", "", 85, None),))
    origin = past_years.Origin("session", "事業報告書", "past.xlsx")
    past_years.bring_in([year], origin=origin, seen={2025: 0}, by=None, at=NOW)
    given = direct.Given(
        day=at("2026-03-10 00:00").date(), numbers=PEOPLE, kind="", title="雪の話",
        category_id=town.lecture.category_id, venue_name="集会所",
    )  # fmt: skip

    with pytest.raises(Refused, match="令和7年度の数は、まとめて読みこんであります"):
        direct.report_all(
            department_id=town.department.pk, rows=[given], by=DEPARTMENT, at=NOW,
            form_id=UUID(int=1),
        )  # fmt: skip

    assert [(one.year, one.delivered) for one in counting.series()] == [(2025, 85)]


def test_a_direct_report_of_last_year_counts_there_until_the_year_is_closed(town):
    aimed(town)
    FiscalYear.objects.get_or_create(site=town.site, year=2027)
    given = direct.Given(
        day=at("2027-03-10 00:00").date(), numbers=PEOPLE, kind="", lecture_id=town.lecture.pk,
        venue_name="集会所",
    )  # fmt: skip

    def enter(who, form_id):
        return direct.report_all(
            department_id=town.department.pk, rows=[given], by=who, at=SPRING, form_id=form_id
        )

    [session] = enter(DEPARTMENT, UUID(int=1))
    assert (number(2026), number(2027)) == (1, 0)
    assert session.events.filter(verb=Verb.DELIVERED).exists()

    closed(at=SPRING)
    given = replace(given, again=True)
    with pytest.raises(Refused, match="令和8年度は締めました"):
        enter(DEPARTMENT, UUID(int=2))
    assert number(2026) == 1
