"""The way back from a duty day: what is taken back, what is left, and until when."""

from datetime import time, timedelta

import pytest

from bookings.actions import allocating, calling, day_keys, duty, moves, sessions
from bookings.actions.duty import calling_up, carrying
from bookings.actions.moves import Refused
from bookings.desk.duty import Overview
from bookings.models import (
    Allocation,
    BookingRequest,
    DutySession,
    Grant,
    LectureSession,
    Telling,
)
from bookings.models.rulebook import rules_for
from bookings.rules import Slot
from bookings.status import RequestStatus, SessionState
from tests.bookings.test_classes import a_school, accepted
from tests.factories.duty import (
    CANCEL,
    EVE,
    POSTPONE,
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
    OFFICE,
    at,
)

pytestmark = pytest.mark.django_db


def test_a_cancelled_request_ends_only_when_it_cannot_come_back(town):
    session = confirmed(town)
    decide(choice(fate=CANCEL))
    carry()

    assert BookingRequest.objects.get(pk=session.request_id).status == RequestStatus.CONFIRMED
    assert doctor() == []
    later = EVE + timedelta(hours=1)
    carry(later)
    assert BookingRequest.objects.get(pk=session.request_id).status == RequestStatus.CANCELLED
    assert doctor(later) == []


def test_taken_back_everything_is_as_before_and_the_group_hears_so(town):
    session = confirmed(town)
    made = decide(choice(fate=CANCEL))
    carry()
    mails("group_duty_off").update(state="sent", handoff_at=EVE, sent_at=EVE)
    sequence = LectureSession.objects.get(pk=session.pk).sequence

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert session.sequence > sequence
    taken = Allocation.objects.get(session=session, state="confirmed").resource.lecturer
    assert taken == town.lecturers[0]
    (mail,) = mails("group_duty_on")
    assert "予定どおり行います" in mail.subject
    assert mails("lecturer_invited").last().calendar_method == "REQUEST"
    assert rules_for(town.lecture).closed == ()
    assert doctor() == []


def test_taken_back_before_anything_left_the_house_nobody_hears_anything(town):
    confirmed(town, group=by_mail("kita"))
    confirmed(town, group=by_phone(), starts=time(14))
    made = decide()
    carry()

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    assert [mail.state for mail in mails("group_duty_off")] == ["cancelled"]
    assert not mails("group_duty_on").exists()
    assert not Telling.objects.due().filter(kind__startswith="group_duty").exists()
    assert doctor() == []


def test_taken_back_before_the_job_began_nothing_has_happened(town):
    session = confirmed(town)
    made = decide()

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert session.version == 0
    assert DutySession.objects.get().state == State.DROPPED


def test_once_a_group_was_called_or_an_hour_has_passed_it_is_not_taken_back(town):
    confirmed(town, group=by_phone())
    made = decide()
    carry()
    with pytest.raises(Refused):
        duty.take_back(
            duty_id=made.pk, version=made.version, by=OFFICE, at=EVE + timedelta(hours=1)
        )
    telling = Telling.objects.get(kind="group_duty_off")
    calling.told(tellings=[telling.pk], by=OFFICE, at=EVE)

    with pytest.raises(Refused, match="もう電話などで知らせた"):
        duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)


def test_what_has_gone_on_since_stays_and_says_why(town):
    session = confirmed(town)
    made = decide()
    carry()
    away = Slot(at("2027-01-14 10:00"), at("2027-01-14 11:00"))
    sessions.reschedule(session_id=session.pk, slot=away, by=OFFICE, at=EVE)

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    row = DutySession.objects.get()
    assert (row.state, row.why) == (State.STAYED, DutySession.Why.MOVED_ON)
    assert doctor() == []


def test_a_lecturer_who_was_given_something_else_meanwhile_stays_there(town):
    session = confirmed(town)
    other = confirmed(town, group=by_mail("kita"), starts=time(14), lecturers=False)
    made = decide(choice(fates={session.public_id: POSTPONE}))
    carry()
    slot = Slot(session.starts_at, session.ends_at)
    tanaka = allocating.resource_for(town.lecturers[0])
    allocating.take(tanaka, slot=slot, state="confirmed", at=EVE, session=other)

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert not session.allocations.filter(state="confirmed").exists()
    assert other.allocations.filter(state="confirmed").exists()


def test_a_call_about_something_older_does_not_say_that_the_group_heard_of_this(town):
    session = confirmed(town, group=by_phone())
    older = Telling.objects.due().get()
    made = decide()
    carry()

    calling.told(tellings=[older.pk], by=OFFICE, at=EVE)

    (one,) = Overview(made, at=EVE).groups
    assert one.state == "call"
    assert not calling_up.was_called(made)
    told = DutySession.objects.get().told_id
    assert duty.told(duty_id=made.pk, event_id=told, by=OFFICE, at=EVE)
    (one,) = Overview(made, at=EVE).groups
    assert one.state == "told"
    assert session.request.events.filter(verb="message").count() == 2


def test_a_call_about_another_decision_does_not_say_that_a_mail_arrived(town):
    """Nor is the second decision's own call taken for one about the first."""
    first = confirmed(town, starts=time(10))
    second = confirmed(town, starts=time(14))
    type(second).objects.filter(pk=second.pk).update(request=first.request_id, order=2)
    one = decide(choice(fates={first.public_id: POSTPONE}))
    carry()
    other = decide(choice(fates={second.public_id: POSTPONE}))
    carry()
    mails("group_duty_off").update(state="failed")

    told = other.rows.get().told_id
    assert duty.told(duty_id=other.pk, event_id=told, by=OFFICE, at=EVE)

    assert [group.state for group in Overview(one, at=EVE).groups] == ["call"]
    assert [group.state for group in Overview(other, at=EVE).groups] == ["told"]
    assert (calling_up.was_called(one), calling_up.was_called(other)) == (False, True)
    assert not duty.told(duty_id=other.pk, event_id=told, by=OFFICE, at=EVE)


@pytest.mark.parametrize("group", [by_phone(), by_mail("kita")])
def test_who_was_called_although_it_was_taken_back_hears_that_it_takes_place(town, group):
    confirmed(town, group=group)
    made = decide(choice(fate=CANCEL))
    carry()
    told = made.rows.get().told_id
    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()
    assert not mails("group_duty_on").exists()

    assert duty.told(duty_id=made.pk, event_id=told, by=OFFICE, at=EVE)
    assert not duty.told(duty_id=made.pk, event_id=told, by=OFFICE, at=EVE)

    by_voice = Telling.objects.due().filter(kind="group_duty_on").count()
    assert by_voice + mails("group_duty_on").count() == 1
    assert doctor() == []


@pytest.mark.parametrize("group", [by_phone(), by_mail("kita")])
def test_who_was_called_while_it_is_being_taken_back_hears_that_it_takes_place(town, group):
    confirmed(town, group=group)
    made = decide(choice(fate=CANCEL))
    carry()
    told = made.rows.get().told_id
    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)

    duty.told(duty_id=made.pk, event_id=told, by=OFFICE, at=EVE)
    carry()

    by_voice = Telling.objects.due().filter(kind="group_duty_on").count()
    assert by_voice + mails("group_duty_on").count() == 1


def a_row_of_classes(town):
    """Three classes of one school on that day, by one answer."""
    request = a_school(town)
    return request, accepted(town, request), list(request.sessions.order_by("starts_at"))


def test_the_department_hears_of_every_class_that_is_taken_off(town):
    _request, _ask, row = a_row_of_classes(town)

    decide()
    carry()

    (mail,) = mails("department_session_changed")
    for hour in ("9:35", "10:40", "11:30"):
        assert hour in mail.text
    assert len(row) == 3


def test_some_of_the_classes_taken_off_and_back_the_department_hears_so(town):
    """The first class is held all the time."""
    _request, ask, row = a_row_of_classes(town)
    fates = {one.public_id: POSTPONE for one in row[1:]}
    made = decide(choice(fates=fates))
    carry()
    ask.refresh_from_db()
    assert (ask.starts_at, ask.ends_at) == (row[0].starts_at, row[0].ends_at)
    before = mails("lecturer_invited").count()

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    ask.refresh_from_db()
    assert (ask.starts_at, ask.ends_at) == (row[0].starts_at, row[2].ends_at)
    key = ask.grants.filter(purpose=Grant.Purpose.ANSWER).latest("pk")
    assert key.expires_at == row[2].ends_at
    assert mails("lecturer_invited").count() == before + 1
    assert doctor() == []


def test_a_mail_that_bounced_does_not_keep_a_session_from_coming_back(town):
    session = confirmed(town)
    made = decide()
    carry()
    session.refresh_from_db()
    moves.record(session.request, verb="undelivered", by=moves.SYSTEM, at=EVE, session=session)

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert DutySession.objects.get().state == State.RETURNED


def test_taken_back_the_keys_to_the_day_open_again_but_those_of_before_do_not(town):
    session = confirmed(town)
    old = day_keys.issue(session, at=EVE)
    day_keys.end(session, at=EVE - timedelta(days=1))
    key = day_keys.issue(session, at=EVE)
    made = decide()
    carry()
    key.refresh_from_db()
    assert key.revoked_at == EVE

    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=EVE)
    carry()

    key.refresh_from_db()
    old.refresh_from_db()
    assert key.revoked_at is None
    assert old.revoked_at is not None


def test_a_request_that_could_not_be_ended_is_tried_again(town, monkeypatch):
    session = confirmed(town)
    made = decide(choice(fate=CANCEL))
    carry()
    later = EVE + timedelta(hours=1)

    def stumble(*_args, **_facts):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "close_if_done", stumble)
        carry(later)
    made.refresh_from_db()
    assert made.settled_at is None

    carry(later)

    made.refresh_from_db()
    assert made.settled_at == later
    assert BookingRequest.objects.get(pk=session.request_id).status == RequestStatus.CANCELLED
