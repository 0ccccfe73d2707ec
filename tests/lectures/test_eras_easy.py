"""Days and hours in やさしい日本語: with furigana, and as they are said."""

from datetime import date, datetime, time

import pytest
from django.utils import translation

from config.readings import marked, plain
from lectures import eras, seasons


@pytest.fixture(autouse=True)
def easy():
    with translation.override("ja-easy"):
        yield


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 17), "12月《がつ》17日《にち》（木曜日《もくようび》）"),
        (date(2026, 12, 20), "12月《がつ》｜20日《はつか》（日曜日《にちようび》）"),
        (date(2027, 1, 1), "1月《がつ》｜1日《ついたち》（金曜日《きんようび》）"),
        (date(2027, 2, 14), "2月《がつ》｜14日《じゅうよっか》（日曜日《にちようび》）"),
    ],
)
def test_a_day_is_written_as_it_is_said(day, words):
    assert eras.short_day(day) == marked(words)
    assert eras.full_day(day) == marked(f"{day.year}年《ねん》{words}")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(10), "10時《じ》"),
        (time(10, 30), "10時《じ》30分《ぷん》"),
        (time(9, 45), "9時《じ》45分《ふん》"),
        (time(9, 1), "9時《じ》1分《ぷん》"),
    ],
)
def test_minutes_are_said_fun_or_pun(moment, words):
    assert eras.clock_time(moment) == marked(words)


def test_a_range_says_from_and_until():
    assert plain(eras.time_range(datetime(2026, 12, 17, 10), datetime(2026, 12, 17, 11))) == (
        "10時から11時まで"
    )


def test_years_carry_furigana():
    assert eras.month_words(date(2026, 12, 1)) == marked(
        "2026年《ねん》（令和《れいわ》8年《ねん》）12月《がつ》"
    )
    assert eras.fiscal_year_words(2026) == marked(
        "令和《れいわ》8年度《ねんど》（2026年度《ねんど》）"
    )


def test_a_season_carries_furigana():
    assert plain(seasons.Season(frozenset({10, 11})).words) == "10月から11月"
