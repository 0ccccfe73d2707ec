"""Accepted now, named later: what the group hears, who is asked for the name, and when."""

import pytest

from bookings import doctor, tasks
from bookings.actions import (
    answering,
    asking,
    deciding,
    reminding,
    sessions,
    submitting,
    undoing,
)
from bookings.actions.moves import MoveNotAllowed, Refused
from bookings.models import EventMail
from bookings.rules import Slot
from lectures.models import Department
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    NOW,
    OFFICE,
    Town,
    at,
    make_department,
    make_lecturer,
    particulars,
    submitted,
)

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))
EXACT = "日時は決まりました。講師は後日お知らせします。"
IN_ENGLISH = "The date is fixed. We will tell you later who the lecturer is."


def unnamed(town: Town, **changes: object):
    """A confirmed request whose session lacks a lecturer."""
    return make_request(town, status="confirmed", lecturers=False, **changes)


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


def name(town: Town, request, *numbers: int, moment=NOW) -> None:
    ids = [town.lecturers[number].pk for number in numbers]
    sessions.name_by_answer(
        assignment_id=request.assignments.get().pk, lecturer_ids=ids, by=DEPARTMENT, at=moment
    )


def chase_at(request, *moments: str) -> list[bool]:
    session = request.sessions.get()
    return [reminding.want_name(session_id=session.pk, at=at(moment)) for moment in moments]


def test_the_group_is_told_in_exactly_these_words(town):
    unnamed(town)

    assert EXACT in mails("group_confirmed")[0].text.splitlines()


def test_an_english_group_reads_it_in_english(town):
    draft = submitting.start_draft(lecture_id=town.lecture.pk, language="en", at=NOW)
    request = submitting.submit(request_id=draft.pk, particulars=particulars(), by=GROUP, at=NOW)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    assert IN_ENGLISH in mails("group_confirmed")[0].text.splitlines()


def test_a_named_acceptance_tells_department_and_group_in_one_mail_each(town):
    make_request(town, status="confirmed")

    told = EventMail.objects.filter(event__verb="accepted").values_list("recipient", "kind")
    assert sorted(told) == [
        (f"department:{town.department.pk}", "department_answer_recorded"),
        ("group", "group_confirmed"),
    ]
    (recorded,) = mails("department_answer_recorded")
    assert "講師：田中 一郎" in recorded.text
    assert "RSVP=FALSE" in recorded.calendar.replace("\r\n ", "")


def test_the_name_is_chased_fourteen_and_seven_days_before_once_each(town):
    request = unnamed(town)

    sent = chase_at(
        request,
        "2026-12-03 08:59", "2026-12-03 09:00", "2026-12-03 09:01", "2026-12-09 23:00",
        "2026-12-10 09:00", "2026-12-16 09:00", "2026-12-17 10:00",
    )  # fmt: skip

    assert sent == [False, True, False, False, True, False, False]
    (first, _second) = mails("department_lecturer_wanted")
    assert first.to_address == town.department.email
    assert "　講師 田中" in first.text
    assert mails("department_asked")[0].reply_to == first.reply_to
    assert [event.note.text for event in request.events.filter(verb="lecturer_chased")] == [
        "14日前",
        "7日前",
    ]
    assert list(doctor.checks(at=NOW)) == []


def test_a_date_that_was_accepted_late_is_chased_only_seven_days_before(town):
    request = submitted(town)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=at("2026-12-04 10:00"))

    assert chase_at(request, "2026-12-04 10:05", "2026-12-10 09:00") == [False, True]


def test_who_is_named_is_not_chased(town):
    request = unnamed(town)
    name(town, request, 0)

    assert chase_at(request, "2026-12-03 09:00", "2026-12-10 09:00") == [False, False]


def test_the_periodic_task_chases_and_is_harmless_when_it_runs_twice(town, clock_at):
    unnamed(town)
    clock_at("2026-12-03 09:05")

    tasks.chase_lecturers()
    tasks.chase_lecturers()

    assert len(mails("department_lecturer_wanted")) == 1


def test_naming_later_tells_the_group_once_and_updates_the_departments_calendar(town):
    request = unnamed(town)

    name(town, request, 0)
    name(town, request, 0, moment=at("2026-11-23 10:00"))

    (named,) = mails("group_lecturer_named")
    assert "田中 一郎" in named.text
    newest = mails("lecturer_invited")[-1]
    assert newest.to_address == town.department.email
    assert "うかがう人：田中 一郎" in newest.text
    assert "STATUS:CONFIRMED" in newest.calendar
    assert list(doctor.checks(at=NOW)) == []


def test_a_session_agreed_without_an_ask_goes_into_the_departments_calendar(town):
    request = submitted(town)
    deciding.confirm_agreed(request_id=request.pk, slot=DAY, lecturer_ids=[], by=OFFICE, at=NOW)

    (invited,) = mails("lecturer_invited")
    calendar = invited.calendar.replace("\r\n ", "")
    assert (invited.to_address, invited.calendar_method) == (town.department.email, "REQUEST")
    assert f"mailto:{town.department.email}" in calendar
    assert "RSVP=FALSE" in calendar
    session = request.sessions.get()
    sessions.cancel_session(session_id=session.pk, reason="disaster", by=OFFICE, at=NOW)
    assert mails("department_session_changed")[0].calendar_method == "CANCEL"
    assert list(doctor.checks(at=NOW)) == []


def test_withdrawing_what_was_agreed_without_an_ask_reaches_the_department(town):
    request = submitted(town)
    deciding.confirm_agreed(request_id=request.pk, slot=DAY, lecturer_ids=[], by=OFFICE, at=NOW)

    deciding.withdraw(request_id=request.pk, by=DEPARTMENT, at=NOW)

    assert [mail.calendar_method for mail in mails("department_session_changed")] == ["CANCEL"]


def test_a_name_for_what_was_called_off_is_refused(town):
    request = unnamed(town)
    sessions.postpone(session_id=request.sessions.get().pk, reason="other", by=OFFICE, at=NOW)

    with pytest.raises(MoveNotAllowed):
        name(town, request, 0)


def test_a_mail_never_overrules_a_name_that_is_there(town):
    request = make_request(town, status="confirmed")

    with pytest.raises(Refused, match="もう講師が決まっています"):
        sessions.name_by_mail(
            request.assignments.get(),
            lecturer_ids=[town.lecturers[1].pk],
            by=DEPARTMENT,
            at=NOW,
        )


def test_reminders_name_who_goes_in_one_mail_to_the_department(town):
    request = make_request(town, status="confirmed")
    name(town, request, 0, 1)

    reminding.remind_of_session(
        session_id=request.sessions.get().pk, days=7, at=at("2026-12-10 09:00")
    )

    (reminder,) = mails("lecturer_reminder_7")
    assert reminder.to_address == town.department.email
    assert "田中 一郎、鈴木 花" in reminder.text


def test_the_department_of_two_that_named_nobody_is_chased_alone(town, clock_at):
    welfare = _second_department(town)
    request = _both_accepted(town, welfare)  # 福祉課 has named 佐藤, 防災課 nobody

    sent = chase_at(
        request, "2026-12-03 09:00", "2026-12-03 09:10", "2026-12-10 09:00", "2026-12-10 09:10"
    )

    assert sent == [True, False, True, False]
    assert _chased(request) == [town.department.email] * 2
    assert list(doctor.checks(at=NOW)) == []


def test_without_asking_each_department_for_its_own_the_other_ones_name_would_do(town, monkeypatch):
    """The guard removed: anybody who goes stands for everybody."""
    request = _both_accepted(town, _second_department(town))
    monkeypatch.setattr(
        reminding, "theirs_on", lambda session, department: reminding.lecturers_on(session)
    )

    assert chase_at(request, "2026-12-03 09:00") == [False]


def test_two_departments_that_named_nobody_are_asked_once_each_and_only_until_they_do(
    town, clock_at
):
    welfare = _second_department(town)
    request = _both_accepted(town, welfare, named=False)
    clock_at("2026-12-03 09:05")
    tasks.chase_lecturers()
    tasks.chase_lecturers()
    assert sorted(_chased(request)) == sorted([town.department.email, welfare.email])

    sessions.name_by_answer(
        assignment_id=request.assignments.get(department=welfare).pk,
        lecturer_ids=[welfare.lecturers.get().pk],
        by=DEPARTMENT,
        at=at("2026-12-04 09:00"),
    )
    clock_at("2026-12-10 09:05")
    tasks.chase_lecturers()

    assert _chased(request)[2:] == [town.department.email]


def test_two_departments_that_became_one_are_asked_in_one_mail(town):
    welfare = _second_department(town)
    request = _both_accepted(town, welfare, named=False)
    Department.objects.filter(pk=welfare.pk).update(ends_on="2026-11-30", successor=town.department)

    assert chase_at(request, "2026-12-03 09:00", "2026-12-03 09:10") == [True, False]
    assert _chased(request) == [town.department.email]


def test_two_departments_hear_of_a_change_once_each(town):
    welfare = _second_department(town)
    request = _both_accepted(town, welfare)
    session = request.sessions.get()

    sessions.reschedule(
        session_id=session.pk,
        slot=Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00")),
        by=OFFICE,
        at=NOW,
    )
    sessions.cancel_session(session_id=session.pk, reason="disaster", by=OFFICE, at=NOW)

    told = EventMail.objects.filter(event__session=session, kind="department_session_changed")
    assert sorted(told.values_list("event__verb", "recipient")) == sorted(
        (verb, f"department:{row.pk}")
        for verb in ("rescheduled", "session_cancelled")
        for row in (town.department, welfare)
    )
    assert list(doctor.checks(at=NOW)) == []


def test_the_other_department_learns_that_the_date_stands_and_who_comes(town):
    welfare = _second_department(town)

    _both_accepted(town, welfare)

    (invited,) = mails("lecturer_invited")  # the second to accept has it in its own receipt
    assert invited.to_address == town.department.email
    assert "佐藤 緑" in invited.text


def test_an_undone_answer_reaches_the_other_department_too(town):
    welfare = _second_department(town)
    request = _both_accepted(town, welfare)
    ask = request.assignments.get(department=welfare)

    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)

    changed = EventMail.objects.get(kind="department_session_changed")
    assert changed.recipient == f"department:{town.department.pk}"
    assert changed.mail.calendar_method == "CANCEL"
    assert list(doctor.checks(at=NOW)) == []


def _second_department(town: Town) -> Department:
    welfare = make_department(
        town.site, code="0410", name="福祉課", email="fukushi@city.mikagami.example"
    )
    make_lecturer(welfare, name="佐藤 緑", email="sato@city.mikagami.example")
    town.lecture.other_departments.add(welfare)
    return welfare


def _chased(request) -> list[str]:
    mails = OutgoingEmail.objects.filter(
        kind="department_lecturer_wanted", event_mail__event__request=request
    )
    return list(mails.order_by("pk").values_list("to_address", flat=True))


def _both_accepted(town: Town, welfare: Department, *, named: bool = True):
    request = submitted(town)
    first, second = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    answering.accept(assignment_id=first.pk, version=0, by=DEPARTMENT, at=NOW)
    answering.accept(
        assignment_id=second.pk,
        version=0,
        by=DEPARTMENT,
        at=NOW,
        lecturer_ids=[welfare.lecturers.get().pk] if named else [],
    )
    request.refresh_from_db()
    return request
