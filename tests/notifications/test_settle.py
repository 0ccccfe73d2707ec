from datetime import timedelta

import pytest

from notifications.delivery import settle, timing
from notifications.models import DeliveryAttempt, OutgoingEmail
from notifications.status import State
from tests.factories.notifications import AT, outgoing_email
from tests.notifications.conftest import ScriptedLookup

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=15)


def unknown(**fields):
    mail = outgoing_email(**fields)
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state=State.UNKNOWN, handoff_at=AT, changed_at=AT
    )
    mail.refresh_from_db()
    return mail


def sent(at):
    mail = outgoing_email()
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state=State.SENT, handoff_at=at, sent_at=at, smtp_code=250
    )
    return mail


def settled(mail, lookup, *, at=LATER):
    settle.settle_unknown(at=at, lookup=lookup)
    mail.refresh_from_db()
    return mail.state


def test_a_mail_that_is_found_was_sent(identity):
    mail = unknown()

    assert settled(mail, ScriptedLookup(found=[mail.message_id])) == "sent"
    assert (mail.sent_at, mail.handoff_at) == (AT, AT)
    assert DeliveryAttempt.objects.get().step == "lookup"


def test_a_mail_that_is_proved_absent_is_sent_again(identity):
    mail = unknown()

    assert settled(mail, ScriptedLookup()) == "ready"
    assert mail.handoff_at is None


@pytest.mark.parametrize("mail_class", ["critical", "normal", "bulk"])
def test_without_an_answer_a_person_decides_whatever_the_class(identity, mail_class):
    mail = unknown(mail_class=mail_class)
    silent = ScriptedLookup(no_answer=[mail.message_id])

    assert settled(mail, silent) == "unknown"
    assert settled(mail, silent, at=AT + timing.hold_after()) == "held"
    assert list(OutgoingEmail.objects.needs_person()) == [mail]


def test_nothing_is_concluded_before_the_mail_server_had_time_to_write_its_log(identity):
    mail = unknown()

    assert settled(mail, ScriptedLookup(), at=AT + timedelta(minutes=9)) == "unknown"


def test_an_archive_that_misses_a_mail_surely_sent_proves_nothing(identity):
    sent(AT - timedelta(minutes=5))
    mail = unknown()

    assert settled(mail, ScriptedLookup()) == "unknown"


def test_a_log_proves_absence_only_between_two_mails_that_it_shows(identity):
    before = sent(AT - timedelta(minutes=5))
    mail = unknown()
    log = ScriptedLookup(found=[before.message_id], needs_witnesses=True)
    assert settled(mail, log) == "unknown"

    after = sent(AT + timedelta(minutes=5))
    assert settled(mail, log) == "unknown"

    log.found.add(after.message_id)
    assert settled(mail, log) == "ready"


def test_a_hand_off_whose_worker_is_gone_becomes_unknown(identity):
    mail = outgoing_email()
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state=State.HANDOFF,
        handoff_at=AT,
        changed_at=AT,
        lease_token="00000000-0000-0000-0000-000000000001",
        lease_until=AT + timing.handoff_lease(),
    )

    assert settled(mail, ScriptedLookup(), at=AT + timedelta(minutes=10)) == "handoff"
    assert settled(mail, ScriptedLookup(), at=AT + timedelta(minutes=12)) == "unknown"
    assert settled(mail, ScriptedLookup(), at=AT + timedelta(minutes=13)) == "unknown"
    assert settled(mail, ScriptedLookup(), at=AT + timedelta(minutes=23)) == "ready"


def test_a_slow_look_up_does_not_overrule_a_faster_one(identity):
    mail = unknown()

    class Slow(ScriptedLookup):
        def find(self, message_id):
            OutgoingEmail.objects.filter(pk=mail.pk).update(
                state=State.SENT, sent_at=AT, changed_at=LATER
            )
            return super().find(message_id)

    assert settled(mail, Slow()) == "sent"
