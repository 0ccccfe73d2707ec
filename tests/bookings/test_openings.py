"""What stands in the way of a lecture is read from real rows, in few and always the same queries."""

from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bookings.actions import answering, asking, submitting
from bookings.actions.submitting import RulesBroken
from bookings.forms.terms import terms_for
from bookings.models import Allocation, BookingRequest, LectureSession, Resource
from bookings.models.openings import availability_for, availability_from, counted_by_year
from bookings.public.month import month_table
from bookings.rules import Days, Wish
from bookings.status import AllocationState, RequestStatus, SessionState
from lectures.models import (
    Absence,
    Blackout,
    BookingRules,
    FiscalYear,
    Lecture,
    LecturerMembership,
)
from tests.factories.bookings import make_request, propose
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    NOW,
    OFFICE,
    at,
    make_department,
    make_lecturer,
    make_town,
    particulars,
    submitted,
)

DAY = date(2026, 12, 17)
SPAN = Days(date(2026, 12, 1), date(2027, 5, 31))


@pytest.fixture
def town(site):
    return make_town(site)


def read(town, **options):
    return availability_for(town.lecture, days=SPAN, at=NOW, **options)


def problem(town, wish: Wish, *, moment=NOW):
    found = terms_for(town.lecture, at=moment).wish_problem(wish)
    return found and found.code


def busy(lecturer, starts: str, ends: str, *, state=AllocationState.HOLD, expires="2027-01-30"):
    resource = Resource.objects.get_or_create(lecturer=lecturer, site=lecturer.site)[0]
    return Allocation.objects.create(
        site=lecturer.site, resource=resource, state=state, starts_at=at(starts), ends_at=at(ends),
        expires_at=at(f"{expires} 00:00"),
    )  # fmt: skip


def away(who, first: date, last: date | None = None):
    key = "department" if hasattr(who, "code") else "lecturer"
    return Absence.objects.create(
        site=who.site, **{key: who}, starts_on=first, ends_on=last or first
    )


MORNING = Wish(DAY, "morning")


def test_a_day_is_closed_only_when_every_lecturer_is_away(town):
    away(town.lecturers[0], DAY)
    assert problem(town, MORNING) is None

    away(town.lecturers[1], DAY)

    assert problem(town, MORNING) == "taken"
    assert problem(town, Wish(DAY + timedelta(days=1), "morning")) is None


def test_lecturers_who_are_taken_leave_the_other_hours_open(town):
    for lecturer in town.lecturers:
        busy(lecturer, "2026-12-17 09:00", "2026-12-17 11:30")

    assert problem(town, MORNING) == "taken"
    assert problem(town, Wish(DAY, starts=time(11, 30), ends=time(12, 30))) is None
    assert problem(town, Wish(DAY, starts=time(11), ends=time(12))) == "taken"
    assert problem(town, Wish(DAY, "afternoon")) is None


def test_a_hold_past_its_time_takes_nobody(town):
    for lecturer in town.lecturers:
        busy(lecturer, "2026-12-17 09:00", "2026-12-17 21:00", expires="2026-11-22")

    assert problem(town, MORNING) is None


def test_a_department_without_lecturers_is_never_taken(town):
    LecturerMembership.objects.all().delete()

    assert problem(town, MORNING) is None


def test_who_leaves_the_department_before_the_day_does_not_count(town):
    LecturerMembership.objects.filter(lecturer=town.lecturers[1]).update(until=date(2026, 12, 10))
    away(town.lecturers[0], DAY)

    assert problem(town, MORNING) == "taken"


def test_the_department_itself_may_be_away(town):
    away(town.department, DAY)

    assert problem(town, MORNING) == "away"


def test_who_takes_over_the_work_brings_its_lecturers_and_absences(town):
    heir = make_department(town.site, code="0400", name="危機管理課", email="kiki@city.example")
    town.department.ends_on, town.department.successor = date(2027, 3, 31), heir
    town.department.save()
    heir.starts_on = date(2027, 4, 1)
    heir.save()
    LecturerMembership.objects.update(until=date(2027, 3, 31))
    only = make_lecturer(heir, name="高橋 実")
    away(heir, date(2027, 4, 6))
    away(only, date(2027, 4, 7))
    away(heir, date(2027, 3, 30))  # not in charge yet

    codes = [
        problem(town, Wish(day, "morning"))
        for day in (date(2027, 3, 30), date(2027, 4, 5), date(2027, 4, 6), date(2027, 4, 7))
    ]

    assert codes == [None, None, "away", "taken"]


def test_every_department_of_the_lecture_must_have_somebody(town):
    other = make_department(town.site, code="0401", name="消防署", email="shobo@city.example")
    town.lecture.other_departments.add(other)
    away(make_lecturer(other, name="山本"), DAY)

    assert problem(town, MORNING) == "taken"


def test_the_quota_counts_sessions_and_accepted_asks_in_the_year_of_their_day(town):
    make_request(town, status=RequestStatus.CONFIRMED)
    other = make_department(town.site, code="0401", name="消防署", email="shobo@city.example")
    town.lecture.other_departments.add(other)
    half = submitted(town, wishes=(Wish(date(2027, 4, 20), "morning"),))
    ask = asking.ask(request_id=half.pk, by=OFFICE, at=NOW)[0]
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    assert counted_by_year(town.lecture) == {2026: 1, 2027: 1}
    assert read(town, but=half).counted == {2026: 1}


def test_what_was_called_off_or_postponed_is_counted_as_it_stands(town):
    make_request(town, status=RequestStatus.CANCELLED)
    assert counted_by_year(town.lecture) == {}

    make_request(town, status=RequestStatus.CLOSED)

    assert counted_by_year(town.lecture) == {2026: 1}


def test_this_years_and_next_years_lecture_are_counted_together(town):
    make_request(town, status=RequestStatus.CONFIRMED)
    next_year = FiscalYear.objects.create(site=town.site, year=2027)
    row = Lecture.objects.create(
        site=town.site, fiscal_year=next_year, number="3-07", title="同じ講座", minutes=60,
        category=town.lecture.category, department=town.department, continued_from=town.lecture,
    )  # fmt: skip

    assert counted_by_year(row) == {2026: 1}


def test_the_last_place_of_the_year_closes_its_days_and_no_others(town):
    BookingRules.objects.create(site=town.site, lecture=town.lecture, quota=1)
    make_request(town, status=RequestStatus.CONFIRMED)

    assert problem(town, Wish(date(2027, 3, 30), "morning")) == "quota"
    assert problem(town, Wish(date(2027, 4, 1), "morning")) is None


def test_the_season_of_the_lecture_is_read_with_its_rules(town):
    BookingRules.objects.create(
        site=town.site, lecture=town.lecture, season_months="12,1", season_until=date(2027, 1, 15)
    )

    codes = [
        problem(town, Wish(day, "morning"))
        for day in (DAY, date(2027, 1, 15), date(2027, 1, 16), date(2027, 2, 2))
    ]

    assert codes == [None, None, "season", "season"]


def test_days_that_other_groups_ask_for_are_known_and_ones_own_are_not(town):
    request = submitted(town)

    assert read(town).wished == {date(2026, 12, 17), date(2026, 12, 21)}
    assert read(town, but=request).wished == frozenset()


def test_ones_own_session_stands_in_nobodys_way(town):
    request = make_request(town, status=RequestStatus.CONFIRMED)
    LecturerMembership.objects.filter(lecturer=town.lecturers[1]).delete()

    assert not read(town).is_free(DAY, (10 * 60, 11 * 60))
    assert availability_from(request, at=NOW).is_free(DAY, (10 * 60, 11 * 60))


def many_sessions(town, number: int) -> None:
    """Sessions of the whole year; each lecturer is taken by their own."""
    request = BookingRequest.objects.get()
    resources = [
        Resource.objects.get_or_create(lecturer=row, site=town.site)[0] for row in town.lecturers
    ]
    base = LectureSession.objects.filter(request=request).count()
    begins = at("2026-12-01 00:00")
    rows = [
        LectureSession(
            site=town.site, request=request, lecture=town.lecture, department=town.department,
            fiscal_year=town.lecture.fiscal_year, order=base + order + 1,
            state=SessionState.PLANNED,
            starts_at=begins + timedelta(hours=base + order, minutes=5),
            ends_at=begins + timedelta(hours=base + order, minutes=50),
        )
        for order in range(1, number)
    ]  # fmt: skip
    made = LectureSession.objects.bulk_create(rows)
    Allocation.objects.bulk_create(
        Allocation(
            site=town.site, resource=resources[index % 2], session=row,
            state=AllocationState.CONFIRMED, starts_at=row.starts_at, ends_at=row.ends_at,
        )
        for index, row in enumerate(made)
    )  # fmt: skip


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_one_three_or_two_thousand_sessions_cost_the_same_queries(town):
    def show():
        terms = terms_for(town.lecture, at=NOW)
        month_table(terms, date(2027, 1, 1))

    make_request(town, status=RequestStatus.CONFIRMED, lecturers=False)
    one = queries_of(show)
    many_sessions(town, 3)
    three = queries_of(show)
    many_sessions(town, 2000)
    thousands = queries_of(show)

    assert (three, thousands) == (one, one)
    assert one <= 14
    assert LectureSession.objects.count() > 2000


def test_each_day_of_a_month_is_offered_exactly_if_it_can_be_sent(town):
    """The same question, asked with real rows and the real action."""
    Blackout.objects.create(
        site=town.site, reason="年末年始", starts_on=date(2026, 12, 28), ends_on=date(2027, 1, 4),
        every_year=True,
    )  # fmt: skip
    BookingRules.objects.create(
        site=town.site, lecture=town.lecture, weekends=False, day_until=time(17),
        season_until=date(2027, 1, 25),
    )  # fmt: skip
    away(town.department, date(2027, 1, 6), date(2027, 1, 7))
    away(town.lecturers[0], date(2027, 1, 12), date(2027, 1, 15))
    busy(town.lecturers[1], "2027-01-13 00:00", "2027-01-14 00:00")
    busy(town.lecturers[1], "2027-01-14 09:00", "2027-01-14 12:20")
    busy(town.lecturers[1], "2027-01-14 13:10", "2027-01-14 17:00")
    terms = terms_for(town.lecture, at=NOW)

    shown = {cell.day: cell.can_be_asked for cell in month_table(terms, date(2027, 1, 1)).cells}
    sent = {day: any(can_be_sent(town, wish) for wish in wishes_for(day)) for day in shown}

    assert shown == sent
    assert {day.day for day in shown if shown[day]} == {5, 8, 12, 15, 18, 19, 20, 21, 22, 25}


def wishes_for(day: date) -> list[Wish]:
    exact = [Wish(day, starts=time(12, 20), ends=time(13, 20))]
    return [*(Wish(day, part) for part in ("morning", "afternoon", "evening")), *exact]


def can_be_sent(town, wish: Wish) -> bool:
    """Sent for real and taken back."""
    try:
        with transaction.atomic():
            draft = submitting.start_draft(lecture_id=town.lecture.pk, language="ja", at=NOW)
            facts = particulars(wishes=(wish,), usable_from=None, usable_until=None)
            submitting.submit(request_id=draft.pk, particulars=facts, by=GROUP, at=NOW)
            transaction.set_rollback(True)
    except RulesBroken:
        return False
    return True


def test_a_counter_proposal_outside_the_season_waits_for_a_person(town):
    from bookings.actions.replies.applying import proposal_problem
    from bookings.rules import Slot

    BookingRules.objects.create(site=town.site, lecture=town.lecture, season_months="12")
    ask = asking.ask(request_id=submitted(town).pk, by=OFFICE, at=NOW)[0]
    january = Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00"))
    december = Slot(at("2026-12-22 10:00"), at("2026-12-22 11:00"))

    assert "この講座の時期は、12月です" in proposal_problem(ask, [january], at=NOW)
    assert proposal_problem(ask, [december], at=NOW) == ""
    propose(ask, moment=NOW)  # the department itself is not stopped by its own count


def test_times_over_midnight_are_taken_on_both_days(town):
    LecturerMembership.objects.filter(lecturer=town.lecturers[1]).delete()
    busy(town.lecturers[0], "2026-12-17 20:00", "2026-12-18 10:00")

    found = read(town)

    assert not found.is_free(DAY, (20 * 60, 21 * 60))
    assert not found.is_free(DAY + timedelta(days=1), (9 * 60, 10 * 60))
    assert found.is_free(DAY + timedelta(days=1), (10 * 60, 11 * 60))
