"""A request by phone, typed in on one page: the public form's rules and sentences."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import Role, User
from bookings.actions.submitting import RulesBroken
from bookings.desk.forms.entry import sheet
from bookings.forms.terms import terms_for
from bookings.models import BookingRequest, EventNote
from bookings.rules import Problem
from bookings.status import RequestStatus, Way
from lectures.roles import give_role
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import errors
from tests.bookings.test_classes import a_school
from tests.factories.bookings import make_request
from tests.factories.town import NOW

PAGE = "/desk/requests/new/"


@pytest.fixture
def typed(town) -> dict[str, str]:
    return {
        "lecture": "3-07", "way": "phone",
        "group_name": "寿会", "people": "２５人", "kind": "seniors",
        "wishes": "R8.12.17 午前",
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


def test_what_no_database_takes_is_dropped_from_the_number(office, typed):
    send(office, typed, phone="０９０\x00－１２３４－５６７８")

    group = BookingRequest.objects.get().group
    assert (group.phone, group.phone_as_typed) == ("09012345678", "０９０－１２３４－５６７８")


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
        ({"wishes": "令和8年2月30日 a"}, "2月30日はありません"),
        ({"wishes": "12月1日 a"}, "より前は受け付けられません"),
        ({"notify_by": "email"}, "メールアドレスを入れてください"),
        ({"lecture": "ない講座"}, "「ない講座」の講座は、いま受け付けていません"),
        ({"wishes": ""}, "希望の日時を入れてください"),
        ({"wishes": "12/17"}, "日にちのあとに、時刻か a（午前）"),
        ({"wishes": "12/17 2"}, "第1希望：午前か午後をつけて"),
        ({"wishes": "12/17 a\n12/17 a"}, "第2希望：第1希望と第2希望が同じです"),
        ({"place": ""}, "会場をえらんでください"),
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


def as_shown(page) -> dict[str, list[str]]:
    """What a browser would send back, nothing changed."""
    form = BeautifulSoup(page.content, "html.parser").select_one("form.entry")
    sent: dict[str, list[str]] = {}
    for box in form.find_all(["input", "textarea", "select"]):
        if box.name == "select":
            values = [row["value"] for row in box.find_all("option") if row.has_attr("selected")]
        elif box.name == "textarea":
            values = [box.text.lstrip("\n")]
        elif box.get("type") in ("radio", "checkbox"):
            values = [box.get("value", "on")] if box.has_attr("checked") else []
        else:
            values = [box.get("value", "")]
        sent.setdefault(box["name"], []).extend(values)
    return sent


@pytest.fixture
def school(town) -> BookingRequest:
    row = a_school(town)
    row.status, row.care, row.kit_wanted = RequestStatus.NEEDS_CHANGE, ["wheelchair"], ["screen"]
    row.venue_booked = True
    row.save()
    row.group.contact_kana, row.group.phone = "さとう はなこ", "09000000001"
    row.group.save()
    return row


def test_a_school_corrected_on_the_phone_keeps_its_classes_and_what_it_needs(office, school):
    address = f"/desk/requests/{school.public_id}/anew/"

    answer = office.post(address, as_shown(office.get(address)))

    school.refresh_from_db()
    assert answer.status_code == 302, errors(answer)
    assert [row.name for row in school.classes.order_by("order")] == ["5年1組", "5年2組", "5年3組"]
    assert (school.care, school.kit_wanted) == (["wheelchair"], ["screen"])


def test_a_class_that_falls_out_on_the_phone_shortens_the_wish(office, school):
    address = f"/desk/requests/{school.public_id}/anew/"
    typed = as_shown(office.get(address))
    typed["classes"] = ["5年1組 9:35〜10:20\n5年2組 10:40〜11:25"]

    answer = office.post(address, typed)

    assert answer.status_code == 302, errors(answer)
    assert [row.name for row in school.classes.order_by("order")] == ["5年1組", "5年2組"]
    wish = school.wishes.get()
    assert (f"{wish.starts:%H:%M}", f"{wish.ends:%H:%M}") == ("09:35", "11:25")


def test_classes_of_a_group_that_is_no_school_are_kept_on_the_page_with_a_sentence(office, typed):
    page = send(office, typed, classes="5年1組 9:35〜10:20")

    assert any("「学校」のときだけです" in row for row in errors(page))
    assert "5年1組 9:35〜10:20</textarea>" in page.content.decode()


def test_the_request_that_is_corrected_does_not_stand_in_its_own_way(office, school, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "bookings.desk.forms.entry.terms_for",
        lambda lecture, **known: asked.append(known["but"]) or terms_for(lecture, **known),
    )

    office.post(f"/desk/requests/{school.public_id}/anew/", {})

    assert asked == [school]


def test_a_broken_rule_stands_beside_the_day_that_was_promised(town):
    shown = sheet(
        town.lecture,
        at=NOW,
        data={
            "agreed": "yes", "agreed_day": "2026-12-17", "agreed_times": "10:00〜11:30",
            "agreed_with": "防災課の田中さん",
        },
    )  # fmt: skip
    shown.is_valid()

    shown.show(RulesBroken([("wish-1", Problem("taken", "ほかの予定があります"))]))

    assert shown.when.errors["agreed_day"] == ["ほかの予定があります"]
    assert "wishes" not in shown.days.errors


def test_the_lecture_is_found_by_a_few_letters(office, typed):
    assert send(office, typed, lecture="防災").status_code == 302


def test_letters_that_fit_two_lectures_name_both(office, typed, town):
    town.lecture.pk = None
    town.lecture.public_id = "33333333-3333-4333-8333-333333333333"
    town.lecture.number, town.lecture.title = "3-08", "学校の防災"
    town.lecture.save()

    page = send(office, typed, lecture="防災")

    assert any("3-07" in row and "3-08" in row for row in errors(page)), errors(page)


def test_two_wishes_in_one_box(office, typed):
    send(office, typed, wishes="12/17 10、第2 12/18 午後")

    first, second = BookingRequest.objects.get().wishes.order_by("rank")
    assert (f"{first.day} {first.starts:%H:%M}", f"{second.day} {second.part}") == (
        "2026-12-17 10:00", "2026-12-18 afternoon",
    )  # fmt: skip


def test_a_name_in_kana_is_its_own_reading(office, typed):
    send(office, typed, representative="すずき はじめ", contact_kana="")

    assert BookingRequest.objects.get().group.contact_kana == "すずき はじめ"


def test_the_clerk_reads_what_to_say_to_the_caller(office, typed):
    answer = send(office, typed)

    page = office.get(answer["Location"]).content.decode()
    assert "「受付番号は R8-0001 です。" in page
    assert "電話でお知らせします" in page


def test_a_broken_rule_is_let_go_by_name_and_recorded(office, typed):
    page = send(office, typed, people="6")
    assert "「人数の下限」の決まりを外す" in page.content.decode()

    answer = send(office, typed, people="6", waive="too_few")

    assert answer.status_code == 302, errors(answer)
    note = EventNote.objects.get(event__request=BookingRequest.objects.get())
    assert "決まりの外で受け付けました：この講座は10人以上" in note.text


def test_a_rule_let_go_hides_no_other_one(office, typed):
    page = send(office, typed, people="6", wishes="11/24 a", waive="too_few")

    assert [row for row in errors(page) if "より前は受け付けられません" in row]
    assert not [row for row in errors(page) if "10人以上" in row]


def test_only_the_office_lets_rules_go(office, typed, town, site):
    centre = User.objects.create_user("kitagawa@city.mikagami.example", "a-long-password")
    give_role(centre, site=site, role=Role.CENTRE, centre=town.centre)
    client = Client()
    client.force_login(centre)

    page = client.post(PAGE, {**typed, "people": "6", "waive": "too_few"})

    assert any("10人以上" in row for row in errors(page))
    assert "決まりを外す" not in page.content.decode()


@pytest.fixture
def last_year(town) -> BookingRequest:
    row = make_request(town)
    row.group.phone, row.group.contact_kana = "0277123456", "さとう はなこ"
    row.group.notify_by, row.group.email = "phone", ""
    row.group.save()
    return row


def test_the_telephone_number_finds_the_group_of_last_time(office, last_year):
    page = office.post(PAGE, {"same": "", "phone": "(0277) 12 3456", "people": "40"})

    typed = as_shown(page)
    assert page.status_code == 200
    assert (typed["group_name"], typed["representative"], typed["people"]) == (
        ["桜が丘自治会"], ["佐藤 花子"], ["40"],
    )  # fmt: skip
    assert typed["other_name"] == ["桜が丘公民館"]
    assert "R8-0001" in page.content.decode()
    assert errors(page) == []
    assert BookingRequest.objects.count() == 1


def test_several_groups_with_one_number_are_offered(office, town, last_year):
    other = make_request(town)
    other.group.name, other.group.phone = "寿会", "0277123456"
    other.group.save()

    page = office.post(PAGE, {"same": "", "phone": "0277-12-3456"})
    assert as_shown(page)["group_name"] == [""]
    chosen = office.post(PAGE, {"same": str(other.public_id), "phone": "0277-12-3456"})

    assert as_shown(chosen)["group_name"] == ["寿会"]


def test_an_unknown_number_loses_nothing(office, town):
    page = office.post(PAGE, {"same": "", "phone": "0277-99-9999", "group_name": "寿会"})

    assert "前にありません" in page.content.decode()
    assert as_shown(page)["group_name"] == ["寿会"]


def test_a_centre_finds_only_what_was_asked_for_its_own_rooms(town, last_year, site):
    centre = User.objects.create_user("kitagawa@city.mikagami.example", "a-long-password")
    give_role(centre, site=site, role=Role.CENTRE, centre=town.centre)
    client = Client()
    client.force_login(centre)

    page = client.post(PAGE, {"same": "", "phone": "0277-12-3456"})

    assert as_shown(page)["group_name"] == [""]
    assert "前にありません" in page.content.decode()


def test_enter_in_a_box_sends_the_page_and_asks_nothing_about_last_time(office, town):
    """The first button of a form is the one that Enter presses."""
    form = BeautifulSoup(office.get(PAGE).content, "html.parser").select_one("form.entry")

    assert not form.select_one("button[type=submit]").get("name")
