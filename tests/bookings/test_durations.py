"""How long something took, in every usual spelling."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.spelling import SpellingError, parse_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("60", 60),
        ("６０", 60),
        ("60分", 60),
        ("60分くらい", 60),
        ("約６０分", 60),
        ("60分間でした", 60),
        ("1時間", 60),
        ("１時間半", 90),
        ("1時間30分", 90),
        ("1.5時間", 90),
        ("１．５時間くらい", 90),
        ("一時間半", 90),
        ("二時間", 120),
        ("三十分", 30),
        ("九十分ほど", 90),
        ("半時間", 30),
        ("1:30", 90),
        ("90 min", 90),
        ("90 minutes", 90),
        ("1.5 hours", 90),
        ("1 hour 30 minutes", 90),
        ("2時間弱", 120),
    ],
)
def test_the_usual_spellings_are_read(typed, minutes) -> None:
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["たくさん", "10時から11時", "-5", "60人", "1時半", "60 90", "時間"]
)
def test_anything_else_is_asked_back_about_the_time(typed) -> None:
    with pytest.raises(SpellingError, match="かかった時間は、60分か1時間半のように"):
        parse_minutes(typed)


@pytest.mark.parametrize("typed", ["0", "601", "11時間", "9999分"])
def test_what_no_lecture_takes_is_asked_back(typed) -> None:
    with pytest.raises(SpellingError, match="1分から600分まで"):
        parse_minutes(typed)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read_or_asked_back(text) -> None:
    with suppress(SpellingError):
        assert 1 <= parse_minutes(text) <= 600
