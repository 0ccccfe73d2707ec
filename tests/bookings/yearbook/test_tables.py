"""The tables of a year: they add up to its number, and are kept unchanged."""

import json

import pytest

from accounts.snapshot import snapshot
from bookings import counting
from bookings.models import Indicator, IndicatorValue
from bookings.yearbook import Table, tables_of
from tests.factories.town import NOW


def by_key(year=2026):
    return {table.key: table for table in tables_of(year, at=NOW)}


def test_every_table_adds_up_to_the_years_number(some):
    count = counting.year_count(2026, at=NOW)
    wanted = (count.delivered, count.people, count.planned, count.unresolved)

    tables = [table for table in by_key().values() if "実施" in table.headings and table.total]

    assert len(tables) == 13
    for table in tables:
        assert table.rows[-1][1:5] == wanted, table.key
        for place in range(1, 7):
            assert sum(row[place] for row in table.rows[:-1]) == table.rows[-1][place]
    assert dict(by_key()["year"].rows)["実施した回数"] == count.delivered > 0


def test_reasons_and_requests_have_sums_of_their_own(some):
    count, tables = counting.year_count(2026, at=NOW), by_key()

    assert tables["reason"].rows[-1][1:] == (count.cancelled, count.postponed)
    assert tables["requests"].rows == (("決定", some.numbers), ("合計", some.numbers))


def test_a_year_has_all_its_months_even_the_empty_ones(some):
    assert [row[0] for row in by_key(2020)["month"].rows] == [
        *(f"{month}月" for month in counting.MONTHS),
        "合計",
    ]


def test_the_target_of_a_department_that_held_nothing_is_shown(some):
    indicator = Indicator.objects.create(
        site=some.town.site, code="7", name="実施回数", unit="回", computed=True
    )
    IndicatorValue.objects.create(
        site=some.town.site, indicator=indicator, year=2020, kind="target", value=9,
        department=some.town.department,
    )  # fmt: skip

    assert by_key(2020)["department"].rows == (
        ("防災課", 0, 0, 0, 0, 0, 0, 9),
        ("合計", 0, 0, 0, 0, 0, 0, None),
    )


def test_tables_come_back_from_json_unchanged(some):
    tables = tables_of(2026, at=NOW)

    kept = json.loads(json.dumps([table.as_data() for table in tables]))

    assert [Table.of_data(one) for one in kept] == tables


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_snapshot_within_a_snapshot_is_the_same_one():
    with snapshot(), snapshot():
        assert Indicator._base_manager.count() == 0
    with snapshot():
        assert Indicator._base_manager.count() == 0
