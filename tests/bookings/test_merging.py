"""Two parts of one request whose departments become one: it is asked once, and nothing is lost."""

from datetime import date, time

import pytest

from accounts.models import User
from bookings import doctor, tasks
from bookings.actions import answering, asking, merging, queue, undoing
from bookings.models import Assignment, LectureSession, MailText, WaitingReply
from bookings.status import AssignmentState, RequestStatus
from lectures import reorganising
from lectures.models import Department, OfficeSettings
from lectures.reorganising import Change, Fate
from notifications.models import OutgoingEmail
from tests.bookings.replying import taken
from tests.bookings.test_naming import _second_department
from tests.factories.town import DEPARTMENT, NOW, OFFICE, at, submitted

TODAY, DAY = date(2026, 11, 22), date(2026, 12, 1)
FUKUSHI = "fukushi@city.mikagami.example"
BEFORE, AFTER = at("2026-11-30 10:00"), at("2026-12-01 09:05")


@pytest.fixture
def welfare(town) -> Department:
    return _second_department(town)


@pytest.fixture
def asks(town, welfare) -> list[Assignment]:
    """防災課 and 福祉課 are asked; 防災課 goes into 福祉課 on 1 December."""
    request = submitted(town)
    reorganising.reorganise([Change(Fate.MERGE, "0305", successor="0410")], day=DAY, today=TODAY)
    return asking.ask(request_id=request.pk, by=OFFICE, at=NOW)


def state(asks: list[Assignment]) -> list[tuple[str, int]]:
    rows = Assignment.objects.filter(pk__in=[row.pk for row in asks]).order_by("pk")
    return list(rows.values_list("state", "part"))


def turn(clock_at) -> None:
    clock_at(AFTER)
    tasks.ask_successors()
    tasks.ask_successors()


def test_until_the_day_both_are_asked(asks):
    assert merging.due(at=BEFORE) == []
    assert not merging.merge_asks(request_id=asks[0].request_id, at=BEFORE)

    assert state(asks) == [("asked", 1), ("asked", 2)]


def test_from_that_day_on_one_ask_stands_and_one_mail_says_so(asks, clock_at):
    turn(clock_at)

    assert state(asks) == [("recalled", 1), ("asked", 1)]
    mail = OutgoingEmail.objects.get(kind="department_merged")
    assert (mail.to_address, mail.calendar_method) == (FUKUSHI, "CANCEL")
    assert "もう一つの依頼（同じ日時）に、一度だけお返事ください。" in mail.text
    note = asks[0].events.get(verb="recalled").note
    assert note.text == "担当の課が一つになったので、依頼を一つにまとめました。"
    assert list(doctor.checks(at=AFTER)) == []


def test_a_towns_own_words_for_a_recall_never_say_that_no_answer_is_needed(asks, clock_at):
    MailText.objects.create(
        site=asks[0].site, kind="department_recalled", language="ja",
        subject="取消し {受付番号}", text="お返事はいりません。", version=1,
        written_by=User.objects.create_user("jimu@city.example"), at=NOW,
    )  # fmt: skip

    turn(clock_at)

    (mail,) = OutgoingEmail.objects.filter(event_mail__event__verb="recalled")
    assert "もう一つの依頼（同じ日時）に、一度だけお返事ください。" in mail.text
    assert "お返事はいりません。" not in mail.text


def test_one_reminder_goes_out(asks, clock_at):
    turn(clock_at)
    tasks.remind_departments()

    mail = OutgoingEmail.objects.get(kind="department_reminded")
    assert mail.to_address == FUKUSHI


def test_without_the_merging_the_department_is_reminded_twice(asks, clock_at, monkeypatch):
    monkeypatch.setattr(merging, "due", lambda *, at: [])
    turn(clock_at)
    tasks.remind_departments()

    reminded = OutgoingEmail.objects.filter(kind="department_reminded")
    assert [mail.to_address for mail in reminded] == [FUKUSHI, FUKUSHI]


def test_its_one_answer_fixes_the_date(asks, clock_at):
    turn(clock_at)

    answer = taken("承諾 10:00 田中、佐藤", asks[1], sender=FUKUSHI,
                   moment=at("2026-12-01 11:00"), pulled=at("2026-12-01 11:01"))  # fmt: skip

    assert answer.kind == "accept"
    assert asks[1].request.status == RequestStatus.CONFIRMED
    names = [row.name for row in answer.lecturers.order_by("pk")]
    assert (names, LectureSession.objects.count()) == (["田中 一郎", "佐藤 緑"], 1)
    assert list(doctor.checks(at=at("2026-12-01 12:00"))) == []


def test_an_answer_to_the_ask_that_was_taken_back_counts_once_a_person_has_looked(asks, clock_at):
    turn(clock_at)

    found = taken("承諾 10:00 田中", asks[0], sender=FUKUSHI,
                  moment=at("2026-12-01 11:00"), pulled=at("2026-12-01 11:01"))  # fmt: skip

    assert isinstance(found, WaitingReply)
    queue.take_after_all(waiting_id=found.pk, by=OFFICE, at=at("2026-12-01 11:02"))

    asks[0].request.refresh_from_db()
    assert asks[0].request.status == RequestStatus.CONFIRMED
    assert [part for _state, part in state(asks)] == [1, 1]
    assert list(doctor.checks(at=at("2026-12-01 12:00"))) == []


def test_an_answer_that_was_given_stands_and_the_other_part_is_asked_once(asks, clock_at):
    answering.accept(assignment_id=asks[0].pk, version=0, by=DEPARTMENT, at=NOW)
    turn(clock_at)
    assert state(asks) == [("accepted", 1), ("asked", 2)]

    asks[0].refresh_from_db()
    undoing.undo(assignment_id=asks[0].pk, version=asks[0].version, by=OFFICE, at=AFTER)
    turn(clock_at)

    assert state(asks) == [("recalled", 1), ("asked", 1)]


def test_what_a_part_was_asked_before_comes_along(asks, clock_at):
    """福祉課 had declined and was asked again before: no part is left without an answer."""
    answering.decline(assignment_id=asks[1].pk, version=0, by=DEPARTMENT, at=NOW)
    again = asking.ask(
        request_id=asks[1].request_id, by=OFFICE, at=NOW, department_id=asks[1].department_id
    )
    turn(clock_at)

    assert state([*asks, *again]) == [("recalled", 1), ("declined", 1), ("asked", 1)]
    again[0].refresh_from_db()
    answering.accept(assignment_id=again[0].pk, version=again[0].version, by=DEPARTMENT, at=AFTER)
    again[0].request.refresh_from_db()
    assert again[0].request.status == RequestStatus.CONFIRMED
    assert Assignment.objects.filter(state=AssignmentState.ASKED).count() == 0
    assert list(doctor.checks(at=AFTER)) == []


def test_it_wakes_nobody_for_the_ask_that_is_left_stands(asks, clock_at):
    OfficeSettings.objects.update(quiet_from=time(20), quiet_until=time(7))
    night = at("2026-12-01 21:00")

    merging.merge_asks(request_id=asks[0].request_id, at=night)

    mail = OutgoingEmail.objects.get(kind="department_merged")
    assert mail.not_before == at("2026-12-02 07:00")
