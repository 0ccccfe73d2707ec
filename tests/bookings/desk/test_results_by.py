"""The year by every dimension: what the pages say, to whom, and that they add up."""

import random

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from bookings import counting
from bookings.counting import Dimension
from bookings.insight.findings import most_held
from bookings.insight.tables import OFFERED, of_years
from bookings.models import Area, PastFigure, PastImport, SurveyResponse
from lectures.roles import give_role
from tests.factories.bookings import make_request
from tests.factories.figures import Random
from tests.factories.town import NOW


def text_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text().split())


def some_town(town, *, sessions: int = 12) -> Random:
    some = Random(town, random.Random(6), numbers=100)
    for _one in range(sessions):
        some.session(some.request())
    return some


@pytest.mark.parametrize("dimension", [one.value for one in OFFERED])
def test_every_table_adds_up_to_the_number_of_the_year(office, town, dimension):
    some_town(town)
    number = counting.year_count(2026, at=NOW).delivered

    page = BeautifulSoup(office.get(f"/desk/results/by/{dimension}/").content, "html.parser")

    table = page.select_one("table.as-cards")
    shown = [int(row.select_one("td").get_text()) for row in table.select("tbody tr")]
    assert (sum(shown), int(table.select_one("tfoot td").get_text())) == (number, number)


def test_all_dimensions_but_the_whole_are_offered():
    assert set(OFFERED) == set(Dimension) - {Dimension.ALL}


def test_the_finding_stands_over_the_chart(office, town):
    make_request(town, status="closed")

    words = text_of(office, "/desk/results/by/department/")

    assert "いちばん多いのは防災課の1回で、全体（1回）の100%です。" in words
    assert "いちばん多いのは防災課の1回で" in text_of(office, "/desk/results/")


def test_an_empty_year_says_so(office, town):
    assert "この年度に実施した講座は、まだありません。" in text_of(
        office, "/desk/results/by/month/"
    )
    assert "中止も、延期したままの講座もありません。" in text_of(office, "/desk/results/by/reason/")


def test_areas_where_nothing_was_held_are_named_too_with_their_residents(office, town):
    town.centre.area = "北川"
    town.centre.save()
    Area.objects.create(site=town.site, name="北川", row=1, column=1, residents=5000)
    Area.objects.create(site=town.site, name="南", row=2, column=1, residents=8000)
    make_request(town, status="closed", centre_id=town.centre.pk, venue_name="", venue_address="")

    page = BeautifulSoup(office.get("/desk/results/by/area/").content, "html.parser")

    rows = [
        [cell.get_text() for cell in row.select("th, td")]
        for row in page.select("table.as-cards tbody tr")
    ]
    assert [(row[0], row[1], row[-2], row[-1]) for row in rows] == [
        ("北川", "1", "5000", "2.0"), ("南", "0", "8000", "0.0"),
    ]  # fmt: skip
    assert page.select_one(".chart-tiles") is not None


def questions(client, path: str) -> int:
    client.get(path)  # what is asked once is known by then
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


@pytest.mark.parametrize("by", ["department", "lecture", "area", "years"])
def test_as_many_questions_for_one_as_for_three(office, town, by):
    some = some_town(town, sessions=1)
    make_request(town, status="closed")
    first = questions(office, f"/desk/results/by/{by}/")
    for _one in range(3):
        some.session(some.request())

    assert questions(office, f"/desk/results/by/{by}/") == first


def test_few_answers_about_a_lecture_are_said_and_not_shown(office, town):
    session = make_request(town, status="closed").sessions.get()
    SurveyResponse.objects.create(
        site=town.site, session=session, understood=4, useful=4, at=NOW, way="web"
    )

    words = text_of(office, "/desk/results/by/lecture/")

    assert "3-07 わが家の防災マップづくり団体1答えが少ないので出しません" in words.replace(
        " ", ""
    ).replace("3-07わが家", "3-07 わが家")


def test_years_stand_side_by_side_and_a_break_is_said(office, town):
    make_request(town, status="closed")
    made = PastImport.objects.create(site=town.site, year=2025, version=1, unit="day", at=NOW)
    PastFigure.objects.create(
        site=town.site, imported=made, year=2025, dimension="total", sessions=9, unit="day"
    )

    words = text_of(office, "/desk/results/by/years/")

    now = "令和8年度は年度のとちゅうで、いままでの実施は1回です。"
    assert f"{now}前の年度とは数え方がちがいます。" in words
    assert "取りこみ" in words
    last = counting.series()[-1:]
    assert of_years(last, this_year=2026) == now
    assert of_years(last, this_year=2027) == "令和8年度の実施は1回です。"


def test_a_year_that_is_not_over_is_no_fall_from_the_whole_year_before(office, town):
    make_request(town, status="closed")
    made = PastImport.objects.create(site=town.site, year=2025, version=1, unit="session", at=NOW)
    PastFigure.objects.create(
        site=town.site, imported=made, year=2025, dimension="total", sessions=9, unit="session"
    )
    said = "令和8年度は年度のとちゅうで、いままでの実施は1回です。令和7年度は1年で9回でした。"

    for path, client in (("/desk/results/by/years/", office), ("/results/", Client())):
        words = text_of(client, path)
        assert said in words
        assert "少ないです" not in words
    fallen = "令和8年度の実施は1回で、令和7年度より8回少ないです。"
    assert of_years(counting.series(), this_year=2027) == fallen


def test_who_have_equally_many_are_named():
    def row(label: str) -> counting.Row:
        return counting.Row(label, label, 4, 80, 0, 0, 0, 0)

    three = [row("自治会・公民館など"), row("学校"), row("老人クラブ")]
    said = "いちばん多いのは自治会・公民館など、学校、老人クラブで、それぞれ4回です。"
    assert most_held(three) == said
    said = "いちばん多いのは4回で、同じ数のものが4あります。"
    assert most_held([*three, row("PTA")]) == said


def test_an_auditor_reads_and_a_department_does_not(town, site):
    for role, status in ((Role.AUDITOR, 200), (Role.DEPARTMENT, 403)):
        user = User.objects.create_user(f"{role}@city.example", "a-long-password")
        facts = {"department": town.department} if role == Role.DEPARTMENT else {}
        give_role(user, site=site, role=role, **facts)
        client = Client()
        client.force_login(user)
        assert client.get("/desk/results/by/month/").status_code == status


@pytest.mark.parametrize("name", ["all", "nobody", "x-y"])
def test_what_is_no_dimension_is_not_found(office, town, name):
    assert office.get(f"/desk/results/by/{name}/").status_code == 404
