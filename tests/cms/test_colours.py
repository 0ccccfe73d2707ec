"""A town's own colour."""

import pytest

from cms import colours


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#ffffff", 1), ("#000000", 21), ("#767676", 4.5)]
)
def test_contrast_is_reckoned_as_wcag_does(colour, contrast):
    assert round(colours.contrast_on_white(colour), 1) == contrast


@pytest.mark.parametrize("colour", ["#ffd43d", "red", "#12", "", "#0017c1\n"])
def test_what_cannot_be_read_is_not_used(colour):
    assert colours.url_of(colour) == ""


def test_the_usual_colour_needs_no_second_sheet():
    assert colours.url_of("#0017C1") == ""


def test_a_readable_colour_has_its_own_sheet(client, db):
    url = colours.url_of("#0B6B3A")

    answer = client.get(url)

    assert url == "/colours/0b6b3a.css"
    assert answer.content == (b":root{--key:#0b6b3a;--key-strong:#08502c;--key-wash:#ebf3ef}\n")
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize("digits", ["ffffff", "0b6b3", "zzzzzz", "0b6b3a0"])
def test_no_other_sheet_is_made(client, site, digits):
    assert client.get(f"/colours/{digits}.css").status_code == 404
