"""Whole letters as different clerks write them: what is clear is read, all else waits."""

import pytest

from tests.bookings.test_answers_phrases import ASKS, PERSON, told
from tests.corpus.phrases.letters import ACCEPTED, OTHER_DAYS, REFUSED
from tests.corpus.phrases.letters_that_wait import NOT_YET, WAITING


@pytest.mark.parametrize(("ask", "meaning", "text"), ACCEPTED)
def test_a_letter_that_accepts_is_read(ask, meaning, text):
    assert told(text, ask=ASKS[ask]) == meaning


@pytest.mark.parametrize(("ask", "text"), REFUSED)
def test_a_letter_that_refuses_is_read(ask, text):
    assert told(text, ask=ASKS[ask]) == "decline"


@pytest.mark.parametrize(("ask", "meaning", "text"), OTHER_DAYS)
def test_a_letter_that_offers_another_day_is_read(ask, meaning, text):
    assert told(text, ask=ASKS[ask]) == meaning


@pytest.mark.parametrize(("ask", "text"), WAITING + NOT_YET)
def test_a_letter_that_only_looks_clear_waits(ask, text):
    assert told(text, ask=ASKS[ask]) == PERSON
