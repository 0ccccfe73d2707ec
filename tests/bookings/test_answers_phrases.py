"""Short answers as departments write them, and texts that only look like answers."""

from dataclasses import replace
from datetime import date

import pytest

from bookings.answers import meaning_of, sent
from tests.corpus.phrases.clear import CLEAR, PERSON
from tests.corpus.phrases.courtesy import ANSWERS, COURTEOUS, SIGNATURES
from tests.corpus.phrases.hostile import HOSTILE
from tests.corpus.phrases.mails import MAILS
from tests.corpus.phrases.traps import TRAPS
from tests.corpus.score import REPLIES, TOKYO

TODAY = date(2026, 11, 20)
ASKS = {
    path.stem: replace(
        sent.context_of(path.read_text(), today=TODAY, zone=TOKYO), reference="R8-0123"
    )
    for path in sorted((REPLIES / "sent").glob("*.txt"))
}
STANDARD = ASKS["standard"]

HEADINGS = [
    "",
    "-----元のメッセージ-----\n",
    "-----元のメッセージ-----\n差出人: みどり野市 <a@example.jp>\n件名: R8-0123 お願い\n\n",
    "みどり野市 さんは書きました：\n",
]
BELOW = ["人数は20人まで", "駐車場をお願いします", "車いすの方は別室で", "謝礼は不要です"]


def told(text, *, ask=STANDARD):
    """What would be done by itself, in short."""
    found = meaning_of(text, context=ask)
    if not found.applies:
        return PERSON
    days = [_day(one) for one in found.proposals]
    start = f"{found.start:%H:%M}" if found.start else None
    facts = [found.intent, found.choice, start, *found.lecturers, *days]
    return " ".join(str(fact) for fact in facts if fact)


def _day(one):
    starts = f"{one.day}T{one.starts:%H:%M}" if one.starts else f"{one.day}"
    return f"{starts}/{one.day}T{one.ends:%H:%M}" if one.ends else starts


@pytest.mark.parametrize(("text", "meaning"), CLEAR)
def test_a_clear_sentence_is_understood(text, meaning):
    assert told(text) == meaning


@pytest.mark.parametrize(("ask", "meaning", "text"), MAILS)
def test_a_whole_mail_is_understood(ask, meaning, text):
    assert told(text, ask=ASKS[ask]) == meaning


@pytest.mark.parametrize("text", TRAPS + HOSTILE)
def test_what_a_clerk_would_ask_about_waits_for_a_person(text):
    assert told(text) == PERSON


@pytest.mark.parametrize("courtesy", COURTEOUS)
def test_courtesy_takes_nothing_from_an_answer(courtesy):
    for text, meaning in ANSWERS:
        assert told(f"{courtesy}\n\n{text}\n") == meaning
        assert told(f"{text}\n\n{courtesy}\n") == meaning


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_takes_nothing_from_an_answer(signature):
    for text, meaning in ANSWERS:
        assert told(f"{text}\n\n{signature}\n") == meaning


@pytest.mark.parametrize("courtesy", COURTEOUS)
def test_courtesy_never_answers(courtesy):
    assert told(courtesy) == PERSON


@pytest.mark.parametrize("typed", BELOW)
@pytest.mark.parametrize("heading", HEADINGS)
def test_words_below_our_own_mail_are_read_too(heading, typed):
    assert told(f"承諾\n\n{heading}{STANDARD.sent_text}\n{typed}\n") == PERSON


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_greeting_below_our_own_mail_says_nothing(heading):
    text = f"承諾\n\n{heading}{STANDARD.sent_text}\nよろしくお願いします。\n防災課 田代\n"

    assert told(text) == "accept"


@pytest.mark.parametrize("text", TRAPS + HOSTILE)
def test_courtesy_and_a_signature_never_make_a_trap_clear(text):
    for signature in SIGNATURES[:4]:
        assert (
            told(f"お世話になっております。\n{text}\nよろしくお願いします。\n\n{signature}")
            == PERSON
        )
