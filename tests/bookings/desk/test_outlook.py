"""The running year against its targets, read from real rows."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import counting, outlook
from bookings.desk.ahead import ahead
from bookings.forecasting import Forecast, Past, TooLittle
from bookings.models import IndicatorValue, LectureSession, PastFigure, PastImport
from bookings.year import month_rows
from tests.factories.bookings import make_request
from tests.factories.town import NOW, at, make_department


def aim(town, value, **of):
    IndicatorValue.objects.create(
        site=town.site, indicator=counting.sessions_indicator(town.site.pk), year=2026,
        kind="target", value=value, **of,
    )  # fmt: skip


def at_the_centre(town):
    LectureSession.objects.update(centre=town.centre, venue_name="", venue_address="")


def seen(moment=NOW):
    return outlook.outlook(counting.year_count(2026, at=moment), at=moment)


def import_year(town, year, months=None, *, total, unit="session"):
    brought = PastImport.objects.create(site=town.site, year=year, version=1, unit=unit, at=NOW)
    rows = [
        ("total", "", total),
        *(("month", str(key), value) for key, value in (months or {}).items()),
    ]
    for dimension, key, sessions in rows:
        PastFigure.objects.create(
            site=town.site, imported=brought, year=year, dimension=dimension, key=key,
            sessions=sessions, unit=unit,
        )  # fmt: skip


def test_town_department_and_centre_stand_against_their_own_targets(town):
    make_request(town, status="closed", lecturers=False)
    make_request(town, status="confirmed", lecturers=False)
    at_the_centre(town)
    aim(town, 100)
    aim(town, 30, department=town.department)
    aim(town, 12, centre=town.centre)

    found = seen(at("2026-12-02 10:00"))

    assert (found.town.target, found.town.by_month_end, found.town.delivered) == (100, 75, 1)
    assert (found.town.expected, found.town.planned) == (2, 1)
    assert [(row.name, row.pace.target, row.pace.delivered) for row in found.departments] == [
        ("防災課", 30, 1)
    ]
    assert [(row.name, row.pace.by_month_end, row.pace.delivered) for row in found.centres] == [
        ("北川地域交流センター", 9, 1)
    ]
    assert (found.departments[0].pace.planned, found.centres[0].pace.expected) == (1, 2)


def test_what_is_over_without_a_report_is_not_still_to_come(town):
    make_request(town, status="confirmed", lecturers=False)
    aim(town, 30, department=town.department)

    found = seen(at("2026-12-20 10:00"))

    assert (found.departments[0].pace.planned, found.departments[0].pace.expected) == (0, 0)


def test_a_department_of_today_has_what_it_took_over(town):
    make_request(town, status="confirmed", lecturers=False)
    new = make_department(town.site, code="0306", name="危機管理課", email="kiki@city.example")
    town.department.ends_on, town.department.successor = date(2026, 11, 1), new
    town.department.save()
    aim(town, 30, department=new)

    assert [(row.name, row.pace.planned) for row in seen().departments] == [("危機管理課", 1)]


def test_other_years_have_no_outlook(town):
    assert outlook.outlook(counting.year_count(2025, at=NOW), at=NOW) is None


def test_too_little_is_said_until_there_is_more(town):
    make_request(town, status="closed", lecturers=False)

    assert seen().forecast is TooLittle.FEW


def test_five_sessions_have_a_forecast(town):
    for _one in range(5):
        make_request(town, status="closed", lecturers=False)
    make_request(town, status="confirmed", lecturers=False)
    make_request(town)
    moment = at("2026-12-20 10:00")

    found = seen(moment).forecast

    assert isinstance(found, Forecast)
    assert 5 <= found.low <= found.median <= found.high < 60


def test_the_page_knows_what_the_rows_say(town):
    make_request(town, status="closed", lecturers=False)
    make_request(town, status="confirmed", lecturers=False)
    make_request(town)
    make_request(town, status="refused")
    moment = at("2026-12-02 10:00")
    count = counting.year_count(2026, at=moment)

    known = outlook._known(count, [], outlook._fixed(count, at=moment), today=moment.date())

    assert +Counter(known.delivered) == {moment.date(): 1}
    assert (known.planned, known.unreported) == ({date(2026, 12, 17): 1}, {})
    assert known.asked == {date(2026, 12, 17): 1}
    assert known.leads == {25: 1}
    assert (known.wishes.kept, known.wishes.lost) == (2, 1)


def test_a_wish_whose_day_is_gone_means_soon(town):
    make_request(town)

    assert outlook._asked(today=date(2027, 1, 5)) == {date(2027, 1, 5) + timedelta(days=14): 1}


def test_imported_years_are_past_years(town):
    import_year(town, 2025, {4: 10, 10: 20}, total=30)
    import_year(town, 2024, {4: 10}, total=30)  # months that do not make the total
    import_year(town, 2023, total=25)
    import_year(town, 2022, total=99, unit="request")

    found = outlook.past_years(2026, unit="session")

    assert found == [
        Past(30, (10, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0)), Past(30), Past(25),
    ]  # fmt: skip


def test_a_year_that_was_counted_here_is_a_past_year(town):
    make_request(town, status="closed", lecturers=False)

    found = outlook.past_years(2027, unit="session")

    assert found == [Past(1, (0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0))]
    assert outlook.past_years(2027, unit="day") == []


def test_the_target_goes_as_past_years_went(office, town):
    aim(town, 100)
    import_year(town, 2025, {5: 300, 6: 100}, total=400)

    rows = office.get("/desk/results/").context["months"]

    assert [row.target for row in rows][:3] == [0, 69, 93]
    assert rows[-1].target == 100


def test_the_desk_says_what_it_takes(office, town):
    make_request(town, status="confirmed", lecturers=False)
    aim(town, 100)
    aim(town, 12, centre=town.centre)

    page = office.get("/desk/results/").content.decode()

    assert "11月の目やす67回まで、あと67回です。予定どおりでも、67回たりません。" in page
    assert (
        "年度の目標まで、あと100回です。月に24回のペースが必要です。いまの予定は1回です。" in page
    )
    assert "実施がまだ5回より少ないので、3月31日の見込みを出しません。" in page
    assert "センターべつの目標とペース" in page


def test_the_public_reads_the_pace_and_not_the_forecast(client, town, clock_at):
    for _one in range(5):
        make_request(town, status="closed", lecturers=False)
    aim(town, 100)
    clock_at("2026-12-20 10:00")

    page = client.get("/results/").content.decode()

    assert "12月の目やす75回まで、あと70回です。" in page
    assert "見込み" not in page


def test_the_range_is_drawn_and_stands_in_the_table(town):
    for _one in range(5):
        make_request(town, status="closed", lecturers=False)
    moment = at("2027-01-10 10:00")
    count = counting.year_count(2026, at=moment)

    found = ahead(count, month_rows(count, at=moment), at=moment)

    assert list(found.chart.table.rows[8]) == ["12月", "5", "5", "5–5"]
    assert found.chart.title == found.forecast
    assert found.chart.table.rows[7][-1] == "－"
    assert found.chart.table.rows[11][-1] != "－"


@pytest.mark.parametrize("path", ["/desk/results/", "/desk/"])
def test_the_same_number_of_questions_for_one_and_three(office, town, path):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            office.get(path)
        return len(asked)

    def more(number):
        make_request(town, status="confirmed", lecturers=False)
        department = make_department(
            town.site, code=f"09{number}", name=f"第{number}課", email="a@city.example"
        )
        aim(town, 10, department=department)

    aim(town, 100)
    aim(town, 12, centre=town.centre)
    more(1)
    questions()
    one = questions()
    more(2)
    more(3)
    questions()

    assert questions() == one
