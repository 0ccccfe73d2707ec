from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lectures import eras


@pytest.mark.parametrize(
    ("day", "fiscal_year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2024, 2, 29), 2023),
    ],
)
def test_a_fiscal_year_begins_in_april(day, fiscal_year):
    assert eras.fiscal_year_of(day) == fiscal_year


@given(st.dates(date(1900, 1, 1), date(9999, 3, 31)))
@settings(deadline=None)
def test_every_day_lies_in_its_fiscal_year(day):
    first, last = eras.fiscal_year_range(eras.fiscal_year_of(day))

    assert first <= day <= last


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 17), "令和8年12月17日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
    ],
)
def test_days_in_japanese_eras(day, words):
    assert eras.wareki(day) == words


@pytest.mark.parametrize(
    ("fiscal_year", "label"),
    [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1988, "昭和63年度")],
)
def test_fiscal_years_in_words(fiscal_year, label):
    assert eras.fiscal_year_label(fiscal_year) == label


def test_years_in_words():
    assert eras.wareki_year(2026) == "令和8年"


@pytest.mark.parametrize(
    ("era", "number", "year"),
    [("令和", 8, 2026), ("R", 1, 2019), ("h", 31, 2019), ("平成", 38, 2026), ("昭和", 64, 1989)],
)
def test_years_of_eras(era, number, year):
    assert eras.year_of_era(era, number) == year


@pytest.mark.parametrize(("era", "number"), [("令和", 0), ("慶応", 3), ("", 1), ("R", 100)])
def test_years_that_no_era_has(era, number):
    with pytest.raises(ValueError, match="not a year of an era"):
        eras.year_of_era(era, number)


@given(st.integers(1990, 2090), st.integers(1, 99999))
@settings(deadline=None)
def test_a_reference_reads_back(fiscal_year, number):
    assert eras.parse_reference(eras.reference(fiscal_year, number)) == (fiscal_year, number)


@pytest.mark.parametrize("text", ["R8-0123", "Ｒ８－０１２３", "r8ー123", " R8−0123 ", "R8 - 0123"])
def test_a_reference_in_any_width_and_dash(text):
    assert eras.parse_reference(text) == (2026, 123)


@pytest.mark.parametrize("text", ["", "R8", "0123", "R0-1", "R8-", "X8-0123", "R8-0123-4"])
def test_what_is_no_reference(text):
    with pytest.raises(ValueError, match="not a"):
        eras.parse_reference(text)


def test_the_references_in_a_text():
    text = "R8-0123とＲ８－０１２４の件。電話0277-12-3456、講座3-07、BR8-0001。"

    assert eras.references_in(text) == {(2026, 123), (2026, 124)}


def test_short_days_and_times():
    starts_at, ends_at = datetime(2026, 12, 17, 10, 0), datetime(2026, 12, 17, 11, 30)

    assert eras.short_day(starts_at.date()) == "12月17日（木）"
    assert eras.time_range(starts_at, ends_at) == "10時〜11時30分"


def test_days_and_hours_in_english():
    starts, ends = datetime(2026, 12, 17, 10), datetime(2026, 12, 17, 11, 30)

    with translation.override("en"):
        assert eras.short_day(starts.date()) == "Thu 17 December"
        assert eras.full_day(starts.date()) == "Thu 17 December 2026"
        assert eras.month_words(starts.date()) == "December 2026"
        assert eras.time_range(starts, ends) == "10:00–11:30"
        assert eras.moment_words(ends) == "Thu 17 December 2026 11:30"
        assert eras.fiscal_year_words(2026) == "fiscal year 2026"
