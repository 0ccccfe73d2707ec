"""紙で届いたもの: one page for a report, a group's questionnaire and the listeners' sheets."""

import pytest
from django.test import Client

from bookings import doctor, opinions
from bookings.models import AudienceTally, RequestEvent, SessionReport, SurveyResponse
from bookings.status import RequestStatus, SessionState, Verb
from tests.bookings.desk.pressing import done, errors, press
from tests.factories.bookings import make_request
from tests.factories.town import at

MORNING = at("2026-12-18 09:00")
REPORT = {"adults": "２０", "children": "3", "minutes": "1時間"}
SHEETS = {"understood_sheets": "12 8 1 0", "useful_sheets": "１０　９　２　０"}


@pytest.fixture
def office(town, clerk, clock_at) -> Client:
    clock_at(MORNING)
    client = Client()
    client.force_login(clerk)
    return client


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


def enter(office, session, **typed):
    return press(office, "session", session, "papers", way="post", **typed)


def test_all_three_papers_in_one_go(office, session, town):
    named = str(town.lecturers[0].pk)
    group = {"understood": "4", "useful": "3", "group_words": "図がよかった"}
    done(enter(office, session, **REPORT, **group, **SHEETS, lecturer=named), session.request)

    session.refresh_from_db()
    report, survey = SessionReport.objects.get(), SurveyResponse.objects.get()
    heard = opinions.audience_of(2026)
    assert session.state == SessionState.DELIVERED
    assert (report.numbers, report.lecturer, report.way) == ((20, 3, 60), town.lecturers[0], "post")
    assert (survey.understood, survey.useful, survey.words) == (4, 3, "図がよかった")
    assert [[mark.count for mark in row.marks] for row in heard.questions] == [
        [12, 8, 1, 0], [10, 9, 2, 0],
    ]  # fmt: skip
    assert heard.answered == 21
    assert list(doctor.checks(at=MORNING)) == []


def test_what_is_left_empty_stays_as_it_was(office, session):
    done(enter(office, session, **REPORT), session.request)
    done(enter(office, session, **SHEETS), session.request)

    assert (SessionReport.objects.count(), SurveyResponse.objects.count()) == (1, 0)
    assert AudienceTally.objects.count() == 6


def test_sheets_counted_again_replace_the_first_count(office, session):
    done(enter(office, session, **REPORT, **SHEETS), session.request)
    done(
        enter(office, session, understood_sheets="1 0 0 0", useful_sheets="0 1 0 0"),
        session.request,
    )
    told = RequestEvent.objects.filter(verb=Verb.AUDIENCE_TALLIED).count()

    assert list(AudienceTally.objects.values_list("question", "mark", "count")) == [
        ("understood", 4, 1), ("useful", 3, 1),
    ]  # fmt: skip
    assert told == 2


def test_a_question_whose_box_was_emptied_stays_as_it_was(office, session):
    done(enter(office, session, **REPORT, **SHEETS), session.request)
    done(enter(office, session, understood_sheets="1 0 0 0", useful_sheets=""), session.request)

    rows = AudienceTally.objects.order_by("question", "-mark")
    assert list(rows.values_list("question", "mark", "count")) == [
        ("understood", 4, 1), ("useful", 4, 10), ("useful", 3, 9), ("useful", 2, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"adults": "20"}, "大人・子ども・時間を、三つとも入れてください"),
        (REPORT | {"understood_sheets": "12 8 1"}, "四つの数を間をあけて入れてください"),
        (REPORT | {"understood": "4"}, "団体の答えは、二つともえらんでください"),
        ({"adults": "0", "children": "0", "minutes": "60"}, "中止として記録してください"),
        (SHEETS, "「実施済」になってから、入れられます"),
        ({}, "届いたものを、どれか一つは入れてください"),
        ({"words": "時間がたりなかった"}, "大人・子ども・時間を、三つとも入れてください"),
        ({"group_words": "図がよかった"}, "団体の答えは、二つともえらんでください"),
    ],
)
def test_wrong_input_keeps_nothing_and_says_what_to_do(office, session, typed, sentence):
    page = enter(office, session, **typed)

    assert [sentence in one for one in errors(page)].count(True) >= 1
    assert (SessionReport.objects.count(), AudienceTally.objects.count()) == (0, 0)
