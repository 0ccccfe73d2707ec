"""The queue as a clerk uses it: a mail that waits, its page, one press of a button."""

from django.urls import reverse

from bookings.actions import receiving
from bookings.models import Assignment, WaitingReply
from tests.factories.replies import reply
from tests.factories.town import NOW


def waiting(text: str, ask: Assignment, *, moment=NOW, **mail) -> WaitingReply:
    found = receiving.take(reply(text, assignment=ask, moment=moment, **mail).pk, at=moment)
    assert isinstance(found, WaitingReply)
    return found


def page_of(row: WaitingReply) -> str:
    return reverse("desk:reply", args=[row.public_id])


def decide(office, row: WaitingReply, decision: str, **typed: object):
    return decide_on(office, page_of(row), decision, **typed)


def decide_on(office, page: str, decision: str, **typed: object):
    """Open the page, then POST what it carries and what was typed."""
    fields = {f"{decision}-{name}": value for name, value in typed.items()}
    version = office.get(page).context["version"]
    return office.post(page, {"decision": decision, "version": version, **fields})


def decisions(office, row: WaitingReply) -> list[str]:
    return [one["decision"].name for one in office.get(page_of(row)).context["decisions"]]
