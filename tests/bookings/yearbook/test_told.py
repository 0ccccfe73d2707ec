"""The page, the API and the open data of random towns tell the same, and none tells a small number."""

import csv
import io
import random
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.counting import Row
from bookings.models import CountingUnit
from bookings.rules.suppressing import FEWEST, OTHER
from bookings.yearbook.told import _untold, told_rows
from tests.factories.figures import made_town
from tests.factories.town import NOW, make_town

HEADS = {"地区": "area", "分野": "category", "団体の種類": "group_kind", "担当課": "department"}


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


def on_the_page() -> dict[str, list[tuple[str, str, str]]]:
    """By dimension: (name, sessions, people) of each row."""
    page = BeautifulSoup(Client().get("/results/?year=2026").content, "html.parser")
    found = {}
    for table in page.select("main table.data"):
        name = HEADS.get(table.th.get_text())
        rows = [
            tuple(c.get_text() for c in row.select("th, td")) for row in table.select("tbody tr")
        ]
        if name and len(rows[0]) == 3:
            found[name] = rows
    return found


def in_the_api() -> dict[str, list[tuple[str, str, str]]]:
    tables = Client().get("/api/results/2026/").json()["tables"]
    return {
        name: [
            (row["label"], str(row["delivered"]), "－" if row["people"] is None else str(row["people"]))
            for row in tables[name]
        ]
        for name in HEADS.values()
    }  # fmt: skip


def in_the_file(*columns: str) -> Counter:
    answer = Client().get("/open-data/results-2026.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = Counter()
    for row in csv.DictReader(io.StringIO(text, newline="")):
        found[tuple(row[name] for name in columns)] += int(row["実績の回数"])
    return found


def disagreements() -> list[str]:
    page, api, found = on_the_page(), in_the_api(), []
    for name in HEADS.values():
        if page[name] != api[name]:
            found.append(f"{name}: {page[name]} and {api[name]}")
    areas = {(label,): int(number) for label, number, _people in api["area"] if number != "0"}
    if areas != +in_the_file("地区"):
        found.append(f"areas: {areas} and {in_the_file('地区')}")
    kinds = {label: int(number) for label, number, _people in api["group_kind"]}
    for (kind,), number in in_the_file("団体の種類").items():
        if kind != "その他" and number != kinds.get(kind):
            found.append(f"{kind}: {kinds.get(kind)} and {number}")
    small = [
        cell for cell, number in (+in_the_file("地区", "団体の種類")).items() if number < FEWEST
    ]
    if small and len(+in_the_file("地区", "団体の種類")) > 1:
        found.append(f"small: {small}")
    return found


@pytest.mark.parametrize("unit", ["session", "day"])
def test_the_page_the_api_and_the_file_agree(town, unit):
    if unit == "day":
        CountingUnit.objects.create(
            site=town.site, from_year=2020, unit="day", reason="要綱の改正", at=NOW
        )

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 10**9), st.integers(1, 90))
    def a_town(seed, requests):
        with transaction.atomic():
            made_town(town, random.Random(seed), requests=requests)
            found = disagreements()
            transaction.set_rollback(True)
        assert found == []

    a_town()


def test_a_file_with_a_rule_of_its_own_would_be_found(town, monkeypatch):
    """The twin: what each session was is written as it is."""
    made_town(town, random.Random(2), requests=40)
    assert disagreements() == []

    monkeypatch.setattr(
        "bookings.yearbook.public.crossed", lambda pairs: {pair: pair for pair in pairs}
    )

    assert disagreements() != []


ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), max_size=6)


@given(ROWS)
def test_a_number_of_people_is_not_what_the_others_leave(numbers):
    rows = [
        Row(f"k{n}", f"行{n}", held, came, 0, 0, 0, 0) for n, (held, came) in enumerate(numbers)
    ]

    told = told_rows(rows, set())

    untold = [row for row in told if row.people is None]
    assert [row for row in told if row.people and row.people < FEWEST] == []
    assert len(untold) != 1 or not any(row.people for row in told)
    assert sum(row.delivered for row in told) == sum(held for held, _came in numbers)


def test_what_is_told_together_stands_last_and_names_nobody():
    rows = [Row("a", "北", 9, 90, 0, 0, 0, 0), Row("b", "南", 2, 20, 0, 0, 0, 0),
            Row("c", "東", 7, 70, 0, 0, 0, 0)]  # fmt: skip

    told = told_rows(rows, {"b", "c"})

    assert [(row.key, row.label, row.delivered, row.people) for row in told] == [
        ("a", "北", 9, 90), (OTHER, "その他", 9, 90),
    ]  # fmt: skip


def test_a_centre_is_not_told_where_the_rest_of_its_area_is_small():
    """北 has 8 sessions: 6 in its centre would say that 2 were held elsewhere in 北."""
    area_of = {"1": "北", "2": "南"}

    assert _untold({"1": 6, "2": 9, "": 2}, {"北": 8, "南": 9}, area_of) == {"1", ""}
    assert _untold({"1": 6, "2": 9}, {"北": 6, "南": 9}, area_of) == set()
    assert _untold({"1": 6, "2": 9, "": 7}, {"北": 13, "南": 9}, area_of) == set()
