"""Many mails wait, several workers read: each mail once, and the mails to one ask in their order."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django_scopes import scope

from accounts.once import held
from bookings import tasks
from bookings.actions import receiving
from bookings.models import Answer, WaitingReply
from bookings.status import AssignmentState
from notifications.models import InboundEmail
from notifications.status import InboundState
from tests.bookings.replying import LATER
from tests.factories.replies import SERVER, asked, reply
from tests.factories.town import NOW, make_town


def later() -> object:
    return LATER


def test_one_wake_up_reads_all_that_waits(town, monkeypatch):
    monkeypatch.setattr(receiving, "AT_ONCE", 2)
    asks = [asked(town) for _ in range(5)]
    for ask in asks:
        reply("辞退 都合がつかないため", assignment=ask)

    assert receiving.pull_all(seconds=60, now=later) == 5
    assert Answer.objects.count() == 5


def test_the_worker_stops_when_its_time_is_up(town, monkeypatch):
    monkeypatch.setattr(receiving, "AT_ONCE", 2)
    for ask in [asked(town) for _ in range(3)]:
        reply("辞退 都合がつかないため", assignment=ask)

    assert receiving.pull_all(seconds=0, now=later) == 0
    assert receiving.pull(limit=2, at=LATER) == 2


def test_mails_that_fail_do_not_hold_up_those_behind_them(town, monkeypatch):
    monkeypatch.setattr(receiving, "AT_ONCE", 2)
    asks = [asked(town) for _ in range(5)]
    broken = {reply("承諾", assignment=ask).pk for ask in asks[:3]}
    for ask in asks[3:]:
        reply("承諾", assignment=ask)
    judge = receiving.judge

    def fragile(inbound, **context):
        if inbound.pk in broken:
            raise ZeroDivisionError
        return judge(inbound, **context)

    monkeypatch.setattr(receiving, "judge", fragile)

    assert receiving.pull_all(seconds=60, now=lambda: NOW) == 2


def test_the_task_reads_until_nothing_is_left(ask, clock_at):
    clock_at(LATER)
    reply("辞退 都合がつかないため", assignment=ask)

    tasks.pull_answers()

    assert Answer.objects.get().kind == "decline"


def test_a_correction_waits_for_the_answer_that_it_corrects(ask):
    answer, correction = two_mails(ask)

    assert receiving.take_in_turn(correction.pk, at=LATER) is False
    assert receiving.take_in_turn(answer.pk, at=LATER) is True
    assert receiving.take_in_turn(correction.pk, at=LATER) is True
    assert receiving.take_in_turn(correction.pk, at=LATER) is False

    assert Answer.objects.get().inbound == correction
    assert WaitingReply.objects.get().inbound == answer


def test_without_the_order_the_answer_would_come_after_its_correction(ask, monkeypatch):
    _answer, correction = two_mails(ask)
    monkeypatch.setattr(receiving, "_older", lambda inbound: InboundEmail.objects.none())

    assert receiving.take_in_turn(correction.pk, at=LATER) is True


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_another_worker_has_in_hand_is_passed_by(site, settings, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time: the second one waits")
    settings.AUTHSERV_ID = SERVER
    town = make_town(site)
    ask, other = asked(town), asked(town)
    first, second = two_mails(ask)
    elsewhere = reply("辞退 都合がつかないため", assignment=other)
    in_hand, go_on = threading.Event(), threading.Event()
    judge = receiving.judge

    def slow(inbound, **context):
        if inbound.pk == first.pk:
            in_hand.set()
            assert go_on.wait(timeout=30)
        return judge(inbound, **context)

    monkeypatch.setattr(receiving, "judge", slow)

    def work() -> None:
        with scope(site=site):
            receiving.pull(limit=1, at=LATER)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert in_hand.wait(timeout=30)
    try:
        assert receiving.pull(at=LATER) == 1
        states = dict(InboundEmail.objects.values_list("pk", "state"))
    finally:
        go_on.set()
        worker.join(timeout=60)
    assert states[elsewhere.pk] == InboundState.HANDLED
    assert states[second.pk] == InboundState.SORTED

    assert receiving.pull(at=LATER) == 1
    ask.refresh_from_db()
    assert ask.state == AssignmentState.DECLINED


@pytest.mark.parametrize(("text", "most"), [("承諾", 46), ("辞退 都合がつかないため", 31)])
def test_an_answer_among_others_asks_the_database_nothing_twice(
    town, text, most, django_assert_max_num_queries
):
    first, second = (reply(text, assignment=asked(town)).pk for _ in range(2))

    with held():
        receiving.take_in_turn(first, at=LATER)
        with django_assert_max_num_queries(most):
            receiving.take_in_turn(second, at=LATER)

    assert Answer.objects.count() == 2


def two_mails(ask):
    """An acceptance, and a minute later the same department declines."""
    answer = reply("承諾", assignment=ask)
    moment = NOW + timedelta(minutes=1)
    return answer, reply("辞退 都合がつかなくなったため", assignment=ask, moment=moment)
