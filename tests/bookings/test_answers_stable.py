"""What happens to a mail on its way may lose an answer, but never turn it into another one."""

import re
import textwrap
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.answers import Accept, meaning_of, read, sent
from notifications.inbox import charsets
from tests.bookings.answer_corpus import CONTEXT, SENT, TOKYO, cases
from tests.corpus.score import REPLIES

ANSWERS = [
    text
    for name in ("accept", "decline", "counter")
    for _, text, _ in cases(name)
    if SENT[:40] not in text and not re.search(r"^>|BEGIN|みどり市 .*:$", text, flags=re.M)
]
ASKS = {
    path.name: replace(
        sent.context_of(path.read_text(), today=date(2026, 11, 20), zone=TOKYO), reference="R8-0123"
    )
    for path in sorted((REPLIES / "sent").glob("*.txt"))
}
COURTESIES = [
    "お世話になっております。",
    "よろしくお願いいたします。",
    "平素より大変お世話になっております。",
    "ご連絡ありがとうございます。",
    "寒さ厳しき折、ご自愛ください。",
    "取り急ぎご回答まで。",
    "Best regards,",
]
HEADS = [
    "{0}",
    "> {0}",
    "＞{0}",
    "| {0}",
]
ENCODINGS = ["utf-8", "cp932", "euc_jp", "iso2022_jp_2", "utf-16", "utf-7"]
texts = st.sampled_from(ANSWERS)


def facts(meaning):
    """What would happen: nothing, or this."""
    if not meaning.applies:
        return None
    return meaning.intent, meaning.choice, meaning.start, meaning.lecturers, meaning.proposals


def lecturers(text):
    """Who would be entered: only who is on the department's list."""
    answer = read(text, context=CONTEXT)
    return set(answer.lecturer_ids) if isinstance(answer, Accept) else set()


@given(
    texts, st.sampled_from(sorted(ASKS)), st.sampled_from(HEADS), st.booleans(), st.integers(0, 3)
)
@settings(max_examples=400, deadline=None)
def test_a_quote_of_our_mail_never_changes_the_reading(text, name, style, above, gap):
    ask = ASKS[name]
    quote = "\n".join(style.format(line) for line in ask.sent_text.splitlines())
    block = "-----元のメッセージ-----\n差出人: みどり野市 <a@example.jp>\n件名: R8-0123 お願い\n\n"
    whole = quote + "\n" * (gap + 1) + text if above else text + "\n" * (gap + 1) + block + quote

    alone, quoted = meaning_of(text, context=ask), meaning_of(whole, context=ask)

    assert facts(quoted) in (facts(alone), None)
    if not above:
        assert facts(quoted) == facts(alone)


@given(texts, st.data())
@settings(max_examples=500, deadline=None)
def test_a_mail_cut_short_never_becomes_another_kind_of_answer(text, data):
    """「承諾 20:00」 cut to 「承諾」 is left out: that is a whole answer of the grammar."""
    beginning = text[: data.draw(st.integers(0, len(text)))]
    whole, part = meaning_of(text, context=CONTEXT), meaning_of(beginning, context=CONTEXT)

    if whole.applies and part.applies and not (whole.proposals and "別日" not in text):
        assert part.intent == whole.intent
        assert part.choice in (whole.choice, None)
        assert lecturers(beginning) <= lecturers(text)


@given(texts, st.data())
@settings(max_examples=300, deadline=None)
def test_a_mail_that_loses_lines_at_its_end_never_says_something_else(text, data):
    lines = text.splitlines()
    whole = meaning_of(text, context=CONTEXT)
    part = meaning_of("\n".join(lines[: data.draw(st.integers(0, len(lines)))]), context=CONTEXT)

    if whole.applies and part.applies:
        assert part.intent == whole.intent
        assert part.choice in (whole.choice, None)
        assert part.start in (whole.start, None)
        assert set(part.proposals) <= set(whole.proposals)


@given(texts, st.integers(4, 80), st.booleans())
@settings(max_examples=500, deadline=None)
def test_a_mail_wrapped_anywhere_never_says_something_else(text, width, at_spaces):
    def wrapped(line):
        if at_spaces:
            return textwrap.wrap(line, width) or [""]
        return [line[at : at + width] for at in range(0, len(line), width)] or [""]

    pieces = "\n".join(piece for line in text.splitlines() for piece in wrapped(line))

    found = facts(meaning_of(pieces, context=CONTEXT))

    whole = facts(meaning_of(text, context=CONTEXT))
    if found is not None:
        assert whole is not None
        assert found[:2] == whole[:2]
        assert found[2] in (whole[2], None)
        assert lecturers(pieces) <= lecturers(text)
        assert set(found[4]) <= set(whole[4])


@given(
    texts, st.sampled_from(ENCODINGS), st.sampled_from([*ENCODINGS, "us-ascii", "latin-1", None])
)
@settings(max_examples=400, deadline=None)
def test_a_mail_in_any_encoding_under_any_label_never_says_something_else(text, codec, label):
    try:
        content = text.encode(codec)
    except UnicodeEncodeError:
        return

    read = facts(meaning_of(charsets.decode(content, label), context=CONTEXT))

    assert read in (facts(meaning_of(text, context=CONTEXT)), None)


@given(texts, st.sampled_from(COURTESIES), st.data())
@settings(max_examples=400, deadline=None)
def test_courtesy_never_changes_the_reading(text, courtesy, data):
    lines = text.splitlines()
    at = data.draw(st.sampled_from([0, len(lines)]))

    polite = meaning_of("\n".join([*lines[:at], courtesy, *lines[at:]]), context=CONTEXT)

    plain = facts(meaning_of(text, context=CONTEXT))
    assert facts(polite) == plain


@given(texts)
@settings(max_examples=200, deadline=None)
def test_full_width_and_half_width_read_alike(text):
    if re.search("[①-⑨]", text):
        return  # NFKC glues ① to the figure behind it
    wide = "".join(
        chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text
    )

    assert facts(meaning_of(wide, context=CONTEXT)) == facts(
        meaning_of(unicodedata.normalize("NFKC", text), context=CONTEXT)
    )


@pytest.mark.parametrize("yes", ["承諾します", "お引き受けします", "2", "We accept."])
@pytest.mark.parametrize(
    "no", ["辞退します", "お引き受けできません", "お断りします", "We must decline."]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "。"])
def test_a_yes_and_a_no_are_never_an_answer(yes, no, gap):
    for text in (yes + gap + no, no + gap + yes):
        assert not meaning_of(text, context=CONTEXT).applies
