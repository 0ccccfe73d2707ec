"""A group presses in two windows, and its department at the same moment: one act each, none twice.

Real processes on one database; the twin takes the version check and the lock away.
"""

from collections import Counter

import pytest
from django_scopes import scope
from wagtail.models import Site

from bookings.doctor import allocations, histories
from bookings.models import ChangeWish, LectureSession, RequestEvent
from bookings.status import RequestStatus, SessionState, Verb
from tests.factories.bookings import make_request
from tests.factories.town import Town, make_town
from tests.races.track import at_once

pytestmark = pytest.mark.django_db(transaction=True)
RACERS, ROUNDS = 4, 3


@pytest.fixture
def town(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        yield make_town(site)


def race(town: Town, act: str, tmp_path, database_url, *, unguarded: bool = False) -> Counter[str]:
    tries = []
    for _round in range(ROUNDS):
        row = make_request(town, status=RequestStatus.CONFIRMED, lecturers=False)
        tries.append({"id": row.pk, "session": row.sessions.get().pk, "seen": row.version})
    jobs = [{"tries": tries, "unguarded": unguarded} for _racer in range(RACERS)]
    return at_once(["tests.races.group", act], jobs, folder=tmp_path, database_url=database_url)


def breaches() -> list[str]:
    return [*allocations.checks(), *histories.checks()]


def test_postponed_in_four_windows_it_is_postponed_once(town, tmp_path, database_url):
    results = race(town, "postpone", tmp_path, database_url)

    assert results["won"] == ROUNDS
    assert set(results) <= {"won", "MoveNotAllowed", "Stale"}
    assert RequestEvent.objects.filter(verb=Verb.POSTPONED).count() == ROUNDS
    assert set(LectureSession.objects.values_list("state", flat=True)) == {SessionState.POSTPONED}
    assert breaches() == []


def test_a_change_wished_for_in_four_windows_is_one_wish(town, tmp_path, database_url):
    results = race(town, "wish", tmp_path, database_url)

    assert results["won"] == ROUNDS
    assert set(results) <= {"won", "Refused", "Stale"}
    assert ChangeWish.objects.count() == ROUNDS
    assert breaches() == []


def test_the_same_words_from_four_windows_are_one_message(town, tmp_path, database_url):
    race(town, "write", tmp_path, database_url)

    assert RequestEvent.objects.filter(verb=Verb.WROTE).count() == ROUNDS
    assert breaches() == []


def test_twin_without_lock_and_version_it_would_be_postponed_twice(town, tmp_path, database_url):
    race(town, "postpone", tmp_path, database_url, unguarded=True)

    assert RequestEvent.objects.filter(verb=Verb.POSTPONED).count() > ROUNDS
