"""A fax number kept as bare digits is cut like the telephone that its group typed."""

import pytest

from bookings.spelling.numbers import parse_neighbour


@pytest.mark.parametrize(
    ("fax", "phone", "shown"),
    [
        ("0799112222", "0799-11-1111", "0799-11-2222"),
        ("0799112222", "０７９９（１１）１１１１", "0799-11-2222"),
        ("0799-112-222", "0799-11-1111", "0799-11-2222"),
        ("0312345678", "0799-11-1111", "03-1234-5678"),  # everybody knows that one
        ("0799112222", "0799111111", "0799112222"),  # nobody knows
        ("0799112222", "090-0000-0001", "0799112222"),
        ("0799112222", "", "0799112222"),
    ],
)
def test_a_fax_number_is_cut_like_the_telephone(fax, phone, shown) -> None:
    assert parse_neighbour(fax, of=phone).pretty == shown
