"""One table of how schools write their classes."""

from datetime import time

import pytest

from bookings.spelling import SpellingError
from bookings.spelling.classes import MOST_CLASSES, SpelledClass, in_words, parse_classes

FIRST = SpelledClass("5年1組", "2校時", None, time(9, 35), time(10, 20))

KEPT = [
    ("5年1組 2校時 9:35〜10:20", FIRST),
    ("５年１組　２校時　９：３５～１０：２０", FIRST),
    ("2校時 5年1組 9時35分から10時20分まで", FIRST),
    ("5年1組（2校時）9:35-10:20", FIRST),
    ("5年1組、2時間目、9:35ー10:20", FIRST),
    ("5年1組 2限 0935-1020", FIRST),
    ("5年1組 32人 2校時 9:35〜10:20", SpelledClass("5年1組", "2校時", 32, time(9, 35), time(10, 20))),
    ("うさぎ組 10時〜10時半", SpelledClass("うさぎ組", "", None, time(10), time(10, 30))),
    ("3年2組 児童31名 午後1時半〜2時15分", SpelledClass("3年2組", "", 31, time(13, 30), time(14, 15))),
    ("5年1組・2組 10:40〜11:25", SpelledClass("5年1組・2組", "", None, time(10, 40), time(11, 25))),
]  # fmt: skip

REFUSED = [
    ("5年1組 2校時", "時刻を入れてください"),
    ("5年1組", "時刻を入れてください"),
    ("5年1組 10:20〜9:35", "はじまりより後にしてください"),
    ("5年1組 9:70〜10:20", "時刻"),
    ("9:35〜10:20", "クラスの名前を入れてください"),
    ("あ" * 50 + " 9:35〜10:20", "40字までにしてください"),
    ("5年1組 9:35〜10:20\n5年2組 10:00〜10:45", "重なっています"),
    ("\n".join(["5年1組 9:35〜10:20"] * (MOST_CLASSES + 1)), "12クラスまで"),
]


@pytest.mark.parametrize(("typed", "meant"), KEPT)
def test_every_usual_way_of_writing_is_understood(typed, meant):
    assert parse_classes(typed) == (meant,)


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_cannot_be_read_says_which_line_and_what_to_do(typed, sentence):
    with pytest.raises(SpellingError, match=sentence):
        parse_classes(typed)


def test_lines_come_in_the_order_of_the_day_and_empty_ones_do_not_count():
    rows = parse_classes("\n5年2組 10:40〜11:25\n\n5年1組 9:35〜10:20\n")

    assert [row.name for row in rows] == ["5年1組", "5年2組"]


@pytest.mark.parametrize(("_typed", "meant"), KEPT)
def test_what_is_shown_is_understood_again(_typed, meant):
    assert parse_classes(in_words(meant)) == (meant,)
