"""What is pressed inside a page leaves its reader where the button was, or at what is wrong."""

import pytest
from bs4 import BeautifulSoup

from bookings.actions import postponing
from bookings.status import RequestStatus
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW

PATHS = {
    "move/": RequestStatus.SUBMITTED,
    "move/1/": RequestStatus.CONFIRMED,
    "postpone/1/": RequestStatus.CONFIRMED,
    "days/1/": RequestStatus.CONFIRMED,
}
FULL = {f"wish{rank}_day": f"2026-12-{day}" for rank, day in ((1, 17), (2, 18), (3, 22))}


@pytest.fixture(params=PATHS)
def pressed(request, citizen):
    """Presses on the page of one of the ways to other days; gives what it then shows."""
    row = make_request(citizen.town, status=PATHS[request.param])
    if request.param == "days/1/":
        session = row.sessions.get()
        postponing.postpone(session_id=session.pk, wishes=(), seen=row.version, by=GROUP, at=NOW)
    assert citizen.open_page(row, request.param).status_code == 200

    def press(**typed: str) -> BeautifulSoup:
        page = citizen.client.post(f"/requests/{row.public_id}/{request.param}", typed)
        return BeautifulSoup(page.content, "html.parser")

    return press


def around(html: BeautifulSoup) -> str:
    """What the address #here, to which the form goes, stands in: its id, or what it stands before."""
    assert html.select_one("form#typed")["action"].endswith("/#here")
    here = html.select("#here")
    assert len(here) == 1
    summary = here[0].find_next_sibling(class_="error-summary")
    return "error-summary" if summary else here[0].parent["id"]


@pytest.mark.parametrize("button", [{"month": "2027-01"}, {"look": "1", "place": "same"}])
def test_another_month_and_another_place_stay_at_the_calendar(pressed, button) -> None:
    assert around(pressed(**button)) == "calendar"


def test_a_day_leads_to_the_wish_that_it_filled(pressed) -> None:
    assert around(pressed(day="2026-12-22")) == "wish-1"
    assert around(pressed(wish1_day="2026-12-22", day="2026-12-24")) == "wish-2"
    assert around(pressed(wish1_day="2026-12-22", wish2_day="2026-12-24", remove="2")) == "wish-1"


def test_a_day_that_cannot_be_leads_to_what_is_wrong(pressed) -> None:
    assert around(pressed(add="1", typed_day="2026-11-01")) == "error-summary"


def test_a_fourth_day_is_refused_in_words(pressed) -> None:
    page = pressed(**FULL, day="2026-12-24")

    assert around(page) == "error-summary"
    assert "第3希望まで入っています" in page.select_one(".error-summary").text


def test_after_a_mistake_the_month_of_the_chosen_day_stays(citizen) -> None:
    citizen.start()
    citizen.fill("who")

    typed = {"wish1_day": "2027-02-10", "wish1_part": "", "shown": "2027-02"}
    page = citizen.post("when", **typed, next="1")

    assert page.context["month"].value == "2027-02"
    assert page.context["links"]
