"""Kept sentences are said again in the language of whoever reads them."""

from datetime import date, datetime, time

import pytest
from django.utils.translation import gettext_lazy, override

from bookings.sentence import Sentence, Year, again, in_source, kept, sentence
from bookings.status import SessionState
from lectures.seasons import Season
from tests.factories.town import at

DAY = date(2026, 12, 17)
SPAN: tuple[datetime, datetime] = (at("2026-12-17 10:00"), at("2026-12-17 11:30"))


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        ("R8-0123", "R8-0123", "R8-0123"),
        (25, "25", "25"),
        (DAY, "12月17日（木）", "Thu 17 December"),
        (time(9, 30), "9時30分", "9:30"),
        (SPAN, "12月17日（木） 10時〜11時30分", "Thu 17 December 10:00–11:30"),
        (Year(2026), "令和8年度", "fiscal year 2026"),
        (Season(frozenset({6, 7})), "6月から7月", "June to July"),
        (SessionState.PLANNED.label, "予定", "Planned"),
        (sentence("会場を使える時間の外です。"), "会場を使える時間の外です。", None),
    ],
)
def test_what_stands_in_the_gaps_is_said_in_the_readers_language(value, japanese, english):
    stored = sentence("「%(what)s」", what=value).kept

    assert again(stored) == f"「{japanese}」"
    with override("en"):
        said = again(stored)
    assert said == f"「{english}」" if english else japanese not in said


def test_a_sentence_made_on_an_english_page_is_kept_as_the_source_has_it():
    with override("en"):
        said = sentence(
            "この回は「%(state)s」なので、変えられません。", state=SessionState.PLANNED.label
        )

        assert said.startswith("This session is")
        assert in_source(said) == "この回は「予定」なので、変えられません。"
    assert again(kept(said)) == "この回は「予定」なので、変えられません。"


def test_lazy_and_plain_words_are_kept_too():
    lazy = gettext_lazy("会場を使える時間の外です。")

    with override("en"):
        assert kept(lazy) == {"words": "会場を使える時間の外です。"}
    assert kept("") == {}
    assert isinstance(again(kept("100%です")), Sentence)
    assert again(kept("100%です")) == "100%です"
