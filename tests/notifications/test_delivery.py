from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts import secrets
from accounts.ids import uuid7
from notifications.delivery import dispatch, limits, timing
from notifications.delivery.claim import claim
from notifications.models import DeliveryAttempt, DomainBucket, OutgoingEmail
from notifications.status import State
from notifications.transports.wire import Reply
from tests.factories.notifications import AT, outgoing_email
from tests.notifications.conftest import BROKEN, ScriptedTransport

pytestmark = pytest.mark.django_db


def deliver(transport=None, *, at=AT):
    transport = transport or ScriptedTransport()
    dispatch.deliver_due(transport=transport, now=lambda: at)
    return transport


def states():
    return list(OutgoingEmail.objects.order_by("id").values_list("state", flat=True))


def test_a_due_mail_is_handed_over_once_and_noted(identity):
    mail = outgoing_email()

    transport = deliver()

    mail.refresh_from_db()
    assert transport.steps == ["open", "offer", "data", "close"]
    assert (mail.state, mail.handoff_at, mail.sent_at, mail.smtp_code) == ("sent", AT, AT, 250)
    assert (mail.attempt, mail.lease_token) == (1, None)
    attempts = DeliveryAttempt.objects.values_list("number", "step", "outcome", "smtp_code")
    assert list(attempts) == [(1, "data", "sent", 250)]
    assert deliver().steps == []


def test_forty_five_mails_share_one_connection(identity):
    for _ in range(45):
        outgoing_email()

    transport = deliver()

    assert states() == ["sent"] * 45
    assert [transport.steps.count(step) for step in ("open", "data", "close")] == [1, 45, 1]


@pytest.mark.parametrize("code", [421, 432, 450, 451, 452])
def test_a_busy_domain_waits_and_the_others_do_not(identity, code):
    outgoing_email(to="a@busy.example.jp")
    outgoing_email(to="b@busy.example.jp", mail_class="bulk")
    outgoing_email(to="c@calm.example.jp", mail_class="bulk")

    transport = ScriptedTransport(offers=[Reply(code, "later")])
    claimed_one_by_one(transport)

    assert states() == ["ready", "ready", "sent"]
    busy = OutgoingEmail.objects.first()
    assert timedelta(seconds=45) <= busy.not_before - AT <= timedelta(seconds=75)
    assert (busy.smtp_code, busy.last_error, busy.handoff_at) == (code, f"SMTP {code}", None)
    paused_until = DomainBucket.objects.get(domain="busy.example.jp").paused_until
    assert paused_until == AT + timedelta(seconds=40)


def claimed_one_by_one(transport):
    batch, dispatch.BATCH = dispatch.BATCH, 1
    try:
        deliver(transport)
    finally:
        dispatch.BATCH = batch


def test_each_further_pause_is_longer_up_to_half_an_hour(identity):
    outgoing_email(to="a@busy.example.jp")
    deliver()
    at, pauses = AT, []

    for _ in range(9):
        limits.refused("busy.example.jp", reply=Reply(451), at=at)
        paused_until = DomainBucket.objects.get().paused_until
        pauses.append((paused_until - at).total_seconds())
        at = paused_until

    assert pauses == [40, 50, 70, 110, 190, 350, 670, 1310, 1800]


def test_another_temporary_refusal_does_not_pause_the_domain(identity):
    outgoing_email()

    deliver(ScriptedTransport(offers=[Reply(471, "spam?")]))

    assert states() == ["ready"]
    assert DomainBucket.objects.get().paused_until is None


def test_a_final_refusal_becomes_a_matter_for_a_person_and_the_next_mail_goes(identity):
    outgoing_email()
    outgoing_email()

    transport = deliver(ScriptedTransport(offers=[Reply(550, "no such user")]))

    assert states() == ["failed", "sent"]
    assert transport.steps == ["open", "offer", "reset", "offer", "data", "close"]
    failed = OutgoingEmail.objects.needs_person().get()
    assert (failed.smtp_code, failed.smtp_reply) == (550, "no such user")


@pytest.mark.parametrize(("code", "state"), [(451, "ready"), (554, "failed")])
def test_a_refusal_after_the_body_is_as_certain_as_one_before(identity, code, state):
    mail = outgoing_email()

    deliver(ScriptedTransport(datas=[Reply(code, "no")]))

    mail.refresh_from_db()
    assert mail.state == state
    assert mail.lease_token is None


def test_when_our_mail_server_is_away_everything_waits_and_no_try_is_counted(identity):
    outgoing_email()
    outgoing_email()

    transport = deliver(ScriptedTransport(opens=[BROKEN]))

    assert transport.steps == ["open"]
    assert list(OutgoingEmail.objects.values_list("state", "attempt")) == [("ready", 0)] * 2
    assert all(AT < mail.not_before <= AT + timedelta(minutes=1)
               for mail in OutgoingEmail.objects.all())  # fmt: skip


def test_a_connection_that_breaks_before_the_body_costs_a_try_and_nothing_else(identity):
    outgoing_email()
    outgoing_email()

    transport = deliver(ScriptedTransport(offers=[BROKEN]))

    assert states() == ["ready", "sent"]
    assert transport.steps == ["open", "offer", "close", "open", "offer", "data", "close"]


def test_a_connection_that_breaks_in_the_body_leaves_the_mail_for_the_look_up(identity):
    outgoing_email()
    outgoing_email()

    deliver(ScriptedTransport(datas=[BROKEN]))

    assert states() == ["handoff", "sent"]
    assert deliver(at=AT + timedelta(days=1)).steps == []


def test_a_worker_that_lost_its_lease_sends_nothing(identity):
    mail = outgoing_email()

    class Slow(ScriptedTransport):
        def offer(self, *, sender, recipient):
            claim(at=AT + timing.lease() + timedelta(seconds=1), limit=5)
            return super().offer(sender=sender, recipient=recipient)

    transport = deliver(Slow())

    mail.refresh_from_db()
    assert transport.steps == ["open", "offer", "reset", "close"]
    assert (mail.state, mail.attempt) == (State.LEASED, 2)


def test_a_mail_that_cannot_be_made_is_a_persons_and_stops_nobody(identity):
    gone = secrets.placeholder(purpose="answer", public_id=uuid7(), version=1, key_id="gone")
    outgoing_email(text=gone)
    outgoing_email()

    deliver()

    assert states() == ["failed", "sent"]
    assert OutgoingEmail.objects.first().last_error == "KeyError"


def test_mail_goes_in_time_and_urgent_mail_first(identity):
    outgoing_email(subject="bulk", mail_class="bulk")
    outgoing_email(subject="later", not_before=AT + timedelta(hours=1))
    outgoing_email(subject="too late", expires_at=AT + timedelta(minutes=1))
    outgoing_email(subject="urgent", mail_class="critical")

    transport = deliver(at=AT + timedelta(minutes=2))

    subjects = [line for raw in transport.taken for line in raw.split(b"\r\n")
                if line.startswith(b"Subject")]  # fmt: skip
    assert subjects == [b"Subject: urgent", b"Subject: bulk"]


def test_a_domain_gets_no_more_than_its_pace(identity, settings):
    settings.OUTBOX_DOMAIN_BURST, settings.OUTBOX_DOMAIN_PER_SECOND = 3, 0.5
    for _ in range(6):
        outgoing_email(to="a@slow.example.jp")
    outgoing_email(to="a@other.example.jp", mail_class="bulk")

    deliver()
    assert states() == ["sent"] * 3 + ["ready"] * 3 + ["sent"]

    deliver(at=AT + timedelta(seconds=4))
    assert states() == ["sent"] * 5 + ["ready"] + ["sent"]


def test_a_mail_that_is_refused_again_and_again_ends_with_a_person(identity, settings):
    settings.OUTBOX_MAX_ATTEMPTS = 2
    outgoing_email()

    deliver(ScriptedTransport(offers=[Reply(450)]))
    deliver(ScriptedTransport(offers=[Reply(450)]), at=AT + timedelta(hours=2))

    assert states() == ["failed"]


def test_waiting_grows_from_a_minute_to_an_hour():
    waits = [timing.backoff(attempt).total_seconds() / 60 for attempt in (1, 2, 3, 7, 50)]

    assert all(0.8 * full <= wait <= 1.2 * full
               for wait, full in zip(waits, (1, 2, 4, 60, 60), strict=True))  # fmt: skip


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_transaction_is_open_while_the_network_is_used(identity):
    open_transactions = []

    class Watching(ScriptedTransport):
        def _next(self, script):
            open_transactions.append(connection.in_atomic_block)
            return super()._next(script)

    outgoing_email()
    deliver(Watching(datas=[Reply(250)]))

    assert open_transactions == [False, False, False]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_delivery_inside_somebody_elses_transaction_is_refused(identity):
    outgoing_email()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver()


def test_the_history_of_tries_cannot_be_rewritten(identity):
    outgoing_email()
    deliver()

    with pytest.raises(Exception, match="delivery_attempt_written_once"), transaction.atomic():
        DeliveryAttempt.objects.update(outcome=State.FAILED)
