"""アンケート: the year in the address is one of those that were counted; nonsense means this year."""

import pytest
from bs4 import BeautifulSoup


@pytest.mark.parametrize("asked", ["0000", "9999", "abc", "２０２６", ""])
def test_nonsense_in_the_address_shows_this_year(office, town, asked):
    answer = office.get("/desk/opinions/", {"year": asked})

    assert answer.status_code == 200
    headings = [one.get_text() for one in BeautifulSoup(answer.content, "html.parser").select("h2")]
    assert "令和8年度（2026年度）の講座ごとの答え" in headings
