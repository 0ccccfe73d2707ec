"""異動 where several departments give a lecture, or one has ended without a successor."""

from datetime import date, timedelta

import pytest

from bookings.actions import answering, asking, chasing, sessions, supporting, turning
from bookings.actions.allocating import lecturers_on
from bookings.actions.moves import Refused
from bookings.models import Assignment
from bookings.models.office_days import working_days
from bookings.models.standins import may_answer, stand_ins
from bookings.rules import Slot
from bookings.status import RequestStatus, Support, Verb
from lectures import reorganising
from lectures.models import Absence, Department, LecturerMembership, NextDepartment
from lectures.reorganising import Change, Fate, Move
from notifications.models import OutgoingEmail
from tests.bookings.test_naming import _both_accepted, _second_department
from tests.factories.bookings import make_request
from tests.factories.replies import asked
from tests.factories.town import (
    DEPARTMENT,
    NOW,
    OFFICE,
    at,
    make_department,
    make_lecturer,
    submitted,
)

BOUSAI, OTHER = "bousai@city.mikagami.example", "f@city.mikagami.example"
FUKUSHI, KIKI = "fukushi@city.mikagami.example", "kiki@city.mikagami.example"
GAKUSHU = "gakushu@city.mikagami.example"
TODAY, DAY, SESSION = date(2026, 11, 22), date(2026, 12, 1), date(2026, 12, 17)


def turn(*changes: Change) -> None:
    reorganising.reorganise(changes, day=DAY, today=TODAY)


def wanted() -> list[tuple[str, str]]:
    rows = OutgoingEmail.objects.filter(kind="department_successor_wanted").order_by("pk")
    found = rows.values_list("event_mail__event__at", "to_address")
    return [(f"{moment:%m-%d}", address) for moment, address in found]


def ask_at(session, moment: str) -> bool:
    return turning.ask_in_time(session_id=session.pk, at=at(moment))


@pytest.fixture
def other(town) -> Department:
    return make_department(town.site, code="0401", name="図書館", email=OTHER)


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


@pytest.fixture
def shared(town):
    """Given by 防災課 (田中) and 福祉課 (佐藤); both lecturers leave on 12 December."""
    request = _both_accepted(town, _second_department(town))
    sessions.name_by_answer(
        assignment_id=request.assignments.get(department=town.department).pk,
        lecturer_ids=[town.lecturers[0].pk], by=DEPARTMENT, at=NOW,
    )  # fmt: skip
    return request.sessions.get()


@pytest.fixture
def away(town) -> Absence:
    """防災課, with a deputy, before the turn and after it."""
    return Absence.objects.create(
        site=town.site, department=town.department, starts_on=date(2026, 11, 25),
        ends_on=date(2026, 12, 10), deputy_email="dairi@city.mikagami.example",
    )  # fmt: skip


def leave(session, *, day: date = date(2026, 12, 12)) -> None:
    reorganising.move_lecturers([Move(row) for row in lecturers_on(session)], day=day, today=TODAY)


def named_by(session, department: Department, *names: int, moment: str) -> None:
    ask = session.request.assignments.get(department=department)
    sessions.name_by_answer(assignment_id=ask.pk, lecturer_ids=names, by=DEPARTMENT, at=at(moment))


def test_another_department_can_be_asked_in_the_place_of_one_that_has_ended(town, other):
    request = submitted(town)
    turn(Change(Fate.END, "0305"))

    (ask,) = asking.ask(
        request_id=request.pk, by=OFFICE, at=at("2026-12-01 10:00"), department_id=other.pk
    )

    assert (ask.department, ask.part) == (other, 1)


def test_only_the_place_of_the_one_that_has_ended_refuses(town):
    welfare = _second_department(town)
    request = submitted(town)
    turn(Change(Fate.END, "0305"))
    with pytest.raises(Refused, match="防災課は、もうない"):
        asking.ask(request_id=request.pk, by=OFFICE, at=at("2026-12-01 10:00"))
    with pytest.raises(Refused, match="防災課は、もうない"):
        asking.ask(request_id=request.pk, by=OFFICE, at=at("2026-12-01 10:00"),
                   department_id=town.department.pk)  # fmt: skip

    (ask,) = asking.ask(
        request_id=request.pk, by=OFFICE, at=at("2026-12-01 10:00"), department_id=welfare.pk
    )
    assert (ask.department, ask.part) == (welfare, 2)


def test_a_stay_that_ends_elsewhere_later_does_not_put_the_question_off(session, town, other):
    lecturer = town.lecturers[0]
    reorganising.move_lecturers([Move(lecturer, other)], day=date(2026, 12, 10), today=TODAY)
    there = LecturerMembership.objects.filter(lecturer=lecturer, department=other)
    there.update(until=date(2027, 11, 30))

    care = turning.care_of(session)

    assert (care.leaving, care.since) == ((lecturer,), date(2026, 12, 9))
    assert turning.is_due(care, at=at("2026-12-01 09:30"), days=working_days())


def test_naming_for_one_part_leaves_the_other_parts_lecturer_who_was_once_with_us(shared, town):
    welfare = Department.objects.get(code="0410")
    sato = welfare.lecturers.get()
    LecturerMembership.objects.create(
        site=town.site, lecturer=sato, department=town.department,
        since=date(2018, 4, 1), until=date(2020, 3, 31),
    )  # fmt: skip

    named_by(shared, town.department, town.lecturers[1].pk, moment="2026-11-24 10:00")

    assert {row.name for row in lecturers_on(shared)} == {"佐藤 緑", town.lecturers[1].name}


def test_who_leaves_the_other_part_is_still_that_parts_to_replace(shared, town):
    welfare = Department.objects.get(code="0410")
    sato = welfare.lecturers.get()
    LecturerMembership.objects.create(
        site=town.site, lecturer=sato, department=town.department,
        since=date(2018, 4, 1), until=date(2020, 3, 31),
    )  # fmt: skip
    reorganising.move_lecturers([Move(sato)], day=date(2026, 12, 12), today=TODAY)

    ask_at(shared, "2026-12-01 09:05")
    named_by(shared, town.department, town.lecturers[1].pk, moment="2026-12-01 10:00")

    assert wanted() == [("12-01", FUKUSHI)]
    assert {row.name for row in lecturers_on(shared)} == {"佐藤 緑", town.lecturers[1].name}


def test_the_successor_of_who_was_asked_is_not_the_next_department(town, other):
    ask = asked(town)
    third = make_department(town.site, code="0402", name="文化課", email="b@city.mikagami.example")
    for order, row in enumerate((other, third), start=1):
        NextDepartment.objects.create(
            site=town.site, lecture=town.lecture, department=row, order=order
        )
    turn(Change(Fate.MERGE, "0305", successor="0401"))
    ask = Assignment.objects.get(pk=ask.pk)

    assert chasing.next_departments(ask, at=at("2026-11-30 10:00")) == [other, third]
    assert chasing.next_departments(ask, at=at("2026-12-02 10:00")) == [third]


def test_one_departments_name_does_not_ask_the_other_again(shared, town):
    leave(shared)
    spare = make_lecturer(Department.objects.get(code="0410"), name="新田 花子")
    assert ask_at(shared, "2026-12-01 09:05")
    named_by(shared, spare.departments.get(), spare.pk, moment="2026-12-01 10:00")

    sent = [ask_at(shared, f"2026-12-{day:02} 10:05") for day in range(1, 12)]

    # Fourteen days before the lecture is too near the first question; then five working days.
    assert [day for day, sent_then in enumerate(sent, start=1) if sent_then] == [4, 8]
    assert sorted(wanted()) == [
        ("12-01", BOUSAI), ("12-01", FUKUSHI), ("12-04", BOUSAI), ("12-08", BOUSAI),
    ]  # fmt: skip


def test_without_remembering_whom_we_asked_about_the_question_comes_again_within_minutes(
    shared, monkeypatch
):
    monkeypatch.setattr(turning, "_is_about", lambda event, lecturer: False)
    monkeypatch.setattr(turning, "_APART", timedelta(0))
    leave(shared)
    spare = make_lecturer(Department.objects.get(code="0410"), name="新田 花子")
    assert ask_at(shared, "2026-12-01 09:05")
    named_by(shared, spare.departments.get(), spare.pk, moment="2026-12-01 10:00")

    assert ask_at(shared, "2026-12-01 10:05")


def test_another_time_does_not_ask_again(session, town):
    leave(session)
    assert ask_at(session, "2026-12-01 09:05")
    slot = Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00"))
    sessions.reschedule(session_id=session.pk, slot=slot, by=OFFICE, at=at("2026-12-01 10:00"))

    assert not ask_at(session, "2026-12-01 10:05")


def test_who_was_named_instead_and_leaves_too_is_asked_after_three_days_on(session, town):
    leave(session)
    assert ask_at(session, "2026-12-01 09:05")
    named_by(session, town.department, town.lecturers[1].pk, moment="2026-12-01 10:00")
    leave(session)

    assert [ask_at(session, f"2026-12-{day:02} 10:05") for day in (1, 3, 4)] == [False, False, True]


def test_an_absence_goes_on_under_the_new_name(town, away):
    turn(Change(Fate.RENAME, "0305", name="危機管理課", email=KIKI))
    old = Department.objects.get(code="0305")

    days = (date(2026, 11, 30), DAY, date(2026, 12, 10), date(2026, 12, 11))
    assert [len(stand_ins(old, on=day)) for day in days] == [1, 1, 1, 0]


def test_the_deputy_of_before_stands_in_for_asks_of_the_new_name_too(town, away):
    request = submitted(town)
    turn(Change(Fate.RENAME, "0305", name="危機管理課", email=KIKI))

    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=at("2026-12-02 10:00"))

    rows = OutgoingEmail.objects.filter(kind="department_asked").order_by("pk")
    assert ask.department.name == "危機管理課"
    assert [row.to_address for row in rows] == [KIKI, away.deputy_email]
    assert may_answer(ask.department, away.deputy_email, on=date(2026, 12, 10))
    assert not may_answer(ask.department, away.deputy_email, on=date(2026, 12, 11))


def test_who_took_a_department_in_has_people_of_its_own_there(town, other, away):
    turn(Change(Fate.MERGE, "0305", successor="0401"))
    old = Department.objects.get(code="0305")

    assert (stand_ins(other, on=DAY), stand_ins(old, on=DAY)) == ([], [away.deputy_email])
    assert not may_answer(other, away.deputy_email, on=DAY)


def test_help_whose_department_has_ended_is_listed(session, other):
    slot = Slot(session.starts_at, session.ends_at)
    ask = supporting.ask_support(
        request_id=session.request_id, support=Support.SIGN_LANGUAGE, department_id=other.pk,
        slot=slot, by=OFFICE, at=NOW,
    )  # fmt: skip
    turn(Change(Fate.END, "0401"))
    assert turning.orphaned_asks(at=NOW) == [ask]
    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW, lecturer_ids=[]
    )

    (care,) = turning.cares(at=NOW)

    assert (care.orphans, care.leaving) == ((other,), ())
    assert turning.orphaned_asks(at=NOW) == []


def test_a_second_part_that_has_ended_is_listed_and_only_the_other_is_asked(shared, town):
    turn(Change(Fate.END, "0410"))
    welfare = Department.objects.get(code="0410")
    (care,) = turning.cares(at=NOW)
    assert (care.orphans, care.leaving) == ((welfare,), ())
    assert not ask_at(shared, "2026-12-02 09:05")
    with pytest.raises(Refused, match="引き継いだ課がない"):
        turning.want_successor(session_id=shared.pk, by=OFFICE, at=at("2026-12-02 10:00"))

    reorganising.move_lecturers([Move(town.lecturers[0])], day=date(2026, 12, 12), today=TODAY)

    assert ask_at(shared, "2026-12-03 09:05")
    assert wanted() == [("12-03", BOUSAI)]
    assert shared.events.filter(verb=Verb.SUCCESSOR_WANTED).count() == 1


def test_after_a_new_name_the_cancel_comes_with_the_successors_mail(session):
    ask = session.request.assignments.get()
    assert ask.invited_address == BOUSAI
    turn(Change(Fate.RENAME, "0305", name="危機管理課", email=KIKI))

    sessions.cancel_session(
        session_id=session.pk, reason="disaster", by=OFFICE, at=at("2026-12-02 09:00")
    )

    (mail,) = OutgoingEmail.objects.filter(kind="department_session_changed")
    assert (mail.to_address, mail.calendar_method) == (KIKI, "CANCEL")
    flat = mail.calendar.replace("\r\n ", "").replace("\n ", "")
    assert f"UID:{ask.public_id}" in flat
    assert f"mailto:{BOUSAI}" in flat
    assert not OutgoingEmail.objects.filter(kind="department_calendar_off").exists()


def test_where_nobody_took_over_the_office_gets_no_cancel(session):
    turn(Change(Fate.END, "0305"))

    sessions.cancel_session(
        session_id=session.pk, reason="disaster", by=OFFICE, at=at("2026-12-02 09:00")
    )

    (mail,) = OutgoingEmail.objects.filter(kind="department_session_changed")
    assert (mail.to_address, mail.calendar_method) == (GAKUSHU, "")
