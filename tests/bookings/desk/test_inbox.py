"""The inbox: by due date, counts that add up, search without names in the address; query counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.desk import inbox
from bookings.models import Assignment, BookingRequest
from bookings.status import RequestStatus
from tests.factories.bookings import make_request
from tests.factories.town import NOW, GroupFacts, submitted

R = RequestStatus


def named(name: str) -> GroupFacts:
    return GroupFacts(
        name=name, contact_name="高橋 誠", phone="0000000003", notify_by="email",
        email="a@mail.example",
    )  # fmt: skip


def names(page) -> list[str]:
    return [row.request.group.name for row in page.context["rows"]]


def test_what_is_due_first_comes_first(office, town):
    submitted(town, group=named("あとの会"), moment=NOW + timedelta(hours=5))
    make_request(town, status=R.ASKING, group=named("期限のある会"))
    submitted(town, group=named("さきの会"))

    assert names(office.get("/desk/requests/")) == ["さきの会", "あとの会", "期限のある会"]


def test_what_waits_for_others_comes_after_what_the_office_must_do(office, town, clock_at):
    make_request(town, status=R.PROPOSING, group=named("団体の返事待ち"))
    make_request(town, status=R.NEEDS_CHANGE, group=named("団体の直し待ち"))
    make_request(town, status=R.ASKING, group=named("期限をすぎた会"))
    Assignment.objects.filter(request__status=R.ASKING).update(due_at=NOW - timedelta(days=1))
    make_request(town, status=R.ASKING, group=named("返事を待つ会"), moment=NOW)
    submitted(town, group=named("新しい会"), moment=NOW + timedelta(hours=2))

    assert names(office.get("/desk/requests/")) == [
        "期限をすぎた会", "新しい会", "返事を待つ会", "団体の返事待ち", "団体の直し待ち",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["さとう", "サトウ", "ｻﾄｳ", "さとう はなこ", "さとうはなこ"])
def test_a_contact_person_is_found_by_the_reading(office, town, words):
    group = named("桜が丘自治会")
    submitted(town, group=replace(group, contact_name="佐藤 花子", contact_kana="さとう はなこ"))
    submitted(town, group=replace(group, name="つくしの会", contact_kana="たかはし まこと"))

    office.post(reverse("desk:search"), {"words": words})

    assert names(office.get("/desk/requests/?found=1")) == ["桜が丘自治会"]


def test_counts_add_up(office, town):
    for status in (R.SUBMITTED, R.ASKING, R.PROPOSING, R.CONFIRMED, R.REFUSED):
        make_request(town, status=status)
    make_request(town, status=R.DRAFT)

    counts = {tab.key: tab.count for tab in office.get("/desk/requests/").context["tabs"]}

    assert counts["open"] == counts["submitted"] + counts["asking"] + counts["proposing"] == 3
    assert counts["all"] == counts["open"] + counts["confirmed"] + counts["ended"] == 5


@pytest.mark.parametrize("view", [view.key for view in inbox.VIEWS])
def test_each_view_shows_as_many_as_it_says(office, town, view):
    for status in R:
        make_request(town, status=status, lecturers=False)

    page = office.get("/desk/requests/", {"status": view})

    current = next(tab for tab in page.context["tabs"] if tab.current)
    assert (current.key, current.count) == (view, len(page.context["rows"]))


@pytest.mark.parametrize(
    "words", ["R8-0002", "ｒ８－０００２", "2", "つくし", "R8ー2", "R80002", "令和8-2", "r8 2"]
)
def test_finds_by_number_and_name(office, town, words):
    submitted(town, group=named("桜が丘自治会"))
    submitted(town, group=named("つくし会"))

    answer = office.post("/desk/requests/search/", {"words": words})

    assert answer["Location"] == "/desk/requests/?found=1"
    assert names(office.get(answer["Location"])) == ["つくし会"]


def test_finds_by_the_name_of_the_contact(office, town):
    submitted(town, group=named("つくし会"))

    office.post("/desk/requests/search/", {"words": "高橋"})

    assert names(office.get("/desk/requests/?found=1")) == ["つくし会"]


@pytest.mark.parametrize(
    "words",
    ["", "見つからない", "R99-999999", "R80", "S8-0099", "S999999999999", "9" * 99, "%", "'\"<"],
)
def test_searching_for_anything_is_no_error(office, town, words):
    submitted(town)

    answer = office.post("/desk/requests/search/", {"words": words}, follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query", ["status=nonsense", "matter=nonsense", "page=x", "page=999", "status=all&page=-1"]
)
def test_a_nonsense_address_is_no_error(office, town, query):
    assert office.get(f"/desk/requests/?{query}").status_code == 200


def test_thirty_on_a_page(office, town):
    for _n in range(31):
        submitted(town)

    assert len(office.get("/desk/requests/").context["rows"]) == 30
    assert len(office.get("/desk/requests/?status=open&page=2").context["rows"]) == 1


def queries(office, address: str) -> int:
    office.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert office.get(address).status_code == 200
    return len(seen)


def fill(town, times: int) -> None:
    for _n in range(times):
        make_request(town, status=R.SUBMITTED)
        make_request(town, status=R.ASKING)
        make_request(town, status=R.PROPOSING)
        make_request(town, status=R.CONFIRMED, lecturers=False)


@pytest.mark.parametrize("address", ["/desk/", "/desk/requests/?status=all", "/desk/results/"])
def test_thirty_cost_no_more_queries_than_one(office, town, clock_at, address, clerk):
    clock_at("2026-12-14 10:00")
    office.force_login(clerk)
    fill(town, 1)
    few = queries(office, address)

    fill(town, 7)

    assert queries(office, address) == few


def test_a_long_story_costs_no_more_queries_than_a_short_one(office, town):
    row = make_request(town, status=R.CONFIRMED)
    page = reverse("desk:request", args=[row.public_id])
    few = queries(office, page)
    for step in range(10):
        row.refresh_from_db()
        office.post(
            reverse("desk:request-step", args=[row.public_id, "add"]),
            {"version": row.version, "day": f"2026/12/{10 + step}", "starts": "15:00",
             "lecturers": [str(town.lecturers[0].pk)] if step % 2 else []},
        )  # fmt: skip
    assert row.sessions.count() == 11

    assert queries(office, page) == few
    assert Assignment.objects.count() == 1
    assert BookingRequest.objects.count() == 1
