"""予定表: a month, a week, a list; what clashes is seen whatever is chosen."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Duty, LectureSession
from bookings.status import RequestStatus
from lectures.models import Absence, Blackout, Room
from tests.factories.bookings import make_request
from tests.factories.town import NOW, make_department, make_lecturer

R = RequestStatus
DECEMBER = {"day": "2026-12-17"}


@pytest.fixture
def session(town) -> LectureSession:
    return make_request(
        town, status=R.CONFIRMED, centre_id=town.centre.pk, venue_name=""
    ).sessions.get()


def a_duty(town, *, hours=None, departments=(), **changes) -> Duty:
    opens, closes = hours or (None, None)
    day = date(2026, 12, 17)
    row = Duty.objects.create(
        site=town.site, submission_id=uuid4(), cause="epidemic", first_on=day, last_on=day,
        from_time=opens, until_time=closes, everybody=not departments, decided_at=NOW,
        undo_until=NOW, **changes,
    )  # fmt: skip
    row.departments.set(departments)
    return row


def shown(office, **typed):
    page = office.get("/desk/calendar/", {**DECEMBER, **typed})
    assert page.status_code == 200
    return page


def text(office, **typed) -> str:
    return shown(office, **typed).content.decode()


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_shows_what_is_fixed_and_what_is_asked(office, town, session, view):
    make_request(town, status=R.ASKING)

    html = text(office, view=view)

    assert html.count("わが家の防災マップづくり") == 2
    assert "10時〜11時" in html
    assert "返事待ち" in html


def test_the_week_has_a_row_for_each_department_centre_or_lecturer(office, town, session):
    rows = {
        by: [row.name for row in shown(office, view="week", by=by).context["rows"]]
        for by in ("department", "centre", "lecturer")
    }

    assert rows == {
        "department": ["防災課"], "centre": ["北川地域交流センター"], "lecturer": ["田中 一郎"],
    }  # fmt: skip


def test_only_the_chosen_department_centre_or_lecturer(office, town, session):
    other = make_department(town.site, code="0999", name="危機管理課", email="k@city.example")
    nobody = make_lecturer(other, name="森 実")

    def number(**typed) -> int:
        return shown(office, view="list", **typed).context["number"]

    assert number(department=town.department.public_id) == 1
    assert number(centre=town.centre.public_id) == 1
    assert number(lecturer=town.lecturers[0].public_id) == 1
    assert number(department=other.public_id) == 0
    assert number(lecturer=nobody.public_id) == 0


def test_the_same_room_at_the_same_time_is_a_clash_also_of_what_is_not_chosen(
    office, town, session
):
    room = Room.objects.create(site=town.site, centre=town.centre, name="第1会議室")
    make_request(
        town, status=R.CONFIRMED, lecturers=False, centre_id=town.centre.pk, room_id=room.pk,
        venue_name="",
    )  # fmt: skip

    html = text(office, view="list", lecturer=town.lecturers[0].public_id)

    assert "重なり 1件" in html
    assert "同じ会場に、R8-0002があります（10時〜11時）" in html


def test_two_rooms_of_one_house_do_not_clash(office, town, session):
    rooms = [
        Room.objects.create(site=town.site, centre=town.centre, name=name) for name in ("甲", "乙")
    ]
    session.room = rooms[0]
    session.save()
    make_request(
        town, status=R.CONFIRMED, lecturers=False, centre_id=town.centre.pk, room_id=rooms[1].pk,
        venue_name="",
    )  # fmt: skip

    assert "重なり" not in text(office, view="list")


def test_absences_and_days_off_are_shown_and_mark_what_lies_on_them(office, town, session):
    day = date(2026, 12, 17)
    Absence.objects.create(site=town.site, lecturer=town.lecturers[0], starts_on=day, ends_on=day)
    Blackout.objects.create(site=town.site, reason="庁舎点検", starts_on=day, ends_on=day)

    html = text(office)

    assert "田中 一郎 不在" in html
    assert "休みの日です（庁舎点検）" in html
    assert "田中 一郎は不在です" in html


@pytest.mark.parametrize(
    ("hours", "clash", "seen"),
    [
        (None, "休みの日です（感染症）", "感染症"),
        ((time(9), time(10, 30)), "休みの日です（感染症 9時〜10時30分）", "感染症 9時〜10時30分"),
        ((time(18), time(21)), None, "感染症 18時〜21時"),
    ],
)
@pytest.mark.parametrize("everybody", [True, False])
def test_the_days_of_a_duty_are_shown_and_mark_what_lies_in_its_hours(
    office, town, session, hours, clash, seen, everybody
):
    a_duty(town, hours=hours, departments=() if everybody else [town.department])

    (day,) = [row for row in shown(office, view="week").context["days"] if row.off or row.out]

    assert day.day == date(2026, 12, 17)
    assert [day.off, *day.out] == (
        ["感染症"] if everybody and not hours else ["", seen if everybody else f"防災課 {seen}"]
    )
    assert [entry.clashes for entry in day.entries] == [(clash,) if clash else ()]
    assert seen in text(office, view="month")
    assert seen in text(office, view="week")


def test_a_duty_of_another_department_or_one_that_is_over_marks_nothing(office, town, session):
    other = make_department(town.site, code="0999", name="広報課", email="koho@city.example")
    a_duty(town, departments=[other])
    a_duty(town, taken_back_at=NOW)
    a_duty(town, reopened_at=NOW)

    assert "広報課 感染症" in text(office)
    assert "休みの日です" not in text(office)
    assert "感染症" not in text(office, department=town.department.public_id)


def test_a_planned_session_leads_to_moving_it(office, session):
    assert f"/desk/sessions/{session.public_id}/reschedule/" in text(office, view="list")


def test_cancelled_and_postponed_sessions_take_no_place(office, town):
    make_request(town, status=R.CANCELLED)

    assert shown(office).context["number"] == 0


def test_before_and_after_keep_what_was_chosen(office, town, session):
    page = shown(office, view="week", by="lecturer", department=town.department.public_id)

    assert page.context["following"] == (
        f"?view=week&by=lecturer&day=2026-12-20&department={town.department.public_id}"
    )
    assert "day=2026-12-12" in page.context["previous"]


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "x"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"view": "year", "by": "x"},
        {"department": "x", "centre": "' OR 1", "lecturer": "0" * 36},
    ],
)  # fmt: skip
def test_nonsense_shows_a_calendar_all_the_same(office, town, typed):
    assert office.get("/desk/calendar/", typed).status_code == 200


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_costs_the_same_with_two_hundred_sessions(office, town, session, view):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(office, view=view)
        return len(asked)

    a_duty(town, departments=[town.department])
    before = cost()
    for _number in range(5):
        a_duty(town, departments=[town.department])
    LectureSession.objects.bulk_create(
        LectureSession(
            site=town.site, request=session.request, lecture=session.lecture,
            department=session.department, fiscal_year=session.fiscal_year, order=number + 2,
            starts_at=session.starts_at + timedelta(minutes=number),
            ends_at=session.ends_at + timedelta(minutes=number),
        )
        for number in range(200)
    )  # fmt: skip

    assert cost() == before
