import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.spelling import (
    DayError,
    SpellingError,
    day_of_boxes,
    parse_count,
    parse_day,
    parse_email,
    parse_kana,
    parse_name,
    parse_phone,
    parse_postcode,
    parse_time,
    parse_times,
)
from lectures import eras
from tests.bookings import spellings

TODAY = date(2026, 11, 22)
WIDE = str.maketrans("0123456789-/.: ", "０１２３４５６７８９－／．：　")
ANYTHING = st.one_of(
    st.text(max_size=40),
    st.text("0123456789０１２-ー/年月日時半午後人約@. 〜からまで十百一三間分第曜", max_size=20),
)


def test_an_empty_name_is_asked_for_in_the_fields_words():
    with pytest.raises(SpellingError, match="団体の名前を入れてください"):
        parse_name("　", missing="団体の名前を入れてください")


def test_a_name_has_an_end():
    with pytest.raises(SpellingError, match="100文字"):
        parse_name("あ" * 101)


@pytest.mark.parametrize(
    "boxes",
    [
        ("2026", "12", "20"),
        ("２０２６", "１２", "２０"),
        ("令和8", "12月", "20日"),
        ("R8", "12", "20"),
        ("8", "12", "20"),
        ("８年", "12", "20"),
        ("", "12", "20"),
    ],
)
def test_a_day_in_three_boxes(boxes):
    assert day_of_boxes(*boxes, today=TODAY) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        (("", "", ""), "empty"),
        (("2026", "12", ""), "form"),
        (("2026", "", "1"), "form"),
        (("年", "1", "1"), "form"),
        (("2026", "2", "30"), "impossible"),
        (("", "a", "b"), "form"),
    ],
)
def test_three_boxes_that_are_no_day(boxes, reason):
    with pytest.raises(DayError) as refused:
        day_of_boxes(*boxes, today=TODAY)

    assert refused.value.reason == reason


READERS = {
    "phone": lambda text: _number(parse_phone(text)),
    "postcode": lambda text: _number(parse_postcode(text)),
    "kana": parse_kana,
    "name": parse_name,
    "day": lambda text: parse_day(text, TODAY).isoformat(),
    "time": lambda text: f"{parse_time(text):%H:%M}",
    "times": lambda text: _span(parse_times(text)),
    "count": lambda text: str(parse_count(text)),
    "mail": parse_email,
}


def _number(number):
    return f"{number.digits} {number.pretty}"


def _span(times):
    starts, ends = times
    return f"{starts:%H:%M}–" + (f"{ends:%H:%M}" if ends else "")


def _rows(table):
    return [(kind, typed, meant) for kind, rows in table.items() for typed, meant in rows]


@pytest.mark.parametrize(("kind", "typed", "kept"), _rows(spellings.KEPT))
def test_every_spelling_of_the_table_is_kept_in_one_form(kind, typed, kept):
    assert READERS[kind](typed) == kept


@pytest.mark.parametrize(("kind", "typed", "sentence"), _rows(spellings.REFUSED))
def test_what_cannot_be_read_is_told_in_one_sentence(kind, typed, sentence):
    with pytest.raises(SpellingError) as refused:
        READERS[kind](typed)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "empty"), ("来週", "form"), ("2/30", "impossible"), ("12月20日（月）", "weekday")],
)
def test_a_day_that_cannot_be_read_has_a_reason(typed, reason):
    with pytest.raises(DayError) as refused:
        parse_day(typed, TODAY)

    assert refused.value.reason == reason


@pytest.mark.parametrize("day", ["0001-01-01", "1899/12/31", "2200年1月1日", "99991231"])
def test_a_day_at_the_end_of_the_calendar_is_a_slip(day):
    with pytest.raises(DayError) as refused:
        parse_day(day, TODAY)

    assert (str(refused.value), refused.value.reason) == (
        "年は、2026か令和8のように入れてください", "form",
    )  # fmt: skip
    assert [parse_day(day, TODAY).year for day in ("1900/1/1", "2199/12/31")] == [1900, 2199]


@given(st.dates(date(2019, 5, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_every_day_reads_back_in_every_form(day):
    forms = (f"{day:%Y/%m/%d}", f"{day:%Y年%m月%d日}", eras.wareki(day), f"{day:%Y%m%d}")

    for form in forms:
        assert parse_day(form, TODAY) == parse_day(form.translate(WIDE), TODAY) == day


@given(st.dates(date(2026, 11, 22), date(2027, 11, 21)))
@settings(deadline=None)
def test_a_day_without_a_year_is_the_next_one(day):
    assert parse_day(eras.short_day(day), TODAY) == day


@given(st.times().filter(lambda at: at.hour >= 8))
@settings(deadline=None)
def test_every_time_reads_back(at):
    at = at.replace(second=0, microsecond=0)

    for form in (f"{at:%H:%M}", f"{at.hour}時{at.minute}分", f"{at:%H%M}"):
        assert parse_time(form) == parse_time(form.translate(WIDE)) == at


@given(ANYTHING)
@settings(deadline=None)
def test_no_typing_breaks_a_reader_and_every_reading_reads_back(text):
    readers = (
        lambda text: parse_phone(text).digits,
        lambda text: parse_postcode(text).pretty,
        parse_kana,
        parse_name,
        lambda text: parse_time(text).isoformat("minutes"),
        lambda text: str(parse_count(text)),
        lambda text: _span(parse_times(text)).removesuffix("–"),
        parse_email,
        lambda text: parse_day(text, TODAY).isoformat(),
    )
    for read in readers:
        kept = kept_or_none(read, text)
        assert kept is None or read(kept) == kept


@given(ANYTHING, ANYTHING, ANYTHING)
@settings(deadline=None)
def test_no_typing_breaks_the_three_boxes(year, month, day):
    kept_or_none(lambda box: day_of_boxes(year, month, box, today=TODAY), day)


def kept_or_none(read, text):
    """Anything but a SpellingError fails the test."""
    with contextlib.suppress(SpellingError):
        return read(text)
