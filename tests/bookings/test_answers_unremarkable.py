"""An unremarkable sentence beside a firm yes, its twins, and what it may never stand in for."""

import pytest

from bookings.answers.speech import beside
from tests.bookings.test_answers_phrases import PERSON, told
from tests.corpus.phrases.unremarkable import UNREMARKABLE, WEIGHTY


@pytest.mark.parametrize("said", UNREMARKABLE)
def test_a_sentence_that_is_nobodys_matter_stands_beside_a_firm_yes(said):
    assert told(f"お引き受けします。\n{said}\n") == "accept"


@pytest.mark.parametrize("said", WEIGHTY)
def test_its_twin_that_is_somebodys_matter_waits(said):
    assert told(f"お引き受けします。\n{said}\n") == PERSON


@pytest.mark.parametrize("said", UNREMARKABLE)
def test_it_is_no_answer_by_itself(said):
    assert told(said) == PERSON


def test_more_than_three_of_them_are_read_by_a_person():
    said = "\n".join(UNREMARKABLE[:4])

    assert told(f"お引き受けします。\n{said}\n") == PERSON


def test_without_the_judgement_the_same_letter_waits(monkeypatch):
    monkeypatch.setattr(beside, "beside", lambda clause, *, ours, opens: None)

    assert told("お引き受けします。\n見本は鞄に詰めました。\n") == PERSON
