"""Why a mail waits, told to every clerk in the clerk's own language."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings

from bookings.actions import receiving
from bookings.models import BookingRequest, WaitingReply
from tests.bookings.desk.waiting import decide, page_of, waiting
from tests.factories.replies import asked, reply
from tests.factories.town import NOW

LATE = "別日 12/18 20:30-21:30"
STRANGER = "someone@city.mikagami.example"


def why(office, row: WaitingReply, *, language: str = "en") -> str:
    office.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    page = BeautifulSoup(office.get(page_of(row)).content, "html.parser")
    return page.select_one(".notice-warn").get_text(" ")


@pytest.fixture
def too_late(ask) -> WaitingReply:
    """Proven and understood, but past the hours in which lecturers go out."""
    BookingRequest.objects.update(usable_from=None, usable_until=None)
    return waiting(LATE, ask)


def test_the_reason_is_stored_in_japanese_and_read_in_english(office, too_late):
    assert "9時から21時まで" in too_late.detail

    assert "12月18日（金） 20時30分〜21時30分：うかがえるのは9時から21時まで" in why(
        office, too_late, language="ja"
    )
    shown = why(office, too_late)
    assert "Fri 18 December 20:30–21:30" in shown
    assert "between 9:00 and 21:00" in shown
    assert "月" not in shown


def test_without_what_was_kept_an_english_reader_gets_the_japanese(office, too_late):
    WaitingReply.objects.update(sentence={})

    assert "9時から21時まで" in why(office, too_late)


def test_a_row_from_before_shows_its_stored_sentence(office, ask):
    row = waiting("たぶん大丈夫です", ask)
    WaitingReply.objects.update(sentence={}, detail="この予定は、もうありません。")

    assert "この予定は、もうありません。" in why(office, row, language="ja")
    assert "この予定" not in why(office, row)


def test_the_refusal_of_an_action_is_kept_with_its_names_and_times(office, town, ask):
    receiving.take(reply("承諾 10:00 田中", assignment=asked(town)).pk, at=NOW)
    row = waiting("承諾 10:00 田中", ask)

    shown = why(office, row)

    assert row.why == "clash"
    assert "田中 一郎" in shown
    assert "Thu 17 December 10:00–11:00" in shown


def test_a_clerk_who_reads_english_leaves_japanese_behind_for_the_others(office, ask):
    BookingRequest.objects.update(usable_from=None, usable_until=None)
    row = waiting(LATE, ask, sender=STRANGER)
    office.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"

    decide(office, row, "trust", name="中村")

    row.refresh_from_db()
    assert row.why == "rules"
    assert row.detail.startswith("12月18日（金） 20時30分〜21時30分")
    assert "18 December" not in why(office, row, language="ja")
