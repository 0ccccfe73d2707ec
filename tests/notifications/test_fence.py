"""The guard against a second copy, and the same story without it."""

from datetime import timedelta

import pytest

from notifications.delivery import dispatch, fence, settle
from notifications.models import OutgoingEmail
from tests.factories.notifications import AT, outgoing_email
from tests.notifications.conftest import ScriptedLookup, ScriptedTransport

pytestmark = pytest.mark.django_db


class Died(BaseException):
    """The worker is gone: no handler of ours runs."""


class DiesAfterTheDot(ScriptedTransport):
    """The server has the whole mail; the worker never hears of it."""

    def data(self, content):
        super().data(content)
        raise Died


def copies_after_a_death_in_data() -> int:
    first, second = DiesAfterTheDot(), ScriptedTransport()
    with pytest.raises(Died):
        dispatch.deliver_due(transport=first, now=lambda: AT)

    tomorrow = AT + timedelta(days=1)
    arrived = [mail.message_id for mail in OutgoingEmail.objects.all()]
    settle.settle_unknown(at=tomorrow, lookup=ScriptedLookup(found=arrived))
    settle.settle_unknown(at=tomorrow + timedelta(hours=1), lookup=ScriptedLookup(found=arrived))
    dispatch.deliver_due(transport=second, now=lambda: tomorrow + timedelta(hours=2))
    return len(first.taken) + len(second.taken)


def test_a_worker_that_dies_after_the_last_dot_leaves_one_copy(identity):
    mail = outgoing_email()

    assert copies_after_a_death_in_data() == 1

    mail.refresh_from_db()
    assert (mail.state, mail.sent_at) == ("sent", AT)


def test_without_the_fence_the_same_death_sends_it_twice(identity, monkeypatch, settings):
    settings.REDIS_URL = ""  # the count of hand-offs would notice the missing fence
    outgoing_email()
    monkeypatch.setattr(fence, "pass_fence", lambda mail, at: 1)

    assert copies_after_a_death_in_data() == 2
