"""The desk's consultations: listed, answered, closed, and made into requests with all that is known."""

import pytest
from bs4 import BeautifulSoup

from bookings.actions import consulting, receiving
from bookings.actions.consulting import Asked
from bookings.actions.submitting import GroupFacts
from bookings.desk.attention import matters_now
from bookings.models import BookingRequest, Consultation
from bookings.status import ConsultationAbout, ConsultationStatus
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import errors
from tests.bookings.desk.waiting import decide, page_of
from tests.factories.replies import raw_reply
from tests.factories.town import GROUP, NOW

LIST = "/desk/consultations/"
S = ConsultationStatus


@pytest.fixture
def row(town) -> Consultation:
    asked = Asked(
        group=GroupFacts(
            name="わかくさサロン", contact_name="林 みさ子", phone="0277123456",
            notify_by="email", email="hayashi@mail.example",
        ),
        about=ConsultationAbout.FEW, words="6人でも聞けますか。", people=6,
        when_words="2月の午前", place_words="わかくさ集会所", lecture_id=town.lecture.pk,
    )  # fmt: skip
    return consulting.take(asked=asked, by=GROUP, at=NOW, site_id=town.site.pk)


def address(row: Consultation, step: str = "") -> str:
    return f"{LIST}{row.public_id}/{step + '/' if step else ''}"


def press(office, row: Consultation, step: str, **typed: object):
    row.refresh_from_db()
    return office.post(address(row, step), {"version": row.version, **typed})


def test_what_waits_stands_in_the_list_of_the_day(office, row):
    matter = next(found for found in matters_now(at=NOW) if "相談" in str(found.sentence))

    assert (matter.count, matter.url) == (1, address(row))
    assert "S8-0001 わかくさサロン" in office.get("/desk/").content.decode()


def test_the_list_shows_open_ones_and_the_years_unmet_wishes(office, row):
    assert "S8-0001" in office.get(LIST).content.decode()

    press(office, row, "close", reason="nobody")

    assert "S8-0001" not in office.get(LIST).content.decode()
    shown = office.get(LIST, {"show": "closed"}).content.decode()
    assert "S8-0001" in shown
    assert "話せる課・講師がない" in shown


@pytest.mark.parametrize("typed", ["S8-0001", "s80001", "Ｓ８－０００１", " S8-1 "])
def test_the_search_for_its_number_opens_it(office, row, typed):
    answer = office.post("/desk/requests/search/", {"words": typed})

    assert answer["Location"] == address(row)


@pytest.mark.parametrize("by_subject", [True, False])
def test_a_mail_that_answers_ours_is_kept_with_it_and_opens_it_again(office, row, by_subject):
    press(office, row, "tell", words="できます。", way="email", settled="on")
    mail = OutgoingEmail.objects.get(kind="group_consult_answered")
    thread = {"in_reply_to": "" if by_subject else mail.message_id}
    raw = raw_reply(
        "1月20日にお願いします。", to=mail.from_address, sender=mail.to_address, results="",
        subject=f"Re: {mail.subject}" if by_subject else "お願い", **thread,
    )  # fmt: skip
    inbound = receive(raw, envelope_to=[mail.from_address], at=mail.created_at)
    waits = receiving.take(inbound.pk, at=mail.created_at)
    page = office.get(page_of(waits)).content.decode()
    assert address(row) in page
    assert "どの依頼への返事ですか" not in page

    decide(office, waits, "consulted", words="1月20日にお願いします。")

    row.refresh_from_db()
    assert row.status == S.OPEN
    assert "1月20日にお願いします。" in office.get(address(row)).content.decode()


@pytest.mark.parametrize("show", ["open", "all", "nonsense", "'"])
def test_any_view_can_be_asked_for(office, row, show):
    assert office.get(LIST, {"show": show}).status_code == 200


def test_the_page_says_all_that_is_known(office, row):
    page = office.get(address(row)).content.decode()

    for words in (
        "S8-0001",
        "わかくさサロン",
        "林 みさ子",
        "6人でも聞けますか。",
        "2月の午前",
        "わかくさ集会所",
    ):
        assert words in page


def test_an_answer_by_mail_is_sent(office, row):
    answer = press(office, row, "tell", way="email", words="うかがえます。", settled="on")

    assert answer.status_code == 302, errors(answer)
    row.refresh_from_db()
    assert row.status == S.ANSWERED
    assert "うかがえます。" in OutgoingEmail.objects.get(kind="group_consult_answered").text


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("tell", {"words": "はい"}, "伝える方法をえらんでください"),
        ("tell", {"way": "phone"}, "団体に伝えることを書いてください"),
        ("tell", {"way": "phone", "words": "はい", "version": "99"}, "相談のようすが変わりました"),
        ("note", {"heard": "group"}, "ことばを入れてください"),
        ("note", {"words": "はい"}, "だれのことばか"),
        ("close", {"words": "もう要らない"}, "終えるわけをえらんでください"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_typed_is_lost(office, row, step, typed, sentence):
    page = press(office, row, step, **typed)

    assert page.status_code == 422
    assert any(sentence in line for line in errors(page)), errors(page)
    assert typed.get("words", "") in page.content.decode()


def test_what_was_heard_is_kept_with_whose_word_it_is(office, row):
    press(office, row, "note", heard="group", words="8人になった。")

    event = row.events.latest("pk")
    assert (event.actor, event.way, event.note.text) == ("group", "phone", "8人になった。")


def test_closed_and_opened_again(office, row):
    press(office, row, "close", reason="mistake")
    press(office, row, "reopen")

    row.refresh_from_db()
    assert row.status == S.OPEN


def test_a_step_that_does_not_exist_is_no_page(office, row):
    assert press(office, row, "burn").status_code == 404


def as_shown(page) -> dict[str, str]:
    form = BeautifulSoup(page.content, "html.parser").select_one("form.entry")
    sent = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        if box.name == "select":
            chosen = box.select_one("option[selected]")
            sent[box["name"]] = chosen["value"] if chosen else ""
        elif box.name == "textarea":
            sent[box["name"]] = box.text.lstrip("\n")
        elif box.get("type") not in ("radio", "checkbox"):
            sent[box["name"]] = box.get("value", "")
        elif box.has_attr("checked"):
            sent[box["name"]] = box.get("value", "on")
    return sent


def test_it_becomes_a_request_with_everything_filled_in(office, row, town):
    page = office.get(f"/desk/requests/new/?consultation={row.public_id}")
    typed = as_shown(page)
    assert typed["lecture"] == "3-07 わが家の防災マップづくり"
    assert (typed["group_name"], typed["people"], typed["representative"]) == (
        "わかくさサロン", "6", "林 みさ子",
    )  # fmt: skip
    assert "6人でも聞けますか。" in typed["remarks"]

    typed |= {"wishes": "12/17 a", "place": town.centre.code, "waive": "too_few"}
    answer = office.post("/desk/requests/new/", typed)

    assert answer.status_code == 302, errors(answer)
    made, row = BookingRequest.objects.get(), Consultation.objects.get()
    assert (row.status, row.request) == (S.REQUESTED, made)
    assert made.reference in office.get(address(row)).content.decode()


def test_a_call_is_taken_without_a_lecture(office, town):
    typed = {
        "way": "phone", "phone": "0277123456", "contact_name": "林 みさ子", "about": "off_menu",
        "wish": "空き家のかたづけ方", "words": "近所の人と聞きたい。", "notify_by": "phone",
    }  # fmt: skip

    answer = office.post(f"{LIST}new/", typed)

    row = Consultation.objects.get()
    assert answer["Location"] == address(row)
    assert "「相談番号は S8-0001 です。" in office.get(address(row)).content.decode()
    assert (row.way, row.entered_by.email) == ("phone", "yamada@city.mikagami.example")


def test_a_call_with_nothing_typed_is_sentences(office, town):
    page = office.post(f"{LIST}new/", {})

    assert page.status_code == 422
    assert len(errors(page)) >= 4


def test_what_was_typed_for_a_request_can_be_kept_as_a_consultation(office, town):
    page = office.post(
        "/desk/requests/new/",
        {
            "consult": "1", "phone": "0277123456", "representative": "林 みさ子",
            "group_name": "わかくさサロン", "people": "6", "wishes": "2月の午前", "way": "phone",
            "lecture": "3-07", "remarks": "6人でも聞けますか。",
        },
    )  # fmt: skip

    typed = as_shown(page)
    assert typed["contact_name"] == "林 みさ子"
    assert typed["when_words"] == "2月の午前"
    office.post(f"{LIST}new/", {**typed, "about": "few"})
    row = Consultation.objects.get()
    assert (row.people, row.lecture, row.group.name) == (6, town.lecture, "わかくさサロン")
