"""災害・選挙などの日: sessions touched, one decision, one message for each group."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest

from bookings import tasks
from bookings.actions import asking, duty, sessions, supporting
from bookings.actions.duty import taking_off
from bookings.actions.moves import Refused, Stale
from bookings.models import (
    Allocation,
    Duty,
    DutyEvent,
    DutySession,
    RequestEvent,
    Telling,
)
from bookings.models.duty_reach import Reach, asks_in, requests_asked, sessions_in
from bookings.models.openings import availability_for
from bookings.models.rulebook import rules_for
from bookings.rules import Days, Slot, Usable, Wish, wish_problem
from bookings.status import RequestStatus, SessionState, Verb
from tests.factories.bookings import make_request
from tests.factories.duty import (
    CANCEL,
    DAY,
    EVE,
    POSTPONE,
    THAT_DAY,
    State,
    by_mail,
    by_phone,
    carry,
    choice,
    confirmed,
    decide,
    doctor,
    mails,
)
from tests.factories.town import (
    DEPARTMENT,
    NOW,
    OFFICE,
    at,
    make_department,
    make_lecturer,
)

pytestmark = pytest.mark.django_db


def test_one_decision_postpones_what_lies_on_the_day_and_tells_each_group_once(town):
    first = confirmed(town)
    sequence = first.sequence
    second = confirmed(town, group=by_mail("kita"), starts=time(14))
    elsewhere = make_request(
        town, status=RequestStatus.CONFIRMED, wishes=(Wish(date(2026, 12, 18), "morning"),)
    ).sessions.get()

    made = decide()
    carry()

    for row in (first, second, elsewhere):
        row.refresh_from_db()
    assert [first.state, second.state] == [SessionState.POSTPONED] * 2
    assert elsewhere.state == SessionState.PLANNED
    assert first.sequence > sequence
    off = mails("group_duty_off")
    assert [mail.to_address for mail in off] == ["sato@mail.example", "kita@mail.example"]
    assert "災害・台風のため" in off[0].text
    assert "台風10号が近づいています。" in off[0].text
    assert off[0].mail_class == "critical"
    assert off[0].not_before == EVE
    changed = mails("department_session_changed")
    assert [mail.calendar_method for mail in changed] == ["CANCEL", "CANCEL"]
    assert not Allocation.objects.filter(session=first, state="confirmed").exists()
    assert list(made.events.order_by("pk").values_list("verb", flat=True)) == [
        "decided", "finished"
    ]  # fmt: skip
    assert doctor() == []


def test_a_group_that_two_sessions_touch_gets_one_message_that_names_both(town):
    confirmed(town, starts=time(10))
    confirmed(town, starts=time(14))

    decide()
    carry()

    (mail,) = mails("group_duty_off")
    assert mail.text.count("■ ") == 2
    assert mail.attachments.count() == 2
    assert doctor() == []


def test_a_group_without_mail_stands_once_on_the_call_list(town):
    confirmed(town, group=by_phone(), starts=time(10))
    confirmed(town, group=by_phone(), starts=time(14))

    decide()
    carry()

    telling = Telling.objects.due().get(kind="group_duty_off")
    assert telling.sentence.startswith("災害・台風のため、12月17日（木） 10時〜11時")
    assert "14時〜15時" in telling.sentence
    assert doctor() == []


def test_mixed_fates_are_said_for_each_session(town):
    first, second = confirmed(town, starts=time(10)), confirmed(town, starts=time(14))
    shown = choice()
    fates = {first.public_id: POSTPONE, second.public_id: CANCEL}

    decide(replace(shown, fates=fates))
    carry()

    (mail,) = mails("group_duty_off")
    assert "：延期" in mail.text
    assert "：中止" in mail.text
    second.refresh_from_db()
    assert second.state == SessionState.CANCELLED
    assert doctor() == []


def test_what_is_left_as_it_is_takes_place(town):
    first, second = confirmed(town, starts=time(10)), confirmed(town, starts=time(14))

    decide(replace(choice(), fates={first.public_id: POSTPONE}))
    carry()

    second.refresh_from_db()
    assert second.state == SessionState.PLANNED
    assert DutySession.objects.count() == 1


def test_only_the_hours_and_departments_that_are_named_are_touched(town, site):
    welfare = make_department(site, code="0409", name="福祉課", email="f@city.example")
    morning, evening = confirmed(town, starts=time(10)), confirmed(town, starts=time(19))

    late = Reach(DAY, DAY, (time(18), time(21)))

    assert sessions_in(late, at=EVE) == [evening]
    assert sessions_in(Reach(DAY, DAY, None, frozenset({welfare.pk})), at=EVE) == []
    theirs = Reach(DAY, DAY, None, frozenset({town.department.pk}))
    assert sessions_in(theirs, at=EVE) == [morning, evening]


def test_pressing_twice_decides_once(town):
    confirmed(town)
    shown, key = choice(), uuid4()

    assert decide(shown, key=key) == decide(shown, key=key)
    carry()
    carry()

    assert mails("group_duty_off").count() == Duty.objects.count() == 1


def test_what_changed_since_the_page_was_opened_is_looked_at_again(town):
    confirmed(town)
    shown = choice()
    confirmed(town, starts=time(14))

    with pytest.raises(Stale):
        decide(shown)
    assert not Duty.objects.exists()


def test_the_second_of_two_officers_finds_nothing_left_and_nobody_hears_twice(town):
    """The second page was opened before the first decision, and its decision came before the job."""
    confirmed(town)
    shown = choice()

    decide(shown)
    decide(shown)
    carry()

    assert DutySession.objects.count() == mails("group_duty_off").count() == 1


def test_what_moved_between_decision_and_job_is_left_alone(town):
    session = confirmed(town)
    decide()
    away = Slot(at("2027-01-14 10:00"), at("2027-01-14 11:00"))
    sessions.reschedule(session_id=session.pk, slot=away, by=OFFICE, at=EVE)

    carry()

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert DutySession.objects.get().why == DutySession.Why.MOVED_ON
    assert not mails("group_duty_off").exists()


def test_the_day_is_closed_and_can_be_opened_again(town, clock_at):
    clock_at(EVE)
    made = decide()
    wish = Wish(DAY, "morning")

    def problem():
        rules = rules_for(town.lecture)
        days = Days(DAY, DAY)
        found = wish_problem(
            rules, wish, minutes=60, usable=Usable(), today=NOW.date(),
            availability=availability_for(town.lecture, days=days, at=NOW),
        )  # fmt: skip
        return found and (found.code, found.short)

    assert problem() == ("closed", "災害・台風")
    duty.reopen(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    assert problem() is None
    assert DutyEvent.objects.filter(verb="reopened").count() == 1


def test_some_hours_of_a_day_close_those_hours_only(town, clock_at):
    clock_at(EVE)
    decide(choice(Reach(DAY, DAY, (time(9), time(12)))))
    rules = rules_for(town.lecture)
    there = availability_for(town.lecture, days=Days(DAY, DAY), at=NOW)

    def code(part: str) -> str:
        found = wish_problem(
            rules, Wish(DAY, part), minutes=60, usable=Usable(), today=NOW.date(),
            availability=there,
        )  # fmt: skip
        return found.code if found else ""

    assert [code("morning"), code("afternoon")] == ["taken", ""]


def test_other_departments_lectures_stay_open(town, site):
    welfare = make_department(site, code="0409", name="福祉課", email="f@city.example")
    decide(choice(Reach(DAY, DAY, None, frozenset({welfare.pk}))))

    assert rules_for(town.lecture).closed == ()
    assert Duty.objects.get().departments.get() == welfare


def test_nobody_is_asked_for_a_closed_day_and_asks_that_wait_are_marked(town):
    waiting = make_request(town, status=RequestStatus.ASKING)
    new = make_request(town)
    decide()

    (ask,) = asks_in(THAT_DAY, at=EVE)
    assert ask.request == waiting
    assert list(requests_asked(at=EVE)) == [waiting]
    with pytest.raises(Refused, match="災害・台風"):
        asking.ask(request_id=new.pk, by=OFFICE, at=NOW)


def test_help_stands_down_and_is_asked_anew_for_the_new_date(town, site):
    session = confirmed(town)
    welfare = make_department(site, code="0409", name="福祉課", email="f@city.example")
    ask = supporting.ask_support(
        request_id=session.request_id, support="sign_language", department_id=welfare.pk,
        slot=Slot(session.starts_at, session.ends_at), by=OFFICE, at=NOW, words="2人",
    )  # fmt: skip
    decide()
    carry()
    ask.refresh_from_db()
    assert ask.state == "recalled"

    away = Slot(at("2027-01-14 10:00"), at("2027-01-14 11:00"))
    sessions.reschedule(session_id=session.pk, slot=away, by=OFFICE, at=EVE)

    anew = session.request.assignments.get(role="support", state="asked")
    assert (anew.department, anew.starts_at) == (welfare, away.starts_at)
    assert "2人" in mails("department_support_asked").last().text
    assert doctor() == []


def test_one_group_that_cannot_be_told_does_not_keep_the_others_waiting(town, monkeypatch):
    confirmed(town, group=by_mail("kita"))
    other = confirmed(town, group=by_phone(), starts=time(14))
    decide()
    tell = taking_off.on_duty.off

    def stumble(event, rows, *, duty):
        if rows[0].session.request.group.email:
            raise ValueError("kita")
        tell(event, rows, duty=duty)

    with monkeypatch.context() as patched:
        patched.setattr(taking_off.on_duty, "off", stumble)
        carry()
    states = DutySession.objects.order_by("session__starts_at").values_list("state", flat=True)
    assert list(states) == [State.WAITING, State.DONE]
    assert RequestEvent.objects.filter(verb=Verb.POSTPONED).get().session == other

    carry()
    assert set(states.all()) == {State.DONE}


def test_beat_carries_on_with_what_a_dead_worker_left(town, clock_at):
    clock_at(EVE)
    confirmed(town)
    decide()

    tasks.carry_out_duties()

    assert DutySession.objects.get().state == State.DONE


def test_a_department_that_took_over_is_out_for_the_one_before_it(town, site):
    session = confirmed(town)
    heir = make_department(site, code="0999", name="危機管理課", email="k@city.example")
    type(town.department).objects.filter(pk=town.department.pk).update(
        ends_on=date(2026, 12, 1), successor=heir
    )

    assert sessions_in(Reach(DAY, DAY, None, frozenset({heir.pk})), at=EVE) == [session]


def test_reading_the_day_takes_the_same_queries_for_one_session_and_for_many(
    town, django_assert_num_queries
):
    for hour in range(9, 20):
        make_lecturer(town.department, name=f"講師 {hour}")
        confirmed(town, starts=time(hour), lecturers=False)

    with django_assert_num_queries(3):
        rows = sessions_in(Reach(DAY, DAY, None, frozenset({town.department.pk})), at=EVE)
        assert [row.request.group.name for row in rows] == ["桜が丘自治会"] * 11
    assert DEPARTMENT is not None
