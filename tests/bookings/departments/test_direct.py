"""課で直接受けた講座: reported by the department's standing link, and counted like any other."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import secrets
from accounts.models import SiteRole
from bookings import doctor
from bookings.actions import direct, direct_asking, receiving
from bookings.actions.direct import Given
from bookings.actions.direct_asking import due_quarter
from bookings.actions.reporting import Numbers
from bookings.counting import year_count
from bookings.emails import facts
from bookings.models import BookingRequest, DirectAsk, LectureSession, Telling, WaitingReply
from bookings.status import RequestStatus, SessionState, Way
from bookings.tasks import ask_for_direct_lectures
from lectures.models import Lecture
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.factories.replies import PROVEN, SERVER, raw_reply
from tests.factories.town import DEPARTMENT, at, make_department

JULY = at("2026-07-01 09:30")
ROW = {
    "row1-day": "6/12",
    "row1-lecture": "３－０７",
    "row1-kind": "seniors",
    "row1-group": "北川長寿会",
    "row1-place": "北川地域交流センター",
    "row1-adults": "２５",
    "row1-children": "0",
    "row1-minutes": "60分",
}
FORM = {"form_id": "6a4a3e52-58fc-4f7c-9d0e-111111111111", "rows": "3"}


@pytest.fixture
def ready(town, clock_at, settings):
    settings.AUTHSERV_ID = SERVER
    clock_at(JULY)
    return town


@pytest.fixture
def address(client, ready) -> str:
    grant = direct_asking.key_of(ready.department, at=JULY)
    return client.get(f"/k/{grant.token}/").headers["Location"]


def send(client, address, **changes):
    return client.post(address, FORM | ROW | changes, follow=True)


def text_of(response) -> str:
    return response.content.decode()


def given(town, **changes) -> Given:
    known = {
        "day": date(2026, 6, 12), "numbers": Numbers(25, 0, 60), "kind": "seniors",
        "lecture_id": town.lecture.pk, "venue_name": "集会所",
    }  # fmt: skip
    return Given(**known | changes)


def keep(town, *rows: Given, form_id: str = FORM["form_id"]) -> list[LectureSession]:
    return direct.report_all(
        department_id=town.department.pk, rows=rows, by=DEPARTMENT, at=JULY, form_id=UUID(form_id)
    )


def test_one_row_is_a_delivered_session_of_a_closed_request(client, address, ready):
    page = send(client, address)

    session, request = LectureSession.objects.get(), BookingRequest.objects.get()
    assert "1件の講座を受け取りました" in text_of(page)
    assert (session.state, session.department, session.centre, session.lecture) == (
        SessionState.DELIVERED, ready.department, ready.centre, ready.lecture,
    )  # fmt: skip
    assert (request.status, request.way, request.people, request.group.name) == (
        RequestStatus.CLOSED, Way.DEPARTMENT, 25, "北川長寿会",
    )  # fmt: skip
    assert (year_count(2026, at=JULY).delivered, year_count(2026, at=JULY).people) == (1, 25)
    assert (OutgoingEmail.objects.count(), Telling.objects.count()) == (0, 0)
    assert list(doctor.checks(at=JULY)) == []


def test_several_at_once_and_empty_rows_are_ignored(client, address):
    third = {name.replace("row1", "row3"): value for name, value in ROW.items()}
    send(client, address, **third | {"row3-day": "令和8年6月20日"})

    assert LectureSession.objects.count() == 2


def test_the_same_page_sent_twice_is_one_report(client, address):
    send(client, address)
    send(client, address)

    assert LectureSession.objects.count() == 1


def test_what_was_reported_before_is_asked_about_and_needs_a_tick(client, address):
    send(client, address)
    other = {"form_id": "6a4a3e52-58fc-4f7c-9d0e-222222222222"}
    refused = send(client, address, **other)
    again = send(client, address, **other, **{"row1-again": "on"})

    assert "もう報告されています（6月12日（金）" in text_of(refused)
    assert 'value="北川長寿会"' in text_of(refused)
    assert "1件の講座を受け取りました" in text_of(again)
    assert LectureSession.objects.count() == 2


def test_without_the_guard_one_lecture_would_count_twice(ready, monkeypatch):
    monkeypatch.setattr(direct, "_twin", lambda department, row: None)
    keep(ready, given(ready))
    keep(ready, given(ready), form_id="6a4a3e52-58fc-4f7c-9d0e-222222222222")

    assert year_count(2026, at=JULY).delivered == 2


def test_a_free_title_is_a_talk_off_the_menu(client, address, ready):
    category = str(ready.lecture.category_id)
    send(client, address, **{"row1-lecture": "空き家のかたづけ方", "row1-category": category})

    lecture = Lecture.objects.get(off_menu=True)
    assert (lecture.title, lecture.department) == ("空き家のかたづけ方", ready.department)
    assert year_count(2026, at=JULY).off_menu == 1
    assert list(doctor.checks(at=JULY)) == []


def test_last_years_lecture_counts_for_last_year(client, address, ready):
    category = str(ready.lecture.category_id)
    send(
        client, address,
        **{"row1-day": "R8/3/31", "row1-lecture": "備え", "row1-category": category},
    )  # fmt: skip

    assert [year_count(year, at=JULY).delivered for year in (2025, 2026)] == [1, 0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"row1-day": ""}, "日にちを入れてください"),
        ({"row1-day": "2026/7/2"}, "これからの日です"),
        ({"row1-day": "2025/3/31"}, "報告できるのは、今年度と前の年度の講座です"),
        ({"row1-lecture": "9-99"}, "9-99という番号はありません"),
        ({"row1-lecture": "空き家"}, "メニューにない話なら、分野をえらんでください"),
        ({"row1-lecture": "3-07 べつの題"}, "3-07は「わが家の防災マップづくり」です"),
        ({"row1-adults": "0"}, "来た人の数を入れてください"),
        ({"row1-minutes": ""}, "かかった時間を入れてください"),
        (dict.fromkeys(ROW, ""), "講座を、一つは入れてください"),
    ],
)
def test_wrong_input_keeps_nothing_and_loses_nothing(client, address, changes, sentence):
    page = send(client, address, **changes)

    assert (page.status_code, LectureSession.objects.count()) == (422, 0)
    assert sentence in text_of(page)
    assert ("北川長寿会" in text_of(page)) == ("row1-group" not in changes)


def test_one_wrong_row_keeps_none(client, address):
    wrong = {name.replace("row1", "row2"): value for name, value in ROW.items()}
    page = send(client, address, **wrong | {"row2-adults": "たくさん"})

    assert LectureSession.objects.count() == 0
    assert "2つめ：" in text_of(page)


def test_more_rows_lose_nothing_that_was_typed(client, address):
    page = send(client, address, more="1")

    assert 'value="北川長寿会"' in text_of(page)
    assert 'name="row10-day"' in text_of(page)
    assert LectureSession.objects.count() == 0


def test_the_department_takes_a_mistake_back_within_a_week(client, address, clock_at):
    send(client, address)
    session = LectureSession.objects.get()
    page = client.post(f"{address}undo/{session.public_id}/", follow=True)

    session.refresh_from_db()
    assert "報告を取り消しました" in text_of(page)
    assert (session.state, session.request.status) == (
        SessionState.CANCELLED, RequestStatus.CANCELLED,
    )  # fmt: skip
    assert year_count(2026, at=JULY).delivered == 0
    assert OutgoingEmail.objects.count() == 0
    assert list(doctor.checks(at=JULY)) == []


def test_after_a_week_the_office_is_asked(client, address, clock_at):
    send(client, address)
    clock_at(at("2026-07-08 09:31"))
    session = LectureSession.objects.get()
    page = client.post(f"{address}undo/{session.public_id}/", follow=True)

    assert "報告してから7日のあいだです" in text_of(page)
    assert LectureSession.objects.get().state == SessionState.DELIVERED


def test_another_departments_report_cannot_be_taken_back(client, address, ready):
    other = make_department(ready.site, code="0900", name="健康課", email="k@city.example")
    ready.department = other
    (session,) = keep(ready, given(ready))

    assert client.post(f"{address}undo/{session.public_id}/").status_code == 404


def test_a_day_to_come_is_refused_and_what_was_reported_stands_with_its_year(
    client, address, clock_at
):
    clock_at(at("2026-11-24 09:30"))
    refused = send(client, address, **{"row1-day": "12/3"})
    kept = send(client, address, **{"row1-day": "11/10(火)"})

    assert (refused.status_code, LectureSession.objects.count()) == (422, 1)
    assert "12/3は、これからの日です。前の年のことなら、2025/12/3のように" in text_of(refused)
    assert "2026年11月10日（火） 10時〜11時" in text_of(kept)


def test_without_its_key_the_page_says_how_to_come_back(ready):
    grant = direct_asking.key_of(ready.department, at=JULY)

    assert Client().get(reverse("direct:page", args=[grant.public_id])).status_code == 404


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        ("2026-07-01 08:59", None),
        ("2026-07-01 09:00", date(2026, 7, 1)),
        ("2026-07-14 12:00", date(2026, 7, 1)),
        ("2026-07-15 12:00", None),
        ("2026-10-01 09:00", date(2026, 10, 1)),
        ("2027-01-05 09:00", date(2027, 1, 1)),
        ("2027-03-15 09:00", date(2027, 3, 15)),
    ],
)
def test_the_four_days_of_asking(ready, moment, asked):
    quarter = due_quarter(at=at(moment))

    assert (quarter.day if quarter else None) == asked


def test_january_asks_about_the_autumn_before(ready):
    quarter = due_quarter(at=at("2027-01-05 09:00"))

    assert (quarter.since, quarter.until) == (date(2026, 10, 1), date(2026, 12, 31))


def test_each_department_is_asked_once(ready):
    ask_for_direct_lectures()
    ask_for_direct_lectures()

    (mail,) = OutgoingEmail.objects.filter(kind="department_direct_asked")
    assert mail.to_address == ready.department.email
    assert "4月1日（水）から6月30日（火）" in mail.subject
    assert DirectAsk.objects.count() == 1


def answer_by_mail(town, text: str, **mail) -> DirectAsk:
    ask_for_direct_lectures()
    ask = DirectAsk.objects.get()
    to = secrets.fill(facts.reply_address(ask.grant))
    receive(raw_reply(text, to=to, **mail), envelope_to=[to], at=JULY)
    receiving.pull(at=JULY)
    ask.refresh_from_db()
    return ask


@pytest.mark.parametrize(
    "text", ["なし", "０件", "ありませんでした。", "生涯学習課 御中\nなしです\n--\n防災課 山本"]
)
def test_nothing_in_one_line_is_understood_and_confirmed(ready, text):
    ask = answer_by_mail(ready, text)

    assert (ask.answer, ask.way) == ("none", "email")
    assert OutgoingEmail.objects.filter(kind="department_direct_recorded").count() == 1
    assert WaitingReply.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    ["なしだと思いますが、確かめます", "6/12 3-07 北川自治会 25人", "なし\n6月に一つありました"],
)
def test_anything_else_waits_for_a_person(ready, text):
    ask = answer_by_mail(ready, text)

    assert ask.answer == ""
    assert WaitingReply.objects.count() == 1


def test_a_strangers_nothing_waits(ready):
    ask = answer_by_mail(
        ready,
        "なし",
        sender="someone@mail.example",
        results=PROVEN.replace("city.mikagami", "mail"),
    )

    assert (ask.answer, WaitingReply.objects.get().why) == ("", "stranger")


def test_a_report_answers_the_question(client, address, ready):
    ask_for_direct_lectures()
    send(client, address)

    assert DirectAsk.objects.get().answer == "given"


def test_the_page_has_a_button_for_nothing(client, address, ready):
    ask_for_direct_lectures()
    ask = DirectAsk.objects.get()
    client.post(f"{address}none/{ask.public_id}/")

    ask.refresh_from_db()
    assert (ask.answer, ask.way) == ("none", "web")


@pytest.fixture
def office(site, ready, django_user_model) -> Client:
    user = django_user_model.objects.create_user("yamada@city.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    found = Client()
    found.force_login(user)
    return found


def test_the_office_sees_who_is_silent_and_enters_it_by_phone(office, ready):
    ask_for_direct_lectures()
    ask = DirectAsk.objects.get()
    silent = text_of(office.get(reverse("desk:direct")))
    office.post(reverse("desk:direct-again", args=[ask.public_id]), {"times": "1"})
    office.post(reverse("desk:direct-again", args=[ask.public_id]), {"times": "1"})
    none = reverse("desk:direct-enter-none", args=[ready.department.public_id, ask.public_id])
    office.post(none)

    ask.refresh_from_db()
    assert "返事がまだ" in silent
    assert OutgoingEmail.objects.filter(kind="department_direct_asked").count() == 2
    assert (ask.answer, ask.way, ask.times) == ("none", "phone", 2)


def test_the_office_enters_a_lecture_for_a_department(office, ready):
    address = reverse("desk:direct-enter", args=[ready.department.public_id])
    page = send(office, address)

    event = BookingRequest.objects.get().events.order_by("pk").first()
    assert "1件の講座を受け取りました" in text_of(page)
    assert (event.actor, event.way, event.user.email) == (
        "department",
        "phone",
        "yamada@city.example",
    )


def test_a_department_that_signed_in_has_the_same_page(ready, django_user_model):
    user = django_user_model.objects.create_user("b@city.example", "a-long-password")
    SiteRole.objects.create(
        site=ready.site, user=user, role=SiteRole.Role.DEPARTMENT, department=ready.department
    )
    theirs = Client()
    theirs.force_login(user)
    page = send(theirs, reverse("desk:own-direct"))

    assert "1件の講座を受け取りました" in text_of(page)


def test_the_page_asks_as_much_for_one_report_as_for_three(client, address, ready):
    keep(ready, given(ready))
    client.get(address)
    with CaptureQueriesContext(connection) as of_one:
        client.get(address)
    days = [given(ready, day=date(2026, 6, day)) for day in (1, 2)]
    keep(ready, *days, form_id="6a4a3e52-58fc-4f7c-9d0e-222222222222")
    with CaptureQueriesContext(connection) as of_three:
        client.get(address)

    assert len(of_three) == len(of_one)
