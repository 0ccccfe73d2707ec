"""One sentence of what happens next, for every state and every combination of what matters."""

from dataclasses import fields
from itertools import product

import pytest

from bookings.public import wording
from bookings.public.wording import TABLE, Standing, words_of
from bookings.status import RequestStatus
from tests.factories.bookings import deliver, make_request

SHOWN = sorted(set(RequestStatus) - {RequestStatus.DRAFT})
NAMES = [field.name for field in fields(Standing)]
EVERY = [Standing(*held) for held in product([False, True], repeat=len(NAMES))]


@pytest.mark.parametrize("status", SHOWN)
def test_whatever_holds_there_is_one_heading_and_one_sentence(status) -> None:
    said = {words_of(status, standing) for standing in EVERY}

    for words in said:
        assert str(words.heading)
        assert str(words.sentence).endswith("。")
        assert words.tone in ("key", "ok", "warn", "plain")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.status} {dict(row.when)}")
def test_each_row_of_the_table_is_reached_by_something(row) -> None:
    assert any(words_of(row.status, standing) is row.words for standing in EVERY)


def test_the_last_row_of_each_status_asks_for_nothing() -> None:
    assert {row.status for row in TABLE if not row.when} == set(SHOWN)


def test_a_row_that_never_shows_would_be_noticed(monkeypatch) -> None:
    """The twin: a row behind one that always fits."""
    hidden = wording.Row(RequestStatus.REFUSED, wording.Words("x", "y。"), {})
    monkeypatch.setattr(wording, "TABLE", (*TABLE, hidden))

    assert not any(words_of(hidden.status, standing) is hidden.words for standing in EVERY)


def sentence(citizen, request) -> str:
    return str(citizen.open_page(request).context["words"].sentence)


def test_before_the_mail_is_confirmed_the_group_is_told_what_it_must_do(citizen) -> None:
    citizen.start()
    citizen.fill()
    citizen.post("check")
    from bookings.models import BookingRequest

    assert "ボタンをおしてください" in sentence(citizen, BookingRequest.objects.latest("pk"))


def test_on_the_day_itself_it_says_today(citizen, clock_at) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    clock_at("2026-12-17 08:00")

    assert citizen.open_page(request).context["words"].heading == "きょうが講座の日です"


def test_when_all_is_over_a_questionnaire_is_offered_once(citizen, clock_at) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    deliver(request.sessions.get())
    clock_at("2026-12-18 12:00")

    assert "アンケートに答えてください" in sentence(citizen, request)


def test_proposals_that_have_all_passed_are_not_offered(citizen, clock_at) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)
    clock_at("2026-12-28 09:00")

    assert "どれもすぎました" in sentence(citizen, request)
