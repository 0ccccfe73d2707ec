"""The everyday queries of tests/corpus/queries/, with pages beside them that share their words.

Some hundred pages here; `make bench` asks the same of 10,000.
"""

import pytest

from cms.search import finding
from cms.search.asked import Asked
from tests.corpus.queries import queries
from tests.factories import catalogue

BESIDE = 500
AT_LEAST = 45


@pytest.mark.slow
def test_of_fifty_everyday_queries_at_least_forty_five_find_their_lecture_first(site, clock_at):
    clock_at("2026-11-23 10:00")
    catalogue.fill(site, beside=BESIDE)

    missed = catalogue.missed(site)

    assert len(queries()) == 50
    assert len(missed) <= len(queries()) - AT_LEAST, missed


@pytest.mark.slow
def test_without_readings_synonyms_and_pairs_most_of_the_variants_are_lost(
    site, clock_at, monkeypatch
):
    """The guard taken away: letters as they are, as the engines cut them."""
    monkeypatch.setattr("lectures.search.standing_in.indexed", lambda text: text)
    monkeypatch.setattr("lectures.search.asking.asked_tokens", str.split)
    clock_at("2026-11-23 10:00")
    catalogue.fill(site, beside=0)

    assert len(catalogue.missed(site)) > 25


def test_an_empty_town_finds_nothing_and_breaks_nothing(site, clock_at):
    clock_at("2026-11-23 10:00")

    assert finding.find(site, Asked(q="防災"), language="ja").hits == []
