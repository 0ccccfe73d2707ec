"""What a waiting mail says beside its answer, and what it leaves out because we had asked for it."""

from datetime import date, time

import pytest
from django.urls import reverse

from bookings.actions import receiving
from bookings.models import Answer, Assignment
from bookings.rules import Wish
from bookings.status import AssignmentState, Verb
from tests.bookings.desk.waiting import decide, page_of, waiting
from tests.factories.replies import asked, reply
from tests.factories.town import NOW

PARKING = "承諾しますが、駐車場は使えますか。"
WISHES = (
    Wish(date(2026, 12, 17), "", time(10), time(11)),
    Wish(date(2026, 12, 24), "afternoon"),
)


def form_of(office, row, name: str):
    found = office.get(page_of(row)).context["decisions"]
    return next(one["form"] for one in found if one["decision"].name == name)


def test_a_question_beside_an_acceptance_is_offered_as_a_note(office, ask):
    row = waiting(PARKING, ask)

    assert form_of(office, row, "accept").initial["words"] == PARKING


def test_the_note_stands_in_the_history_with_a_way_to_the_mail(office, ask):
    row = waiting(PARKING, ask)

    decide(office, row, "accept", which="asked", words="駐車場は使えますか。")

    page = office.get(reverse("desk:request", args=[ask.request.public_id]))
    notes = [one["note"] for one in page.context["events"] if one["row"].verb == Verb.MESSAGE]
    assert notes == ["駐車場は使えますか。"]
    assert reverse("desk:mail-in", args=[row.inbound.public_id]) in page.content.decode()
    ask.refresh_from_db()
    assert (ask.state, Answer.objects.get().words) == (AssignmentState.ACCEPTED, "")


def test_a_plain_acceptance_needs_no_note(office, ask):
    row = waiting("承諾", ask, results="")

    assert "words" not in form_of(office, row, "accept").initial


def test_why_it_waits_is_told_in_the_language_of_the_page(office, ask):
    row = waiting(PARKING, ask)

    japanese = office.get(page_of(row)).context["why_not"]
    office.cookies["django_language"] = "en"
    english = office.get(page_of(row)).context["why_not"]

    assert japanese.startswith("質問が書かれています。")
    assert english.isascii(), english


@pytest.fixture
def asked_back(town) -> Assignment:
    ask = asked(town, wishes=WISHES)
    receiving.take(reply("2でお願いします", assignment=ask).pk, at=NOW)
    assert ask.events.filter(verb=Verb.ASKED_BACK).exists()
    return ask


def test_the_time_that_we_asked_for_is_filled_in_with_its_wish_and_name(office, town, asked_back):
    row = waiting("14:30 田中", asked_back)

    initial = form_of(office, row, "accept").initial

    tanaka = town.lecturers[0]
    assert initial == {"which": "2", "starts": "14:30", "lecturers": [str(tanaka.pk)]}


def test_without_our_question_a_bare_time_fills_in_nothing_but_its_words(office, ask):
    row = waiting("14:30 田中", ask)

    assert form_of(office, row, "accept").initial == {"words": "14:30 田中"}
