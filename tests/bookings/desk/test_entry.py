"""A request by phone, typed in on one page: the public form's rules and sentences."""

import re

import pytest

from bookings.models import BookingRequest
from bookings.status import RequestStatus, Way
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import errors
from tests.factories.bookings import make_request

PAGE = "/desk/requests/new/"


@pytest.fixture
def typed(town) -> dict[str, str]:
    return {
        "lecture": str(town.lecture.pk), "way": "phone",
        "group_name": "寿会", "people": "２５人", "kind": "seniors",
        "wish1_day": "R8.12.17", "wish1_part": "morning",
        "place": town.centre.code, "booked": "yes",
        "representative": "鈴木 一", "same_person": "on", "contact_kana": "スズキ　ハジメ",
        "phone": "０９０－１２３４－５６７８", "notify_by": "phone",
    }  # fmt: skip


def send(office, typed: dict[str, str], **changes: str):
    page = office.get(PAGE).content.decode()
    submission = re.search(r'name="submission" value="([^"]+)"', page)[1]
    return office.post(PAGE, {"submission": submission, **typed, **changes})


def test_a_call_becomes_a_request(office, typed, clerk):
    answer = send(office, typed)

    row = BookingRequest.objects.get()
    assert answer["Location"] == f"/desk/requests/{row.public_id}/"
    assert (row.status, row.way, row.entered_by) == (RequestStatus.SUBMITTED, Way.PHONE, clerk)
    assert (row.group.name, row.group.phone, row.group.contact_kana) == (
        "寿会", "09012345678", "すずき はじめ",
    )  # fmt: skip
    assert "R8-0001 で受け付けました" in office.get(answer["Location"]).content.decode()


def test_a_group_with_mail_gets_its_receipt(office, typed):
    send(office, typed, notify_by="email", email="suzuki@mail.example")

    assert OutgoingEmail.objects.filter(kind="group_received").count() == 1


def test_sent_twice_is_one_request(office, typed):
    page = office.get(PAGE).content.decode()
    typed["submission"] = re.search(r'name="submission" value="([^"]+)"', page)[1]

    first, second = office.post(PAGE, typed), office.post(PAGE, typed)

    assert first["Location"] == second["Location"]
    assert BookingRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lecture": ""}, "講座をえらんでください"),
        ({"way": ""}, "届いた方法をえらんでください"),
        ({"group_name": ""}, "団体の名前を入れてください"),
        ({"people": "9"}, "この講座は10人以上でお願いしています"),
        ({"wish1_day": "令和8年2月30日"}, "2月30日はありません"),
        ({"wish1_day": "12月1日"}, "より前は受け付けられません"),
        ({"notify_by": "email"}, "メールアドレスを入れてください"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_typed_is_lost(office, typed, changes, sentence):
    page = send(office, typed, **changes)

    assert page.status_code == 422
    assert any(sentence in row for row in errors(page)), errors(page)
    assert "スズキ　ハジメ" in page.content.decode()
    assert BookingRequest.objects.count() == 0


def test_nothing_typed_at_all(office, town):
    page = office.post(PAGE, {})

    assert page.status_code == 422
    assert len(errors(page)) > 5


def test_a_broken_page_id_is_no_error(office, typed):
    assert office.post(PAGE, {**typed, "submission": "nonsense"}).status_code == 302


def test_a_town_without_lectures_says_so(office, town):
    town.lecture.accepting = False
    town.lecture.save()

    assert "受け付けている講座がありません" in office.get(PAGE).content.decode()


def test_corrects_a_request_for_a_group_on_the_phone(office, town, typed):
    row = make_request(town, status=RequestStatus.NEEDS_CHANGE)
    address = f"/desk/requests/{row.public_id}/anew/"
    shown = office.get(address).content.decode()
    assert "桜が丘自治会" in shown

    answer = office.post(address, {**typed, "group_name": "桜が丘町内会"})

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.status, row.group.name) == (RequestStatus.SUBMITTED, "桜が丘町内会")


def test_only_a_request_that_waits_for_a_change_is_typed_anew(office, town):
    row = make_request(town)

    assert office.get(f"/desk/requests/{row.public_id}/anew/").status_code == 404
