"""受付番号 in every spelling: one table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.spelling.references import meant
from lectures.eras import reference

R8_48 = [(2026, 48)]


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("R8-0048", R8_48),
        ("r8-48", R8_48),
        ("r8 48", R8_48),
        ("R8 - 0048", R8_48),
        ("Ｒ８－００４８", R8_48),
        ("ｒ８ー４８", R8_48),
        ("令和8-48", R8_48),
        ("令和８年度48番", R8_48),
        ("令和 8 48", R8_48),
        ("8-48", R8_48),
        ("2026-48", R8_48),
        ("R80048", [(2026, 48), (2098, 48)]),
        ("48", [(None, 48)]),
        ("０４８", [(None, 48)]),
        ("No.48", [(None, 48)]),
        ("48番", [(None, 48)]),
        ("令和元-3", [(2019, 3)]),
        ("R8-0", []),
        ("R0-48", []),
        ("", []),
        ("なにか", []),
        ("R8-", []),
        ("999999999999", []),
    ],
)
def test_what_a_number_can_stand_for(typed, pairs):
    assert meant(typed) == pairs


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    assert all(0 < number < 2**31 for _year, number in meant(text))


@given(st.integers(2019, 2080), st.integers(1, 99999))
def test_what_we_write_is_read_again(year, number):
    assert meant(reference(year, number)) == [(year, number)]
    assert (year, number) in meant(reference(year, number).replace("-", ""))
