"""Fiscal years and numbers of statistics, as people and spreadsheets write them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.spelling import SpellingError
from bookings.spelling.amounts import MOST, parse_amount, parse_whole
from bookings.spelling.years import FIRST_YEAR, LAST_YEAR, parse_fiscal_year
from lectures.eras import fiscal_year_label, fiscal_year_words

WIDE = str.maketrans("0123456789,.%RHS", "０１２３４５６７８９，．％ＲＨＳ")
years = st.integers(FIRST_YEAR, LAST_YEAR)
numbers = st.integers(0, MOST)


@pytest.mark.parametrize(
    "text, year",
    [
        ("平成29年度", 2017), ("H29", 2017), ("h２９", 2017), ("平成29", 2017), ("2017", 2017),
        ("２０１７年度", 2017), ("令和元年度", 2019), ("平成31年度", 2019), ("R1", 2019),
        ("令和8（2026）", 2026), ("2017年度（平成29年度）", 2017), ("昭和60年度", 1985),
        ("平成38年度", 2026), ("FY2017", 2017), (" 令和 8 年度 ", 2026),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_read_in_every_usual_spelling(text, year):
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(
    "text", ["", "あ", "29", "昭和0", "令和8（2025）", "1868", "3000", "2026-04-01"]
)
def test_what_is_no_year_is_said(text):
    with pytest.raises(SpellingError):
        parse_fiscal_year(text)


@given(years)
def test_our_own_words_for_a_year_are_read_back(year):
    for text in (str(year), fiscal_year_label(year), fiscal_year_words(year), f"FY{year}"):
        assert parse_fiscal_year(text) == year
        assert parse_fiscal_year(text.translate(WIDE)) == year


@given(numbers, st.sampled_from(["", "回", "人", " 件"]), st.booleans(), st.booleans())
def test_a_whole_number_is_read_with_its_thousands_and_in_any_width(number, unit, parted, wide):
    text = (f"{number:,}" if parted else str(number)) + unit

    assert parse_whole(text.translate(WIDE) if wide else text) == number


@given(st.decimals(0, 9999, places=1), st.booleans(), st.sampled_from(["", "%", "％", " %"]))
def test_an_amount_keeps_its_decimal(number, wide, unit):
    text = f"{number:,}{unit}"

    assert parse_amount(text.translate(WIDE) if wide else text) == Decimal(number)


@given(st.text(max_size=12))
def test_nothing_else_breaks_the_reader(text):
    for read in (parse_fiscal_year, parse_whole, parse_amount):
        with suppress(SpellingError):
            assert read(text) >= 0


@pytest.mark.parametrize("text", ["", "-1", "1.25", "1,23", "約30", "1/2", "９９９９９９９９９９"])
def test_what_is_no_number_is_said(text):
    with pytest.raises(SpellingError):
        parse_amount(text)
    with pytest.raises(SpellingError):
        parse_whole(text)
