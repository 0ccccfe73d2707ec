"""Silence: reminder, second reminder with the deputies, the office, the next department."""

from datetime import timedelta

import pytest

from bookings import doctor, tasks
from bookings.actions import answering, asking, chasing, undoing
from bookings.actions.answering import Said
from bookings.actions.moves import MoveNotAllowed, Refused
from bookings.desk import attention
from bookings.models import Assignment, EventMail, RequestEvent
from bookings.models.office_days import deadlines
from bookings.status import AssignmentState, RequestStatus, Verb
from lectures.models import Absence, Department, DepartmentMember, NextDepartment
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.factories.replies import asked, reply
from tests.factories.town import (
    DEPARTMENT,
    NOW,
    OFFICE,
    Town,
    at,
    make_department,
    make_town,
    submitted,
)

# Asked on a Sunday before a holiday: the five working days begin on Tuesday the 24th.
DUE = at("2026-12-01 17:00")
HALF = at("2026-11-26 17:00")
SECOND = at("2026-12-02 09:00")
LAST = at("2026-12-04 09:00")
BOUSAI = "bousai@city.mikagami.example"


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


@pytest.fixture
def ask(town) -> Assignment:
    return asked(town)


@pytest.fixture
def following(town) -> Department:
    """The department that is asked when 防災課 stays silent."""
    department = make_department(
        town.site, code="0306", name="危機管理課", email="kiki@city.mikagami.example"
    )
    NextDepartment.objects.create(site=town.site, lecture=town.lecture, department=department)
    return department


def work(clock_at, moment) -> None:
    """What the worker does at that moment; twice, as it may."""
    clock_at(moment)
    tasks.remind_departments()
    tasks.remind_departments()


def mails(*kinds: str) -> list[tuple[str, str]]:
    rows = OutgoingEmail.objects.filter(kind__in=kinds).order_by("pk")
    return list(rows.values_list("kind", "to_address"))


def verbs(ask: Assignment) -> list[str]:
    return list(ask.request.events.order_by("pk").values_list("verb", flat=True))


def deputy(town, address: str = "kacho@city.mikagami.example", **changes) -> None:
    DepartmentMember.objects.create(
        site=town.site, department=town.department, name="課長", email=address,
        role=DepartmentMember.Role.DEPUTY, **changes,
    )  # fmt: skip


def test_an_answer_is_due_after_five_working_days_and_the_mail_says_the_hour(ask):
    text = OutgoingEmail.objects.get(kind="department_asked").text

    assert ask.due_at == DUE
    assert "12月1日（火）17:00" in text


def test_the_first_reminder_goes_when_half_of_the_working_time_is_over(ask, clock_at):
    work(clock_at, HALF - timedelta(minutes=1))
    assert mails("department_reminded") == []

    work(clock_at, HALF)

    assert mails("department_reminded") == [("department_reminded", BOUSAI)]
    assert list(doctor.checks(at=LAST)) == []


def test_the_second_reminder_goes_the_morning_after_with_the_deputy_in_copy(ask, town, clock_at):
    deputy(town)
    deputy(town, "mae@city.mikagami.example", until=at("2026-11-30 00:00").date())
    work(clock_at, HALF)

    work(clock_at, SECOND)

    assert mails("department_reminded")[1:] == [
        ("department_reminded", BOUSAI),
        ("department_reminded", "kacho@city.mikagami.example"),
    ]
    text = OutgoingEmail.objects.filter(kind="department_reminded").last().text
    assert "kacho@city.mikagami.example にも" in text
    assert list(doctor.checks(at=LAST)) == []


def test_an_address_that_is_both_department_and_deputy_gets_one_mail(ask, town, clock_at):
    deputy(town, BOUSAI.upper())
    work(clock_at, HALF)

    work(clock_at, SECOND)

    assert [to for _kind, to in mails("department_reminded")] == [BOUSAI, BOUSAI]


def test_an_absent_departments_ask_goes_to_its_stand_in_too(town, clock_at):
    Absence.objects.create(
        site=town.site, department=town.department, starts_on="2026-11-20", ends_on="2026-11-22",
        deputy_email="soumu@city.mikagami.example",
    )  # fmt: skip
    asked(town)

    assert [to for _kind, to in mails("department_asked")] == [
        BOUSAI, "soumu@city.mikagami.example",
    ]  # fmt: skip
    copy = OutgoingEmail.objects.get(to_address="soumu@city.mikagami.example")
    assert copy.calendar == ""
    work(clock_at, HALF)
    assert [to for _kind, to in mails("department_reminded")] == [BOUSAI]  # back again


def test_without_a_next_department_the_office_is_told_once(ask, clock_at):
    work(clock_at, LAST - timedelta(minutes=1))
    work(clock_at, LAST)
    work(clock_at, LAST + timedelta(days=3))

    assert mails("office_escalated") == [("office_escalated", "gakushu@city.mikagami.example")]
    ask.refresh_from_db()
    assert ask.state == AssignmentState.ASKED
    matters = {str(row.sentence): row.count for row in attention.matters_now(at=LAST)}
    assert matters == {"催促しても返事がない依頼": 1}
    assert list(doctor.checks(at=LAST)) == []


def test_without_the_lock_and_the_fresh_row_two_workers_tell_the_office_twice(ask, monkeypatch):
    stale = [chasing.locked_assignment(ask.pk) for _worker in range(2)]
    monkeypatch.setattr(chasing, "locked_assignment", lambda assignment_id: stale.pop())

    assert [chasing.escalate(assignment_id=ask.pk, at=LAST) for _worker in range(2)] == [True, True]

    assert len(mails("office_escalated")) == 2


def test_the_next_department_is_asked_for_the_same_slot_and_the_old_one_is_let_go(
    ask, following, clock_at
):
    work(clock_at, LAST)

    ask.refresh_from_db()
    new = Assignment.objects.exclude(pk=ask.pk).get()
    assert ask.state == AssignmentState.RECALLED
    assert (new.department, new.state) == (following, AssignmentState.ASKED)
    assert (new.starts_at, new.rank, new.part) == (ask.starts_at, ask.rank, ask.part)
    assert new.due_at == at("2026-12-11 17:00")
    assert verbs(ask)[-4:] == [Verb.ESCALATED, Verb.RECALLED, Verb.HANDED_ON, Verb.ASKED]
    assert mails("department_recalled") == [("department_recalled", BOUSAI)]
    assert mails("department_asked")[1:] == [("department_asked", following.email)]
    assert len(mails("office_escalated")) == 1
    assert (
        "危機管理課に、同じ日時で依頼しました"
        in OutgoingEmail.objects.get(kind="office_escalated").text
    )
    assert list(doctor.checks(at=LAST)) == []


def test_departments_that_are_away_or_were_asked_before_are_passed_over(ask, following, town):
    later = make_department(town.site, code="0307", name="総務課", email="soumu@city.example")
    NextDepartment.objects.create(site=town.site, lecture=town.lecture, department=later, order=2)
    assert chasing.next_department(ask, at=LAST) == following

    away = Absence.objects.create(
        site=town.site, department=following, starts_on="2026-12-01", ends_on="2026-12-10"
    )
    assert chasing.next_department(ask, at=LAST) == later
    away.delete()
    Department.objects.filter(pk=following.pk).update(ends_on="2026-12-03")
    assert chasing.next_department(ask, at=LAST) == later
    chasing.hand_on(assignment_id=ask.pk, by=OFFICE, at=LAST)
    assert chasing.next_department(Assignment.objects.last(), at=LAST) is None


def test_nobody_is_asked_who_would_not_have_the_whole_time_to_answer(town, following, clock_at):
    request = submitted(town)
    ask = asking.ask(request_id=request.pk, by=OFFICE, at=at("2026-12-01 10:00"))[0]

    work(clock_at, at("2026-12-11 17:01"))

    ask.refresh_from_db()
    assert (ask.state, ask.escalated_at is not None) == (AssignmentState.ASKED, True)
    assert Assignment.objects.count() == 1
    assert (
        "危機管理課には、まだ依頼していません"
        in OutgoingEmail.objects.get(kind="office_escalated").text
    )


def test_an_answer_that_waits_for_a_person_is_no_silence(ask, following, clock_at):
    reply("たぶん大丈夫です", assignment=ask, moment=at("2026-11-25 10:00"))

    work(clock_at, HALF)  # before anybody has read the mail
    clock_at(HALF)
    tasks.pull_answers()
    work(clock_at, SECOND)
    work(clock_at, LAST)

    assert mails("department_reminded", "department_recalled", "office_escalated") == []
    assert Assignment.objects.get().state == AssignmentState.ASKED


def test_without_that_guard_an_ask_that_was_answered_is_taken_away(
    ask, following, clock_at, monkeypatch
):
    reply("たぶん大丈夫です", assignment=ask, moment=at("2026-11-25 10:00"))
    monkeypatch.setattr(chasing, "heard", lambda assignment: False)

    work(clock_at, LAST)

    ask.refresh_from_db()
    assert ask.state == AssignmentState.RECALLED


def test_a_departments_open_question_is_no_silence_until_the_office_has_acted(ask, clock_at):
    answering.question(
        assignment_id=ask.pk, by=DEPARTMENT, at=at("2026-11-25 10:00"),
        said=Said(words="会場にスクリーンはありますか。"),
    )  # fmt: skip
    work(clock_at, HALF)
    assert mails("department_reminded") == []

    RequestEvent.objects.create(
        site=ask.site, request=ask.request, verb=Verb.MESSAGE, actor="office", way="phone",
        at=HALF, from_status="asking", to_status="asking",
    )  # fmt: skip
    work(clock_at, HALF + timedelta(minutes=1))

    assert len(mails("department_reminded")) == 1


def test_an_ask_that_never_arrived_is_not_handed_on_by_itself(ask, following, clock_at):
    OutgoingEmail.objects.filter(kind="department_asked").update(
        state=State.BOUNCED, handoff_at=NOW
    )

    work(clock_at, LAST)

    ask.refresh_from_db()
    assert ask.state == AssignmentState.ASKED
    assert len(mails("office_escalated")) == 1


def test_after_a_long_pause_only_the_last_step_is_taken(ask, following, clock_at):
    work(clock_at, LAST + timedelta(days=1))

    assert mails("department_reminded") == []
    assert len(mails("department_recalled")) == len(mails("office_escalated")) == 1


def test_an_ask_whose_answer_was_undone_has_its_whole_time_again(ask, clock_at):
    work(clock_at, HALF)
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=at("2026-11-27 10:00"))
    undoing.undo(assignment_id=ask.pk, version=1, by=DEPARTMENT, at=at("2026-11-30 10:00"))

    ask.refresh_from_db()
    assert ask.due_at == at("2026-12-07 17:00")
    assert (ask.reminded_at, ask.second_reminded_at, ask.escalated_at) == (None, None, None)


def test_after_a_refusal_the_office_asks_the_next_department_in_one_step(ask, following):
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    new = chasing.hand_on(assignment_id=ask.pk, by=OFFICE, at=NOW + timedelta(hours=1))

    assert (new.department, new.state) == (following, AssignmentState.ASKED)
    assert mails("department_recalled") == []
    with pytest.raises(MoveNotAllowed):
        chasing.hand_on(assignment_id=ask.pk, by=OFFICE, at=NOW + timedelta(hours=2))
    assert list(doctor.checks(at=LAST)) == []


def test_what_was_accepted_or_has_no_next_department_is_not_handed_on(ask):
    with pytest.raises(Refused, match="次の候補の課がありません"):
        chasing.hand_on(assignment_id=ask.pk, by=OFFICE, at=NOW)
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)
    with pytest.raises(MoveNotAllowed):
        chasing.hand_on(assignment_id=ask.pk, by=OFFICE, at=NOW)


def test_one_ask_that_cannot_be_dealt_with_does_not_stop_the_others(town, clock_at, monkeypatch):
    first, second = asked(town), asked(town)
    remind = asking.remind

    def breaks(*, assignment_id: int, **rest):
        if assignment_id == first.pk:
            raise ValueError("no address")
        return remind(assignment_id=assignment_id, **rest)

    monkeypatch.setattr(chasing, "remind", breaks)
    clock_at(HALF)

    tasks.remind_departments()

    reminded = EventMail.objects.filter(kind="department_reminded")
    assert [row.event.assignment_id for row in reminded] == [second.pk]


def test_an_ask_whose_day_has_come_ends(ask, clock_at):
    work(clock_at, ask.starts_at)

    ask.refresh_from_db()
    assert ask.state == AssignmentState.EXPIRED
    assert ask.request.status == RequestStatus.ASKING
    assert mails("department_expired") == [("department_expired", BOUSAI)]


def test_the_steps_of_silence_ask_the_database_once_for_the_towns_days(
    town, clock_at, django_assert_max_num_queries
):
    for _number in range(5):
        asked(town)

    with django_assert_max_num_queries(5 * 3 + 8):
        by_when = deadlines()
        for pk in chasing.waiting(at=NOW):
            chasing.chase(assignment_id=pk, at=NOW, by_when=by_when, digest_today=False)
