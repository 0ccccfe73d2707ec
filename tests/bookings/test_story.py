"""The main job through the actions alone: request, ask, accept, report, count."""

import pytest

from bookings import doctor
from bookings.actions import answering, asking, deciding, reminding, reporting, sessions, undoing
from bookings.actions.allocating import Clash, lecturers_on
from bookings.actions.moves import MoveNotAllowed, Refused, Stale
from bookings.actions.reporting import Numbers
from bookings.actions.submitting import RulesBroken
from bookings.counting import year_count
from bookings.models import EventMail, LectureSession
from bookings.rules import Slot, Wish
from bookings.status import AssignmentState, RequestStatus, SessionState
from notifications.models import OutgoingEmail
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    LECTURER,
    NOW,
    OFFICE,
    Town,
    at,
    make_town,
    submitted,
)

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


def kinds() -> list[str]:
    return list(EventMail.objects.order_by("pk").values_list("kind", flat=True))


def accepted(town: Town, *, lecturers: bool = True):
    request = submitted(town)
    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    answering.accept(
        assignment_id=assignment.pk,
        version=0,
        by=DEPARTMENT,
        at=NOW,
        lecturer_ids=[town.lecturers[0].pk] if lecturers else [],
    )
    request.refresh_from_db()
    return request


def test_a_request_walks_from_submitted_to_counted(town):
    request = submitted(town)
    assert (request.reference, request.status) == ("R8-0001", RequestStatus.SUBMITTED)

    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    assert Slot(assignment.starts_at, assignment.ends_at) == DAY

    answering.accept(
        assignment_id=assignment.pk,
        version=0,
        by=DEPARTMENT,
        at=NOW,
        lecturer_ids=[town.lecturers[0].pk],
    )
    session = LectureSession.objects.get()
    assert (session.starts_at, session.state) == (DAY.starts_at, SessionState.PLANNED)
    assert lecturers_on(session) == [town.lecturers[0]]

    reporting.report(
        session_id=session.pk, numbers=Numbers(20, 3, 65), by=LECTURER, at=at("2026-12-17 12:00")
    )
    request.refresh_from_db()
    assert request.status == RequestStatus.CLOSED
    count = year_count(2026, at=NOW)
    assert (count.delivered, count.people) == (1, 23)
    assert kinds() == [
        "group_received",
        "office_received",
        "department_asked",
        "group_confirmed",
        "department_answer_recorded",
    ]
    assert list(doctor.checks(at=NOW)) == []


def test_the_second_answer_to_one_ask_gets_a_sentence_and_changes_nothing(town):
    request = accepted(town)
    assignment = request.assignments.get()
    before = kinds()

    with pytest.raises(Stale, match="もう返事がありました"):
        answering.decline(assignment_id=assignment.pk, version=0, by=DEPARTMENT, at=NOW)

    assert kinds() == before


def test_one_lecturer_cannot_be_taken_twice_at_one_time(town):
    accepted(town)
    other = submitted(town)
    (assignment,) = asking.ask(request_id=other.pk, by=OFFICE, at=NOW)

    with pytest.raises(Clash, match=r"田中 一郎は、12月17日（木）.*もうほかの予定"):
        answering.accept(
            assignment_id=assignment.pk,
            version=0,
            by=DEPARTMENT,
            at=NOW,
            lecturer_ids=[town.lecturers[0].pk],
        )

    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ASKED
    assert LectureSession.objects.count() == 1


def test_undo_puts_the_ask_back_frees_the_lecturer_and_cancels_the_calendar(town):
    request = accepted(town)
    assignment = request.assignments.get()

    undoing.undo(assignment_id=assignment.pk, version=1, by=DEPARTMENT, at=NOW)

    request.refresh_from_db()
    session = request.sessions.get()
    assert (request.status, session.state) == (RequestStatus.ASKING, SessionState.POSTPONED)
    undone = OutgoingEmail.objects.get(kind="department_answer_undone")
    assert "STATUS:TENTATIVE" in undone.calendar  # its calendar asks again
    answering.accept(
        assignment_id=assignment.pk,
        version=2,
        by=DEPARTMENT,
        at=NOW,
        lecturer_ids=[town.lecturers[1].pk],
    )
    session.refresh_from_db()
    assert (session.state, session.sequence) == (SessionState.PLANNED, 2)
    assert list(doctor.checks(at=NOW)) == []


def test_a_start_outside_the_usable_hours_becomes_a_proposal(town):
    request = submitted(town)
    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    answer = answering.accept(
        assignment_id=assignment.pk,
        version=0,
        by=DEPARTMENT,
        at=NOW,
        starts_at=at("2026-12-17 18:00"),
    )

    request.refresh_from_db()
    assert (answer.kind, request.status) == ("counter", RequestStatus.PROPOSING)
    slot = answer.slots.get()
    deciding.take_counter(request_id=request.pk, slot_id=slot.pk, by=GROUP, at=NOW)
    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert list(doctor.checks(at=NOW)) == []


def test_nine_people_and_too_early_a_day_are_refused_with_sentences(town):
    with pytest.raises(RulesBroken) as refusal:
        submitted(town, people=9, wishes=(Wish(at("2026-12-01 09:00").date(), "morning"),))

    assert [(field, problem.code) for field, problem in refusal.value.problems] == [
        ("people", "too_few"),
        ("wish-1", "too_early"),
    ]
    assert kinds() == []


def test_naming_another_lecturer_tells_the_department_and_the_group(town):
    request = accepted(town)
    session = request.sessions.get()

    sessions.name_lecturers(
        session_id=session.pk, lecturer_ids=[town.lecturers[1].pk], by=OFFICE, at=NOW
    )

    assert lecturers_on(session) == [town.lecturers[1]]
    assert kinds()[-2:] == ["lecturer_invited", "group_lecturer_named"]
    assert "うかがう人：鈴木 花" in OutgoingEmail.objects.get(kind="lecturer_invited").text
    assert list(doctor.checks(at=NOW)) == []


def test_rescheduling_keeps_the_uid_and_raises_the_sequence(town):
    request = accepted(town)
    session = request.sessions.get()

    sessions.reschedule(
        session_id=session.pk,
        slot=Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00")),
        by=OFFICE,
        at=NOW,
    )

    texts = OutgoingEmail.objects.filter(kind__startswith="department_").order_by("pk")
    uids = {line for mail in texts for line in mail.calendar.splitlines() if line.startswith("UID")}
    assert len(uids) == 1
    assert [f"SEQUENCE:{n}" in mail.calendar for n, mail in enumerate(texts)] == [True] * 3
    assert list(doctor.checks(at=NOW)) == []


def test_withdrawing_calls_off_sessions_and_tells_everybody(town):
    request = accepted(town)

    deciding.withdraw(request_id=request.pk, by=GROUP, at=NOW, words="都合が悪くなりました")

    request.refresh_from_db()
    assert request.status == RequestStatus.WITHDRAWN
    assert request.sessions.get().state == SessionState.CANCELLED
    assert kinds()[-3:] == [
        "department_recalled",
        "group_ended",
        "office_withdrawn",
    ]
    assert list(doctor.checks(at=NOW)) == []


def test_a_refused_request_stays_refused(town):
    request = submitted(town)
    deciding.refuse(request_id=request.pk, by=OFFICE, at=NOW, reason="rules", words="市外です")

    with pytest.raises(MoveNotAllowed):
        asking.ask(request_id=request.pk, by=OFFICE, at=NOW)


def test_reminders_go_out_seven_days_and_one_day_before_once(town):
    session = accepted(town).sessions.get()

    for moment in ("2026-12-10 08:59", "2026-12-10 09:00", "2026-12-10 15:00", "2026-12-16 09:30"):
        for days in reminding.DAYS_BEFORE:
            reminding.remind_of_session(session_id=session.pk, days=days, at=at(moment))

    assert kinds()[-4:] == [
        "group_reminder_7",
        "lecturer_reminder_7",
        "group_reminder_1",
        "lecturer_reminder_1",
    ]


def test_a_report_before_the_beginning_is_refused(town):
    session = accepted(town).sessions.get()

    with pytest.raises(Refused, match="まだ始まっていません"):
        reporting.report(session_id=session.pk, numbers=Numbers(1, 0, 60), by=LECTURER, at=NOW)


def test_a_second_report_is_a_new_version_and_the_session_counts_once(town):
    session = accepted(town).sessions.get()
    later = at("2026-12-17 12:00")
    for adults in (20, 22):
        reporting.report(
            session_id=session.pk, numbers=Numbers(adults, 0, 60), by=LECTURER, at=later
        )

    count = year_count(2026, at=later)
    assert (count.delivered, count.people) == (1, 22)


def test_already_agreed_with_the_department_confirms_without_asking(town):
    request = submitted(town)

    deciding.confirm_agreed(
        request_id=request.pk, slot=DAY, lecturer_ids=[town.lecturers[0].pk], by=OFFICE, at=NOW
    )

    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert list(doctor.checks(at=NOW)) == []


def test_cancelling_the_only_session_cancels_the_request(town):
    request = accepted(town)

    sessions.cancel_session(
        session_id=request.sessions.get().pk, reason="disaster", by=OFFICE, at=NOW
    )

    request.refresh_from_db()
    assert request.status == RequestStatus.CANCELLED
    assert list(doctor.checks(at=NOW)) == []


def test_where_the_venue_said_no_hours_a_start_in_the_wished_part_of_the_day_is_accepted(town):
    request = submitted(town, usable_from=None, usable_until=None)
    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    answer = answering.accept(
        assignment_id=assignment.pk, version=0, by=DEPARTMENT, at=NOW,
        starts_at=at("2026-12-17 10:30"),
    )  # fmt: skip

    assert (answer.kind, answer.starts_at) == ("accept", at("2026-12-17 10:30"))


def test_where_the_venue_said_no_hours_a_start_in_another_part_is_a_proposal(town):
    request = submitted(town, usable_from=None, usable_until=None)
    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    answer = answering.accept(
        assignment_id=assignment.pk, version=0, by=DEPARTMENT, at=NOW,
        starts_at=at("2026-12-17 15:00"),
    )  # fmt: skip

    assert answer.kind == "counter"
