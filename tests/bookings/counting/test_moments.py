"""A page reads one moment, and waits for nobody who counts or closes."""

import random
import threading
from importlib import import_module
from time import sleep

import pytest
from django.db import OperationalError, connection, transaction
from django_scopes import scope
from wagtail.models import Site

from bookings import counting
from bookings.actions import closing_year
from bookings.counting import Dimension, folding
from bookings.models import LectureSession
from bookings.status import SessionState
from lectures.models import FiscalYear
from tests.bookings.counting import closings
from tests.factories.figures import Random
from tests.factories.town import NOW, at, make_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        made = make_town(site)
        some = Random(made, random.Random(1))
        session = some.session(some.request(), starts=at("2026-06-01 10:00"))
        LectureSession.objects.filter(pk=session.pk).update(state=SessionState.PLANNED, reason="")
        folding.fold_all(at=NOW)
        yield made


def elsewhere(act):
    """In a connection of its own, to its end."""
    other = started(act)
    other.join(30)
    assert not other.is_alive()


def started(act) -> threading.Thread:
    def run():
        try:
            with scope(site=Site.objects.get(is_default_site=True)):
                act()
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    return other


def report():
    """What waited for its report was held."""
    LectureSession.objects.update(state=SessionState.DELIVERED)


READS = {
    "years": lambda: counting.year_count(2026, at=NOW),
    "breakdowns": lambda: counting.breakdown(2026, Dimension.ALL, at=NOW)[0],
}


@pytest.mark.parametrize("module", READS)
def test_a_report_between_two_reads_is_in_both_or_in_neither(town, module, monkeypatch):
    reader = import_module(f"bookings.counting.{module}")
    over = reader.overdue

    def then(*args, **options):
        elsewhere(report)
        return over(*args, **options)

    monkeypatch.setattr(reader, "overdue", then)

    shown = READS[module]()

    assert (shown.delivered, shown.planned, shown.unresolved) == (0, 0, 1)


def test_who_reads_does_not_wait_while_a_year_is_closed(town):
    """A closing of a large town holds all folds for a while."""
    shown = []
    with transaction.atomic():
        folding._hold("pg_advisory_xact_lock")
        elsewhere(lambda: shown.append(counting.year_count(2026, at=NOW).unresolved))
    assert shown == [1]


def test_within_an_act_a_read_waits_for_the_fold(town):
    """There each statement sees its own moment: sums without the marks that they hold would be wrong."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nothing can come between")

    def read():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                counting.year_count(2026, at=NOW)
            transaction.set_rollback(True)
        waited.append(True)

    waited: list[bool] = []
    with transaction.atomic():
        folding._hold("pg_advisory_xact_lock")
        elsewhere(read)
    assert waited == [True]


def test_who_opens_a_year_again_keeps_nobody_waiting_who_closes_one(town):
    """Both wait for folds first and for the year then: in another order each would wait for the other."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nobody waits for two things")
    closings.aimed(town)
    closing = closings.closed()

    def open_again():
        why, user = "まちがい", closings.officer()
        closing_year.open_again(year=closings.YEAR, why=why, user=user, at=closings.SPRING)

    with transaction.atomic():
        folding._hold("pg_advisory_xact_lock")
        other = started(open_again)
        wait_for_folds()
        FiscalYear.objects.select_for_update(no_key=True, nowait=True).get(year=closings.YEAR)
    other.join(30)

    closing.refresh_from_db()
    assert closing.opened_why == "まちがい"


def wait_for_folds():
    """Until somebody else does."""
    with connection.cursor() as cursor:
        for _try in range(200):
            cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone():
                return
            sleep(0.05)
    raise AssertionError("nobody waits")
