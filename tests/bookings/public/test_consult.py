"""相談する: from the home page, a lecture, or the people field of a request; without an account."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from bookings.models import BookingRequest, Consultation
from bookings.status import ConsultationAbout, ConsultationStatus, Way
from notifications.models import OutgoingEmail

PAGE = "/consult/"
TYPED = {
    "about": "few", "words": "6人でも聞けますか。", "people": "６人", "contact_name": "林 みさ子",
    "notify_by": "phone", "phone": "０９０－００００－０００２",
}  # fmt: skip


@pytest.fixture
def client(town) -> Client:
    return Client()


def errors(page) -> list[str]:
    soup = BeautifulSoup(page.content, "html.parser")
    return [row.get_text().strip() for row in soup.select("[role=alert] li")]


def test_few_people_ask_and_see_their_number(client):
    answer = client.post(PAGE, TYPED)

    row = Consultation.objects.get()
    assert answer["Location"] == f"/consult/{row.public_id}/"
    assert (row.status, row.about, row.people, row.way) == (
        ConsultationStatus.OPEN, ConsultationAbout.FEW, 6, Way.WEB,
    )  # fmt: skip
    assert row.group.phone == "09000000002"
    assert "S8-0001" in client.get(answer["Location"]).content.decode()
    assert BookingRequest.objects.count() == 0


def test_nobody_else_sees_it(client):
    answer = client.post(PAGE, TYPED)

    assert Client().get(answer["Location"]).status_code == 404


def test_who_wants_mail_gets_one(client):
    client.post(PAGE, {**TYPED, "notify_by": "email", "email": "hayashi@mail.example"})

    assert OutgoingEmail.objects.get(kind="group_consult_received").to_address == (
        "hayashi@mail.example"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"about": ""}, "どんな相談かを、ひとつえらんでください"),
        ({"about": "off_menu"}, "聞きたい話を入れてください"),
        ({"words": ""}, "相談したいことを書いてください"),
        ({"people": "すこし"}, "人数は、30のように"),
        ({"contact_name": ""}, "名前を入れてください"),
        ({"phone": ""}, "電話番号を入れてください"),
        ({"notify_by": "email"}, "メールアドレスを入れてください"),
        ({"notify_by": "post"}, "お返事の方法を、もう一度えらんでください"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_typed_is_lost(client, changes, sentence):
    page = client.post(PAGE, {**TYPED, "when_words": "2月の午前", **changes})

    assert any(sentence in row for row in errors(page)), errors(page)
    assert "2月の午前" in page.content.decode()
    assert Consultation.objects.count() == 0


def test_a_wish_off_the_menu_keeps_its_topic_apart_from_what_else_was_said(client):
    client.post(PAGE, {**TYPED, "about": "off_menu", "wish": "空き家のかたづけ方"})

    row = Consultation.objects.get()
    assert row.wish == "空き家のかたづけ方"
    assert row.events.get().note.text == "6人でも聞けますか。"


def test_from_a_lecture_it_is_about_that_lecture(client, town):
    page = client.get(f"{PAGE}?lecture={town.lecture.public_id}&about=unsure").content.decode()
    assert town.lecture.title in page

    client.post(PAGE, {**TYPED, "lecture": str(town.lecture.public_id)})

    assert Consultation.objects.get().lecture == town.lecture


@pytest.mark.parametrize("named", ["x", "00000000-0000-4000-8000-000000000000", "'"])
def test_an_address_that_names_no_lecture_is_no_error(client, named):
    assert client.get(PAGE, {"lecture": named, "about": named}).status_code == 200


def test_below_the_minimum_the_people_page_leads_here_with_what_was_typed(citizen, town):
    citizen.start()
    page = citizen.post("who", people="6").content.decode()
    assert f"/apply/{citizen.draft_id}/consult/" in page

    shown = citizen.get("consult").content.decode()
    assert "桜が丘自治会" in shown
    assert re.search(r'value="few"[^>]*checked', shown)
    answer = citizen.client.post(citizen.url("consult"), {**TYPED, "group_name": "桜が丘自治会"})

    row = Consultation.objects.get()
    assert (row.lecture, row.group.name) == (town.lecture, "桜が丘自治会")
    assert answer["Location"] == f"/consult/{row.public_id}/"


def test_sent_twice_is_one_consultation(client):
    page = client.get(PAGE).content.decode()
    key = re.search(r'name="submission" value="([^"]+)"', page)[1]

    first, second = (client.post(PAGE, {**TYPED, "submission": key}) for _time in range(2))

    assert first["Location"] == second["Location"]
    assert Consultation.objects.count() == 1


def test_a_robot_that_fills_every_box_sends_nothing(client):
    page = client.post(PAGE, {**TYPED, "homepage": "https://x.example"})

    assert "まだ送られていません" in page.content.decode()
    assert Consultation.objects.count() == 0


def test_too_many_from_one_place_wait_and_lose_nothing(client, settings):
    settings.REQUESTS_AN_HOUR = 1
    client.post(PAGE, TYPED)

    page = client.post(PAGE, {**TYPED, "words": "もう一つ"}).content.decode()

    assert "1時間たってから" in page
    assert "もう一つ" in page
    assert Consultation.objects.count() == 1


def test_in_english_the_answer_comes_in_english(client):
    client.post(
        PAGE,
        {**TYPED, "notify_by": "email", "email": "a@mail.example"},
        headers={"accept-language": "en"},
    )

    assert (
        "We have received your question"
        in OutgoingEmail.objects.get(kind="group_consult_received").text
    )


def test_what_no_database_takes_is_dropped_from_the_number(client):
    client.post(PAGE, {**TYPED, "phone": "090-0000\x00-0002\x1b"})

    group = Consultation.objects.get().group
    assert (group.phone, group.phone_as_typed) == ("09000000002", "090-0000-0002")


def test_one_sent_from_a_request_leaves_the_earlier_ones_to_this_browser(citizen):
    first = citizen.client.post(PAGE, TYPED)
    citizen.start()
    second = citizen.client.post(citizen.url("consult"), {**TYPED, "group_name": "桜が丘自治会"})

    kept = [next(iter(answer.cookies.values())) for answer in (first, second)]

    assert [row["path"] for row in kept] == [first["Location"], second["Location"]]


def test_the_key_of_one_consultation_does_not_open_another(client):
    client.post(PAGE, TYPED)
    theirs = Client().post(PAGE, TYPED)

    assert client.get(theirs["Location"]).status_code == 404


@pytest.mark.parametrize(
    "told", [{"notify_by": "email", "email": "Hayashi@mail.example"}, {"notify_by": "phone"}]
)
def test_nobody_s_mailbox_or_telephone_is_filled_from_many_places(town, told):
    for number in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(PAGE, {**TYPED, **told})

    page = Client(REMOTE_ADDR="192.0.2.9").post(
        PAGE, {**TYPED, **told, "words": "もう一つ"} | {key: told[key].lower() for key in told}
    )

    assert "1時間たってから" in page.content.decode()
    assert "もう一つ" in page.content.decode()
    assert Consultation.objects.count() == 5
