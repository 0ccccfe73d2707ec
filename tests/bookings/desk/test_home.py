"""The first page of the desk: the year against its target, what departments owe, and its weight."""

import gzip
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings

from bookings import counting
from bookings.desk import answer_times
from bookings.models import Assignment, IndicatorValue
from bookings.status import RequestStatus
from lectures.reorganising import Change, Fate, reorganise
from tests.bookings.desk.test_inbox import fill
from tests.factories.bookings import make_request
from tests.factories.town import NOW, at, make_department

R = RequestStatus


def asked(town, *, due: int, answered: int | None = None) -> Assignment:
    """Due, or answered, so many days after it was asked."""
    ask = make_request(town, status=R.ASKING, moment=NOW).assignments.get()
    Assignment.objects.filter(pk=ask.pk).update(
        asked_at=NOW, due_at=NOW + timedelta(days=due),
        answered_at=None if answered is None else NOW + timedelta(days=answered),
    )  # fmt: skip
    return ask


def test_departments_with_what_they_owe_and_how_long_they_took(town):
    for days in (1, 2, 9):
        ask = asked(town, due=10, answered=days)
        Assignment.objects.filter(pk=ask.pk).update(state="declined")
    asked(town, due=10)
    asked(town, due=-1)

    rows = answer_times.by_department(at=NOW)

    assert [(row.department.name, row.waiting, row.late, row.days) for row in rows] == [
        ("防災課", 2, 1, 2)
    ]


def test_a_successor_stands_with_what_it_took_over(town, site):
    asked(town, due=10)
    heir = make_department(site, code="0409", name="危機管理課", email="k@city.example")
    change = Change(Fate.MERGE, town.department.code, successor=heir.code)
    reorganise([change], day=date(2026, 11, 23), today=NOW.date())

    rows = answer_times.by_department(at=at("2026-11-24 10:00"))

    assert [(row.department.name, row.waiting) for row in rows] == [("危機管理課", 1)]


def test_the_number_of_those_it_owes_leads_to_them(office, town):
    asked(town, due=-1)
    page = BeautifulSoup(office.get("/desk/").content, "html.parser")

    link = page.select_one("[aria-labelledby=answers] th a")

    rows = office.get(link["href"]).context["rows"]
    assert [row.departments for row in rows] == ["防災課"]


def test_the_curve_shows_what_was_delivered_what_is_planned_and_the_target(office, town):
    indicator = counting.sessions_indicator(town.site.pk)
    IndicatorValue.objects.create(
        site=town.site, indicator=indicator, kind=IndicatorValue.Kind.TARGET, year=2026,
        value=Decimal(12),
    )  # fmt: skip
    make_request(town, status=R.CONFIRMED)

    page = BeautifulSoup(office.get("/desk/").content, "html.parser")

    drawing = page.select_one("figure.chart-lines svg.wide")
    assert [line["class"] for line in drawing.select("polyline[class$=-line]")] == [
        ["target-line"], ["planned-line"], ["done-line"],
    ]  # fmt: skip
    words = page.select_one("[aria-labelledby=year]").get_text()
    assert "11月の目やす8回まで、あと8回です。予定どおりでも、8回たりません。" in words


def test_it_weighs_thirty_kilobytes_at_most(office, town, clock_at):
    fill(town, 8)
    clock_at("2026-12-14 10:00")
    page = office.get("/desk/")
    static = Path(settings.BASE_DIR) / "static"
    sheet, script = (static / "css/okigaru.css"), (static / "js/desk.js")

    whole = sum(len(gzip.compress(one)) for one in (page.content, sheet.read_bytes()))

    assert whole <= 30_000
    assert len(script.read_bytes()) <= 5_000
