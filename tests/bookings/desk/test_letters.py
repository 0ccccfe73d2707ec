"""Letters of the keyboard: each means one thing on a page, and none ends a request."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from bookings.desk.bulk import DEEDS
from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, SESSION_STEPS
from bookings.desk.steps.letters import LETTERS
from bookings.status import RequestStatus
from tests.factories.bookings import make_request

EVERY_STEP = (*REQUEST_STEPS, *ASK_STEPS, *SESSION_STEPS)
EVERYWHERE = set("jkxpn/?*0123456789")


def test_no_letter_means_two_things():
    letters = list(LETTERS.values())

    assert sorted(set(letters)) == sorted(letters)
    assert not EVERYWHERE & set(letters)
    assert not EVERYWHERE & {deed.letter for deed in DEEDS}


def test_every_letter_belongs_to_a_step_and_none_to_an_end():
    assert set(LETTERS) - {step.name for step in EVERY_STEP} == set()
    assert [step.name for step in EVERY_STEP if step.stops and step.letter] == []


def test_a_letter_of_a_list_means_the_same_about_one_request():
    for deed in DEEDS:
        assert LETTERS.get(deed.name, deed.letter) == deed.letter


@pytest.mark.parametrize("status", [RequestStatus.SUBMITTED, RequestStatus.ASKING])
def test_the_page_of_a_request_names_the_letters_of_its_steps(office, town, status):
    row = make_request(town, status=status)

    page = BeautifulSoup(
        office.get(reverse("desk:request", args=[row.public_id])).content, "html.parser"
    )

    letters = {link["href"].split("/")[-2]: link["data-key"] for link in page.select("a[data-key]")}
    shown = {name: letter for name, letter in letters.items() if name in LETTERS}
    assert shown == {name: LETTERS[name] for name in shown}
    assert ("a" in shown.values()) == (status == RequestStatus.SUBMITTED)


def test_a_script_runs_behind_the_door_only(office, town, client):
    assert "script-src 'self'" in office.get("/desk/")["Content-Security-Policy"]
    assert "script-src" not in client.get("/results/")["Content-Security-Policy"]
    assert "<script" not in client.get("/results/").content.decode()


def test_who_switches_them_off_gets_no_script(office, town):
    assert "js/desk.js" in office.get("/desk/").content.decode()

    office.post("/desk/keys/", {"keys": "off"})
    off = office.get("/desk/").content.decode()
    office.post("/desk/keys/", {"keys": "on"})

    assert "<script" not in off
    assert "<dialog" not in off
    assert "js/desk.js" in office.get("/desk/").content.decode()
