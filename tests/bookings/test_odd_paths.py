"""Odd but legal sequences: several departments, undo, corrections. The doctor finds nothing after."""

import pytest

from bookings import doctor
from bookings.actions import (
    answering,
    asking,
    deciding,
    reporting,
    sessions,
    submitting,
    undoing,
)
from bookings.actions.allocating import lecturers_on
from bookings.actions.moves import MoveNotAllowed, Refused
from bookings.actions.reporting import Numbers
from bookings.models import EventMail, LectureSession
from bookings.rules import Slot
from bookings.status import AssignmentState, RequestStatus, SessionState
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    LECTURER,
    NOW,
    OFFICE,
    Town,
    at,
    make_department,
    make_lecturer,
    make_town,
    particulars,
    submitted,
)

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))
LATER = Slot(at("2026-12-22 10:00"), at("2026-12-22 11:00"))


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


@pytest.fixture
def second(town, site):
    """A department that comes along, with one lecturer."""
    department = make_department(
        site, code="0400", name="消防課", email="shobo@city.mikagami.example"
    )
    make_lecturer(department, name="森 実", email="mori@city.mikagami.example")
    town.lecture.other_departments.add(department)
    return department


def accept(assignment, *, version: int = 0, lecturers=()):
    return answering.accept(
        assignment_id=assignment.pk, version=version, by=DEPARTMENT, at=NOW,
        lecturer_ids=[one.pk for one in lecturers],
    )  # fmt: skip


def confirmed(town):
    request = submitted(town)
    for assignment in asking.ask(request_id=request.pk, by=OFFICE, at=NOW):
        accept(assignment, lecturers=list(assignment.department.lecturers.all()[:1]))
    request.refresh_from_db()
    return request


def healthy() -> bool:
    assert list(doctor.checks(at=NOW)) == []
    return True


def undo(assignment, *, moment=NOW):
    assignment.refresh_from_db()
    return undoing.undo(
        assignment_id=assignment.pk, version=assignment.version, by=DEPARTMENT, at=moment
    )


def test_two_departments_confirm_one_session_together(town, second):
    request = confirmed(town)

    assert request.status == RequestStatus.CONFIRMED
    assert [one.name for one in lecturers_on(request.sessions.get())] == ["田中 一郎", "森 実"]
    assert healthy()


def test_after_one_undoes_and_accepts_again_the_other_departments_lecturer_still_goes(town, second):
    request = confirmed(town)
    first = request.assignments.get(part=1)
    undo(first)
    first.refresh_from_db()

    accept(first, version=first.version, lecturers=[town.lecturers[1]])

    assert {one.name for one in lecturers_on(request.sessions.get())} == {"鈴木 花", "森 実"}
    assert healthy()


def test_a_taken_proposal_asks_the_other_department_anew_for_that_time(town, second):
    request = submitted(town)
    one, two = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    accept(two, lecturers=list(second.lecturers.all()))
    answer = answering.counter(
        assignment_id=one.pk, version=0, slots=[LATER], by=DEPARTMENT, at=NOW
    )

    deciding.take_counter(request_id=request.pk, slot_id=answer.slots.get().pk, by=GROUP, at=NOW)

    request.refresh_from_db()
    anew = request.assignments.get(part=2, state=AssignmentState.ASKED)
    assert (request.status, anew.starts_at) == (RequestStatus.ASKING, LATER.starts_at)
    accept(anew)
    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert request.sessions.get().starts_at == LATER.starts_at
    assert healthy()


def test_when_the_second_department_declines_another_can_be_asked_in_its_place(town, second, site):
    request = submitted(town)
    one, two = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    accept(one)
    answering.decline(assignment_id=two.pk, version=0, by=DEPARTMENT, at=NOW)
    third = make_department(site, code="0500", name="水道課", email="suido@city.mikagami.example")

    (asked,) = asking.ask(
        request_id=request.pk, by=OFFICE, at=NOW, slot=DAY, department_id=third.pk
    )

    assert asked.part == 2
    accept(asked)
    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert healthy()


def test_a_decline_of_the_second_department_can_be_taken_back(town, second):
    request = submitted(town)
    one, two = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    accept(one)
    answering.decline(assignment_id=two.pk, version=0, by=DEPARTMENT, at=NOW)

    assert undo(two).part == 2


def test_an_old_undo_link_does_not_open_a_closed_request(town):
    request = confirmed(town)
    session, assignment = request.sessions.get(), request.assignments.get()
    sessions.reschedule(
        session_id=session.pk, slot=Slot(at("2026-12-03 10:00"), at("2026-12-03 11:00")),
        by=OFFICE, at=NOW,
    )  # fmt: skip
    reporting.report(
        session_id=session.pk, numbers=Numbers(9, 0, 60), by=LECTURER, at=at("2026-12-03 12:00")
    )

    with pytest.raises(Refused, match="完了"):
        undo(assignment, moment=at("2026-12-04 09:00"))

    assert not assignment.grants.filter(purpose="undo", revoked_at__isnull=True).exists()


def test_a_waiting_session_is_not_rescheduled_beside_an_open_ask(town):
    request = confirmed(town)
    undo(request.assignments.get())

    with pytest.raises(MoveNotAllowed, match="担当課の返事を待っています"):
        sessions.reschedule(session_id=request.sessions.get().pk, slot=LATER, by=OFFICE, at=NOW)


def test_undo_touches_only_the_session_that_the_answer_made(town):
    request = confirmed(town)
    extra = sessions.add(request_id=request.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    sessions.postpone(
        session_id=request.sessions.get(order=1).pk, reason="group_wish", by=OFFICE, at=NOW
    )

    undo(request.assignments.get())

    extra.refresh_from_db()
    assert extra.state == SessionState.PLANNED


def test_a_request_with_one_delivered_and_one_lost_session_can_be_ended(town):
    request = confirmed(town)
    extra = sessions.add(request_id=request.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    undo(request.assignments.get())
    reporting.report(
        session_id=extra.pk, numbers=Numbers(9, 0, 60), by=LECTURER, at=at("2026-12-22 12:00")
    )

    sessions.cancel_session(
        session_id=request.sessions.get(order=1).pk, reason="city_duty", by=OFFICE, at=NOW
    )

    request.refresh_from_db()
    assert request.status == RequestStatus.CLOSED
    assert healthy()


def test_cancelling_the_only_session_ends_its_ask_too(town):
    request = confirmed(town)

    sessions.cancel_session(
        session_id=request.sessions.get().pk, reason="disaster", by=OFFICE, at=NOW
    )

    assert request.assignments.get().state == AssignmentState.RECALLED


def test_a_corrected_cancellation_is_told_and_grows_the_sequence(town):
    request = confirmed(town)
    sessions.add(request_id=request.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    session = request.sessions.get(order=1)
    sessions.cancel_session(session_id=session.pk, reason="mistake", by=OFFICE, at=NOW)

    corrected = sessions.correct_session(session_id=session.pk, reason="mistake", by=OFFICE, at=NOW)

    assert (corrected.state, corrected.sequence) == (SessionState.PLANNED, 2)
    told = list(EventMail.objects.order_by("pk").values_list("kind", flat=True))
    assert told[-2:] == ["group_confirmed", "lecturer_invited"]
    assert healthy()


def test_a_corrected_request_that_is_refused_leaves_no_session(town):
    request = confirmed(town)
    sessions.add(request_id=request.pk, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW)
    undo(request.assignments.get())
    deciding.want_change(request_id=request.pk, by=OFFICE, at=NOW, words="会場を教えてください")
    submitting.resubmit(
        request_id=request.pk, particulars=particulars(venue_name="新しい集会所"), by=GROUP, at=NOW
    )

    deciding.refuse(request_id=request.pk, by=OFFICE, at=NOW, reason="venue")

    states = set(LectureSession.objects.values_list("state", flat=True))
    assert states == {SessionState.CANCELLED}
    assert healthy()


def test_a_session_that_waits_for_a_date_takes_the_corrected_venue(town):
    request = confirmed(town)
    undo(request.assignments.get())
    deciding.want_change(request_id=request.pk, by=OFFICE, at=NOW, words="会場を教えてください")
    submitting.resubmit(
        request_id=request.pk, particulars=particulars(venue_name="新しい集会所"), by=GROUP, at=NOW
    )
    (asked,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    accept(asked)

    assert request.sessions.get().venue == "新しい集会所"
    assert healthy()


def test_a_group_cannot_withdraw_a_lecture_that_was_held(town):
    request = confirmed(town)

    with pytest.raises(Refused, match="もう始まった回があります"):
        deciding.withdraw(request_id=request.pk, by=GROUP, at=at("2026-12-17 14:00"))


def test_the_department_hears_of_a_change_though_no_lecturer_is_named(town):
    request = submitted(town)
    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    accept(assignment)

    sessions.reschedule(session_id=request.sessions.get().pk, slot=LATER, by=OFFICE, at=NOW)

    assert EventMail.objects.filter(kind="department_session_changed").count() == 1
