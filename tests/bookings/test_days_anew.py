"""New days for what was put off: what was held stays, and the place is the one that was fixed."""

from datetime import date, time

import pytest

from bookings.actions import (
    answering,
    asking,
    changing,
    duty,
    postponing,
    reporting,
    sessions,
    undoing,
    wishing,
)
from bookings.actions.conditions import RulesBroken
from bookings.actions.moves import Refused
from bookings.actions.places import venue_of
from bookings.actions.reporting import Numbers
from bookings.actions.sessions import Venue
from bookings.doctor import checks
from bookings.models import DutySession, EventMail
from bookings.models.duty_reach import Reach
from bookings.rules import Slot, Wish
from bookings.status import AssignmentState, Reason, RequestStatus, SessionState, Verb
from lectures.zones import local
from tests.bookings.test_classes import a_school, accepted
from tests.factories.bookings import deliver, make_request
from tests.factories.duty import DAY, EVE, carry, choice, confirmed, decide
from tests.factories.town import DEPARTMENT, GROUP, LECTURER, NOW, OFFICE, at

DAYS = (Wish(date(2026, 12, 24), "morning"),)
SCHOOL_DAYS = (Wish(date(2027, 1, 14), "", time(9, 35), time(12, 15)),)
BREAK = at("2026-12-17 10:25")  # after the first class
LATER = Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00"))


@pytest.fixture
def school(town):
    row = a_school(town)
    accepted(town, row)
    row.refresh_from_db()
    return row


def hold(session, *, moment) -> None:
    numbers = Numbers(adults=1, children=31, minutes=45)
    reporting.report(session_id=session.pk, numbers=numbers, by=LECTURER, at=moment)


def put_off(session, *, moment, wishes=()) -> None:
    session.request.refresh_from_db()
    seen = session.request.version
    postponing.postpone(session_id=session.pk, wishes=wishes, seen=seen, by=GROUP, at=moment)


def proposed(session, *, moment, wishes=SCHOOL_DAYS) -> None:
    session.request.refresh_from_db()
    seen = session.request.version
    postponing.propose(session_id=session.pk, wishes=wishes, seen=seen, by=GROUP, at=moment)


def answered(request, *, moment=NOW) -> None:
    ask = request.assignments.get(state=AssignmentState.ASKED)
    answering.accept(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=moment)


def states(request) -> list[tuple[int, str, str]]:
    rows = request.sessions.order_by("order")
    return [(row.order, row.state, f"{local(row.starts_at):%m-%d %H:%M}") for row in rows]


def calendars(kind: str) -> list[str]:
    ties = EventMail.objects.filter(kind=kind).order_by("pk")
    return [tie.mail.calendar_method for tie in ties]


def test_a_class_that_was_held_is_not_planned_again(school):
    first, second, _third = school.sessions.order_by("order")
    hold(first, moment=BREAK)
    put_off(second, moment=BREAK)

    proposed(second, moment=BREAK)

    assert [state for _order, state, _when in states(school)] == [
        "delivered", "postponed", "postponed",
    ]  # fmt: skip
    school.refresh_from_db()
    assert school.status == RequestStatus.CONFIRMED  # the office looks for a day
    assert "CANCEL" not in calendars("department_recalled")
    assert list(checks(at=BREAK)) == []


def test_putting_off_the_rest_of_a_row_leaves_the_held_class_in_the_calendar(school):
    first, second, _third = school.sessions.order_by("order")
    hold(first, moment=BREAK)

    put_off(second, moment=BREAK, wishes=SCHOOL_DAYS)

    assert calendars("department_recalled") == []
    assert calendars("department_session_changed") == ["REQUEST"]
    ask = school.assignments.get()
    assert (ask.state, ask.ends_at) == (AssignmentState.ACCEPTED, at("2026-12-17 10:20"))
    assert list(checks(at=BREAK)) == []


def test_a_class_that_has_begun_is_not_put_off_with_the_others(school):
    _first, second, _third = school.sessions.order_by("order")

    put_off(second, moment=BREAK, wishes=SCHOOL_DAYS)

    assert [state for _order, state, _when in states(school)] == [
        "planned", "postponed", "postponed",
    ]  # fmt: skip
    assert calendars("department_session_changed") == ["REQUEST"]
    assert list(checks(at=BREAK)) == []


def test_a_class_that_was_called_off_stays_off(school):
    first, second, _third = school.sessions.order_by("order")
    sessions.cancel_session(session_id=first.pk, reason=Reason.GROUP_WISH, by=OFFICE, at=NOW)
    put_off(second, moment=NOW)
    proposed(second, moment=NOW)

    answered(school)

    assert states(school) == [
        (1, "cancelled", "12-17 09:35"),
        (2, "planned", "01-14 10:40"),
        (3, "planned", "01-14 11:30"),
    ]
    assert list(checks(at=NOW)) == []


def test_beside_held_classes_an_added_session_waits_for_the_office(school):
    after = at("2026-12-17 13:00")
    added = sessions.add(request_id=school.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    for row in school.sessions.exclude(pk=added.pk):
        hold(row, moment=after)
    put_off(added, moment=after)

    proposed(added, moment=after, wishes=(Wish(date(2027, 1, 21), "", time(9, 35), time(12, 15)),))

    assert school.sessions.count() == 4
    assert school.assignments.get().state == AssignmentState.ACCEPTED
    assert calendars("department_recalled") == []
    assert list(checks(at=after)) == []


def test_where_every_class_was_called_off_the_added_session_gets_the_day(school):
    added = sessions.add(request_id=school.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    for row in school.sessions.exclude(pk=added.pk):
        sessions.cancel_session(session_id=row.pk, reason=Reason.GROUP_WISH, by=OFFICE, at=NOW)
    put_off(added, moment=NOW)
    proposed(added, moment=NOW)

    answered(school)

    added.refresh_from_db()
    assert (added.state, school.sessions.count()) == (SessionState.PLANNED, 4)
    assert list(checks(at=NOW)) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_the_ask_of_a_lecture_that_was_held_is_not_taken_back(town, at_once):
    request = make_request(town, status=RequestStatus.CONFIRMED)
    added = sessions.add(request_id=request.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    first = request.sessions.get(order=1)
    deliver(first)
    after = at("2026-12-18 10:00")

    put_off(added, moment=after, wishes=(Wish(date(2027, 1, 21), "morning"),) if at_once else ())
    if not at_once:
        proposed(added, moment=after, wishes=(Wish(date(2027, 1, 21), "morning"),))

    assert request.assignments.get().state == AssignmentState.ACCEPTED
    assert calendars("department_recalled") == []
    assert list(checks(at=after)) == []


def moved_to_the_centre(town):
    request = make_request(town, status=RequestStatus.CONFIRMED)
    session = request.sessions.get()
    there = Venue(centre_id=town.centre.pk)
    sessions.reschedule(
        session_id=session.pk, slot=Slot(session.starts_at, session.ends_at), venue=there,
        by=OFFICE, at=NOW,
    )  # fmt: skip
    return request, session, there


@pytest.mark.parametrize("at_once", [True, False])
def test_a_session_that_was_moved_is_asked_for_and_planned_at_its_own_place(town, at_once):
    request, session, there = moved_to_the_centre(town)
    put_off(session, moment=NOW, wishes=DAYS if at_once else ())
    if not at_once:
        proposed(session, moment=NOW, wishes=DAYS)

    text = EventMail.objects.filter(kind="department_asked").latest("pk").mail.text
    answered(request)

    session.refresh_from_db()
    assert "北川地域交流センター" in text
    assert "桜が丘公民館" not in text
    assert (session.state, venue_of(session)) == (SessionState.PLANNED, there)
    assert list(checks(at=NOW)) == []


def test_after_an_answer_was_taken_back_too(town):
    request, session, there = moved_to_the_centre(town)
    ask = request.assignments.get()
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)

    answered(request)

    session.refresh_from_db()
    assert (session.state, venue_of(session)) == (SessionState.PLANNED, there)


def asked_for_a_closed_day(town):
    request = make_request(town)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    decide(moment=NOW)
    request.refresh_from_db()
    return request, ask


@pytest.mark.parametrize("days", [(), (Wish(DAY, "afternoon"),)])
def test_no_new_ask_goes_out_for_a_day_that_was_closed(town, clock_at, days):
    clock_at(NOW)
    request, ask = asked_for_a_closed_day(town)
    hall = Venue(name="北町ホール", address="みかがみ市北町1")

    with pytest.raises((Refused, RulesBroken)):
        changing.move(
            request_id=request.pk, wishes=days, venue=hall, seen=request.version, by=GROUP, at=NOW
        )

    ask.refresh_from_db()
    assert ask.state == AssignmentState.ASKED
    assert request.assignments.count() == 1


def test_what_comes_back_stays_off_where_another_decision_closes_its_day(town):
    session = confirmed(town)
    first = decide()
    carry()
    decide(choice(Reach(DAY, DAY, (time(9), time(12)))))

    duty.take_back(duty_id=first.pk, version=version_of(first), by=OFFICE, at=EVE)
    carry()

    session.refresh_from_db()
    assert session.state == SessionState.POSTPONED
    assert DutySession.objects.get(duty=first).why == DutySession.Why.MOVED_ON


def version_of(made) -> int:
    made.refresh_from_db()
    return made.version


def test_what_is_there_is_forgotten_only_where_no_other_session_stays(town):
    hall = Venue(name="北町ホール", address="みかがみ市北町1")
    row = make_request(town, status=RequestStatus.CONFIRMED, kit_there=("screen",))
    first = row.sessions.get()
    other = sessions.add(request_id=row.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)

    for session, kit in ((first, ["screen"]), (other, [])):
        row.refresh_from_db()
        made = wishing.wish(
            session_id=session.pk, wishes=(), venue=hall, seen=row.version, by=GROUP, at=NOW
        )
        wishing.grant(wish_id=made.pk, rank=1, by=OFFICE, at=NOW)
        row.refresh_from_db()
        assert row.kit_there == kit
        if kit:
            sessions.cancel_session(
                session_id=session.pk, reason=Reason.GROUP_WISH, by=OFFICE, at=NOW
            )

    said = [one.note.text for one in row.events.filter(verb=Verb.CHANGE_WISHED).order_by("pk")]
    assert ["会場にあるもの" in words for words in said] == [False, True]
