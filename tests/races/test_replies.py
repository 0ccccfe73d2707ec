"""Eight workers read the same mails at once: one answer for each ask, whatever the mails say."""

from collections import Counter
from pathlib import Path

import pytest
from django_scopes import scope
from wagtail.models import Site

from bookings.doctor import histories
from bookings.models import Answer, WaitingReply
from tests.factories.calendars import pressed
from tests.factories.replies import SERVER, asked, reply
from tests.factories.town import Town, make_town
from tests.races.track import RACERS, at_once

pytestmark = pytest.mark.django_db(transaction=True)

ASKS = 6


@pytest.fixture
def town(transactional_db, settings):
    settings.AUTHSERV_ID = SERVER
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        yield make_town(site)


def read_at_once(
    mails: list[int], *, folder: Path, database_url: str, unguarded: bool = False
) -> Counter[str]:
    """Every worker takes all of the mails, in an order of its own."""
    turned = [mails[index % len(mails) :] + mails[: index % len(mails)] for index in range(RACERS)]
    jobs = [{"mails": mine, "server": SERVER, "unguarded": unguarded} for mine in turned]
    return at_once(["tests.races.reader"], jobs, folder=folder, database_url=database_url)


def mails_of(town: Town, *texts: str) -> list[int]:
    """For each of some asks, one mail of each text."""
    asks = [asked(town) for _number in range(ASKS)]
    return [reply(text, assignment=ask).pk for ask in asks for text in texts]


def test_of_eight_workers_one_takes_each_mail(town, tmp_path, database_url):
    results = read_at_once(mails_of(town, "承諾"), folder=tmp_path, database_url=database_url)

    assert results == {"Answer": ASKS, "NoneType": ASKS * (RACERS - 1)}
    assert (Answer.objects.count(), WaitingReply.objects.count()) == (ASKS, 0)
    assert [*histories._paths(), *histories._parts()] == []


def test_of_two_contradicting_mails_of_an_ask_at_most_one_acts(town, tmp_path, database_url):
    mails = mails_of(town, "承諾", "辞退 都合がつかないため")

    results = read_at_once(mails, folder=tmp_path, database_url=database_url)

    per_ask = Counter(Answer.objects.values_list("assignment", flat=True))
    assert max(per_ask.values(), default=0) <= 1
    assert Answer.objects.count() + WaitingReply.objects.count() == 2 * ASKS
    assert set(results) <= {"Answer", "WaitingReply", "NoneType"}
    assert [*histories._paths(), *histories._parts()] == []


def test_of_a_button_and_a_line_that_agree_one_answers(town, tmp_path, database_url):
    asks = [asked(town) for _number in range(ASKS)]
    mails = [reply("承諾", assignment=ask).pk for ask in asks]
    mails += [reply("", assignment=ask, calendar=pressed(ask)).pk for ask in asks]

    read_at_once(mails, folder=tmp_path, database_url=database_url)

    per_ask = Counter(Answer.objects.values_list("assignment", flat=True))
    assert set(per_ask.values()) == {1}
    assert set(WaitingReply.objects.values_list("decision", flat=True)) == {"settled"}
    assert len(per_ask) == ASKS


def test_twin_without_the_claim_a_mail_is_handled_many_times(town, tmp_path, database_url):
    results = read_at_once(
        mails_of(town, "承諾"), folder=tmp_path, database_url=database_url, unguarded=True
    )

    assert sum(count for name, count in results.items() if name != "NoneType") > ASKS
