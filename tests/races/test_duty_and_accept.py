"""A day is closed at the moment at which a department accepts for it: one of the two hears of it.

The twin, without the lock, leaves a session on a closed day of which the officer never saw anything.
"""

from collections import Counter

import pytest
from django.db import connection
from django_scopes import scope
from wagtail.models import Site

from bookings.actions import asking
from bookings.doctor import checks
from bookings.models import Duty, DutySession, LectureSession
from tests.factories.bookings import make_request
from tests.factories.duty import DAY
from tests.factories.town import NOW, OFFICE, make_town
from tests.races.track import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        town = make_town(site)
        yield asking.ask(request_id=make_request(town).pk, by=OFFICE, at=NOW)[0]


def raced(ask, *, slow: str, folder, database_url, unguarded: bool = False) -> Counter[str]:
    """`slow` is in the middle of it when the other one comes."""
    job = {
        "ask": ask.pk, "day": DAY.isoformat(), "slow": slow, "unguarded": unguarded,
        "folder": str(folder),
    }  # fmt: skip
    found: Counter[str] = at_once(
        [["tests.races.decider", "officer"], ["tests.races.decider", "clerk"]],
        [job, job], folder=folder, database_url=database_url,
    )  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("slow", "outcome"),
    [
        ("clerk", {"clerk: done": 1, "officer: Stale": 1}),
        ("officer", {"officer: done": 1, "clerk: Refused": 1}),
    ],
)
def test_whoever_comes_second_hears_of_the_first(ask, tmp_path, database_url, slow, outcome):
    assert raced(ask, slow=slow, folder=tmp_path, database_url=database_url) == outcome

    assert Duty.objects.count() + LectureSession.objects.count() == 1
    assert list(checks(at=NOW)) == []


@pytest.mark.parametrize("slow", ["clerk", "officer"])
def test_twin_without_the_lock_a_session_comes_onto_a_closed_day(ask, tmp_path, database_url, slow):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time, with this lock or without it")

    raced(ask, slow=slow, folder=tmp_path, database_url=database_url, unguarded=True)

    assert (Duty.objects.count(), LectureSession.objects.count()) == (1, 1)
    assert not DutySession.objects.exists()
