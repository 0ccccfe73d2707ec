"""The corpus of raw mails: nothing may act that a careful clerk would not have read that way."""

import pytest

from tests.corpus import score

OPEN = score.cases("open")
KEPT = score.cases("kept")


LEARNED = ["open", "kept", "fresh", "fresh2", "fresh3", "fresh4"]
UNSEEN = ["kept2", "kept3"]  # measure the reader: nobody who mends it reads them


@pytest.mark.parametrize("folder", [*LEARNED, *UNSEEN])
def test_nothing_acts_that_a_careful_clerk_would_not_have_read_so(folder):
    assert [case.name for case in score.cases(folder) if case.wrong_action] == []


def test_what_was_kept_aside_while_the_rules_were_first_written_is_understood_by_now():
    clear = [case for case in KEPT if case.clear]

    assert sum(case.understood for case in clear) >= 0.9 * len(clear)


def test_nine_of_ten_clear_answers_are_understood():
    clear = [case for case in OPEN if case.clear]
    print(score.table(OPEN))
    print(score.misses(OPEN))

    assert len(OPEN) >= 200
    assert sum(case.understood for case in clear) >= 0.9 * len(clear)


@pytest.mark.parametrize("kind", ["auto_reply", "bounce"])
def test_no_machine_is_taken_for_a_person(kind):
    assert [
        case.name
        for case in OPEN
        if (case.right["intent"] == kind) != (case.found["intent"] == kind)
    ] == []


def test_what_ties_a_mail_to_its_ask_is_found():
    assert [case.name for case in OPEN if not case.tied] == []


def test_every_answer_says_why_in_one_sentence():
    for case in OPEN:
        assert case.found["why"].endswith("。"), case.name
        assert case.found["why"].count("。") == 1, case.name
