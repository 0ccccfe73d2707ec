"""A reply that was sent in time counts after all, if a person says so and the date is still free."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from bookings import doctor
from bookings.actions import answering, asking, queue
from bookings.actions.moves import SYSTEM, Actor, By, Refused
from bookings.actions.replies import standing
from bookings.models import Answer, Assignment, LectureSession
from bookings.status import AssignmentState, Reason, Way
from notifications.models import OutgoingEmail
from tests.bookings.replying import taken, waiting
from tests.factories.calendars import pressed
from tests.factories.replies import FORGED
from tests.factories.town import DEPARTMENT, OFFICE, Town, at, make_department

CLERK = By(Actor.OFFICE, Way.DESK)


def ended(ask: Assignment, *, by=SYSTEM, reason=Reason.NO_ANSWER):
    """Recalled for silence after its day and the grace; when that was."""
    moment = ask.due_at + timedelta(days=3)
    asking.recall(assignment_id=ask.pk, by=by, at=moment, reason=reason)
    ask.refresh_from_db()
    return moment


def late(ask: Assignment, text: str = "承諾", *, sent: timedelta = timedelta(hours=-1), **mail):
    """A mail written `sent` after the day to answer, here two days after that."""
    written = ask.due_at + sent
    arrived = ask.due_at + timedelta(days=3, hours=2)
    return taken(text, ask, date=format_datetime(written), moment=arrived, pulled=arrived, **mail)


def next_department(town: Town, ask: Assignment, moment) -> Assignment:
    other = make_department(
        town.site, code="0401", name="福祉課", email="fukushi@city.mikagami.example"
    )
    return asking.ask(
        request_id=ask.request_id, by=SYSTEM, at=moment, rank=1, department_id=other.pk
    )[0]


def test_sent_before_the_day_and_released_too_late_waits_with_that_reason(ask):
    ended(ask)

    outcome = late(ask)

    assert (outcome.why, outcome.understood["kind"]) == ("late", "accept")


def test_the_grace_counts(ask):
    ended(ask)

    assert late(ask, sent=timedelta(hours=20)).why == "late"


def test_after_day_and_grace_it_is_only_too_late(ask):
    ended(ask)

    outcome = late(ask, sent=timedelta(hours=30))

    assert (outcome.why, outcome.detail) == ("closed", "")


def test_what_the_office_took_back_on_purpose_is_closed(ask):
    ended(ask, by=OFFICE, reason=Reason.GROUP_WISH)

    assert late(ask).why == "closed"


@pytest.mark.parametrize("mail", [{"results": FORGED}, {"sender": "x@city.mikagami.example"}])
def test_an_unproven_late_mail_is_closed(ask, mail):
    ended(ask)

    assert late(ask, **mail).why == "closed"


def test_a_refusal_that_comes_late_is_closed(ask):
    ended(ask)

    assert late(ask, "辞退 都合がつかないため").why == "closed"


def test_a_date_that_nobody_can_believe_counts_as_the_arrival(ask):
    ended(ask)

    assert late(ask, sent=timedelta(days=-60)).why == "closed"


def test_without_the_sent_time_a_reply_in_time_would_be_lost(ask, monkeypatch):
    ended(ask)
    monkeypatch.setattr(standing, "is_late", lambda *args: False)

    assert late(ask).why == "closed"


def test_a_late_button_waits_too(ask):
    ended(ask)
    calendar = pressed(ask, sequence=9, stamp=ask.due_at - timedelta(hours=1))

    assert late(ask, "", calendar=calendar).why == "late"


def test_taken_after_all_it_recalls_the_next_department_with_one_mail(ask, town):
    moment = ended(ask)
    following = next_department(town, ask, moment)
    entry = late(ask)
    before = OutgoingEmail.objects.count()

    answer = queue.take_after_all(waiting_id=entry.pk, by=CLERK, at=moment)

    following.refresh_from_db()
    session = LectureSession.objects.get()
    assert (following.state, session.department) == (AssignmentState.RECALLED, town.department)
    assert (answer.assignment.department, answer.inbound) == (town.department, entry.inbound)
    told = OutgoingEmail.objects.order_by("pk")[before:]
    assert sorted(mail.kind for mail in told if mail.to_address == following.department.email) == [
        "department_recalled"
    ]
    assert sorted(mail.kind for mail in told if mail.to_address == town.department.email) == [
        "department_answer_recorded"
    ]
    assert list(doctor.checks(at=moment)) == []


def test_after_an_expired_ask_too(ask):
    moment = ask.due_at + timedelta(days=3)
    Assignment.objects.filter(pk=ask.pk).update(state=AssignmentState.EXPIRED)
    ask.events.filter(verb="asked").first()
    asking.record(
        ask.request, verb="expired", by=SYSTEM, at=moment, reason="no_answer", assignment=ask
    )

    entry = late(ask)
    answer = queue.take_after_all(waiting_id=entry.pk, by=CLERK, at=moment)

    assert (entry.why, answer.kind) == ("late", "accept")


def test_a_proposal_of_another_date_can_be_taken_after_all(ask):
    moment = ended(ask)
    entry = late(ask, "別日 12/18 14時")

    answer = queue.take_after_all(waiting_id=entry.pk, by=CLERK, at=moment)

    assert answer.slots.get().starts_at == at("2026-12-18 14:00")


def test_once_the_next_department_has_accepted_it_cannot_be_taken(ask, town):
    moment = ended(ask)
    following = next_department(town, ask, moment)
    entry = late(ask)
    answering.accept(assignment_id=following.pk, version=0, by=DEPARTMENT, at=moment)

    with pytest.raises(Refused, match="福祉課が、もう引き受けています"):
        queue.take_after_all(waiting_id=entry.pk, by=CLERK, at=moment)

    entry.refresh_from_db()
    assert (entry.decision, Answer.objects.count()) == ("", 1)


def test_an_ordinary_waiting_mail_cannot_be_taken_after_all(ask):
    entry = waiting("了解しました", ask)

    with pytest.raises(Refused):
        queue.take_after_all(waiting_id=entry.pk, by=CLERK, at=ask.asked_at)
