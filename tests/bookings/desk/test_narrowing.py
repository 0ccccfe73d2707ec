"""The inbox narrowed and ordered: what each filter shows, what its chip takes off, what tabs count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from bookings.desk import dimensions, ordering
from bookings.models import Assignment, BookingRequest
from bookings.rules import Wish
from bookings.status import RequestStatus, Way
from lectures.models import Category, Lecture
from tests.bookings.desk.test_inbox import named, names
from tests.factories.bookings import make_request
from tests.factories.town import NOW, Town, make_department, submitted

R = RequestStatus
EVERY_KEY = [row.key for row in dimensions.DIMENSIONS]


@pytest.fixture
def other_lecture(town) -> Town:
    """The same town, asked for a lecture of another department and category."""
    department = make_department(town.site, code="0409", name="環境課", email="k@city.example")
    lecture = Lecture.objects.create(
        site=town.site, fiscal_year=town.lecture.fiscal_year, number="10-01", minutes=60,
        title="ごみの分け方", department=department,
        category=Category.objects.create(site=town.site, name="くらし"),
    )  # fmt: skip
    return replace(town, lecture=lecture, department=department)


def shown(office, query: str) -> list[str]:
    return names(office.get(f"/desk/requests/?{query}"))


def test_by_department_finds_whom_the_table_names(office, town, other_lecture):
    submitted(town, group=named("防災の会"))
    make_request(other_lecture, status=R.ASKING, group=named("ごみの会"))

    assert shown(office, "department=0305") == ["防災の会"]
    assert shown(office, "department=0409") == ["ごみの会"]


def test_by_department_follows_the_ask_and_not_the_lecture(office, town, other_lecture):
    asked = make_request(town, status=R.ASKING, group=named("移った会"))
    Assignment.objects.filter(request=asked).update(department=other_lecture.department)

    assert shown(office, "department=0305") == []
    assert shown(office, "department=0409") == ["移った会"]


def test_by_category(office, town, other_lecture):
    submitted(town, group=named("防災の会"))
    submitted(other_lecture, group=named("ごみの会"))

    assert shown(office, f"category={other_lecture.lecture.category_id}") == ["ごみの会"]


def test_by_centre(office, town):
    submitted(town, group=named("センターの会"), centre_id=town.centre.pk, venue_name="")
    submitted(town, group=named("公民館の会"))

    assert shown(office, "centre=01") == ["センターの会"]


def test_by_way(office, town):
    submitted(town, group=named("ウェブの会"))
    phoned = submitted(town, group=named("電話の会"))
    BookingRequest.objects.filter(pk=phoned.pk).update(way=Way.PHONE)

    assert shown(office, "way=phone") == ["電話の会"]


def test_by_month_looks_at_the_fixed_date_and_else_at_the_wishes(office, town):
    make_request(town, status=R.CONFIRMED, group=named("12月に決まった会"))
    wishes = (Wish(date(2027, 1, 14), "morning"),)
    submitted(town, group=named("1月を希望の会"), wishes=wishes)

    assert shown(office, "status=all&month=2026-12") == ["12月に決まった会"]
    assert shown(office, "status=all&month=2027-01") == ["1月を希望の会"]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("late", ["すぎた会"]),
        ("today", ["今日の会"]),
        ("week", ["今日の会", "あさっての会"]),
        ("open", ["すぎた会", "今日の会", "あさっての会"]),
    ],
)
def test_by_due_date(office, town, due, expected):
    hours = {"すぎた会": -1, "今日の会": 3, "あさっての会": 48}
    submitted(town, group=named("まだ頼んでいない会"))
    for name, hour in hours.items():
        asked = make_request(town, status=R.ASKING, group=named(name), moment=NOW)
        Assignment.objects.filter(request=asked).update(due_at=NOW + timedelta(hours=hour))

    assert shown(office, f"due={due}") == expected


@pytest.mark.parametrize("key", [*EVERY_KEY, "sort", "status", "matter"])
@pytest.mark.parametrize("typed", ["nonsense", "-", "99999999999999999999", "%00", "2026-13"])
def test_nonsense_narrows_nothing(office, town, key, typed):
    submitted(town, group=named("どれでもない会"))

    assert shown(office, f"{key}={typed}") == ["どれでもない会"]


def test_filters_add_up_and_tabs_count_within_them(office, town, other_lecture):
    make_request(town, status=R.ASKING)
    make_request(town, status=R.CONFIRMED)
    make_request(other_lecture, status=R.ASKING)

    page = office.get("/desk/requests/?status=asking&department=0305")

    counts = {tab.key: tab.count for tab in page.context["tabs"]}
    assert len(page.context["rows"]) == counts["asking"] == 1
    assert (counts["all"], counts["confirmed"]) == (2, 1)
    for tab in page.context["tabs"]:
        rows = office.get(f"/desk/requests/{tab.href}").context["page"].paginator.count
        assert (tab.key, rows) == (tab.key, tab.count)


def test_each_chip_takes_off_one_thing(office, town, other_lecture):
    make_request(town, status=R.ASKING, group=named("防災・照会中"))
    make_request(other_lecture, status=R.ASKING, group=named("環境・照会中"))
    make_request(town, status=R.CONFIRMED, group=named("防災・決定"))
    page = office.get("/desk/requests/?status=asking&department=0305&way=web")

    chips = {str(chip.words): chip.href for chip in page.context["chips"]}

    assert list(chips) == ["担当課照会中", "防災課", "ウェブ"]
    assert sorted(shown(office, chips["防災課"][1:])) == ["環境・照会中", "防災・照会中"]
    assert sorted(shown(office, chips["担当課照会中"][1:])) == ["防災・決定", "防災・照会中"]


def test_a_search_is_narrowed_too_and_its_words_are_a_chip(office, town):
    submitted(town, group=named("桜の会"))
    make_request(town, status=R.CONFIRMED, group=named("桜の友"))
    office.post("/desk/requests/search/", {"words": "桜"})

    page = office.get("/desk/requests/?found=1")

    assert sorted(names(page)) == ["桜の会", "桜の友"]
    assert [chip.words for chip in page.context["chips"]] == ["桜"]
    assert shown(office, "found=1&status=confirmed") == ["桜の友"]
    assert "桜" not in page.wsgi_request.get_full_path()
    assert all("桜" not in tab.href for tab in page.context["tabs"])


@pytest.mark.parametrize("column", [column.key for column in ordering.COLUMNS])
def test_every_heading_orders_both_ways(office, town, other_lecture, column):
    for number in range(3):
        make_request(town, status=R.ASKING, group=named(f"{number}の会"))
    make_request(other_lecture, status=R.CONFIRMED, group=named("ごみの会"), lecturers=False)
    make_request(town, group=named("うけつけの会"))

    there = shown(office, f"status=all&sort={column}")
    back = shown(office, f"status=all&sort=-{column}")

    assert sorted(there) == sorted(back)
    assert len(there) == 5
    assert there != back


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("number", "3-07の会"), ("-number", "10-01の会"), ("lecture", "3-07の会"),
        ("-lecture", "10-01の会"), ("department", "3-07の会"), ("status", "10-01の会"),
        ("-when", "10-01の会"),
    ],
)  # fmt: skip
def test_each_heading_orders_by_what_it_says(office, town, other_lecture, sort, first):
    make_request(town, status=R.CONFIRMED, group=named("3-07の会"))
    later = (Wish(date(2026, 12, 18), "morning"),)
    submitted(other_lecture, group=named("10-01の会"), wishes=later)

    assert shown(office, f"status=all&sort={sort}")[0] == first


def test_the_heading_that_orders_says_so_and_turns_round(office, town):
    submitted(town)

    page = BeautifulSoup(office.get("/desk/requests/?sort=group").content, "html.parser")

    heading = page.select_one("th[aria-sort]")
    assert (heading["aria-sort"], heading.get_text()) == ("ascending", "団体")
    assert "sort=-group" in heading.a["href"]


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("０２７７－１２", "電話の会"), ("0277-12-3456", "電話の会"), ("(0277) 12 3456", "電話の会"),
        ("3456", "電話の会"), ("北川地域", "センターの会"), ("ＰＴＡ", "東小ＰＴＡ"), ("pta", "東小ＰＴＡ"),
        ("防災マップ センターの会", "センターの会"), ("代表　太郎", "電話の会"), ("西町2丁目", "東小ＰＴＡ"),
    ],
)  # fmt: skip
def test_what_else_is_found(office, town, words, finds):
    phoned = replace(named("電話の会"), phone="0277123456", representative="代表 太郎")
    submitted(town, group=phoned)
    submitted(town, group=named("センターの会"), centre_id=town.centre.pk, venue_name="")
    submitted(town, group=named("東小ＰＴＡ"), venue_address="みかがみ市西町2丁目")

    office.post("/desk/requests/search/", {"words": words})

    assert shown(office, "found=1") == [finds]
