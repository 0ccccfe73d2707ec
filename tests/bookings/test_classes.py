"""A school's classes: asked once, one session each, moved and called off together or one by one."""

from datetime import date, time

import pytest

from bookings import counting
from bookings.actions import (
    answering,
    asking,
    deciding,
    reminding,
    reporting,
    sessions,
    undoing,
)
from bookings.actions.reporting import Numbers
from bookings.actions.submitting import GroupFacts
from bookings.doctor import checks
from bookings.models import ApplicantGroup, BookingRequest, EventMail, Telling
from bookings.rules import Slot, Wish
from bookings.spelling.classes import parse_classes
from bookings.status import Reason, RequestStatus, SessionState
from lectures.zones import local
from tests.factories.town import DEPARTMENT, LECTURER, NOW, OFFICE, Town, at, make_town, submitted

LINES = """５年１組 32人 ２校時 9:35〜10:20
5年2組 31名 3校時 10時40分から11時25分
5年3組　4校時　１１：３０－１２：１５"""


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


@pytest.fixture
def school(town) -> BookingRequest:
    return a_school(town)


def a_school(town: Town) -> BookingRequest:
    classes = parse_classes(LINES)
    return submitted(
        town,
        group=GroupFacts(
            name="桜が丘小学校",
            kind="school",
            contact_name="佐藤 花子",
            phone="0000000001",
            notify_by="email",
            email="sato@mail.example",
            reachable="放課後 16時〜17時",
        ),
        people=95,
        classes=classes,
        wishes=(Wish(date(2026, 12, 17), "", time(9, 35), time(12, 15)),),
    )


def accepted(town: Town, school: BookingRequest):
    (ask,) = asking.ask(request_id=school.pk, by=OFFICE, at=NOW)
    answering.accept(
        assignment_id=ask.pk,
        version=ask.version,
        by=DEPARTMENT,
        at=NOW,
        lecturer_ids=[town.lecturers[0].pk],
    )
    return ask


def hours(request: BookingRequest) -> list[str]:
    return [
        f"{local(row.starts_at):%H:%M}-{local(row.ends_at):%H:%M}"
        for row in request.sessions.exclude(state=SessionState.CANCELLED).order_by("starts_at")
    ]


def mails(kind: str) -> list[str]:
    rows = EventMail.objects.filter(kind=kind).select_related("mail").order_by("pk")
    return [f"{row.mail.subject}\n{row.mail.text}" for row in rows]


def test_the_department_is_asked_once_for_the_whole_row(school):
    (ask,) = asking.ask(request_id=school.pk, by=OFFICE, at=NOW)

    assert (ask.starts_at, ask.ends_at) == (at("2026-12-17 09:35"), at("2026-12-17 12:15"))
    (text,) = mails("department_asked")
    assert "5年1組 9:35〜10:20（32人）、5年2組 10:40〜11:25（31人）、5年3組 11:30〜12:15" in text


def test_accepting_makes_one_session_for_each_class_with_the_same_lecturer(town, school):
    accepted(town, school)

    assert hours(school) == ["09:35-10:20", "10:40-11:25", "11:30-12:15"]
    assert [row.session.order for row in school.classes.order_by("order")] == [1, 2, 3]
    assert all(
        row.allocations.filter(state="confirmed").count() == 1 for row in school.sessions.all()
    )
    assert list(checks(at=NOW)) == []


def test_the_group_gets_one_mail_with_every_class_and_its_calendar_file(town, school):
    accepted(town, school)

    (text,) = mails("group_confirmed")
    assert (
        "9時35分〜10時20分（5年1組）、10時40分〜11時25分（5年2組）、11時30分〜12時15分（5年3組）"
        in text
    )
    tie = EventMail.objects.get(kind="group_confirmed")
    assert len(tie.mail.attachments.all()) == 3


def test_an_hour_later_moves_every_class_by_an_hour(town, school):
    (ask,) = asking.ask(request_id=school.pk, by=OFFICE, at=NOW)
    answering.accept(
        assignment_id=ask.pk,
        version=ask.version,
        by=DEPARTMENT,
        at=NOW,
        starts_at=at("2026-12-17 10:35"),
    )

    assert hours(school) == ["10:35-11:20", "11:40-12:25", "12:30-13:15"]


def test_each_class_is_reported_and_counted(town, school):
    accepted(town, school)
    for row in school.sessions.all():
        reporting.report(
            session_id=row.pk,
            numbers=Numbers(adults=1, children=31, minutes=45),
            by=LECTURER,
            at=at("2026-12-17 15:00"),
        )

    school.refresh_from_db()
    assert school.status == RequestStatus.CLOSED
    assert counting.delivered(2026) == 3
    assert list(checks(at=NOW)) == []


def test_one_class_is_called_off_and_the_others_stand(town, school):
    ask = accepted(town, school)
    second = school.sessions.get(order=2)

    sessions.cancel_session(session_id=second.pk, reason=Reason.GROUP_WISH, by=OFFICE, at=NOW)

    assert hours(school) == ["09:35-10:20", "11:30-12:15"]
    ask.refresh_from_db()
    assert (ask.starts_at, ask.ends_at) == (at("2026-12-17 09:35"), at("2026-12-17 12:15"))
    last = EventMail.objects.filter(kind="department_session_changed").last()
    assert last.mail.calendar_method == "REQUEST"
    assert list(checks(at=NOW)) == []


def test_one_class_is_moved_alone(town, school):
    ask = accepted(town, school)
    third = school.sessions.get(order=3)

    sessions.reschedule(
        session_id=third.pk,
        slot=Slot(at("2026-12-17 13:30"), at("2026-12-17 14:15")),
        by=OFFICE,
        at=NOW,
    )

    assert hours(school) == ["09:35-10:20", "10:40-11:25", "13:30-14:15"]
    ask.refresh_from_db()
    assert (ask.starts_at, ask.ends_at) == (at("2026-12-17 09:35"), at("2026-12-17 14:15"))


@pytest.mark.parametrize("hour", ["10:00", "09:00"])
def test_the_whole_row_is_moved_at_once_past_its_own_places(town, school, hour):
    accepted(town, school)
    first = school.sessions.get(order=1)
    begins = at(f"2026-12-17 {hour}")

    sessions.move_row(
        session_id=first.pk, slot=Slot(begins, begins + (first.ends_at - first.starts_at)),
        by=OFFICE, at=NOW,
    )  # fmt: skip

    assert hours(school)[0].startswith(hour)
    assert len(hours(school)) == 3
    assert list(checks(at=NOW)) == []


def moved_by_an_hour(school) -> None:
    first = school.sessions.get(order=1)
    sessions.move_row(
        session_id=first.pk, slot=Slot(at("2026-12-17 10:35"), at("2026-12-17 11:20")),
        by=OFFICE, at=NOW,
    )  # fmt: skip


def test_a_moved_row_is_told_in_one_mail_each_that_names_every_class(town, school):
    accepted(town, school)

    moved_by_an_hour(school)

    (group,) = mails("group_rescheduled")
    assert (
        "10時35分〜11時20分（5年1組）、11時40分〜12時25分（5年2組）、12時30分〜13時15分（5年3組）"
        in group
    )
    tie = EventMail.objects.get(kind="group_rescheduled")
    assert len(tie.mail.attachments.all()) == 3
    (department,) = mails("department_session_changed")
    assert department.splitlines()[0].endswith("12月17日（木）10:35〜13:15")
    assert (
        "2026年12月17日（木）10:35〜11:20（5年1組）、11:40〜12:25（5年2組）、12:30〜13:15（5年3組）"
        in department
    )
    assert list(checks(at=NOW)) == []


def test_its_calendar_spans_the_whole_row_once(town, school):
    accepted(town, school)

    moved_by_an_hour(school)

    mail = EventMail.objects.get(kind="department_session_changed").mail
    assert mail.calendar_method == "REQUEST"
    assert "T103500" in mail.calendar
    assert "T131500" in mail.calendar


def test_the_twin_a_row_of_which_nobody_hears_is_found(town, school, monkeypatch):
    accepted(town, school)
    monkeypatch.setattr(sessions, "_tell_moved", lambda moved: None)

    moved_by_an_hour(school)

    assert len([line for line in checks(at=NOW) if "group_rescheduled" in line]) == 3


def test_a_school_without_mail_is_called_once_about_the_whole_row(town, school):
    accepted(town, school)
    ApplicantGroup.objects.update(notify_by="phone", email="")

    moved_by_an_hour(school)

    (telling,) = Telling.objects.filter(kind="group_rescheduled")
    assert "5年3組" in telling.sentence
    assert list(checks(at=NOW)) == []


def test_taking_the_answer_back_frees_every_class_and_a_new_one_fixes_them_again(town, school):
    ask = accepted(town, school)
    ask.refresh_from_db()

    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)
    assert {row.state for row in school.sessions.all()} == {SessionState.POSTPONED}
    (text,) = mails("group_session_off")
    assert "5年3組" in text
    ask.refresh_from_db()
    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW,
        lecturer_ids=[town.lecturers[1].pk],
    )  # fmt: skip

    assert hours(school) == ["09:35-10:20", "10:40-11:25", "11:30-12:15"]
    assert school.sessions.count() == 3
    assert list(checks(at=NOW)) == []


def test_a_request_that_is_cancelled_takes_every_class_with_it(town, school):
    accepted(town, school)

    deciding.cancel(request_id=school.pk, by=OFFICE, at=NOW, reason=Reason.DISASTER)

    assert {row.state for row in school.sessions.all()} == {SessionState.CANCELLED}
    assert list(checks(at=NOW)) == []


def test_any_other_group_still_has_one_session(town):
    request = submitted(town)
    accepted(town, request)

    assert request.sessions.count() == 1


def test_classes_that_were_agreed_without_an_ask_all_come_into_the_departments_calendar(
    town, school
):
    deciding.confirm_agreed(
        request_id=school.pk, slot=Slot(at("2026-12-17 09:35"), at("2026-12-17 12:15")),
        lecturer_ids=[town.lecturers[0].pk], by=OFFICE, at=NOW,
    )  # fmt: skip

    ties = EventMail.objects.filter(kind="lecturer_invited").select_related("mail")
    invited = [tie.mail for tie in ties.order_by("pk")]
    uids = [str(row.public_id) for row in school.sessions.order_by("starts_at")]
    assert [uid in mail.calendar for uid, mail in zip(uids, invited, strict=True)] == [True] * 3
    assert len(mails("group_confirmed")) == 1
    assert list(checks(at=NOW)) == []


@pytest.fixture
def extra(town, school):
    """One more session beside the classes, on their very day: a talk for the parents."""
    accepted(town, school)
    slot = Slot(at("2026-12-17 15:00"), at("2026-12-17 16:00"))
    return sessions.add(request_id=school.pk, slot=slot, lecturer_ids=[], by=OFFICE, at=NOW)


def test_a_session_beside_the_classes_is_moved_alone_and_told_of_alone(school, extra):
    later = Slot(at("2026-12-17 16:00"), at("2026-12-17 17:00"))

    (moved,) = sessions.move_row(session_id=extra.pk, slot=later, by=OFFICE, at=NOW)

    assert moved == extra
    assert hours(school) == ["09:35-10:20", "10:40-11:25", "11:30-12:15", "16:00-17:00"]
    (text,) = mails("group_rescheduled")
    assert "16時〜17時" in text
    assert "5年1組" not in text
    assert list(checks(at=NOW)) == []


def test_the_classes_are_moved_without_the_session_beside_them(school, extra):
    moved_by_an_hour(school)

    assert hours(school) == ["10:35-11:20", "11:40-12:25", "12:30-13:15", "15:00-16:00"]


def test_a_session_beside_the_classes_is_confirmed_and_reminded_of_by_itself(school, extra):
    row, beside = mails("group_confirmed")
    assert "5年1組" in row
    assert "15時〜16時" in beside
    assert "5年1組" not in beside

    week_before = at("2026-12-10 09:30")
    assert reminding.remind_of_session(session_id=extra.pk, days=7, at=week_before)
    assert "5年1組" not in mails("group_reminder_7")[0]
