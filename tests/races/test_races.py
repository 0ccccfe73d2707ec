"""Eight processes at once on one database: one wins, the others get a sentence, nothing is half done.

RACE_TRIES says how often each tries (default 100). Each guard has its twin: the same race with the
guard removed shows the breach.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django_scopes import scope
from wagtail.models import Site

from bookings.doctor import allocations, histories
from bookings.models import Allocation, Answer, BookingRequest, LectureSession
from bookings.status import RequestStatus, SessionState
from tests.factories.town import Town, at, make_town
from tests.races.track import (
    RACERS,
    TRIES,
    asks,
    race,
    requests,
    without_index,
    without_overlap_guard,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        yield make_town(site)


def clerks(town: Town, number: int) -> list[list[dict]]:
    """Every racer answers every ask, each naming one of the two lecturers."""
    asked = asks(town, requests(town, number, status=RequestStatus.ASKING))
    return [
        [{"id": one.pk, "lecturers": [town.lecturers[racer % 2].pk]} for one in asked]
        for racer in range(RACERS)
    ]


def offices(town: Town, number: int) -> list[list[dict]]:
    """Every racer confirms requests of its own, all with one lecturer, at overlapping times."""
    dice, made = random.Random(5), requests(town, number * RACERS, status=RequestStatus.SUBMITTED)
    tries: list[list[dict]] = [[] for _ in range(RACERS)]
    for index, one in enumerate(made):
        starts = at("2027-01-10 09:00") + timedelta(
            days=dice.randrange(20), minutes=15 * dice.randrange(40)
        )
        tries[index % RACERS].append(
            {
                "id": one.pk,
                "lecturers": [town.lecturers[0].pk],
                "starts": starts.isoformat(),
                "ends": (starts + timedelta(hours=1)).isoformat(),
            }
        )
    return tries


def test_of_eight_clerks_who_accept_one_ask_one_wins_and_seven_get_the_sentence(
    town, tmp_path, database_url
):
    results = race("clerk", clerks(town, TRIES), folder=tmp_path, database_url=database_url)

    assert results["won"] == TRIES
    assert {name.split(":")[0] for name in results} == {"won", "Stale"}
    assert Answer.objects.count() == LectureSession.objects.count() == TRIES
    assert Allocation.objects.filter(state="confirmed").count() == TRIES
    assert set(BookingRequest.objects.values_list("status", flat=True)) == {RequestStatus.CONFIRMED}
    assert [*allocations.checks(), *histories._paths(), *histories._parts()] == []


def test_of_offices_that_take_one_lecturer_at_once_no_two_overlap(town, tmp_path, database_url):
    results = race("office", offices(town, TRIES), folder=tmp_path, database_url=database_url)

    assert {name.split(":")[0] for name in results} == {"won", "Clash"}
    assert sum(results.values()) == TRIES * RACERS
    planned = LectureSession.objects.filter(state=SessionState.PLANNED).count()
    confirmed = BookingRequest.objects.filter(status=RequestStatus.CONFIRMED).count()
    assert results["won"] == planned == confirmed == Allocation.objects.count()
    assert [*allocations.checks(), *histories._paths(), *histories._parts()] == []


def test_twin_without_version_check_lock_and_index_one_ask_is_answered_twice(
    town, tmp_path, database_url
):
    tries = clerks(town, 10)
    with without_index("one_answer_per_asked_version"), without_overlap_guard():
        race("clerk", tries, folder=tmp_path, database_url=database_url, unguarded=True)
        answers = Counter(Answer.objects.values_list("assignment", flat=True))

    assert max(answers.values()) > 1


def test_twin_without_the_constraint_one_lecturer_is_taken_twice(town, tmp_path, database_url):
    tries = offices(town, 20)
    with without_overlap_guard():
        race("office", tries, folder=tmp_path, database_url=database_url)
        breaches = [line for line in allocations.checks() if "taken twice" in line]

    assert breaches != []
