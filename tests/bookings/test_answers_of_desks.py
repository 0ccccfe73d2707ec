"""Letters of many desks, answers typed between quoted lines, and answers that only look firm."""

import pytest

from tests.bookings.test_answers_phrases import ASKS, PERSON, STANDARD, told
from tests.corpus.phrases import desks, desks_last, desks_too
from tests.corpus.phrases.misleading import HEDGED
from tests.corpus.phrases.misleading_beside import BESIDE, LED_UP

LOTS = (desks, desks_too, desks_last)
WISH_2, WISH_3, ASKED = "■ 第2希望", "■ 第3希望", "■ 承諾すると決まる日時"


def beneath(quoted, *, typed, mark="> ", to_the_end=True):
    """Our mail quoted, with words typed beneath one of its lines."""
    lines = []
    for line in STANDARD.sent_text.splitlines():
        lines.append(f"{mark}{line}")
        if line.startswith(quoted):
            lines.append(typed)
            if not to_the_end:
                break
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("ask", "meaning", "text"), [row for lot in LOTS for row in lot.ACCEPTED + lot.OTHER_DAYS]
)
def test_a_letter_of_a_desk_is_read(ask, meaning, text):
    assert told(text, ask=ASKS[ask]) == meaning


@pytest.mark.parametrize(("ask", "text"), [row for lot in LOTS for row in lot.REFUSED])
def test_a_refusal_of_a_desk_is_read(ask, text):
    assert told(text, ask=ASKS[ask]) == "decline"


@pytest.mark.parametrize(
    ("ask", "text"), [row for lot in LOTS for row in lot.WAITING + lot.NOT_YET]
)
def test_a_letter_of_a_desk_that_only_looks_clear_waits(ask, text):
    assert told(text, ask=ASKS[ask]) == PERSON


@pytest.mark.parametrize("text", HEDGED)
def test_an_answer_that_is_not_firm_waits(text):
    assert told(text) == PERSON


@pytest.mark.parametrize("said", BESIDE)
def test_what_takes_a_yes_back_or_changes_it_waits(said):
    assert told(f"お引き受けします。{said}") == PERSON


@pytest.mark.parametrize("said", LED_UP)
def test_what_leads_up_to_courtesy_is_judged_by_itself(said):
    for joined in (f"{said}ので、よろしくお願いします。", f"{said}が、よろしくお願いします。"):
        assert told(f"お引き受けします。{joined}") == PERSON


@pytest.mark.parametrize("mark", ["> ", "＞", "| ", "　", ""])
@pytest.mark.parametrize(
    "typed",
    [
        "この日でお受けします。",
        "こちらでお願いします。",
        "承諾します。",
        "上記の日時で承諾します。",
    ],
)
def test_an_answer_beneath_a_quoted_wish_takes_that_wish(typed, mark):
    assert told(beneath(WISH_2, typed=typed, mark=mark)) == "accept 2"
    assert told(beneath(WISH_3, typed=typed, mark=mark)) == "accept 3"


def test_an_answer_below_a_quotation_cut_short_waits():
    assert told(beneath(WISH_2, typed="承諾します。", to_the_end=False)) == PERSON


def test_an_answer_beneath_the_one_line_that_is_quoted_takes_it():
    line = next(one for one in STANDARD.sent_text.splitlines() if one.startswith(WISH_2))

    assert told(f"> {line}\n承諾します。") == "accept 2"


@pytest.mark.parametrize("fact", ["■ 講座", "■ 団体", "■ 会場", "■ 伝えたいこと"])
@pytest.mark.parametrize("typed", ["承諾", "辞退", "不可", "この日でお受けします。"])
def test_an_answer_beneath_another_fact_waits(fact, typed):
    assert told(beneath(fact, typed=typed)) == PERSON


def test_an_answer_beneath_a_quoted_wish_names_its_lecturer():
    typed = "この日でお受けします。講師は岩崎です。"

    assert told(beneath(WISH_2, typed=typed)) == "accept 2 岩崎"
    assert told(beneath(WISH_2, typed="岩崎が伺います。")) == PERSON


def test_an_answer_beneath_the_asked_day_takes_it():
    assert told(beneath(ASKED, typed="この日でお受けします。")) == "accept"


@pytest.mark.parametrize("typed", ["辞退", "不可", "この日は会議のため伺えません。"])
def test_a_refusal_beneath_one_quoted_wish_refuses_nothing_else(typed):
    assert told(beneath(WISH_2, typed=typed)) == PERSON


def test_answers_beneath_two_wishes_choose_none():
    both = beneath(WISH_2, typed="承諾").replace("> " + WISH_3, "> " + WISH_3)
    both = "\n".join(
        f"{line}\n承諾" if line.startswith("> " + WISH_3) else line for line in both.splitlines()
    )

    assert told(both) == PERSON


def test_two_answers_in_one_mail_wait():
    assert told("2\n別日 12/18 10時") == PERSON


@pytest.mark.parametrize("answer", ["承諾します。", "第2希望でお引き受けします。", "辞退します。"])
@pytest.mark.parametrize(
    ("fact", "line"),
    [
        ("伝えたいこと", "車いすの方には対応できません。"),
        ("会場", "不可"),
        ("団体", "20人まででお願いします。"),
        ("講座", "この講座は終了しました。"),
    ],
)
def test_a_line_beneath_another_fact_of_ours_is_never_swallowed(answer, fact, line):
    quoted = []
    for ours in STANDARD.sent_text.rstrip().split("\n"):
        quoted.append(f"> {ours}".rstrip())
        if ours.startswith(f"■ {fact}"):
            quoted.append(line)

    assert told("\n".join([answer, "", *quoted])) == PERSON
