"""The year's number: the same for the office and the public."""

import pytest
from django.test import Client

from accounts.models import User
from bookings import counting
from bookings.models import Indicator, IndicatorValue
from bookings.year import bar, chart, finding, month_rows
from tests.factories.bookings import make_request
from tests.factories.town import NOW, at


@pytest.fixture
def target(town):
    indicator = Indicator.objects.create(
        site=town.site, code="7", name="出前講座の実施回数", unit="回", computed=True
    )
    return IndicatorValue.objects.create(
        site=town.site, indicator=indicator, year=2026, kind="target", value=12
    )


def test_the_public_sees_the_number_of_the_office(office, town, target):
    make_request(town, status="closed")

    for page in (office.get("/desk/results/"), Client().get("/results/")):
        assert page.context["count"].delivered == 1
        assert "実施は1回で、目標の12回まで、あと11回です。" in page.content.decode()


def test_no_names_on_the_public_page(town):
    make_request(town, status="closed")

    page = Client().get("/results/").content.decode()

    assert "桜が丘" not in page
    assert "佐藤" not in page


def test_without_a_target_the_number_stands_alone(office, town):
    assert "実施は0回です。" in office.get("/desk/results/").content.decode()


@pytest.mark.parametrize("year", ["x", "", "9999", "１２", "-1", "2026"])
def test_a_nonsense_year_is_this_year(office, town, year):
    page = office.get("/desk/results/", {"year": year})

    assert (page.status_code, page.context["count"].year) == (200, 2026)


@pytest.mark.parametrize("year", ["0000", "9999", "２０２６"])
def test_a_nonsense_year_of_opinions_is_this_year(office, town, year):
    answer = office.get(f"/desk/opinions/?year={year}")
    assert (answer.status_code, answer.context["year"]) == (200, 2026)


def test_months_to_come_have_no_delivered_number(town, target):
    make_request(town, status="closed")
    make_request(town, status="confirmed", lecturers=False)

    rows = month_rows(counting.year_count(2026, at=NOW), at=at("2026-12-20 10:00"))

    by_month = {row.month: row for row in rows}
    assert [by_month[m].cumulative for m in (11, 12, 1)] == [0, 1, None]
    assert (by_month[3].expected, by_month[3].target) == (2, 12)


def test_a_target_that_is_reached_is_said(town, target):
    target.value = 1
    target.save()
    make_request(town, status="closed")

    assert finding(counting.year_count(2026, at=NOW)) == "実施は1回で、目標の1回にとどきました。"


@pytest.mark.parametrize("number", [1, 3])
def test_a_session_that_is_over_without_a_report_is_not_still_to_come(
    office, town, target, clock_at, number
):
    for _past in range(number):
        make_request(town, status="confirmed", lecturers=False)
    later = clock_at("2026-12-18 10:00")  # all of them were on the 17th

    count = counting.year_count(2026, at=later)
    rows = month_rows(count, at=later)

    assert (count.delivered, count.planned, count.unresolved) == (0, 0, number)
    assert [(row.planned, row.unresolved) for row in count.departments] == [(0, number)]
    assert rows[-1].expected == 0
    assert list(bar(count).wide.words()) == ["実施 0回", "目標 12回"]
    assert chart(count, rows).table.head == ("月", "目標 12", "実施 0")
    office.force_login(User.objects.get(is_superuser=False))  # the old session ended meanwhile
    page = office.get("/desk/results/").content.decode()
    assert "このあとの予定は0回です。" in page
    assert f"終わったのに報告がない講座が{number}回あります" in page
    assert f"報告を待っている講座が{number}回あります" in Client().get("/results/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_sessions_to_come_are_the_same_number_everywhere(office, town, target, number):
    for _ahead in range(number):
        make_request(town, status="confirmed", lecturers=False)

    count = counting.year_count(2026, at=NOW)
    rows = month_rows(count, at=NOW)

    assert (count.planned, count.unresolved) == (number, 0)
    assert rows[-1].expected == number
    assert list(bar(count).wide.words()) == [
        "実施 0回", f"このあとの予定 {number}回", "目標 12回",
    ]  # fmt: skip
    for page in (office.get("/desk/results/"), Client().get("/results/")):
        assert f"このあとの予定は{number}回です。" in page.content.decode()
