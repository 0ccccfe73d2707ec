"""What a group is asked beyond date and place: promises, ties to the town, help, things, a fax."""

from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from bookings.actions import asking
from bookings.desk.forms.supports import SupportForm
from bookings.forms.particulars import typed_of
from bookings.models import ApplicantGroup, BookingRequest, EventMail, PledgeText
from bookings.spelling.classes import parse_classes
from lectures.models import Centre, OfficeSettings, Room
from tests.bookings.public.conftest import CONTACT, WHERE, WHO
from tests.factories.town import NOW, OFFICE, submitted


def text(response) -> str:
    return unescape(response.content.decode())


def sent(citizen) -> BookingRequest:
    response = citizen.post("check")
    assert response.status_code == 302, text(response)
    return BookingRequest.objects.submitted().latest("pk")


def test_the_promise_is_kept_with_its_words_and_time(citizen):
    citizen.start()
    citizen.fill()

    request = sent(citizen)

    assert request.pledged_at == NOW
    assert request.pledge.version == 1
    assert request.pledge.text.startswith("政治・宗教・商売のための集まりではありません。")


def test_without_the_promise_nothing_is_sent_and_the_page_says_so(citizen):
    citizen.start()
    citizen.fill()

    page = text(citizen.post("check", {}))

    assert "約束することを読んで、「約束します」に印をつけてください" in page
    assert '<a href="#pledged">' in page
    assert not BookingRequest.objects.submitted().exists()


def test_another_wording_of_the_town_is_another_version(citizen):
    citizen.start()
    citizen.fill()
    sent(citizen)
    OfficeSettings.objects.update(pledges="火を使いません。")
    citizen.start()
    citizen.fill()
    assert "火を使いません。" in text(citizen.get("check"))

    assert sent(citizen).pledge.version == 2
    assert list(PledgeText.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_a_town_without_promises_asks_for_none(citizen):
    OfficeSettings.objects.update(pledges="")
    citizen.start()
    citizen.fill()

    citizen.post("check", {})

    assert BookingRequest.objects.submitted().get().pledge is None


def test_ties_to_the_town_are_asked_but_refuse_nobody(citizen):
    citizen.start()
    assert "来る人の、市とのつながりをえらんでください" in text(citizen.post("who", connection=""))
    citizen.post("who", connection="none")
    citizen.fill("when", "where", "contact")
    assert "事務局が確かめてからお返事します" in text(citizen.get("check"))

    request = sent(citizen)

    assert request.group.connection == "none"
    assert "not_local" in request.doubts


def test_kind_may_be_left_open_and_nothing_is_chosen_beforehand(citizen):
    citizen.start()
    page = text(citizen.get("who"))
    assert "checked" not in page
    assert "selected" not in page.replace('value="" selected', "")
    citizen.fill()

    assert sent(citizen).group.kind == ""


def test_fewer_people_than_needed_are_shown_a_way_to_talk(citizen):
    citizen.start()

    page = text(citizen.post("who", people="6"))

    assert "人数が少ないときも、相談できます" in page
    assert 'value="6"' in page


def test_members_fax_and_the_hours_of_the_phone_are_kept(citizen):
    citizen.start()
    citizen.post("who", members="１２０人")
    citizen.fill("when", "where")
    citizen.post(
        "contact", notify_by="fax", fax="0835-00-0009", reachable="平日の午前", email="x@y.example"
    )

    group = sent(citizen).group

    assert (group.members, group.fax, group.reachable) == (120, "0835000009", "平日の午前")
    assert group.email == ""  # what was typed for another way is not kept


def test_a_fax_without_a_number_says_so(citizen):
    citizen.start()
    citizen.fill("who", "when", "where")

    assert "ファックスの番号を入れてください" in text(citizen.post("contact", notify_by="fax"))


def test_the_contact_page_says_what_for_and_until_when(citizen):
    citizen.start()
    citizen.fill("who", "when", "where")

    page = text(citizen.get("contact"))

    assert "この講座の日にちを決めることと、その連絡だけに使います" in page
    assert "2030年4月1日（月）に消します。" in page


def test_help_is_asked_with_its_deadline_and_who_arranges_it(citizen):
    citizen.start()
    citizen.fill("who", "when")
    page = text(citizen.get("where"))
    assert "12月17日（木）の講座なら、11月26日（木）までです" in page
    page = text(citizen.post("where", care="sign_language"))
    assert "手話通訳・要約筆記を、だれが用意するかをえらんでください" in page
    citizen.post("where", care="sign_language", care_by="city", care_words="手話を使う人が2人")
    citizen.fill("contact")

    request = sent(citizen)

    assert (request.care, request.care_by) == (["sign_language"], "city")


def test_a_deadline_that_has_passed_is_said(citizen):
    OfficeSettings.objects.update(support_days_before=60)
    citizen.start()
    citizen.fill("who", "when")

    assert "間に合わないことがあります" in text(citizen.get("where"))


def test_on_its_last_day_a_deadline_is_not_said_to_be_over(citizen):
    citizen.start()
    citizen.fill("who", "when")

    OfficeSettings.objects.update(support_days_before=25)
    last = text(citizen.get("where"))
    OfficeSettings.objects.update(support_days_before=26)
    over = text(citizen.get("where"))

    assert "12月17日（木）の講座なら、きょう、11月22日（日）までです。" in last
    assert "すぎているので" not in last
    assert "12月17日（木）の講座なら、11月21日（土）までです。" in over
    assert "その日をすぎているので、間に合わないことがあります" in over


def test_the_department_reads_help_things_and_questions_in_the_one_line(town):
    request = submitted(
        town,
        care=("sign_language",),
        care_by="city",
        kit_there=("microphone",),
        kit_wanted=("projector",),
        questions="避難所は\nどこですか",
        remarks="駐車場は2台です",
    )

    asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    mail = EventMail.objects.get(kind="department_asked").mail.text
    (line,) = [line for line in mail.splitlines() if line.startswith("■ 伝えたいこと")]
    for words in (
        "手話通訳（市に頼みたい）", "会場にあるもの マイク", "持ってきてほしいもの プロジェクター",
        "質問「避難所は どこですか」", "駐車場は2台です",
    ):  # fmt: skip
        assert words in line


def test_the_desk_offers_to_ask_for_the_help_already_filled_in(town):
    request = submitted(town, care=("sign_language",), care_by="city", care_words="2人います")
    asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    form = SupportForm(about=request)

    assert form.initial == {"support": "sign_language", "words": "2人います", "which": "0"}


def test_help_that_the_group_brings_itself_is_not_offered(town):
    request = submitted(town, care=("sign_language",), care_by="group")

    assert SupportForm(about=request).initial == {}


@pytest.fixture
def centres(town) -> None:
    town.centre.seats = 30
    town.centre.save()
    other = Centre.objects.create(
        site=town.site, code="02", name="南町ホール", address="みかがみ市南町2", projector=True,
        step_free=True, parking_spaces=12, map_link="https://maps.example/minami",
    )  # fmt: skip
    Room.objects.create(site=town.site, centre=other, name="大ホール", seats=200, note="舞台あり")
    Room.objects.create(site=town.site, centre=other, name="和室", seats=12)


def found(response) -> list[str]:
    return [shown.row.name for shown in response.context["found"]]


def test_centres_are_narrowed_by_people_things_and_access(citizen, centres):
    citizen.start()
    citizen.fill("who", "when")

    assert found(citizen.get("centres")) == ["北川地域交流センター", "南町ホール"]
    assert found(citizen.get("centres", "?people=８０人")) == ["南町ホール"]
    assert found(citizen.get("centres", "?kit=projector&kit=screen")) == []
    assert found(citizen.get("centres", "?access=step_free&access=parking")) == ["南町ホール"]
    assert len(found(citizen.get("centres", "?people=abc&kit=zzz"))) == 2
    page = text(citizen.get("centres"))
    assert "大ホール 200人まで（舞台あり）" in page
    assert 'href="https://maps.example/minami"' in page


def test_a_centre_is_taken_by_one_press_and_nothing_typed_is_lost(citizen, centres):
    citizen.start()
    citizen.fill("who", "when")
    to_finder = citizen.client.post(
        citizen.url("where"), {"usable_from": "9時", "booked": "no", "centres": "1"}
    )
    assert to_finder["Location"] == f"{citizen.url('centres')}?people=25"

    citizen.client.post(citizen.url("centres"), {"place": "02"})

    typed = BookingRequest.objects.get().typed["where"]
    assert (typed["place"], typed["usable_from"], typed["booked"]) == ("02", "9時", "no")
    citizen.client.post(citizen.url("centres"), {"place": "nowhere"})
    assert BookingRequest.objects.get().typed["where"]["place"] == "02"


SCHOOL = {**WHO, "group_name": "桜が丘小学校", "kind": "school", "people": "95"}
LINES = "5年1組 32人 2校時 9:35〜10:20\n5年2組 31人 3校時 10:40〜11:25\n5年3組 4校時 11:30〜12:15"


def test_a_school_gives_its_classes_and_their_hours_are_every_wish_s_hours(citizen):
    citizen.start()
    assert citizen.post("who", SCHOOL)["Location"] == citizen.url("classes")
    assert "6つのうち 2つめ" in text(citizen.get("classes"))
    assert citizen.post("classes", {"classes": LINES})["Location"] == citizen.url("when")
    page = text(citizen.post("when", {"wish1_day": "2026-12-17"}, button="month"))
    citizen.post("when", {"wish1_day": "2026-12-17", "wish2_day": "2026-12-18"})
    assert "9時35分〜12時15分（クラスの時間）" in text(citizen.get("when"))
    citizen.fill("where")
    citizen.post("contact", reachable="放課後 16時〜17時")
    page = text(citizen.get("check"))
    assert "5年1組 32人 2校時 9:35〜10:20" in page

    request = sent(citizen)

    assert [row.name for row in request.classes.order_by("order")] == ["5年1組", "5年2組", "5年3組"]
    assert [(f"{row.starts:%H:%M}", f"{row.ends:%H:%M}") for row in request.wishes.all()] == [
        ("09:35", "12:15")
    ] * 2
    assert request.group.reachable == "放課後 16時〜17時"


def test_a_school_that_comes_together_leaves_its_classes_empty(citizen):
    citizen.start()
    citizen.post("who", SCHOOL)
    citizen.post("classes", {"classes": ""})
    citizen.fill("when", "where", "contact")

    assert sent(citizen).classes.count() == 0


def test_a_line_that_cannot_be_read_is_named_and_kept(citizen):
    citizen.start()
    citizen.post("who", SCHOOL)

    page = text(citizen.post("classes", {"classes": "5年1組 2校時"}))

    assert "「5年1組 2校時」の行に、はじまりとおわりの時刻を入れてください" in page
    assert "5年1組 2校時</textarea>" in page


def test_who_is_no_school_never_meets_the_classes(citizen):
    citizen.start()
    citizen.fill("who")

    assert citizen.get("classes")["Location"] == citizen.url("when")
    assert "5つのうち 2つめ" in text(citizen.get("when"))


def test_a_request_to_be_corrected_comes_back_with_all_its_answers(citizen):
    request = submitted(
        citizen.town,
        care=("captioning", "wheelchair"),
        care_by="group",
        kit_wanted=("screen",),
        questions="何を持っていきますか",
    )
    typed = typed_of(request)

    assert typed["where"]["care"] == "captioning,wheelchair"
    assert typed["where"]["kit_wanted"] == "screen"
    assert typed["contact"]["questions"] == "何を持っていきますか"
    assert set(WHERE) <= set(typed["where"])
    assert set(CONTACT) <= set(typed["contact"])
    assert ApplicantGroup.objects.count() == 1


def test_a_group_that_turns_out_to_be_no_school_is_led_past_the_classes(citizen):
    citizen.start()
    citizen.fill("who")

    for typed in (LINES, "", "あ" * 30_000):
        response = citizen.client.post(citizen.url("classes"), {"classes": typed, "next": "1"})

        assert (response.status_code, response["Location"]) == (302, citizen.url("when"))


def test_only_a_number_of_people_goes_into_the_address_of_the_centres(citizen):
    citizen.start()
    citizen.fill("who", "when")
    draft = BookingRequest.objects.get()
    draft.typed["who"]["people"] = "佐藤 090-0000-0001"
    draft.save()

    response = citizen.client.post(citizen.url("where"), {"centres": "1"})

    assert response["Location"] == f"{citizen.url('centres')}?people="


def test_promises_worded_anew_while_they_were_read_are_shown_again(citizen):
    citizen.start()
    citizen.fill()
    page = BeautifulSoup(citizen.get("check").content, "html.parser")
    read = page.find("input", attrs={"name": "pledge"})["value"]
    OfficeSettings.objects.update(pledges="火を使いません。")

    answer = text(citizen.post("check", {"pledged": "1", "pledge": read}))

    assert "約束することの文が変わりました" in answer
    assert "火を使いません。" in answer
    box = BeautifulSoup(answer, "html.parser").find("input", attrs={"name": "pledged"})
    assert not box.has_attr("checked")
    assert not BookingRequest.objects.submitted().exists()
    read = BeautifulSoup(answer, "html.parser").find("input", attrs={"name": "pledge"})["value"]
    citizen.post("check", {"pledged": "1", "pledge": read})
    assert BookingRequest.objects.submitted().get().pledge.text == "火を使いません。"


def test_one_wording_of_the_promises_is_kept_once_however_often_it_comes_back(site):
    versions = [
        PledgeText.objects.kept(words, site_id=site.pk, at=NOW).version
        for words in ("火を使いません。", "No fire.", "火を使いません。", "No fire.")
    ]

    assert versions == [1, 2, 1, 2]


def test_an_english_correction_keeps_a_school_s_classes(town):
    classes = parse_classes(LINES)
    request = submitted(town, classes=classes)

    with translation.override("en"):
        typed = typed_of(request)["classes"]["classes"]

        assert parse_classes(typed) == classes
        assert parse_classes(LINES) == classes
