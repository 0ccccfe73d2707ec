"""What the office decides about a mail that waits: once, and by the same actions as everybody."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from accounts.models import User
from bookings import doctor
from bookings.actions import answering, queue, receiving
from bookings.actions.moves import Actor, By, Refused, Stale
from bookings.models import Answer, LectureSession, WaitingReply
from bookings.rules import Slot
from bookings.status import AssignmentState, Way
from lectures.models import DepartmentMember, Lecturer
from tests.bookings.replying import LATER, waiting
from tests.factories.replies import FORGED, SERVER, asked, reply
from tests.factories.town import DEPARTMENT, at, make_town


@pytest.fixture
def clerk(db) -> By:
    return By(Actor.OFFICE, Way.DESK, User.objects.create_user("clerk@city.mikagami.example"))


def stranger(text: str, ask) -> WaitingReply:
    return waiting(
        text, ask, sender="new@city.mikagami.example",
        results=f"{SERVER}; dmarc=pass header.from=city.mikagami.example",
    )  # fmt: skip


def test_a_clerk_reads_it_as_an_acceptance(ask, clerk, town):
    entry = waiting("了解しました", ask)

    answer = queue.apply_accept(
        waiting_id=entry.pk, by=clerk, at=LATER, lecturer_ids=[town.lecturers[0].pk]
    )

    entry.refresh_from_db()
    ask.refresh_from_db()
    assert (answer.way, answer.entered_by, answer.inbound) == (Way.EMAIL, clerk.user, entry.inbound)
    assert (entry.decision, entry.decided_by, entry.decided_at) == ("applied", clerk.user, LATER)
    assert ask.state == AssignmentState.ACCEPTED
    event = ask.events.get(verb="accepted")
    assert (event.actor, event.user) == (Actor.DEPARTMENT, clerk.user)
    assert list(doctor.checks(at=LATER)) == []


def test_a_clerk_reads_it_as_a_refusal(ask, clerk):
    entry = waiting("むずかしいです", ask)

    answer = queue.apply_decline(
        waiting_id=entry.pk, by=clerk, at=LATER, reason="lecturer_busy", words="むずかしい"
    )

    ask.refresh_from_db()
    assert (answer.kind, answer.reason, ask.state) == ("decline", "lecturer_busy", "declined")


def test_a_clerk_reads_it_as_another_date_even_beyond_the_rules(ask, clerk):
    entry = waiting("別日 12/18 22時", ask)
    slot = Slot(at("2026-12-18 22:00"), at("2026-12-18 23:00"))

    answer = queue.apply_counter(waiting_id=entry.pk, slots=[slot], by=clerk, at=LATER)

    assert (entry.why, answer.slots.get().starts_at) == ("rules", slot.starts_at)


def test_a_mail_that_is_no_answer_is_set_aside_and_the_ask_waits_on(ask, clerk):
    entry = waiting("ありがとうございます", ask)

    queue.set_aside(waiting_id=entry.pk, by=clerk, at=LATER)

    entry.refresh_from_db()
    ask.refresh_from_db()
    assert (entry.decision, ask.state) == ("set_aside", AssignmentState.ASKED)


def test_a_mail_without_an_ask_needs_the_clerk_to_name_one(ask, clerk):
    entry = waiting("承諾します", ask, to="uketsuke@kouza.mikagami.example")

    with pytest.raises(Refused, match="どの依頼"):
        queue.apply_accept(waiting_id=entry.pk, by=clerk, at=LATER)
    entry.refresh_from_db()
    assert entry.decision == ""

    queue.apply_accept(waiting_id=entry.pk, by=clerk, at=LATER, assignment_id=ask.pk)
    ask.refresh_from_db()
    assert ask.state == AssignmentState.ACCEPTED


def test_trusting_the_sender_lets_the_same_mail_act(ask, clerk):
    entry = stranger("承諾", ask)

    answer = queue.trust_sender(waiting_id=entry.pk, name="新人 三郎", by=clerk, at=LATER)

    entry.refresh_from_db()
    assert (answer.kind, answer.responder, entry.decision) == ("accept", "新人 三郎", "applied")
    assert DepartmentMember.objects.get().email == "new@city.mikagami.example"


def member(ask, **dates: object) -> DepartmentMember:
    return DepartmentMember.objects.create(
        site=ask.site, department=ask.department, email="new@city.mikagami.example",
        name="新人 三郎", **dates,
    )  # fmt: skip


def test_who_has_left_comes_back_from_today_on_and_the_old_dates_stay(ask, clerk):
    member(ask, since=date(2025, 4, 1), until=date(2026, 3, 31))
    entry = stranger("承諾", ask)

    queue.trust_sender(waiting_id=entry.pk, name="新人 三郎", by=clerk, at=LATER)

    stays = DepartmentMember.objects.order_by("pk").values_list("since", "until")
    assert list(stays) == [
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 11, 23), None),
    ]


def test_who_is_to_come_later_comes_from_today_on(ask, clerk):
    member(ask, since=date(2027, 4, 1))
    entry = stranger("承諾", ask)

    queue.trust_sender(waiting_id=entry.pk, name="新人 三郎", by=clerk, at=LATER)

    stays = DepartmentMember.objects.values_list("since", "until")
    assert list(stays) == [(date(2026, 11, 23), None)]


def test_nobody_is_on_a_list_twice_at_a_time(ask):
    member(ask)

    with pytest.raises(IntegrityError), transaction.atomic():
        member(ask, since=date(2026, 4, 1))


def test_trusting_the_sender_of_an_unclear_mail_leaves_it_open_with_the_next_reason(ask, clerk):
    entry = stranger("了解しました", ask)

    outcome = queue.trust_sender(waiting_id=entry.pk, name="", by=clerk, at=LATER)

    assert (outcome, outcome.why, outcome.decision) == (entry, "unclear", "")
    assert DepartmentMember.objects.count() == 1


def test_an_unproven_sender_cannot_be_trusted(ask, clerk):
    entry = waiting("承諾", ask, results=FORGED, sender="new@city.mikagami.example")

    with pytest.raises(Refused, match="本物か確かめられない"):
        queue.trust_sender(waiting_id=entry.pk, name="偽者", by=clerk, at=LATER)

    assert DepartmentMember.objects.count() == 0


def test_registering_the_lecturer_accepts_with_everybody_named(ask, clerk, town):
    entry = waiting("承諾 10:30 田中、山本", ask)

    answer = queue.register_lecturer_and_accept(
        waiting_id=entry.pk, name="山本 次郎", kana="やまもと じろう", by=clerk, at=LATER
    )

    new = Lecturer.objects.get(name="山本 次郎")
    assert set(answer.lecturers.all()) == {town.lecturers[0], new}
    assert LectureSession.objects.get().starts_at == at("2026-12-17 10:30")
    assert list(doctor.checks(at=LATER)) == []


def test_registering_another_name_than_the_mails_changes_nothing(ask, clerk):
    entry = waiting("承諾 山本", ask)

    with pytest.raises(Refused, match="名前と合いません"):
        queue.register_lecturer_and_accept(
            waiting_id=entry.pk, name="川本 次郎", by=clerk, at=LATER
        )

    entry.refresh_from_db()
    assert (entry.decision, Lecturer.objects.filter(name="川本 次郎").count()) == ("", 0)


def test_an_answer_that_came_meanwhile_wins_and_the_mail_stays_open(ask, clerk):
    entry = waiting("了解しました", ask)
    answering.decline(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=LATER)

    with pytest.raises(Stale, match="もう返事がありました"):
        queue.apply_accept(waiting_id=entry.pk, by=clerk, at=LATER)

    entry.refresh_from_db()
    assert (entry.decision, Answer.objects.count()) == ("", 1)


def test_a_second_decision_gets_a_sentence(ask, clerk):
    entry = waiting("了解しました", ask)
    queue.set_aside(waiting_id=entry.pk, by=clerk, at=LATER)

    with pytest.raises(
        Stale, match=r"もうclerk@city\.mikagami\.exampleが処理しました（返事ではないとした）"
    ):
        queue.apply_accept(waiting_id=entry.pk, by=clerk, at=LATER)

    assert Answer.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_clerks_at_once_one_wins_and_the_other_gets_a_sentence(site, settings):
    settings.AUTHSERV_ID = SERVER
    town = make_town(site)
    ask = asked(town)
    entry = waiting("了解しました", ask)
    clerk = By(Actor.OFFICE, Way.DESK, User.objects.create_user("clerk@city.mikagami.example"))

    outcomes = at_once(
        site,
        lambda: queue.apply_accept(waiting_id=entry.pk, by=clerk, at=LATER),
        lambda: queue.apply_decline(waiting_id=entry.pk, by=clerk, at=LATER),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answer", "Stale"]
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_workers_at_once_one_takes_the_mail(site, settings):
    settings.AUTHSERV_ID = SERVER
    town = make_town(site)
    inbound = reply("承諾", assignment=asked(town))

    outcomes = at_once(site, *[lambda: receiving.take(inbound.pk, at=LATER)] * 3)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Answer",
        "NoneType",
        "NoneType",
    ]
    assert (Answer.objects.count(), WaitingReply.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_a_page_and_a_mail_at_once_one_answers(site, settings):
    settings.AUTHSERV_ID = SERVER
    town = make_town(site)
    ask = asked(town)
    inbound = reply("辞退 都合がつかないため", assignment=ask)

    outcomes = at_once(
        site,
        lambda: answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=LATER),
        lambda: receiving.take(inbound.pk, at=LATER),
    )

    assert "Answer" in [type(outcome).__name__ for outcome in outcomes]
    assert Answer.objects.count() == 1
    assert list(doctor.checks(at=LATER)) == []


def at_once(site, *acts) -> list:
    """Each act in a thread with a connection of its own, started together."""
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            with scope(site=site):
                gate.wait(timeout=10)
                outcomes.append(act())
        except Exception as problem:  # noqa: BLE001 - the test looks at it
            outcomes.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
