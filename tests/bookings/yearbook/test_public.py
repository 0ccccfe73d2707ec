"""The results for everybody: as JSON and as open data, without what could point to a group."""

import csv
import io
import random
from collections import Counter

import pytest
from django.test import Client
from wagtail.models import Page, Site

from bookings import counting
from bookings.public.results_api import Pace
from bookings.rules.suppressing import FEWEST
from tests.factories.figures import made_town
from tests.factories.town import NOW, make_town

API = "/api/results/"


@pytest.fixture
def large(site, clock_at):
    clock_at(NOW)
    return made_town(make_town(site), random.Random(2), requests=60)


def open_data(year=2026) -> list[dict[str, str]]:
    answer = Client().get(f"/open-data/results-{year}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_numbers_are_those_of_the_page(large):
    count = counting.year_count(2026, at=NOW)

    told = Client().get(f"{API}2026/").json()

    assert (told["delivered"], told["people"]) == (count.delivered, count.people)
    for rows in told["tables"].values():
        assert sum(row["delivered"] for row in rows) == count.delivered
    years = {row["year"]: row["delivered"] for row in Client().get(API).json()["years"]}
    assert years == {point.year: point.delivered for point in counting.series()}


def test_of_groups_and_places_nothing_small_is_told(large):
    tables = Client().get(f"{API}2026/").json()["tables"]

    for name in ("area", "centre", "group_kind", "age"):
        rows = tables[name]
        assert len(rows) == 1 or min(row["delivered"] for row in rows) >= FEWEST
        assert all(row["people"] is None or row["people"] >= FEWEST for row in rows)


def test_a_program_asks_again_only_for_what_is_new(large):
    first = Client().get(f"{API}2026/")

    assert first["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in first["Cache-Control"]
    again = Client().get(f"{API}2026/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert Client().post(API).status_code == 405


def test_a_year_that_is_unknown_is_not_there(large):
    assert Client().get(f"{API}1990/").status_code == 404
    assert Client().get("/open-data/results-1990.csv").status_code == 404


def test_who_asks_too_often_waits(large, monkeypatch):
    monkeypatch.setattr(Pace, "rate", "2/min")
    client = Client()

    assert [client.get(API).status_code for _one in range(3)] == [200, 200, 429]


def test_the_open_data_has_a_row_for_each_session_and_the_same_sum(large):
    rows = open_data()

    assert sum(int(row["実績の回数"]) for row in rows) == counting.delivered(2026)
    assert "日" not in rows[0]
    assert "/open-data/results-2026.csv" in Client().get("/open-data/").content.decode()


def test_no_combination_in_the_open_data_is_smaller_than_the_rule(large):
    rows = open_data()

    for columns in (["地区"], ["団体の種類"], ["地区", "団体の種類"]):
        found = Counter(tuple(row[name] for name in columns) for row in rows)
        assert len(found) == 1 or min(found.values()) >= FEWEST
    assert {row["参加人数"] for row in rows} - {"5人未満"}
    assert all(
        int(row["参加人数"]) not in range(1, 5) for row in rows if row["参加人数"] != "5人未満"
    )


def test_another_town_has_its_own_numbers(large):
    home = Page.objects.get(depth=1).add_child(instance=Page(title="となり", slug="tonari"))
    Site.objects.create(hostname="tonari.test", root_page=home, site_name="となり市")

    assert Client().get(API, headers={"host": "tonari.test"}).json() == {"years": []}
