"""Harmless kinds of sentences beside a yes, and their twins that somebody must read."""

import pytest

from tests.bookings.test_answers_phrases import PERSON, told
from tests.corpus.phrases import own_side

HARMLESS = own_side.BRINGS + own_side.MANNER + own_side.AGREED + own_side.BEFORE


@pytest.mark.parametrize("said", HARMLESS)
def test_what_the_own_side_does_is_no_doubt_beside_a_yes(said):
    assert told(f"お引き受けします。{said}") == "accept"
    assert told(f"第2希望でお引き受けします。\n{said}\n") == "accept 2"


@pytest.mark.parametrize("said", HARMLESS)
def test_what_the_own_side_does_is_no_answer(said):
    assert told(said) == PERSON


@pytest.mark.parametrize("said", own_side.SOMEBODY_ELSES)
def test_what_somebody_else_has_to_do_waits(said):
    assert told(f"お引き受けします。{said}") == PERSON


@pytest.mark.parametrize("said", own_side.REFUSED)
def test_a_conclusion_and_a_hope_for_another_time_refuse(said):
    assert told(said) == "decline"


@pytest.mark.parametrize("said", own_side.OTHER_DAYS)
def test_another_day_that_is_asked_for_politely_is_offered(said):
    assert told(said) == "counter 2026-12-10T10:00"


def test_an_english_yes_in_two_clauses_names_its_wish():
    assert told("The second choice works for us, so please put us down for that one.") == "accept 2"
    assert told("Please put us down for that one.") == PERSON
    assert told("We will take that one.") == PERSON
