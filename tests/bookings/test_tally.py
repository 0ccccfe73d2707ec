"""What a lecture's page says is left of its yearly number, and what refuses a request: one count."""

import random
from datetime import date

import pytest

from bookings.actions import answering, asking, deciding, reporting, sessions, tally, undoing
from bookings.actions.moves import Refused
from bookings.actions.reporting import Numbers
from bookings.doctor import numbers
from bookings.forms.terms import terms_for
from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.rules import Wish
from bookings.status import Reason, RequestStatus
from lectures.conditions import told_of
from lectures.models import BookingRules, FiscalYear, Lecture
from tests.factories.bookings import make_request
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    NOW,
    OFFICE,
    at,
    make_department,
    make_town,
    submitted,
)

TODAY = date(2026, 11, 22)
SPRING = Wish(date(2027, 3, 30), "morning")  # of the lecture's own year, and nobody's wish
AFTERWARDS = at("2026-12-28 10:00")
QUOTA = 3


@pytest.fixture
def town(site):
    made = make_town(site)
    second = make_department(site, code="0401", name="消防署", email="shobo@city.example")
    made.lecture.other_departments.add(second)
    BookingRules.objects.create(site=site, lecture=made.lecture, quota=QUOTA)
    return made


def left(town) -> int | None:
    lecture = Lecture.objects.get(pk=town.lecture.pk)
    return told_of([lecture], site_id=town.site.pk, today=TODAY)[lecture.pk].left


def is_refused(town) -> bool:
    problem = terms_for(town.lecture, at=NOW).wish_problem(SPRING)
    return problem is not None and problem.code == "quota"


def half_accepted(town) -> Assignment:
    asks = asking.ask(request_id=submitted(town).pk, by=OFFICE, at=NOW)
    answering.accept(assignment_id=asks[0].pk, version=0, by=DEPARTMENT, at=NOW)
    return asks[0]


def test_an_ask_that_one_of_two_departments_accepted_is_counted(town):
    half_accepted(town)

    assert left(town) == QUOTA - 1
    assert list(numbers.checks(at=NOW)) == []


def test_the_twin_a_count_of_sessions_alone_shows_a_place_that_is_refused(town, monkeypatch):
    from bookings.actions import confirming

    monkeypatch.setattr(confirming, "recount", lambda lecture_id: None)
    for _ in range(QUOTA):
        half_accepted(town)

    assert (left(town), is_refused(town)) == (QUOTA, True)
    assert any("against its yearly number" in line for line in numbers.checks(at=NOW))


def test_taken_back_it_counts_no_more(town):
    ask = half_accepted(town)
    ask.refresh_from_db()

    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)

    assert left(town) == QUOTA


def test_the_same_lecture_of_the_year_before_counts_in_this_one(town):
    make_request(town, status=RequestStatus.CONFIRMED)
    year = FiscalYear.objects.create(site=town.site, year=2025)
    before = Lecture.objects.create(
        site=town.site, fiscal_year=year, number="3-07", title="前の年の講座", minutes=60,
        category=town.lecture.category, department=town.department,
    )  # fmt: skip
    Lecture.objects.filter(pk=town.lecture.pk).update(continued_from=before)
    LectureSession.objects.update(lecture=before)
    tally.recount(before.pk)
    tally.recount(town.lecture.pk)

    assert left(town) == QUOTA - 1


# Steps of a random story; each takes the first row that it fits, and may be refused.


def _submit(town, dice):
    submitted(town)


def _ask(town, dice):
    request = BookingRequest.objects.filter(status="submitted").first()
    asking.ask(request_id=request.pk, by=OFFICE, at=NOW)


def _accept(town, dice):
    row = dice.choice(list(Assignment.objects.filter(state="asked")))
    answering.accept(assignment_id=row.pk, version=row.version, by=DEPARTMENT, at=NOW)


def _undo(town, dice):
    row = dice.choice(list(Assignment.objects.filter(state="accepted")))
    undoing.undo(assignment_id=row.pk, version=row.version, by=DEPARTMENT, at=NOW)


def _withdraw(town, dice):
    row = dice.choice(list(BookingRequest.objects.filter(status__in=["asking", "confirmed"])))
    deciding.withdraw(request_id=row.pk, by=GROUP, at=NOW)


def _cancel(town, dice):
    row = dice.choice(list(LectureSession.objects.filter(state="planned")))
    sessions.cancel_session(session_id=row.pk, reason=Reason.DISASTER, by=OFFICE, at=NOW)


def _postpone(town, dice):
    row = dice.choice(list(LectureSession.objects.filter(state="planned")))
    sessions.postpone(session_id=row.pk, reason=Reason.DISASTER, by=OFFICE, at=NOW)


def _report(town, dice):
    row = dice.choice(list(LectureSession.objects.filter(state="planned")))
    reporting.report(session_id=row.pk, numbers=Numbers(20, 5, 60), by=DEPARTMENT, at=AFTERWARDS)


STEPS = (_submit, _ask, _ask, _accept, _accept, _accept, _undo, _withdraw, _cancel, _postpone, _report)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_left_exactly_when_a_request_is_refused(town, seed):
    dice, seen = random.Random(seed), set()
    for _ in range(40):
        try:
            dice.choice(STEPS)(town, dice)
        except (Refused, IndexError, AttributeError):
            continue  # nothing to do that step to, or the rules say no
        seen.add(left(town))
        assert (left(town) == 0) == is_refused(town)

    assert list(numbers.checks(at=AFTERWARDS)) == []
    assert len(seen) > 1
