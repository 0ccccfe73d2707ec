"""Two who decide at once wait for each other in one order, never in a circle."""

import threading

import pytest
from django.db import OperationalError, connection, transaction
from django_scopes import scope

from bookings.actions import queue
from bookings.actions.moves import Stale, locked
from bookings.actions.queue import entries
from bookings.models import WaitingReply
from tests.bookings.replying import LATER, waiting
from tests.factories.replies import SERVER, asked
from tests.factories.town import OFFICE, make_town


def decided_at_once(site, entry) -> list[str]:
    """The digest holds the request and comes to the mail; the desk holds the mail, or waits."""
    request_id, outcomes = entry.assignment.request_id, []
    request_held, mail_held = threading.Event(), threading.Event()

    def run(act) -> None:
        try:
            with scope(site=site), transaction.atomic():
                act()
            outcomes.append("done")
        except (Stale, OperationalError) as problem:
            outcomes.append(type(problem).__name__)
        finally:
            connection.close()

    def digest() -> None:
        locked(request_id)
        request_held.set()
        mail_held.wait(timeout=2)
        queue.set_aside(waiting_id=entry.pk, by=OFFICE, at=LATER)

    def desk() -> None:
        request_held.wait(timeout=10)
        decision = WaitingReply.Decision.APPLIED
        entries.decide(entry.pk, decision=decision, by=OFFICE, at=LATER)
        mail_held.set()
        locked(request_id)

    both = [threading.Thread(target=run, args=(act,)) for act in (digest, desk)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    return sorted(outcomes)


@pytest.fixture
def entry(site, settings, transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time: there is no circle")
    settings.AUTHSERV_ID = SERVER
    return waiting("了解しました", asked(make_town(site)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_digest_and_desk_decide_one_after_the_other(site, entry):
    assert decided_at_once(site, entry) == ["Stale", "done"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_that_order_they_wait_in_a_circle(site, entry, monkeypatch):
    monkeypatch.setattr(entries, "_lock_requests", lambda *args: None)

    assert "OperationalError" in decided_at_once(site, entry)


def test_the_requests_are_locked_before_the_mail_in_the_order_of_their_numbers(
    ask, town, monkeypatch
):
    other, held = asked(town), []
    entry = waiting("了解しました", other)
    monkeypatch.setattr(entries, "locked", lambda pk: held.append(pk))

    entries.opened(entry.pk, assignment_id=ask.pk)

    assert held == sorted([ask.request_id, other.request_id])
