"""Wishes in one box, as somebody on the telephone writes them down."""

from datetime import date

import pytest

from bookings.spelling import SpellingError
from bookings.spelling.wishes import SpelledWish, in_words, parse_wishes

TODAY = date(2026, 11, 22)
D17, D18 = date(2026, 12, 17), date(2026, 12, 18)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("12/17 10", [SpelledWish(D17, "", "10")]),
        ("１２／１７　１０", [SpelledWish(D17, "", "10")]),
        ("12/17 a", [SpelledWish(D17, "morning")]),
        ("12/17a", [SpelledWish(D17, "morning")]),
        ("12/17 PM", [SpelledWish(D17, "afternoon")]),
        ("12/17 y", [SpelledWish(D17, "evening")]),
        ("12月17日 午前", [SpelledWish(D17, "morning")]),
        ("12月17日(木)10時〜11時半", [SpelledWish(D17, "", "10時〜11時半")]),
        ("R8.12.17 午後2時から", [SpelledWish(D17, "", "午後2時から")]),
        ("令和8年12月17日 13:30-15:00", [SpelledWish(D17, "", "13:30-15:00")]),
        ("12/17 10\n12/18 p", [SpelledWish(D17, "", "10"), SpelledWish(D18, "afternoon")]),
        ("12/17 10、12/18 p", [SpelledWish(D17, "", "10"), SpelledWish(D18, "afternoon")]),
        ("第2 12/18 午後\n第1 12/17 10", [SpelledWish(D17, "", "10"), SpelledWish(D18, "afternoon")]),
        ("第1希望：12/17 a；第2希望：12/18 p", [SpelledWish(D17, "morning"), SpelledWish(D18, "afternoon")]),
        ("12/17", [SpelledWish(D17)]),
        ("", []),
        ("\n  \n", []),
    ],
)  # fmt: skip
def test_is_understood(text, understood):
    assert list(parse_wishes(text, TODAY)) == understood


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2/30 10", "第1希望：2月30日はありません"),
        ("12/17 10\nあした", "第2希望："),
        ("1/4 a\n1/5 a\n1/6 a\n1/7 a", "希望の日時は3つまで"),
        ("第2 12/17 a\n第2 12/18 a", "ひとつずつ"),
        ("第9 12/17 a", "ひとつずつ"),
        ("12月17日（金）10時", "12月17日（木）です"),
    ],
)
def test_what_cannot_be_is_said_with_the_wish_that_it_is_about(text, sentence):
    with pytest.raises(SpellingError) as problem:
        parse_wishes(text, TODAY)

    assert sentence in str(problem.value)


@pytest.mark.parametrize("text", ["12/17 10:00〜11:30", "12/17 a", "1/20 y"])
def test_its_own_words_are_read_again(text):
    (wish,) = parse_wishes(text, TODAY)

    assert parse_wishes(in_words(wish), TODAY) == (wish,)


@pytest.mark.parametrize("part", ["", "morning", "afternoon", "evening"])
@pytest.mark.parametrize("short", [True, False])
def test_what_was_written_out_is_read_again(part, short):
    wish = SpelledWish(date(2026, 12, 17), part, "" if part else "10:00")

    assert parse_wishes(in_words(wish, short=short), date(2026, 11, 22)) == (wish,)
