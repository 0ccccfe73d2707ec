"""Sweep, decisions, periodic runs, heartbeats, tasks, and the doctor."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from notifications import decisions, doctor, periodic, suppression, tasks, wake
from notifications.delivery import dispatch, sweep, timing
from notifications.models import (
    Heartbeat,
    InboundEmail,
    Installation,
    KeptMail,
    OutgoingEmail,
    PeriodicRun,
)
from notifications.status import State
from tests.factories.notifications import AT, inbound_email, outgoing_email
from tests.notifications.conftest import ScriptedTransport

pytestmark = pytest.mark.django_db

TOKEN = "00000000-0000-0000-0000-000000000001"


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    sent = []
    monkeypatch.setattr(wake, "send", sent.append)
    return sent


def put(mail, **columns):
    OutgoingEmail.objects.filter(pk=mail.pk).update(**columns)
    mail.refresh_from_db()
    return mail


def state(mail):
    return OutgoingEmail.objects.get(pk=mail.pk).state


def breaches(at=AT):
    return [line.partition(": ")[2] for line in doctor.checks(at=at)]


def test_the_sweep_calls_a_worker_for_what_a_lost_message_left(identity, woken):
    outgoing_email()

    assert sweep.sweep(at=AT) == 1
    assert woken == [wake.DELIVER]


def test_a_reminder_whose_time_has_passed_is_not_sent(identity):
    mail = outgoing_email(expires_at=AT + timedelta(hours=1))

    sweep.sweep(at=AT + timedelta(hours=2))

    assert state(mail) == "expired"


@pytest.mark.parametrize(("attempt", "after"), [(3, "ready"), (20, "failed")])
def test_a_lease_whose_worker_died_ends(identity, attempt, after):
    mail = put(
        outgoing_email(),
        state=State.LEASED,
        lease_token=TOKEN,
        lease_until=AT,
        attempt=attempt,
    )

    sweep.sweep(at=AT + timedelta(seconds=1))

    assert state(mail) == after


def test_a_mail_that_slipped_past_the_suppression_is_stopped(identity):
    bounced, slipped = outgoing_email(to="gone@example.jp"), outgoing_email(to="gone@example.jp")
    suppression.suppress(bounced, reason="5.1.1", at=AT)
    put(slipped, state=State.READY)

    sweep.sweep(at=AT)

    assert state(slipped) == "suppressed"


def test_mail_that_does_not_move_is_said_loudly(identity, caplog):
    outgoing_email()
    put(outgoing_email(), state=State.FAILED)
    put(outgoing_email(), state=State.HELD)

    sweep.sweep(at=AT + timedelta(minutes=6))

    assert "1 untouched, 1 held, 1 failed" in caplog.text


@pytest.mark.parametrize("before", [State.HELD, State.FAILED, State.SUPPRESSED])
def test_a_person_may_send_a_mail_again_with_the_same_message_id(identity, before):
    mail = put(outgoing_email(), state=before, attempt=20, handoff_at=AT)

    decisions.send_again(mail.pk, at=AT)
    transport = ScriptedTransport()
    dispatch.deliver_due(transport=transport, now=lambda: AT)

    assert mail.message_id.encode() in transport.taken[0]
    assert state(mail) == "sent"
    assert [str(a) for a in mail.attempts.all()] == ["#0 person ready", "#1 data sent"]


def test_a_person_may_say_that_a_held_mail_arrived(identity):
    mail = put(outgoing_email(), state=State.HELD)

    decisions.mark_arrived(mail.pk, at=AT)

    assert state(mail) == "sent"
    assert not OutgoingEmail.objects.needs_person().exists()


@pytest.mark.parametrize("before", [State.SENT, State.READY, State.UNKNOWN])
def test_a_decision_that_comes_too_late_is_refused(identity, before):
    mail = put(outgoing_email(), state=before, handoff_at=AT, sent_at=AT)

    with pytest.raises(decisions.NoLongerOpen):
        decisions.send_again(mail.pk, at=AT)


def test_a_matter_that_somebody_took_care_of_leaves_the_list(identity):
    mail = put(outgoing_email(), state=State.FAILED)

    decisions.mark_seen(mail.pk, at=AT)

    assert not OutgoingEmail.objects.needs_person().exists()


def test_a_periodic_run_is_claimed_once(db):
    assert [periodic.claim("remind", AT) for _ in range(3)] == [True, False, False]
    assert periodic.claim("remind", AT + timedelta(minutes=5)) is True
    assert periodic.claim("expire", AT) is True
    assert PeriodicRun.objects.get(task="expire").due_at == AT


def test_old_periodic_runs_are_forgotten(db):
    periodic.claim("remind", AT)

    sweep.sweep(at=AT + timedelta(days=8))

    assert not PeriodicRun.objects.exists()


def test_a_heartbeat_is_one_row_for_each_name(db, clock_at):
    clock_at("2026-12-01 10:00")
    tasks.heartbeat(name="beat")
    now = clock_at("2026-12-01 10:01")
    tasks.heartbeat(name="beat")
    tasks.heartbeat(name="worker")

    assert list(Heartbeat.objects.order_by("name").values_list("name", "at")) == [
        ("beat", now),
        ("worker", now),
    ]


def test_the_demo_keeps_mail_instead_of_sending_it(identity, settings, clock_at):
    settings.EMAIL_URL = "mailbox://"
    clock_at(AT)
    mail = outgoing_email(to="hoken@city.example.jp")

    assert tasks.deliver_due() == 1

    kept = KeptMail.objects.get()
    assert (kept.outgoing, kept.to_address, kept.kept_at) == (mail, "hoken@city.example.jp", AT)
    assert kept.envelope_from.startswith("b-")
    assert len(kept.envelope_from.partition("@")[0]) == 54
    assert state(mail) == "sent"


def test_the_demos_look_up_settles_a_killed_workers_mail(identity, settings):
    settings.EMAIL_URL = "mailbox://"
    mail = put(outgoing_email(), state=State.UNKNOWN, changed_at=AT - timedelta(days=3650))

    tasks.settle_unknown()

    assert state(mail) == "ready"


def test_one_round_without_a_worker(identity, settings, clock_at, capsys):
    settings.EMAIL_URL = "mailbox://"
    clock_at(AT)
    outgoing_email()

    call_command("run_outbox_once")

    assert "1 mails taken in hand" in capsys.readouterr().out


def test_a_healthy_outbox_has_no_breaches(identity):
    outgoing_email()
    dispatch.deliver_due(transport=ScriptedTransport(), now=lambda: AT)
    outgoing_email(not_before=AT + timedelta(days=3))
    inbound_email(b"From: a@b.jp\r\nAuto-Submitted: auto-replied\r\n\r\nx")

    assert breaches(AT + timedelta(days=1)) == []


def test_the_doctor_finds_every_breach(identity):
    later = AT + timedelta(hours=3)
    put(outgoing_email(), state=State.HANDOFF, handoff_at=AT, lease_token=TOKEN, lease_until=AT)
    put(outgoing_email(), state=State.UNKNOWN)
    outgoing_email()
    outgoing_email(not_before=later, expires_at=AT + timedelta(minutes=1))
    bounced = outgoing_email(to="gone@example.jp", not_before=later)
    suppression.suppress(bounced, reason="5.1.1", at=AT)
    put(bounced, state=State.READY)
    inbound_email(b"From: a@b.jp\r\n\r\nx")
    Installation.objects.update(epoch=2)

    assert sorted(set(breaches(later))) == [
        "due and untouched for 15 minutes",
        "expired but still waiting",
        "hand-off never settled",
        "inbound never read",
        "unknown for too long",
        "waiting since before a restore",
        "waits for a suppressed address",
    ]


def test_what_the_database_refuses_the_doctor_would_find(identity):
    """Constraints first: the doctor sees these only where constraints were switched off."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL cannot ignore a check")
    mail = outgoing_email(not_before=AT + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        put(mail, state=State.SENT)
        cursor.execute("PRAGMA ignore_check_constraints = OFF")

    assert breaches() == ["sent without a hand-off"]


def test_leases_are_longer_than_what_they_cover():
    assert timing.lease() > timedelta(seconds=timing.round_seconds())
    assert timing.handoff_lease() > timedelta(minutes=10)
    assert timing.lookup_grace() >= timedelta(minutes=10)
    assert timing.hold_after() > timing.lookup_grace()


def test_an_inbound_mail_never_sorted_is_found(identity):
    inbound = inbound_email(b"From: a@b.jp\r\n\r\nx")
    InboundEmail.objects.filter(pk=inbound.pk).update(state="stored", kind="")

    assert breaches(AT + timedelta(minutes=16)) == ["inbound never sorted"]
