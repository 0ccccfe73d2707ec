"""The page on which the office enters the year's targets."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import SiteRole, User
from bookings import counting
from bookings.actions import aiming
from bookings.models import IndicatorChange, IndicatorValue
from lectures.models import Centre
from tests.factories.town import NOW, make_department

PATH = "/desk/results/targets/"
SOURCE = "令和8年度 第1回本部会議の議事録"


def boxes(client, year="2026", **query):
    """What a browser would send back of the page as it is."""
    page = BeautifulSoup(client.get(PATH, {"year": year, **query}).content, "html.parser")
    form = page.select_one("#work form")
    return {box["name"]: box.get("value", "") for box in form.select("input[name]")}


def put(client, year="2026", **typed):
    sent = {**boxes(client, year), "source": SOURCE}
    sent |= {f"target-{key}": value for key, value in typed.items()}
    return client.post(f"{PATH}?year={year}", sent)


def standing(year=2026):
    rows = IndicatorValue.objects.filter(kind="target", year=year).order_by("pk")
    return {str(row.department or row.centre or "全体"): int(row.value) for row in rows}


def test_the_office_enters_targets_in_any_width(office, town):
    keys = {"town": "１００", f"d{town.department.pk}": "３０回", f"c{town.centre.pk}": "1,2"}
    keys[f"c{town.centre.pk}"] = "１２"

    answer = put(office, **keys)

    assert (answer.status_code, answer["Location"]) == (302, f"{PATH}?year=2026")
    assert standing() == {"全体": 100, "防災課": 30, "北川地域交流センター": 12}
    page = office.get(PATH).content.decode()
    assert "課の目標を合わせると30回で、全体の目標100回より70回少ないです。" in page
    assert SOURCE in page
    assert counting.year_count(2026, at=NOW).target == 100


def test_who_typed_what_stays(office, town, clerk):
    put(office, town="100")
    put(office, town="１１０")
    put(office, town="")

    changes = IndicatorChange.objects.order_by("pk").values_list("was", "value", "by", "source")
    assert list(changes) == [
        (None, 100, clerk.pk, SOURCE), (100, 110, clerk.pk, SOURCE), (110, None, clerk.pk, SOURCE),
    ]  # fmt: skip
    assert standing() == {}
    shown = BeautifulSoup(office.get(PATH).content, "html.parser").select(".timeline li b")
    assert [line.get_text() for line in shown] == [
        "全体：110 → なし", "全体：100 → 110", "全体：なし → 100",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("たくさん", "目標は、回数を数字で入れてください。例：12"),
        ("-3", "目標は、回数を数字で入れてください。例：12"),
        ("12.5", "目標は、回数を数字で入れてください。例：12"),
        ("100000", "目標が大きすぎます。確かめてください。"),
    ],
)
def test_what_is_no_number_is_said_and_stays_in_its_box(office, town, typed, sentence):
    answer = put(office, town=typed)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("#id_target-town")["value"] == typed
    assert sentence in page.select_one(".error-summary").get_text()
    assert standing() == {}


def test_a_target_needs_its_source(office, town):
    answer = office.post(f"{PATH}?year=2026", {**boxes(office), "target-town": "100"})

    assert answer.status_code == 422
    assert "目標がどこで決まったかを書いてください。" in answer.content.decode()
    assert standing() == {}


def test_nothing_changed_is_no_change(office, town):
    put(office, town="100")
    put(office)

    assert IndicatorChange.objects.count() == 1


def test_two_at_once_do_not_overwrite_each_other(office, town):
    sent = {**boxes(office), "source": SOURCE, "target-town": "100"}
    put(office, town="90")

    answer = office.post(f"{PATH}?year=2026", sent)

    assert answer.status_code == 422
    assert "「全体」の目標は、ほかの人が先に直しました。" in answer.content.decode()
    assert standing() == {"全体": 90}


def test_without_the_look_at_what_stands_the_first_would_be_lost(office, town, monkeypatch):
    """The twin."""
    sent = {**boxes(office), "source": SOURCE, "target-town": "100"}
    put(office, town="90")
    monkeypatch.setattr(aiming, "_whole", lambda rows: None)

    office.post(f"{PATH}?year=2026", sent)

    assert standing() == {"全体": 100}


def test_other_lines_of_two_at_once_are_both_kept(office, town):
    sent = {**boxes(office), "source": SOURCE, f"target-c{town.centre.pk}": "12"}
    put(office, town="90")

    office.post(f"{PATH}?year=2026", sent)

    assert standing() == {"全体": 90, "北川地域交流センター": 12}


def test_last_years_targets_are_offered_and_kept_only_by_the_button(office, town):
    put(office, "2025", town="80")

    assert boxes(office)["target-town"] == ""
    copied = boxes(office, copy="1")
    assert (copied["target-town"], standing()) == ("80", {})
    office.post(f"{PATH}?year=2026", {**copied, "source": SOURCE})
    assert standing() == {"全体": 80}


def test_a_department_of_today_stands_with_what_it_took_over(office, town):
    new = make_department(town.site, code="0306", name="危機管理課", email="kiki@city.example")
    put(office, **{f"d{town.department.pk}": "30", f"d{new.pk}": "5"})
    town.department.ends_on = NOW.date().replace(day=1)
    town.department.successor = new
    town.department.save()

    assert boxes(office)[f"target-d{new.pk}"] == "35"
    assert f"target-d{town.department.pk}" not in boxes(office)
    put(office, **{f"d{new.pk}": "40"})

    assert standing() == {"危機管理課": 40}
    assert [row.target for row in counting.year_count(2026, at=NOW).departments] == [40]


def test_an_auditor_reads_and_changes_nothing(town, office):
    put(office, town="100")
    user = User.objects.create_user("kansa@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=town.site, user=user, role=SiteRole.Role.AUDITOR)
    auditor = Client()
    auditor.force_login(user)

    page = BeautifulSoup(auditor.get(PATH).content, "html.parser")

    table = page.select_one("#work table")
    assert table.select_one("tbody tr").get_text(" ", strip=True) == f"全体 出典：{SOURCE} 100"
    assert not page.select("#work form[action^='/desk/results'], #work input")
    assert auditor.post(f"{PATH}?year=2026", {"target-town": "1"}).status_code == 403
    assert standing() == {"全体": 100}


@pytest.mark.parametrize("year", ["x", "", "1999", "２０２６", "9999"])
def test_a_nonsense_year_is_this_year(office, town, year):
    assert office.get(PATH, {"year": year}).context["year"] == 2026


def test_the_page_asks_the_same_number_of_questions_for_one_line_and_three(office, town):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            office.get(PATH)
        return len(asked)

    put(office, town="9")
    one = questions()
    for number in range(2):
        Centre.objects.create(site=town.site, code=f"1{number}", name=f"第{number}", address="市内")
        make_department(town.site, code=f"09{number}", name=f"第{number}課", email="a@city.example")
    put(office, town="10")

    assert questions() == one
