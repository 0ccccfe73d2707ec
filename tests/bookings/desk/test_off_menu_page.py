"""メニューにない話 on the page of a request by telephone: its own lecture, or a sentence at the box."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from bookings.actions import consulting
from bookings.actions.consulting import Asked
from bookings.actions.submitting import GroupFacts
from bookings.models import BookingRequest, Consultation
from bookings.status import ConsultationAbout, ConsultationStatus
from lectures.models import Lecture
from tests.bookings.desk.pressing import errors
from tests.bookings.desk.test_entry import send, typed  # noqa: F401 - a fixture
from tests.factories.town import GROUP, NOW

PAGE = "/desk/requests/new/"


@pytest.fixture
def off(typed, town) -> dict[str, str]:  # noqa: F811
    return {
        **typed, "lecture": "", "off_title": "空き家のかたづけ方", "off_minutes": "９０分",
        "off_department": str(town.department.pk), "off_category": str(town.lecture.category_id),
    }  # fmt: skip


def test_a_talk_that_is_on_no_menu_becomes_a_request_with_a_lecture_of_its_own(office, off, town):
    answer = send(office, off)

    assert answer.status_code == 302, errors(answer)
    row = BookingRequest.objects.get()
    assert (str(row.lecture), row.lecture.minutes) == ("メニュー外-1 空き家のかたづけ方", 90)
    assert row.lecture.department == town.department
    assert "メニュー外-1 空き家のかたづけ方" in office.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"off_title": ""}, "どんな話かを入れてください"),
        ({"off_department": ""}, "依頼する課をえらんでください"),
        ({"off_category": ""}, "分野をえらんでください"),
        ({"off_category": "x"}, "分野を、もう一度えらんでください"),
        ({"off_minutes": ""}, "長さを、60 のように分で"),
        ({"off_minutes": "一日中"}, "講座の長さは、15分から240分まで"),
        ({"off_minutes": "5時間"}, "講座の長さは、15分から240分まで"),
        ({"lecture": "3-07"}, "どちらか一つにしてください"),
        ({"people": "6"}, "10人以上"),
        ({"off_title": "あ" * 121}, "120字までにしてください"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(office, off, changes, sentence):
    page = send(office, off, **changes)

    assert page.status_code == 422
    assert any(sentence in line for line in errors(page)), errors(page)
    assert not BookingRequest.objects.exists()
    assert not Lecture.objects.filter(off_menu=True).exists()
    kept = BeautifulSoup(page.content, "html.parser").select_one("[name=off_title]")
    assert kept.get("value", "") == changes.get("off_title", off["off_title"])


def test_a_consultation_about_it_brings_its_topic_along_and_ends_as_this_request(office, off, town):
    row = consulting.take(
        asked=Asked(
            group=GroupFacts(
                name="寿会", contact_name="鈴木 一", phone="0277123456", notify_by="phone"
            ),
            about=ConsultationAbout.OFF_MENU, words="聞けますか。", wish="空き家のかたづけ方",
        ),
        by=GROUP, at=NOW, site_id=town.site.pk,
    )  # fmt: skip
    page = office.get(f"{PAGE}?consultation={row.public_id}")
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.select_one("[name=off_title]")["value"] == "空き家のかたづけ方"
    assert soup.select_one("details:has([name=off_title])").has_attr("open")
    assert soup.select_one("[autofocus]")["name"] == "off_department"

    send(office, off, consultation=str(row.public_id))

    row.refresh_from_db()
    assert (row.status, row.request.lecture.off_menu) == (ConsultationStatus.REQUESTED, True)
    shown = office.get("/desk/consultations/").content.decode()
    assert row.request.reference in shown[shown.index("メニューになかった話") :]


def test_left_as_a_consultation_its_topic_goes_along(office, off):
    page = send(office, off, consult="1")

    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.select_one("[name=wish]")["value"] == "空き家のかたづけ方"
    assert soup.select_one("[name=about][value=off_menu]").has_attr("checked")
    assert not Consultation.objects.exists()


def test_a_centre_has_no_such_box(off, town, site):
    from accounts.models import Role, User
    from lectures.roles import give_role

    user = User.objects.create_user("centre@city.mikagami.example", "a-long-password")
    give_role(user, site=site, role=Role.CENTRE, centre=town.centre)
    client = Client()
    client.force_login(user)

    assert "off_title" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, off).status_code == 422
    assert not BookingRequest.objects.exists()
