"""How words are measured, broken and numbers written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.readings import marked
from lectures.charts.words import measured, number, room_for, width_of, wrapped


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (7.0, "7"), (83.1, "83.1"), (71.96, "72"), (1234, "1,234"), (1_000_000, "1,000,000")],
)  # fmt: skip
def test_numbers_have_their_thousands_apart_and_at_most_one_decimal(value, written):
    assert number(value) == written


def test_a_full_width_letter_is_one_em_wide():
    assert width_of("防災課") == 42


def test_a_long_name_is_broken_and_never_shortened():
    lines = wrapped("地域包括支援センター（東部・西部・南部）", 100)

    assert lines == ("地域包括支援セ", "ンター（東部・", "西部・南部）")


def test_a_line_does_not_begin_with_a_comma_or_a_closing_bracket():
    assert wrapped("あいうえ、かきくけ）", 4 * 14) == ("あいう", "え、かき", "くけ）")


def test_latin_words_stay_whole_where_they_fit():
    assert wrapped("Civil defence 98", 100) == ("Civil", "defence 98")


def test_a_latin_word_is_given_a_little_more_room_rather_than_cut():
    assert room_for("Delivered 98", 72, 100) == width_of("Delivered")
    assert room_for("実施 98", 72, 100) == 72
    assert room_for("Uncharacteristically", 72, 100) == 100


def test_a_drawing_holds_no_readings():
    assert wrapped(marked("防災《ぼうさい》"), 100) == ("防災",)


@given(st.text(max_size=80), st.integers(14, 300))
def test_no_letter_is_lost_and_every_line_fits(words, width):
    lines = wrapped(words, width)

    assert "".join("".join(lines).split()) == "".join("".join(wrapped(words, 10**6)).split())
    assert all(width_of(line) <= width or len(line) == 1 for line in lines)


@pytest.mark.parametrize(
    ("unit", "written"), [("回", "98回"), ("%", "98%"), ("sessions", "98 sessions"), ("", "98")]
)
def test_a_unit_stands_as_its_language_writes_it(unit, written):
    assert measured(98, unit) == written
