"""What visitors see of the year's turn: this year's version, and which menu takes the days of April."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from bookings.actions import submitting
from bookings.models import BookingRequest
from cms import tasks
from cms.rollover import answering, deciding
from cms.rollover.answering import By, Said, seen_of
from cms.rollover.models import MenuEntry
from lectures.models import FiscalYear, LecturePage
from tests.factories.rollover import JANUARY, asked, menu_town

WHO = {"kind": "residents", "name": "桜が丘自治会", "people": "25"}


@pytest.fixture
def made(site, clock_at):
    """Lecture 0 goes on under another name, lecture 1 stopped; the new menu is public."""
    clock_at(JANUARY)
    made = menu_town(site, lectures=2, departments=1)
    rollover = asked(made)
    said = [Said("changed", facts={"title": "新しい名前"}), Said("stopped", reason="担当がいない")]
    for number, words in enumerate(said):
        entry = MenuEntry.objects.get(continues__title=f"講座その{number}")
        answering.answer(entry_id=entry.pk, seen=seen_of(entry), said=words, by=By(), at=JANUARY)
        if number == 0:
            entry = MenuEntry.objects.get(pk=entry.pk)
            deciding.decide(entry_id=entry.pk, seen=seen_of(entry), verdict="accepted")
    deciding.publish(rollover.pk, on=JANUARY.date(), by=None, today=JANUARY.date(), at=JANUARY)
    tasks.carry_rollovers()
    return made


def main_of(client, page) -> BeautifulSoup:
    answer = client.get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def new_page() -> LecturePage:
    return LecturePage.objects.get(title="新しい名前")


def test_in_march_both_versions_can_be_asked_for(made, client, clock_at):
    clock_at("2027-03-10 10:00")

    main = main_of(client, made.pages[0])

    assert main.select_one("#following a")["href"] == new_page().url
    buttons = [link["href"] for link in main.select("a.button")]
    assert buttons == [f"/apply/{made.pages[0].lecture.public_id}/"]


def test_after_the_year_the_button_leads_to_this_years_version(made, client, clock_at):
    clock_at("2027-04-02 10:00")

    main = main_of(client, made.pages[0])

    buttons = [link["href"] for link in main.select("a.button")]
    assert buttons == [f"/apply/{new_page().lecture.public_id}/"]
    assert "この年度は終わりました" in main.get_text()


def test_a_lecture_that_stopped_says_so_and_leads_to_the_menu(made, client, clock_at):
    clock_at("2027-04-02 10:00")

    main = main_of(client, made.pages[1])

    assert "令和9年度（2027年度）はありません" in main.get_text()
    assert main.select_one("#following a")["href"] == new_page().get_parent().url
    assert main.select("a.button") == []


def test_the_earliest_day_of_the_new_menu_is_in_its_year(made, client, clock_at):
    clock_at("2027-02-10 10:00")

    assert "4月1日" in main_of(client, new_page()).select_one("#apply ~ p, .key p").get_text()


def test_this_years_first_day_ends_with_the_menu(made, client, clock_at):
    FiscalYear.objects.filter(year=2026).update(next_menu_from=date(2027, 3, 1))
    clock_at("2027-03-25 10:00")

    assert "いちばん早い日" not in main_of(client, made.pages[0]).get_text()


def test_a_march_wish_for_june_goes_over_with_all_that_was_typed(made, client, clock_at):
    """The office has decided that the new menu takes the days of April from 1 March on."""
    FiscalYear.objects.filter(year=2026).update(next_menu_from=date(2027, 3, 1))
    moment = clock_at("2027-03-10 10:00")
    lecture = made.pages[0].lecture
    draft, when = begun(client, lecture, moment=moment)

    client.post(when, {"typed_day": "2027-06-10", "add": "1"})
    draft.refresh_from_db()
    assert draft.typed["when"]["refused_day"] == "2027-06-10"
    client.post(when, {"menu": "next"})
    client.post(when, {"typed_day": "2027-06-10", "add": "1"})

    draft.refresh_from_db()
    assert draft.lecture == new_page().lecture
    assert "refused_day" not in draft.typed["when"]
    assert draft.typed["who"] == WHO


def test_until_that_day_this_years_menu_takes_it(made, client, clock_at):
    FiscalYear.objects.filter(year=2026).update(next_menu_from=date(2027, 3, 20))
    moment = clock_at("2027-03-10 10:00")
    lecture = made.pages[0].lecture
    draft, when = begun(client, lecture, moment=moment)

    client.post(when, {"typed_day": "2027-06-10", "add": "1"})
    client.post(when, {"menu": "next"})

    draft.refresh_from_db()
    assert draft.lecture == lecture
    assert "refused_day" not in draft.typed["when"]


def begun(client, lecture, *, moment):
    """A draft that this browser holds, with its first page answered."""
    client.post(f"/apply/{lecture.public_id}/")
    draft = BookingRequest.objects.get()
    submitting.keep_typed(request_id=draft.pk, step="who", typed=WHO, at=moment)
    draft.refresh_from_db()
    return draft, f"/apply/{draft.public_id}/when/"
