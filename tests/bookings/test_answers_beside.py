"""Classes of sentences beside an answer, of verbs, names, refusals and other days."""

import pytest

from tests.bookings.test_answers_phrases import ASKS, PERSON, told
from tests.corpus.phrases.beside import (
    BROKEN,
    KIND,
    LOADED,
    NO,
    NO_NO,
    NOT_YET,
    OTHER,
    OTHER_TOO,
    WHO,
    YES,
)

TAKEN = "ご依頼の件、お引き受けいたします。"


@pytest.mark.parametrize("said", KIND)
def test_a_kind_sentence_beside_a_yes_is_harmless(said):
    assert told(f"お世話になっております。\n{TAKEN}\n{said}\n") == "accept"
    assert told(f"{said}\n{TAKEN}\nよろしくお願いいたします。\n") == "accept"


@pytest.mark.parametrize("said", LOADED)
def test_a_sentence_with_something_to_look_at_keeps_a_yes_waiting(said):
    assert told(f"{TAKEN}\n{said}\n") == PERSON


@pytest.mark.parametrize(("ask", "meaning", "said"), YES)
def test_yes_in_other_verbs(ask, meaning, said):
    assert told(f"お世話になっております。\n{said}\n", ask=ASKS[ask]) == meaning


@pytest.mark.parametrize(("names", "said"), WHO)
def test_who_comes(names, said):
    assert told(f"{TAKEN}\n{said}\n") == f"accept {names}"


@pytest.mark.parametrize("said", NO)
def test_a_refusal(said):
    assert told(f"お世話になっております。\n{said}\n") == "decline"


@pytest.mark.parametrize(("ask", "meaning", "said"), OTHER)
def test_another_day(ask, meaning, said):
    assert told(f"お世話になっております。\n{said}\n", ask=ASKS[ask]) == meaning


@pytest.mark.parametrize("said", NO_NO + OTHER_TOO + BROKEN + NOT_YET)
def test_what_is_no_whole_answer_waits(said):
    assert told(f"お世話になっております。\n{said}\n") == PERSON
