"""Wrong input gets a sentence beside its field; what was typed stays; nothing breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.models import BookingRequest
from tests.bookings.public.conftest import CONTACT, PAGES, WHEN, WHERE, WHO, Citizen


def text(response) -> str:
    return response.content.decode()


def test_an_empty_page_says_what_to_put_in_and_links_to_it(citizen) -> None:
    citizen.start()

    page = text(citizen.post("who", {}))

    assert "<title>エラー：" in page
    assert '<a href="#id_group_name">団体の名前を入れてください。</a>' in page
    assert '<a href="#id_people">人数を入れてください。</a>' in page


EMPTY = [
    (
        "where",
        {"会場をえらんでください", "会場の予約が、すんでいるか、これからかをえらんでください"},
    ),
    (
        "contact",
        {
            "代表者の名前を入れてください",
            "よみがなを入れてください",
            "電話番号を入れてください",
            "お知らせの方法をえらんでください",
            "連絡する人の名前を入れてください",
        },
    ),
]


@pytest.mark.parametrize(("step", "sentences"), EMPTY)
def test_every_empty_page_has_its_sentences(citizen, step, sentences) -> None:
    citizen.start()
    citizen.fill("who", "when", "where")

    response = citizen.post(step, {})

    assert {link.sentence for link in response.context["links"]} == sentences


WRONG = [
    (
        "who",
        "people",
        "9",
        "この講座は10人以上でお願いしています。少ないときは、先に事務局に相談してください（電話 0000-00-0000）。",
    ),
    ("who", "people", "-5", "人数は、30のように、ひとつの数で入れてください"),
    ("who", "people", "99999", "人数が多すぎます。確かめてください"),
    ("who", "group_name", "あ" * 81, "80字までにしてください（いまは81字です）"),
    ("who", "kind", "pirates", "団体の種類を、もう一度えらんでください"),
    ("where", "place", "99", "会場を、もう一度えらんでください"),
    ("where", "usable_until", "8時", "「何時まで」は、「何時から」より後にしてください"),
    ("where", "usable_from", "朝はやく", "時刻は、10時30分のように入れてください"),
    ("contact", "phone", "1234", "電話番号は、市外局番から10けたか11けたで入れてください"),
    ("contact", "contact_kana", "佐藤", "よみがなは、ひらがなで入れてください"),
    ("contact", "email", "sato", "メールアドレスの形を確かめてください。例：hanako@example.jp"),
    ("contact", "email", "", "メールアドレスを入れてください"),
    ("contact", "notify_by", "post", "お知らせを送る住所を入れてください"),
    ("contact", "remarks", "あ" * 1001, "1000字までにしてください（いまは1001字です）"),
]


@pytest.mark.parametrize(("step", "field", "typed", "sentence"), WRONG)
def test_each_mistake_has_one_sentence_and_loses_nothing(
    citizen, step, field, typed, sentence
) -> None:
    citizen.start()
    citizen.fill("who", "when", "where")

    response = citizen.post(step, **{field: typed})

    assert [str(link.sentence) for link in response.context["links"]] == [sentence]
    assert response.context["form"][field].value() == typed
    assert BookingRequest.objects.get().typed[step][field] == typed


GOOD = [
    ("who", "people", "２５人"),
    ("who", "people", "約30名"),
    ("contact", "phone", "（０２７７）１２－３４５６"),
    ("contact", "phone", "+81 90-0000-0001"),
    ("contact", "email", "ｓａｔｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ"),
    ("contact", "contact_kana", "ｻﾄｳ ﾊﾅｺ"),
]


@pytest.mark.parametrize(("step", "field", "typed"), GOOD)
def test_the_usual_spellings_are_taken(citizen, step, field, typed) -> None:
    citizen.start()
    citizen.fill("who", "when", "where")

    assert citizen.post(step, **{field: typed}).status_code == 302


def test_another_place_needs_its_name_and_address(citizen) -> None:
    citizen.start()
    citizen.fill("who", "when")

    response = citizen.post("where", place="other")

    assert [link.sentence for link in response.context["links"]] == [
        "会場の名前を入れてください",
        "会場の住所を入れてください",
    ]


def test_a_venue_open_too_short_for_the_wish_is_said_where_the_hours_are(citizen) -> None:
    citizen.start()
    citizen.fill("who", "when")

    response = citizen.post("where", usable_from="11時30分", usable_until="17時")

    assert [link.sentence for link in response.context["links"]] == [
        "第1希望：会場を使える時間に、講座（60分）が入りません。時間帯か会場の時間を変えてください。"
    ]


def test_ten_megabytes_are_refused_in_plain_words(citizen) -> None:
    citizen.start()

    response = citizen.post("who", group_name="あ" * 3_500_000)

    assert response.status_code == 400
    assert "Traceback" not in text(response)
    assert BookingRequest.objects.get().typed == {}


def test_a_megabyte_is_shown_back_whole_and_kept_in_part(citizen) -> None:
    citizen.start()
    long = "あ" * 200_000

    response = citizen.post("who", group_name=long)

    assert "80字までにしてください（いまは200000字です）" in text(response)
    assert response.context["form"]["group_name"].value() == long
    assert len(BookingRequest.objects.get().typed["who"]["group_name"]) == 20_000


FIELDS = {
    "who": WHO,
    "when": {**WHEN, "wish2_day": "", "wish2_part": "", "wish3_from": "", "typed_day": ""},
    "where": WHERE,
    "contact": {**CONTACT, "contact_name": "", "postcode": "", "address": ""},
}
# Whatever a form can carry: no lone surrogates, which no browser sends.
JUNK = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_junk_in_any_field_is_answered_and_kept(town, data) -> None:
    citizen = Citizen(town)
    citizen.start()
    citizen.fill("who", "when", "where")
    step = data.draw(st.sampled_from(sorted(FIELDS)))
    typed = data.draw(st.fixed_dictionaries(dict.fromkeys(FIELDS[step], JUNK)))

    response = citizen.post(step, typed)

    assert response.status_code in (200, 302)
    kept = BookingRequest.objects.get(public_id=citizen.draft_id).typed[step]
    if step == "when" and (typed["typed_day"].strip() or response.status_code == 302):
        return  # a day that could be read moved to its place among the wishes
    for name in kept.keys() & typed.keys():
        assert kept[name] == typed[name].replace("\x00", "")


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    button=st.sampled_from(["day", "remove", "month", "add", "next", "save", "enter"]),
    value=JUNK,
    query=JUNK,
)
def test_junk_in_any_button_of_the_month_is_answered(town, button, value, query) -> None:
    citizen = Citizen(town)
    citizen.start()
    citizen.fill("who", "when")

    response = citizen.client.post(citizen.url("when"), {**WHEN, "shown": query, button: value})

    assert response.status_code in (200, 302, 303)
    assert citizen.client.get(citizen.url("when"), {"month": query}).status_code == 200


def test_every_page_answers_a_body_that_is_no_form(citizen) -> None:
    citizen.start()
    for step in (*PAGES, "check"):
        response = citizen.client.post(
            citizen.url(step), b"\xff\xfe{", content_type="application/octet-stream"
        )
        assert response.status_code in (200, 302, 303)
