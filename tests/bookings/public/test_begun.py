"""A session that runs or is over: nothing is offered that would be refused, and nothing in office words."""

import pytest
from bs4 import BeautifulSoup

from bookings.models import DayPlan
from bookings.status import RequestStatus
from tests.factories.bookings import deliver, make_request

BEFORE, RUNS, OVER = "2026-12-17 09:59", "2026-12-17 10:00", "2026-12-17 11:00"  # 10 to 11


@pytest.fixture
def request_(citizen):
    return make_request(citizen.town, status=RequestStatus.CONFIRMED)


def offered(citizen, row) -> set[str]:
    html = BeautifulSoup(citizen.open_page(row).content, "html.parser")
    ways = ("withdraw/", "calendar/1/", "day/1/")
    links = {link["href"] for link in html.select("main a")}
    return {way for way in ways if f"/requests/{row.public_id}/{way}" in links}


@pytest.mark.parametrize(
    ("moment", "ways"),
    [
        (BEFORE, {"withdraw/", "calendar/1/", "day/1/"}),
        (RUNS, {"day/1/"}),  # with the telephone of who should have come
        (OVER, set()),
    ],
)
def test_only_what_can_still_be_done_is_offered(citizen, request_, clock_at, moment, ways) -> None:
    clock_at(moment)

    assert offered(citizen, request_) == ways


def test_a_stale_page_cannot_give_up_what_has_begun_and_says_so_plainly(
    citizen, request_, clock_at
) -> None:
    citizen.open_page(request_, "withdraw/")
    clock_at(RUNS)

    url = f"/requests/{request_.public_id}/withdraw/"
    page = citizen.client.post(url, {"words": "雨のため"}).content.decode()

    assert "ここからは取りやめられません" in page
    assert "電話で知らせてください" in page
    assert "雨のため" in page
    assert "その回の報告か中止" not in page
    request_.refresh_from_db()
    assert request_.status == RequestStatus.CONFIRMED


def test_without_the_look_at_the_clock_the_group_would_read_office_words(
    citizen, request_, clock_at, monkeypatch
) -> None:
    """The twin: what the page looks for."""
    clock_at(RUNS)
    citizen.open_page(request_)
    monkeypatch.setattr("bookings.public.withdraw.has_begun", lambda sessions, at: False)

    page = citizen.client.post(f"/requests/{request_.public_id}/withdraw/", {"words": ""})

    assert "その回の報告か中止" in page.content.decode()


def test_a_stale_page_writes_no_plan_for_what_is_over(citizen, request_, clock_at) -> None:
    citizen.open_page(request_, "day/1/")
    clock_at(OVER)
    url = f"/requests/{request_.public_id}/day/1/"

    page = citizen.client.post(url, {"parking": "公民館の裏", "version": "0"})

    assert page.status_code == 422
    assert "この回は、もう終わったか、日にちが変わりました" in page.content.decode()
    assert "公民館の裏" in page.content.decode()
    assert not DayPlan.objects.exists()
    assert citizen.client.get(url)["Location"] == f"/requests/{request_.public_id}/"


def test_another_language_on_a_page_of_what_is_over_is_no_accident(citizen, request_, clock_at):
    citizen.open_page(request_, "day/1/")
    clock_at(OVER)

    url = f"/requests/{request_.public_id}/day/1/"
    page = citizen.client.post(url, {"people": "23", "language": "en"})

    assert page.status_code == 200
    assert 'lang="en"' in page.content.decode()


def test_the_links_of_a_session_that_was_held_lead_back_to_the_page(citizen, request_, clock_at):
    clock_at(OVER)
    deliver(request_.sessions.get())

    for path in ("day/1/", "calendar/1/"):
        response = citizen.open_page(request_, path)
        assert response["Location"] == f"/requests/{request_.public_id}/"
