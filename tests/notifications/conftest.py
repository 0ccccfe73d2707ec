"""A town that can write, and transports that do what a test tells them."""

import pytest

from notifications.models import MailIdentity
from notifications.transports.wire import ConnectionBroken, Finding, Reply
from tests.factories.notifications import mail_identity


@pytest.fixture
def identity(site) -> MailIdentity:
    return mail_identity(site)


class ScriptedTransport:
    """Answers from two lists; an exception in a list is raised. Empty lists say 250."""

    def __init__(self, *, offers=(), datas=(), opens=()):
        self.offers, self.datas, self.opens = list(offers), list(datas), list(opens)
        self.steps: list[str] = []
        self.taken: list[bytes] = []

    def open(self):
        self.steps.append("open")
        self._next(self.opens)

    def offer(self, *, sender, recipient):
        self.steps.append("offer")
        return self._next(self.offers)

    def data(self, content):
        self.steps.append("data")
        reply = self._next(self.datas)
        self.taken.append(content)
        return reply

    def reset(self):
        self.steps.append("reset")

    def close(self):
        self.steps.append("close")

    def _next(self, script):
        answer = script.pop(0) if script else Reply(250, "OK")
        if isinstance(answer, Exception):
            raise answer
        return answer


class ScriptedLookup:
    """Finds what it was told to; everything else is absent."""

    def __init__(self, *, found=(), no_answer=(), needs_witnesses=False):
        self.found, self.no_answer = set(found), set(no_answer)
        self.needs_witnesses = needs_witnesses

    def find(self, message_id):
        if message_id in self.no_answer:
            return Finding.NO_ANSWER
        return Finding.FOUND if message_id in self.found else Finding.ABSENT


BROKEN = ConnectionBroken("test")
