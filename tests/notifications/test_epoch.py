"""A restored database must not send its old mail again."""

import threading

import pytest
import redis
from django.core.management import call_command
from django.db import connection

from notifications.delivery import dispatch, epoch
from notifications.models import Installation, OutgoingEmail
from tests.factories.notifications import AT, outgoing_email
from tests.notifications.conftest import ScriptedTransport

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_redis(settings, valkey_url):
    settings.REDIS_URL = valkey_url
    yield
    with redis.Redis.from_url(valkey_url) as server:
        server.delete(f"okigaru:{Installation.present().install_id}:delivery")


def deliver():
    transport = ScriptedTransport()
    dispatch.deliver_due(transport=transport, now=lambda: AT)
    return len(transport.taken)


def forget_last_handoff():
    """What a restore does: the database is as it was before the mail left."""
    OutgoingEmail.objects.update(state="ready", handoff_at=None, sent_at=None)
    Installation.objects.update(handoffs=0)


def test_a_fresh_installation_delivers_and_is_remembered(identity, with_redis):
    outgoing_email()

    assert epoch.refusal() == ""
    assert deliver() == 1
    assert Installation.present().handoffs == 1
    assert epoch._remembered(Installation.present()) == {"epoch": 1, "handoffs": 1}
    assert epoch.refusal() == ""


def test_a_restored_database_delivers_nothing_and_says_why(identity, with_redis, caplog):
    outgoing_email()
    deliver()
    forget_last_handoff()

    assert deliver() == 0
    assert "run manage.py new_epoch" in caplog.text
    assert "older than the mail already sent" in epoch.refusal()


def test_without_the_check_the_restored_database_sends_it_again(identity, with_redis, monkeypatch):
    outgoing_email()
    deliver()
    forget_last_handoff()
    monkeypatch.setattr(epoch, "refusal", lambda: "")

    assert deliver() == 1


def test_a_new_epoch_sends_old_work_through_the_look_up(identity, with_redis, capsys):
    outgoing_email()
    deliver()
    forget_last_handoff()

    call_command("new_epoch")

    mail = OutgoingEmail.objects.get()
    installation = Installation.present()
    assert (mail.state, installation.epoch, installation.handoffs) == ("unknown", 2, 1)
    assert epoch.refusal() == ""
    assert deliver() == 0
    assert outgoing_email().epoch == 2
    assert "1 mails go through the look-up" in capsys.readouterr().out


def test_a_database_of_an_older_epoch_is_refused(identity, with_redis):
    deliver()
    epoch.begin_new(at=AT)
    Installation.objects.update(epoch=1)

    assert "epoch 2, not 1" in epoch.refusal()


def test_a_flushed_redis_only_learns_anew(identity, with_redis, valkey_url):
    outgoing_email()
    deliver()
    with redis.Redis.from_url(valkey_url) as server:
        server.delete(f"okigaru:{Installation.present().install_id}:delivery")

    assert epoch.refusal() == ""
    assert epoch._remembered(Installation.present()) == {"epoch": 1, "handoffs": 1}


def hand_over_elsewhere():
    """Another worker, in a thread and on a connection of its own, sends one mail meanwhile."""

    def work():
        try:
            deliver()
        finally:
            connection.close()

    other = threading.Thread(target=work)
    other.start()
    other.join(timeout=20)


@pytest.fixture
def between_two_looks(identity, with_redis, monkeypatch):
    """A hand-off of another worker between the look at the database and the look at Redis."""
    outgoing_email()
    deliver()
    present, busy = Installation.present, threading.Event()

    def one_more_mail_meanwhile():
        before = present()
        if threading.current_thread() is threading.main_thread() and not busy.is_set():
            busy.set()
            outgoing_email()
            hand_over_elsewhere()
        return before

    monkeypatch.setattr(Installation, "present", one_more_mail_meanwhile)
    return present


@pytest.mark.django_db(transaction=True)
def test_a_hand_off_of_another_worker_meanwhile_sounds_no_alarm(between_two_looks):
    assert epoch.refusal() == ""
    assert between_two_looks().handoffs == 2


@pytest.mark.django_db(transaction=True)
def test_a_count_taken_before_redis_was_asked_would_sound_one(between_two_looks):
    before = Installation.present()
    remembered = epoch._remembered(between_two_looks())

    assert remembered["handoffs"] > before.handoffs


def test_when_redis_is_away_nothing_is_delivered(identity, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9"
    outgoing_email()

    assert deliver() == 0
    assert "redis is away" in epoch.refusal()


def test_an_installation_without_redis_delivers(identity, settings):
    settings.REDIS_URL = ""
    outgoing_email()

    assert deliver() == 1
