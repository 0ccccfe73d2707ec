"""異動: who may answer for a department on which day, and sessions whose lecturer leaves."""

from datetime import date, timedelta

import pytest

from bookings import counting, tasks
from bookings.actions import asking, receiving, turning
from bookings.actions.allocating import lecturers_on
from bookings.actions.moves import Refused
from bookings.emails import to_hosts
from bookings.models import EventNote
from bookings.models.standins import may_answer
from bookings.status import AssignmentState, RequestStatus, Verb
from lectures import reorganising
from lectures.models import Absence, Department, DepartmentMember, Lecturer
from lectures.reorganising import Change, Fate, Move, keep_old_address
from lectures.zones import local
from notifications.models import OutgoingEmail
from tests.bookings.replying import taken
from tests.factories.bookings import make_request
from tests.factories.replies import asked, reply
from tests.factories.town import NOW, OFFICE, at, make_department, make_lecturer, submitted

BOUSAI, KIKI = "bousai@city.mikagami.example", "kiki@city.mikagami.example"
TODAY, DAY = date(2026, 11, 22), date(2026, 12, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY
RENAMED = Change(Fate.RENAME, "0305", name="危機管理課", email=KIKI)


def turn(*changes: Change) -> None:
    reorganising.reorganise(changes, day=DAY, today=TODAY)


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


def test_both_mailboxes_may_answer_once_the_work_has_passed_on(town):
    turn(RENAMED)
    old = Department.objects.get(code="0305")

    assert [may_answer(old, BOUSAI.upper(), on=day) for day in (BEFORE, AFTER)] == [True, True]
    assert [may_answer(old, KIKI, on=day) for day in (BEFORE, AFTER)] == [False, True]
    assert not may_answer(old, "", on=AFTER)


def test_an_address_of_before_may_answer_until_its_day(town):
    keep_old_address(town.department, "mae@city.mikagami.example", day=date(2026, 6, 1))

    until = date(2026, 11, 28)
    days = (until, until + timedelta(days=1))
    answers = [may_answer(town.department, "mae@city.mikagami.example", on=day) for day in days]
    assert answers == [True, False]


def test_a_deputy_may_answer_while_the_department_is_away(town):
    Absence.objects.create(
        site=town.site, department=town.department, starts_on=BEFORE, ends_on=BEFORE,
        deputy_email="dairi@city.mikagami.example",
    )  # fmt: skip

    answers = [
        may_answer(town.department, "DAIRI@city.mikagami.example", on=day)
        for day in (BEFORE, AFTER)
    ]
    assert answers == [True, False]


def test_an_ask_of_before_is_reminded_at_and_answered_from_the_new_mailbox(town, clock_at):
    ask = asked(town)
    turn(RENAMED)
    clock_at("2026-12-01 09:05")
    tasks.remind_departments()

    assert {mail.to_address for mail in mails("department_reminded")} == {KIKI}
    assert "危機管理課 ご担当さま" in mails("department_reminded")[0].text
    outcome = taken("承諾 10:00 鈴木", ask, sender=KIKI, moment=at("2026-12-01 10:00"),
                    pulled=at("2026-12-01 10:01"))  # fmt: skip
    assert (outcome.kind, ask.state) == ("accept", AssignmentState.ACCEPTED)
    assert {mail.to_address for mail in mails("department_answer_recorded")} == {KIKI}


def test_the_old_mailbox_still_answers(town):
    ask = asked(town)
    turn(RENAMED)

    outcome = taken("承諾 10:00 鈴木", ask, moment=at("2026-12-01 10:00"),
                    pulled=at("2026-12-01 10:01"))  # fmt: skip

    assert outcome.kind == "accept"


def test_a_department_that_nobody_took_over_from_is_the_offices_and_is_not_asked(town):
    ask = asked(town)
    turn(Change(Fate.END, "0305"))

    listed = [turning.orphaned_asks(at=at(f"{day} 10:00")) for day in ("2026-11-30", "2026-12-01")]
    assert listed == [[ask], [ask]]  # the lecture's day is after the end: the office hears in time
    request = submitted(town)
    with pytest.raises(Refused, match="もうないか"):
        asking.ask(request_id=request.pk, by=OFFICE, at=at("2026-12-01 10:00"))


def test_its_mails_reach_the_office(town, clock_at):
    asked(town)
    turn(Change(Fate.END, "0305"))
    clock_at("2026-12-01 09:05")
    tasks.remind_departments()

    addresses = {mail.to_address for mail in mails("department_reminded")}
    assert addresses == {"gakushu@city.mikagami.example"}


def test_who_leaves_is_asked_after_named_anew_and_only_then_the_group_hears(
    session, town, clock_at
):
    reorganising.move_lecturers([Move(town.lecturers[0])], day=date(2026, 12, 10), today=TODAY)
    clock_at("2026-12-01 09:05")
    tasks.ask_successors()
    tasks.ask_successors()

    (wanted,) = mails("department_successor_wanted")
    assert (wanted.to_address, "田中 一郎さん" in wanted.text) == (BOUSAI, True)
    assert mails("group_lecturer_named") == []
    ask = session.request.assignments.get()
    mail = reply("講師 鈴木", assignment=ask, moment=at("2026-12-01 11:00"))
    receiving.take(mail.pk, at=at("2026-12-01 11:01"))

    assert [row.name for row in lecturers_on(session)] == ["鈴木 花"]
    assert len(mails("group_lecturer_named")) == 1
    (care,) = turning.cares(at=at("2026-12-01 12:00"))
    assert (care.named, care.leaving) == (True, ())


def test_the_example_of_the_mail_names_somebody_who_can_go_and_works(session, town, clock_at):
    reorganising.move_lecturers([Move(town.lecturers[0])], day=date(2026, 12, 10), today=TODAY)
    clock_at("2026-12-01 09:05")
    tasks.ask_successors()
    (wanted,) = mails("department_successor_wanted")

    example = next(line for line in wanted.text.splitlines() if line.startswith("　講師"))
    line = example.strip().partition("　")[0]
    assert line == "講師 鈴木"
    inbound = reply(
        line, assignment=session.request.assignments.get(), moment=at("2026-12-01 11:00")
    )
    receiving.take(inbound.pk, at=at("2026-12-01 11:01"))
    assert [row.name for row in lecturers_on(session)] == ["鈴木 花"]


def test_two_of_one_family_name_are_told_apart_and_nobody_is_invented(session, town):
    first = to_hosts.example_name(session, town.department)
    make_lecturer(town.department, name="鈴木 次郎")
    second = to_hosts.example_name(session, town.department)
    reorganising.move_lecturers(
        [Move(row) for row in Lecturer.objects.all()], day=date(2026, 12, 10), today=TODAY
    )

    assert (first, second) == ("鈴木", "鈴木 花")
    assert to_hosts.example_name(session, town.department) == ""


def test_silence_is_chased_after_five_working_days_and_fourteen_days_before(town, clock_at):
    far = make_request(town, status=RequestStatus.CONFIRMED).sessions.get()
    reorganising.move_lecturers([Move(town.lecturers[0])], day=date(2026, 12, 16), today=TODAY)
    turning.want_successor(session_id=far.pk, by=OFFICE, at=at("2026-11-24 10:00"))
    asked_on = []
    for day in range(25, 31):
        _asked(far, f"2026-11-{day:02}", clock_at, asked_on)
    for day in range(1, 17):
        _asked(far, f"2026-12-{day:02}", clock_at, asked_on)

    # Five working days after Tuesday the 24th; fourteen before the 17th is the 3rd, too near.
    assert asked_on == ["2026-12-01", "2026-12-04"]


def test_a_note_of_before_that_holds_the_name_counts_as_asked(session, town):
    reorganising.move_lecturers([Move(town.lecturers[0])], day=date(2026, 12, 10), today=TODAY)
    turning.ask_in_time(session_id=session.pk, at=at("2026-12-03 09:30"))
    note = session.events.get(verb=Verb.SUCCESSOR_WANTED).note
    EventNote.objects.filter(pk=note.pk).update(text=town.lecturers[0].name)

    assert turning.due(at=at("2026-12-07 10:30")) == []
    assert not turning.ask_in_time(session_id=session.pk, at=at("2026-12-07 10:30"))


def _asked(session, day: str, clock_at, found: list[str]) -> None:
    before = session.events.filter(verb=Verb.SUCCESSOR_WANTED).count()
    clock_at(f"{day} 10:05")
    tasks.ask_successors()
    if session.events.filter(verb=Verb.SUCCESSOR_WANTED).count() > before:
        found.append(day)


def test_nobody_is_asked_before_the_month_of_the_transfer(session, town, clock_at):
    reorganising.move_lecturers([Move(town.lecturers[0])], day=date(2026, 12, 10), today=TODAY)
    clock_at("2026-11-30 10:00")
    tasks.ask_successors()

    assert mails("department_successor_wanted") == []


def test_a_name_that_stays_is_not_overruled_by_a_line(session, town):
    ask = session.request.assignments.get()
    mail = reply("講師 鈴木", assignment=ask, moment=at("2026-12-01 11:00"))
    receiving.take(mail.pk, at=at("2026-12-01 11:01"))

    assert [row.name for row in lecturers_on(session)] == ["田中 一郎"]


def test_the_numbers_of_a_department_go_to_who_took_over(session, town):
    make_department(town.site, code="0401", name="福祉課", email="f@city.mikagami.example")
    turn(Change(Fate.MERGE, "0305", successor="0401"))

    def names(moment: str) -> list[tuple[str, int]]:
        rows = counting.year_count(2026, at=at(moment)).departments
        return [(row.department.name, row.planned) for row in rows]

    assert names("2026-11-30 10:00") == [("防災課", 1)]
    assert names("2026-12-01 10:00") == [("福祉課", 1)]


def test_people_put_on_the_list_after_the_turn_stand_on_the_new_ones(town):
    turn(RENAMED)
    new = Department.objects.get(name="危機管理課")
    DepartmentMember.objects.create(
        site=town.site, department=new, name="森", email="mori@city.mikagami.example"
    )

    assert may_answer(town.department, "mori@city.mikagami.example", on=AFTER) is False
    old = Department.objects.get(code="0305")
    assert may_answer(old, "mori@city.mikagami.example", on=AFTER)
    assert local(NOW).date() == TODAY
