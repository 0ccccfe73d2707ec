"""Each host of a session has a key of its own to 当日のこと, for the date that holds now."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import secrets
from bookings import tasks
from bookings.actions import answering, asking, day_plans, deciding, resending, sessions, undoing
from bookings.doctor import histories
from bookings.models import DayPlan, Grant, LectureSession
from bookings.rules import Slot
from bookings.status import Reason, RequestStatus, Verb
from notifications.models import OutgoingEmail
from tests.bookings.test_classes import a_school, accepted
from tests.bookings.test_naming import _second_department
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, NOW, OFFICE, at, submitted

pytestmark = pytest.mark.django_db
DUE = at("2026-12-03 09:00")  # two weeks before the 17th
SOON = DUE + timedelta(hours=1)
LATER = Slot(at("2027-02-18 10:00"), at("2027-02-18 11:00"))
LATER_DUE = at("2027-02-04 09:00")


@pytest.fixture
def session(town) -> LectureSession:
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


def wanted() -> list[str]:
    """Where departments were asked."""
    rows = OutgoingEmail.objects.filter(kind="department_day_wanted").order_by("pk")
    return list(rows.values_list("to_address", flat=True))


def day_keys() -> list[Grant]:
    return list(Grant.objects.filter(purpose=Grant.Purpose.DAY).order_by("pk"))


def token(mail: OutgoingEmail) -> str:
    return secrets.fill(mail.text).split("/k/")[1].split("/")[0]


def handed_over(session: LectureSession, *, to, moment=SOON) -> None:
    """The department takes its yes back and declines; the other one accepts the same date."""
    request = session.request
    ask = request.assignments.get(state="accepted")
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=moment)
    ask.refresh_from_db()
    answering.decline(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=moment)
    slot = Slot(ask.starts_at, ask.ends_at)
    (new,) = asking.ask(
        request_id=request.pk, by=OFFICE, at=moment, slot=slot, department_id=to.pk, part=ask.part
    )
    answering.accept(assignment_id=new.pk, version=new.version, by=DEPARTMENT, at=moment)


def test_another_date_is_asked_for_anew(session, clock_at):
    clock_at(DUE)
    tasks.remind_sessions()
    sessions.reschedule(session_id=session.pk, slot=LATER, by=OFFICE, at=SOON)

    clock_at(LATER_DUE)
    for _twice in range(2):
        tasks.remind_sessions()

    assert session.events.filter(verb=Verb.DAY_WANTED).count() == 2
    assert len(wanted()) == 2
    assert list(histories.checks()) == []


def test_whoever_takes_the_session_on_is_asked_and_the_first_one_opens_nothing(
    town, session, clock_at
):
    clock_at(DUE)
    tasks.remind_sessions()
    (old,) = day_keys()
    browser = Client()
    page = browser.get(f"/k/{old.token}/")["Location"]
    handed_over(session, to=_second_department(town))

    clock_at(SOON + timedelta(hours=1))
    tasks.remind_sessions()

    assert wanted() == ["bousai@city.mikagami.example", "fukushi@city.mikagami.example"]
    assert browser.get(page).status_code == 404
    assert browser.post(page, {"key": "会長", "version": "0"}).status_code == 404
    assert Client().get(f"/k/{old.token}/").status_code == 404
    assert not DayPlan.objects.exists()


def test_the_twin_a_key_that_nobody_ends_still_opens(town, session, clock_at, monkeypatch):
    clock_at(DUE)
    tasks.remind_sessions()
    (old,) = day_keys()
    monkeypatch.setattr(undoing.day_keys, "end", lambda session, *, at: None)
    handed_over(session, to=_second_department(town))

    assert Client().get(f"/k/{old.token}/").status_code == 302


def test_a_support_that_comes_is_no_other_date(session):
    assert day_plans.want(session_id=session.pk, at=DUE)
    session.events.model.objects.create(
        site_id=session.site_id, request=session.request, verb=Verb.ACCEPTED, actor="department",
        way="web", at=SOON, from_status="confirmed", to_status="confirmed",
    )  # fmt: skip

    assert not day_plans.want(session_id=session.pk, at=SOON)


def test_every_class_is_asked_anew_when_its_day_was_fixed_anew(town):
    school = a_school(town)
    ask = accepted(town, school)
    rows = list(school.sessions.order_by("starts_at"))
    for row in rows:
        assert day_plans.want(session_id=row.pk, at=DUE)
    ask.refresh_from_db()
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=SOON)
    ask.refresh_from_db()
    answering.accept(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=SOON)

    assert [day_plans.want(session_id=row.pk, at=SOON) for row in rows] == [True] * 3
    assert [day_plans.want(session_id=row.pk, at=SOON) for row in rows] == [False] * 3


def test_one_class_that_moves_leaves_the_others_as_they_were_told(town):
    school = a_school(town)
    accepted(town, school)
    first, second, _third = school.sessions.order_by("starts_at")
    for row in (first, second):
        assert day_plans.want(session_id=row.pk, at=DUE)
    slot = Slot(first.starts_at - timedelta(minutes=5), first.ends_at - timedelta(minutes=5))
    sessions.reschedule(session_id=first.pk, slot=slot, by=OFFICE, at=SOON)

    assert day_plans.want(session_id=first.pk, at=SOON)
    assert not day_plans.want(session_id=second.pk, at=SOON)


def test_a_key_ends_a_week_after_the_session_and_moves_with_it(session):
    day_plans.want(session_id=session.pk, at=DUE)
    (key,) = day_keys()
    assert key.expires_at == session.ends_at + timedelta(days=7)
    sessions.reschedule(session_id=session.pk, slot=LATER, by=OFFICE, at=SOON)

    (key,) = day_keys()
    assert key.expires_at == LATER.ends_at + timedelta(days=7)
    assert key.opens(at=LATER.ends_at)


def test_postponed_or_called_off_its_keys_end(town, session):
    day_plans.want(session_id=session.pk, at=DUE)
    sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=SOON)
    assert not day_keys()[0].opens(at=SOON)

    other = make_request(town, status=RequestStatus.CONFIRMED, lecturers=False).sessions.get()
    day_plans.want(session_id=other.pk, at=DUE)
    deciding.cancel(request_id=other.request_id, by=OFFICE, at=SOON, reason=Reason.DISASTER)
    assert [key.opens(at=SOON) for key in day_keys()] == [False, False]


def test_called_off_by_mistake_it_is_asked_for_again(town, session):
    sessions.add(
        request_id=session.request_id, slot=LATER, lecturer_ids=[], by=OFFICE, at=NOW
    )  # which keeps the request open
    day_plans.want(session_id=session.pk, at=DUE)
    sessions.cancel_session(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=SOON)
    sessions.correct_session(session_id=session.pk, reason=Reason.OTHER, by=OFFICE, at=SOON)

    assert day_plans.want(session_id=session.pk, at=SOON)
    assert [key.opens(at=SOON) for key in day_keys()] == [False, True]


def test_a_new_link_for_one_host_leaves_the_others_open(town):
    _second_department(town)
    request = submitted(town)
    for row in asking.ask(request_id=request.pk, by=OFFICE, at=NOW):
        answering.accept(assignment_id=row.pk, version=row.version, by=DEPARTMENT, at=NOW)
    day_plans.want(session_id=request.sessions.get().pk, at=DUE)
    first, second = OutgoingEmail.objects.filter(kind="department_day_wanted").order_by("pk")
    OutgoingEmail.objects.update(state="sent", sent_at=DUE, handoff_at=DUE)

    resending.resend(
        mail_id=first.pk, to="neu@city.mikagami.example", by=OFFICE, at=SOON, new_link=True
    )

    assert Grant.objects.of_token(token(first)) is None
    assert Grant.objects.of_token(token(second)) is not None


# The key is asked about once more by whoever holds the lock


@pytest.fixture
def ended_meanwhile(session, clock_at, monkeypatch) -> tuple[Client, str]:
    """The department's open page, whose key ends after it was looked at and before the lock."""
    clock_at(DUE)
    tasks.remind_sessions()
    clock_at(SOON)
    browser = Client()
    page = browser.get(f"/k/{day_keys()[0].token}/")["Location"]
    lock = day_plans.locked_session

    def ended_first(session_id):
        Grant.objects.filter(purpose=Grant.Purpose.DAY).update(revoked_at=SOON)
        return lock(session_id)

    monkeypatch.setattr(day_plans, "locked_session", ended_first)
    return browser, page


def test_a_key_that_ended_while_its_page_waited_for_the_lock_writes_nothing(ended_meanwhile):
    browser, page = ended_meanwhile

    answer = browser.post(page, {"key": "会長", "version": "0"})

    assert answer.status_code == 404
    assert not DayPlan.objects.exists()


def test_the_twin_looked_at_only_before_the_lock_it_still_writes(ended_meanwhile, monkeypatch):
    browser, page = ended_meanwhile
    monkeypatch.setattr(day_plans, "refuse_shut", lambda key, *, at: None)

    browser.post(page, {"key": "会長", "version": "0"})

    assert DayPlan.objects.get().key == "会長"
