"""A year is closed while reports come in and are folded: nothing is lost between.

The twin, which neither waits for folds nor folds first, loses what came between.
"""

import os

import pytest
from django.db import connection
from django_scopes import scope
from wagtail.models import Site

from bookings import counting
from bookings.counting import amended
from bookings.counting.folding import fold_all
from bookings.doctor import checks
from bookings.models import LectureSession, YearClosing
from bookings.status import RequestStatus
from tests.bookings.counting.closings import SPRING, YEAR, aimed, officer
from tests.factories.town import Town, at, make_town
from tests.races.track import at_once, requests

pytestmark = pytest.mark.django_db(transaction=True)
REPORTERS, EACH = 3, int(os.environ.get("CLOSING_TRIES", "25"))


@pytest.fixture
def town(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        made = make_town(site)
        aimed(made)
        yield made


def sessions(town: Town) -> list[int]:
    """Held in winter and not reported."""
    made = requests(town, REPORTERS * EACH, status=RequestStatus.CONFIRMED)
    rows = LectureSession.objects.bulk_create(
        LectureSession(
            site=town.site,
            request=one,
            lecture=town.lecture,
            department=town.department,
            fiscal_year=town.lecture.fiscal_year,
            starts_at=at("2027-02-10 10:00"),
            ends_at=at("2027-02-10 11:00"),
            centre=town.centre,
        )
        for one in made
    )
    return [row.pk for row in rows]


def run(town, folder, url, **closer):
    pks = sessions(town)
    fold_all(at=SPRING)
    job = {"at": SPRING.isoformat()}
    jobs = [{**job, "sessions": pks[n::REPORTERS]} for n in range(REPORTERS)]
    jobs.append({**job, "seconds": 6})
    jobs.append({**job, "year": YEAR, "officer": officer().pk, "after": 0.4, **closer})
    roles = [["tests.races.closer", "reporter"]] * REPORTERS
    roles += [["tests.races.closer", "folder"], ["tests.races.closer", "closer"]]
    return at_once(roles, jobs, folder=folder, database_url=url)


def test_what_is_reported_while_a_year_is_closed_is_in_it_or_an_amendment(
    town, tmp_path, database_url
):
    results = run(town, tmp_path, database_url)

    assert results["closed"] == 1
    assert results["reported"] + results["refused"] == REPORTERS * EACH
    closing = YearClosing.objects.get()
    assert list(amended.breaches(closing)) == []
    fold_all(at=SPRING)
    assert [line for line in checks(at=SPRING) if "Closing" in line or "fiscal" in line] == []
    entries = amended.entries_of(closing)
    whole = amended.changes(closing, entries, on=SPRING.date())[counting.Dimension.ALL]
    assert sum(row.now for row in whole) == results["reported"] == counting.delivered(YEAR)


def test_twin_a_closing_that_does_not_wait_for_folds_loses_reports(town, tmp_path, database_url):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nothing can come between")

    run(town, tmp_path, database_url, unguarded=True, dawdles=3, after=0.1)

    fold_all(at=SPRING)
    assert list(amended.breaches(YearClosing.objects.get())) != []
