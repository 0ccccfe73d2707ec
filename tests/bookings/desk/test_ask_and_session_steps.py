"""What the office can do about one ask and one session, each through its page."""

from datetime import timedelta

import pytest

from bookings.actions.allocating import lecturers_on
from bookings.models import Answer, Assignment, LectureSession, RequestEvent, SessionReport
from bookings.status import AssignmentState, RequestStatus, SessionState, Verb, Way
from lectures.zones import local
from tests.bookings.desk.pressing import done, errors, move, press, step_url
from tests.factories.bookings import make_request

R, A, S = RequestStatus, AssignmentState, SessionState


@pytest.fixture
def asked(town):
    make_request(town, status=R.ASKING)
    return Assignment.objects.select_related("request").get()


@pytest.fixture
def session(town):
    make_request(town, status=R.CONFIRMED)
    return LectureSession.objects.select_related("request").get()


def test_enters_yes_heard_on_the_phone(office, town, asked, clerk):
    typed = {
        "which": "asked",
        "lecturers": [str(town.lecturers[0].pk)],
        "way": "phone",
        "responder": "中村",
    }
    row = done(press(office, "ask", asked, "accept", **typed), asked.request)

    answer = Answer.objects.get()
    assert row.status == R.CONFIRMED
    assert (answer.way, answer.entered_by, answer.responder) == (Way.PHONE, clerk, "中村")
    assert lecturers_on(row.sessions.get()) == [town.lecturers[0]]


def test_enters_yes_for_another_wish_at_another_time(office, asked):
    typed = {"which": "2", "starts": "１５時", "way": "fax"}
    row = done(press(office, "ask", asked, "accept", **typed), asked.request)

    assert f"{local(row.sessions.get().starts_at):%m-%d %H:%M}" == "12-21 15:00"


def test_enters_no(office, asked):
    typed = {"reason": "lecturer_busy", "way": "phone", "words": "出張です"}
    row = done(press(office, "ask", asked, "decline", **typed), asked.request)

    asked.refresh_from_db()
    assert (row.status, asked.state) == (R.ASKING, A.DECLINED)


def test_enters_other_dates(office, asked):
    typed = {
        "day_1": "12月22日",
        "starts_1": "10時",
        "day_2": "12/23",
        "starts_2": "14:00",
        "ends_2": "15:30",
        "way": "phone",
    }
    row = done(press(office, "ask", asked, "counter", **typed), asked.request)

    slots = Answer.objects.get().slots.order_by("order")
    assert row.status == R.PROPOSING
    assert [f"{local(s.starts_at):%d %H:%M}-{local(s.ends_at):%H:%M}" for s in slots] == [
        "22 10:00-11:00",
        "23 14:00-15:30",
    ]


def test_half_a_date_is_asked_for(office, asked):
    page = press(office, "ask", asked, "counter", day_1="12月22日", day_2="2月30日", way="phone")

    assert page.status_code == 422
    assert "何時からかを入れてください。" in errors(page)
    assert any("2月30日はありません" in sentence for sentence in errors(page))
    assert Answer.objects.count() == 0


def test_enters_a_question(office, asked):
    typed = {"way": "phone", "words": "駐車場はありますか"}
    row = done(press(office, "ask", asked, "question", **typed), asked.request)

    assert row.events.filter(verb=Verb.QUESTIONED).count() == 1


def test_reminds_twice_and_no_more(office, asked):
    done(press(office, "ask", asked, "remind"), asked.request)
    asked.request.refresh_from_db()
    done(press(office, "ask", asked, "remind"), asked.request)

    assert office.get(step_url("ask", asked, "remind")).status_code == 409
    again = office.post(step_url("ask", asked, "remind"), {"version": asked.request.version + 1})
    assert "もう二回催促しています" in errors(again)[0]
    assert RequestEvent.objects.filter(verb=Verb.REMINDED).count() == 2


def test_takes_an_ask_back(office, asked):
    done(press(office, "ask", asked, "recall", reason="mistake"), asked.request)

    asked.refresh_from_db()
    assert asked.state == A.RECALLED


@pytest.mark.parametrize("status", [R.CONFIRMED, R.PROPOSING])
def test_takes_an_answer_back(office, town, status):
    row = make_request(town, status=status)
    ask = Assignment.objects.get()

    row = done(press(office, "ask", ask, "undo"), row)

    ask.refresh_from_db()
    assert (row.status, ask.state) == (R.ASKING, A.ASKED)


def test_names_another_lecturer(office, town, session):
    chosen = [str(town.lecturers[1].pk)]
    done(press(office, "session", session, "lecturers", lecturers=chosen), session.request)

    assert lecturers_on(session) == [town.lecturers[1]]


def test_a_lecturer_who_is_taken_is_marked_and_refused(office, town, session):
    other = make_request(town, status=R.CONFIRMED, lecturers=False).sessions.get()
    taken = str(town.lecturers[0].pk)

    shown = office.get(step_url("session", other, "lecturers")).content.decode()
    page = press(office, "session", other, "lecturers", lecturers=[taken])

    assert "田中 一郎（この時間はほかの予定）" in shown
    assert "もうほかの予定が入っています" in errors(page)[0]
    assert lecturers_on(other) == []


def test_moves_a_session_to_a_centre(office, town, session):
    typed = {
        "day": "12月24日",
        "starts": "13時",
        "ends": "14時半",
        "place": "centre",
        "centre": f"c{town.centre.pk}",
    }
    done(move(office, session, **typed), session.request)

    session.refresh_from_db()
    assert f"{local(session.starts_at):%d %H:%M}" == "24 13:00"
    assert f"{local(session.ends_at):%H:%M}" == "14:30"
    assert session.venue == "北川地域交流センター"


def test_keeps_the_place_when_only_the_time_changes(office, session):
    typed = {"day": "12月24日", "starts": "13時", "place": "same"}
    done(move(office, session, **typed), session.request)

    session.refresh_from_db()
    assert session.venue == "桜が丘公民館"


def test_postpones_and_finds_a_new_day(office, session):
    done(press(office, "session", session, "postpone", reason="disaster"), session.request)
    session.refresh_from_db()
    assert session.state == S.POSTPONED

    typed = {"day": "2027/1/14", "starts": "10時", "place": "same"}
    done(move(office, session, **typed), session.request)
    session.refresh_from_db()
    assert (session.state, f"{local(session.starts_at):%m-%d}") == (S.PLANNED, "01-14")


def test_cancels_a_session(office, session):
    row = done(press(office, "session", session, "cancel", reason="venue"), session.request)

    session.refresh_from_db()
    assert (session.state, row.status) == (S.CANCELLED, R.CANCELLED)


def test_enters_a_report_on_paper_and_corrects_it(office, session, clock_at, clerk):
    assert office.get(step_url("session", session, "report")).status_code == 409
    clock_at(session.ends_at + timedelta(days=1))
    office.force_login(clerk)

    typed = {"adults": "２０人", "children": "3", "minutes": "60", "way": "post"}
    row = done(press(office, "session", session, "report", **typed), session.request)
    assert row.status == R.CLOSED

    done(press(office, "session", session, "report", **{**typed, "adults": "21"}), row)
    assert list(SessionReport.objects.order_by("version").values_list("people", "entered_by")) == [
        (23, clerk.pk),
        (24, clerk.pk),
    ]


def test_nobody_came_is_no_report(office, session, clock_at, clerk):
    clock_at(session.ends_at + timedelta(days=1))
    office.force_login(clerk)

    typed = {"adults": "0", "children": "0", "minutes": "60", "way": "phone"}
    page = press(office, "session", session, "report", **typed)

    assert errors(page) == ["だれも来なかったときは、この回を中止として記録してください。"]
    assert SessionReport.objects.count() == 0


def test_corrects_a_wrong_record(office, town):
    row = make_request(town, status=R.CLOSED)
    session = row.sessions.get()

    row = done(press(office, "session", session, "correct", reason="mistake"), row)

    session.refresh_from_db()
    assert (session.state, row.status) == (S.PLANNED, R.CONFIRMED)


def test_what_was_typed_for_a_choice_that_was_not_made_is_no_mistake(office, town):
    request = make_request(town, status=R.SUBMITTED)
    leftover = {"day": "きょう以外", "starts": "25時", "ends": "9時"}

    row = done(press(office, "request", request, "ask", which="1", **leftover), request)

    assert (row.status, row.assignments.get().rank) == (R.ASKING, 1)


def test_the_other_place_does_not_count_where_all_stays_as_it_was(office, session):
    leftover = {"centre": "c99", "venue_name": "長" * 200, "venue_address": "x"}
    typed = {"day": "2026/12/18", "starts": "10:00", "ends": "11:00", "place": "same", **leftover}

    done(move(office, session, **typed), session.request)

    before = session.venue
    session.refresh_from_db()
    assert session.venue == before
