"""Working days to the decision, against a plain loop; and the page for the headquarters."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from bookings.insight.headquarters import headquarters
from bookings.insight.waiting import Calendar, middle, ninetieth, waits
from lectures.working_days import Closed, WorkingDays
from tests.bookings.desk.test_results_by import questions, text_of
from tests.factories.bookings import make_request
from tests.factories.town import NOW, make_department

DAYS = WorkingDays((Closed(date(2026, 8, 13), date(2026, 8, 15), True, "盆"),))
CALENDAR = Calendar(DAYS, date(2026, 1, 1), date(2027, 12, 31))


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(min_value=0, max_value=200))
def test_days_are_those_of_a_plain_loop(begins, more):
    ends = begins + timedelta(days=more)
    first = DAYS.on_or_after(begins)
    day, number = first, 0
    while day < ends:
        day += timedelta(days=1)
        number += DAYS.is_open(day)
    assert CALENDAR.between(begins, ends) == (number if first <= ends else 0)


@pytest.mark.parametrize(
    "begins, ends, days",
    [
        ("2026-11-24", "2026-11-24", 0),  # the same day
        ("2026-11-22", "2026-11-24", 0),  # Sunday, then a holiday: Tuesday is the first day
        ("2026-11-20", "2026-11-24", 1),  # over a long weekend
        ("2026-12-28", "2027-01-04", 1),  # over the year's end
        ("2026-08-12", "2026-08-17", 1),  # over the town's own closed days
        ("2026-11-20", "2026-11-22", 0),  # decided on a Sunday
    ],
)
def test_the_edges(begins, ends, days):
    assert CALENDAR.between(date.fromisoformat(begins), date.fromisoformat(ends)) == days


def test_the_middle_and_nine_of_ten():
    assert (middle([]), ninetieth([])) == (None, None)
    assert (middle([3]), ninetieth([3])) == (3, 3)
    assert (middle([1, 2, 9, 4]), ninetieth([1, 2, 9, 4])) == (3, 9)
    assert ninetieth(list(range(1, 11))) == 9
    assert ninetieth(list(range(1, 21))) == 18


def test_a_request_decided_the_same_day_waited_no_day(office, town):
    make_request(town, status="confirmed", lecturers=False)
    make_request(town, status="refused")
    make_request(town)
    make_request(town, status="withdrawn")

    found = waits(2026, at=NOW)

    assert (found.decided, found.median, found.in_time, found.waiting) == (2, 0, 2, 1)
    assert found.refused == (("申込条件に合わない", 1),)
    words = text_of(office, "/desk/results/waiting/")
    assert "真ん中の申込みは0開庁日、10件のうち9件は0開庁日までに決まりました。" in words
    assert "担当課の返事の期限（5開庁日）を、受け付けた日から数えたものです。" in words


def test_nothing_decided_is_said(office, town):
    assert "決まった申込みは、まだありません。" in text_of(office, "/desk/results/waiting/")


def test_the_headquarters_see_each_department(office, town):
    make_request(town, status="closed")
    make_request(town, status="asking")
    make_department(town.site, code="0999", name="何もない課", email="nani@city.example")

    found = headquarters(2026, at=NOW)

    (line,) = found.lines
    assert (line.name, line.delivered, line.people) == ("防災課", 1, 23)
    assert dict(line.numbers) == {
        "lectures": 1, "asked": 2, "accepted": 1, "declined": 0, "answered": 1, "in_time": 1,
    }  # fmt: skip
    page = BeautifulSoup(office.get("/desk/results/headquarters/").content, "html.parser")
    cells = [cell.get_text() for cell in page.select("tbody tr td")]
    assert cells == ["1", "2", "1", "0", "1/1", "1", "0", "－", "23"]
    assert [cell.get_text() for cell in page.select("tfoot td")] == cells


@pytest.mark.parametrize(
    "path", ["/desk/results/headquarters/", "/desk/results/waiting/", "/desk/results/", "/results/"]
)
def test_as_many_questions_for_one_as_for_three(office, town, path):
    make_request(town, status="closed")
    first = questions(office, path)
    for _one in range(2):
        make_request(town, status="refused")
        make_request(town, status="unfulfilled")

    assert questions(office, path) == first


def test_citizens_see_the_parts_add_up(town, client):
    for _one in range(3):
        make_request(town, status="refused")
    make_request(town, status="closed")

    words = text_of(client, "/results/")

    assert "「その他」に合わせています。" in words
    assert "北川" not in words
