"""手話通訳・要約筆記: asked beside the lecture, moved and called off with it."""

import pytest

from bookings import doctor
from bookings.actions import answering, asking, deciding, sessions, supporting, undoing
from bookings.actions.answering import Said
from bookings.actions.moves import MoveNotAllowed, Refused
from bookings.counting import year_count
from bookings.desk import matters
from bookings.models import Allocation, EventMail
from bookings.rules import Slot
from bookings.status import Reason, RequestStatus
from notifications.models import OutgoingEmail
from tests.factories.bookings import deliver, make_request
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    NOW,
    OFFICE,
    at,
    make_department,
    make_lecturer,
    submitted,
)

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))
LATER = Slot(at("2026-12-22 14:00"), at("2026-12-22 15:00"))


@pytest.fixture
def welfare(town):
    welfare = make_department(
        town.site, code="0410", name="障がい福祉課", email="shogai@city.mikagami.example"
    )
    make_lecturer(welfare, name="佐藤 緑")
    return welfare


@pytest.fixture
def request_(town):
    return make_request(town, status="confirmed")


@pytest.fixture
def support(request_, welfare):
    return ask(request_, welfare)


def ask(request, department, *, slot: Slot = DAY, kind: str = "sign_language", words: str = ""):
    return supporting.ask_support(
        request_id=request.pk,
        support=kind,
        department_id=department.pk,
        slot=slot,
        by=OFFICE,
        at=NOW,
        words=words,
    )


def accept(support, **options):
    support.refresh_from_db()
    return answering.accept(
        assignment_id=support.pk, version=support.version, by=DEPARTMENT, at=NOW, **options
    )


def decline(support):
    return answering.decline(
        assignment_id=support.pk, version=support.version, by=DEPARTMENT, at=NOW
    )


def move(request):
    sessions.reschedule(session_id=request.sessions.get().pk, slot=LATER, by=OFFICE, at=NOW)


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


def to_group() -> list[str]:
    rows = EventMail.objects.filter(recipient="group").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def healthy() -> bool:
    return list(doctor.checks(at=NOW)) == []


def test_the_ask_says_what_help_for_whom_when_where_and_how_long(support, request_, welfare):
    (mail,) = mails("department_support_asked")

    assert mail.to_address == welfare.email
    assert "手話通訳" in mail.subject
    for fact in ("手話通訳", "2026年12月17日（木）10:00〜11:00", "60分", "桜が丘公民館", "25人"):
        assert fact in mail.text
    assert "　承諾" in mail.text
    assert "希望" not in mail.text
    assert len(mail.text.splitlines()) <= 30
    assert "【手話通訳】" in mail.calendar
    assert healthy()


def test_its_deadline_is_some_days_before_the_lecture_if_that_is_earlier(town, welfare):
    town.office.answer_days, town.office.support_days_before = 15, 21
    town.office.save()
    request = make_request(town, status="confirmed")

    support = ask(request, welfare)

    assert support.due_at == at("2026-11-26 17:00")  # three weeks before 17 December
    assert request.assignments.get(role="lecture").due_at > support.due_at


def test_a_pending_support_holds_up_nothing_and_the_group_reads_that_it_is_pending(town, welfare):
    request = submitted(town)
    (lecture,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    ask(request, welfare)

    answering.accept(assignment_id=lecture.pk, version=0, by=DEPARTMENT, at=NOW)

    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    (confirmed,) = mails("group_confirmed")
    assert "手話通訳：返事を待っています" in confirmed.text
    assert healthy()


def test_the_group_is_told_when_it_is_settled(support, request_):
    accept(support)

    request_.refresh_from_db()
    assert request_.status == RequestStatus.CONFIRMED
    assert to_group()[-1] == "group_support_settled"
    assert "手話通訳が決まりました" in mails("group_support_settled")[0].text
    assert healthy()


def test_an_interpreter_may_be_named_and_is_then_taken_but_is_no_lecturer(
    support, request_, welfare
):
    accept(support, lecturer_ids=[welfare.lecturers.get().pk])

    held = Allocation.objects.get(assignment=support)
    assert (held.state, held.session) == ("hold", None)
    assert held.expires_at == DAY.ends_at
    assert "佐藤 緑" not in mails("group_confirmed")[0].text
    assert healthy()


def test_another_time_is_a_matter_for_the_office_and_never_for_the_group(support, request_):
    before = to_group()

    answer = accept(support, starts_at=at("2026-12-17 13:00"))

    request_.refresh_from_db()
    assert (answer.kind, request_.status) == ("counter", RequestStatus.CONFIRMED)
    assert to_group() == before
    assert "別の日時なら" in mails("office_support_countered")[0].subject
    slot = answer.slots.get()
    with pytest.raises(Refused):
        deciding.take_counter(request_id=request_.pk, slot_id=slot.pk, by=GROUP, at=NOW)
    assert list(matters.supports_to_settle(at=NOW)) == [request_]
    assert healthy()


def test_a_refusal_reaches_the_group_only_by_the_offices_word(support, request_):
    before = to_group()
    decline(support)
    assert to_group() == before
    assert list(matters.supports_to_settle(at=NOW)) == [request_]

    supporting.tell_none(assignment_id=support.pk, words="筆談でご案内します。", by=OFFICE, at=NOW)

    assert to_group() == [*before, "group_support_settled"]
    (mail,) = mails("group_support_settled")
    assert "ご用意できませんでした" in mail.text
    assert "筆談でご案内します。" in mail.text
    assert not matters.supports_to_settle(at=NOW).exists()
    with pytest.raises(MoveNotAllowed):
        supporting.tell_none(assignment_id=support.pk, words="もう一度", by=OFFICE, at=NOW)


@pytest.mark.parametrize("status", ["asking", "confirmed"])
def test_help_that_the_city_was_asked_for_waits_until_somebody_is_asked(town, welfare, status):
    request = make_request(town, status=status)
    request.care, request.care_by = ["wheelchair", "sign_language"], "city"
    request.save()
    assert list(matters.supports_to_settle(at=NOW)) == [request]

    slot = supporting.slots_of(request, at=NOW)[0]
    ask(request, welfare, slot=slot)

    assert not matters.supports_to_settle(at=NOW).exists()


@pytest.mark.parametrize(
    ("care", "care_by"), [(["sign_language"], "group"), (["wheelchair"], "city")]
)
def test_what_the_group_brings_or_needs_nobody_for_is_no_matter(town, care, care_by):
    request = make_request(town, status="asking")
    request.care, request.care_by = care, care_by
    request.save()

    assert not matters.supports_to_settle(at=NOW).exists()


def test_after_a_refusal_another_department_is_asked_for_the_same_part(town, support, request_):
    decline(support)

    again = ask(request_, town.department)

    assert again.part == support.part
    assert not matters.supports_to_settle(at=NOW).exists()
    assert healthy()


def test_a_declined_support_is_no_request_without_a_taker(town, welfare):
    request = submitted(town)
    asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    decline(ask(request, welfare))

    assert not matters.asks_without_a_taker(at=NOW).exists()


def test_moved_with_the_session_it_is_asked_again_for_the_new_time(support, request_):
    accept(support)

    move(request_)

    support.refresh_from_db()
    assert (support.state, Slot(support.starts_at, support.ends_at)) == ("asked", LATER)
    first, second = mails("department_support_asked")
    assert "日時が変わりました" in second.text
    assert "STATUS:TENTATIVE" in second.calendar
    uids = [line for mail in (first, second) for line in mail.calendar.split() if "UID:" in line]
    assert uids[0] == uids[1]
    assert "手話通訳：返事を待っています" in mails("group_rescheduled")[0].text
    assert healthy()


def test_a_promise_for_the_old_time_does_not_hold_the_interpreter(support, request_, welfare):
    accept(support, lecturer_ids=[welfare.lecturers.get().pk])

    move(request_)

    assert Allocation.objects.get(assignment=support).state == "released"


def test_an_old_undo_link_does_not_touch_the_new_ask(support, request_):
    accept(support)
    undo = support.grants.get(purpose="undo", revoked_at__isnull=True)

    move(request_)

    undo.refresh_from_db()
    assert not undo.opens(at=NOW)


@pytest.mark.parametrize("end", ["cancel_session", "postpone"])
def test_called_off_with_the_session(support, request_, end):
    accept(support)

    getattr(sessions, end)(
        session_id=request_.sessions.get().pk, reason=Reason.DISASTER, by=OFFICE, at=NOW
    )

    support.refresh_from_db()
    assert (support.state, support.invited_address) == ("recalled", "")
    recalled = EventMail.objects.get(event__assignment=support, kind="department_recalled")
    assert recalled.mail.calendar_method == "CANCEL"
    assert healthy()


def test_the_whole_request_withdrawn_takes_it_back_once(support, request_):
    deciding.withdraw(request_id=request_.pk, by=GROUP, at=NOW)

    told = EventMail.objects.filter(event__assignment=support, kind="department_recalled")
    assert told.count() == 1
    assert healthy()


def test_a_postponed_lectures_support_is_asked_anew_with_the_new_date(support, request_):
    accept(support)
    sessions.postpone(
        session_id=request_.sessions.get().pk, reason=Reason.DISASTER, by=OFFICE, at=NOW
    )
    assert list(matters.supports_to_settle(at=NOW)) == [request_]
    move(request_)

    again = request_.assignments.get(role="support", state="asked")
    assert (again.part, again.department) == (support.part, support.department)
    assert Slot(again.starts_at, again.ends_at) == LATER
    assert not matters.supports_to_settle(at=NOW).exists()
    assert healthy()


def test_an_undone_lecture_takes_the_support_with_it(support, request_):
    lecture = request_.assignments.get(role="lecture")

    undoing.undo(assignment_id=lecture.pk, version=lecture.version, by=DEPARTMENT, at=NOW)

    support.refresh_from_db()
    request_.refresh_from_db()
    assert (support.state, request_.status) == ("recalled", RequestStatus.ASKING)
    assert healthy()


def test_an_undone_support_leaves_the_lecture_alone(support, request_):
    accept(support)
    support.refresh_from_db()

    undoing.undo(assignment_id=support.pk, version=support.version, by=DEPARTMENT, at=NOW)

    support.refresh_from_db()
    request_.refresh_from_db()
    assert (support.state, request_.status) == ("asked", RequestStatus.CONFIRMED)
    assert request_.sessions.get().state == "planned"
    assert healthy()


def test_a_support_refusal_may_be_undone_too(support, request_):
    decline(support)
    support.refresh_from_db()

    again = undoing.undo(assignment_id=support.pk, version=support.version, by=DEPARTMENT, at=NOW)

    assert (again.role, again.support, again.part) == ("support", "sign_language", support.part)
    assert healthy()


def test_a_lecture_fixed_at_another_wish_takes_the_support_there(town, welfare):
    request = submitted(town)
    (lecture,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    support = ask(request, welfare)
    answering.counter(
        assignment_id=lecture.pk, version=0, slots=[LATER], by=DEPARTMENT, at=NOW, said=Said()
    )
    slot = lecture.answers.get().slots.get()

    deciding.take_counter(request_id=request.pk, slot_id=slot.pk, by=GROUP, at=NOW)

    support.refresh_from_db()
    assert Slot(support.starts_at, support.ends_at) == LATER
    assert healthy()


def test_the_session_counts_once_however_many_departments_came(support, request_):
    accept(support)

    deliver(request_.sessions.get())

    assert year_count(2026, at=at("2026-12-18 10:00")).delivered == 1
    assert healthy()


def test_the_same_help_is_not_asked_twice_of_one_department(support, request_, welfare):
    with pytest.raises(Refused, match="もう依頼しています"):
        ask(request_, welfare)


def test_help_needs_a_time_that_the_lecture_has(request_, welfare):
    with pytest.raises(Refused, match="もう変わっています"):
        ask(request_, welfare, slot=LATER)


def test_other_help_must_be_described(request_, welfare):
    with pytest.raises(Refused, match="何をお願いするか"):
        ask(request_, welfare, kind="other")


def test_without_moving_it_the_support_would_stand_at_a_time_without_a_lecture(
    support, request_, monkeypatch
):
    """The guard removed: doctor sees it."""
    monkeypatch.setattr(supporting, "move", lambda *args, **options: None)

    move(request_)

    assert list(doctor.checks(at=NOW)) == [f"Assignment {support.pk}: stands at no session's time"]


def test_without_standing_down_the_support_would_outlive_its_session(
    support, request_, monkeypatch
):
    """The guard removed: doctor sees it."""
    monkeypatch.setattr(supporting, "stand_down", lambda *args, **options: None)

    sessions.postpone(
        session_id=request_.sessions.get().pk, reason=Reason.DISASTER, by=OFFICE, at=NOW
    )

    session = request_.sessions.get()
    assert list(doctor.checks(at=NOW)) == [
        f"Assignment {support.pk}: stands for LectureSession {session.pk}, which is off"
    ]
