"""相談のようす: what happens next, both sides' words, ended by either, and the way to what it became."""

from dataclasses import replace
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from bookings.actions import changing, consulting
from bookings.actions.consulting import Asked
from bookings.actions.moves import Actor, By, MoveNotAllowed
from bookings.actions.submitting import GroupFacts
from bookings.doctor import consultations as doctor
from bookings.models import BookingRequest, Consultation, ConsultationEvent, Grant
from bookings.status import ConsultationAbout, ConsultationEnd, ConsultationStatus, Way
from notifications.models import OutgoingEmail
from tests.factories.town import GROUP, NOW, at, particulars

S = ConsultationStatus
MAILED, CALLED = By(Actor.OFFICE, Way.EMAIL), By(Actor.OFFICE, Way.PHONE)
BY_MAIL = GroupFacts(
    name="わかくさサロン", contact_name="林 みさ子", phone="0277123456", notify_by="email",
    email="hayashi@mail.example",
)  # fmt: skip
BY_PHONE = replace(BY_MAIL, notify_by="phone", email="")


def take(town, group=BY_MAIL) -> Consultation:
    asked = Asked(
        group=group, about=ConsultationAbout.FEW, words="6人でも聞けますか。", people=6,
        lecture_id=town.lecture.pk,
    )  # fmt: skip
    return consulting.take(asked=asked, by=GROUP, at=NOW, site_id=town.site.pk)


@pytest.fixture
def row(town) -> Consultation:
    return take(town)


def tell(row, words="うかがえます。", by=MAILED, settled=True) -> ConsultationEvent:
    row.refresh_from_db()
    return consulting.tell(
        consultation_id=row.pk, words=words, settled=settled, seen=row.version, by=by, at=NOW
    )


def close(row, reason, words="") -> None:
    row.refresh_from_db()
    consulting.close(
        consultation_id=row.pk, reason=reason, seen=row.version, by=CALLED, at=NOW, words=words
    )


def enter(row, town, group=None) -> BookingRequest:
    return consulting.enter(
        consultation_id=row.pk, lecture_id=town.lecture.pk, by=By(Actor.GROUP, Way.PHONE), at=NOW,
        particulars=particulars(group=group or replace(BY_MAIL, name="桜が丘自治会")),
    )  # fmt: skip


def key(row) -> Grant:
    return Grant.objects.get(consultation=row, revoked_at__isnull=True)


def browser(row) -> Client:
    client = Client()
    client.get(f"/k/{key(row).token}/")
    return client


def url(row, step: str = "") -> str:
    return f"/consult/{row.public_id}/{step}"


def text(page) -> str:
    return unescape(page.content.decode())


def said(page) -> list[str]:
    soup = BeautifulSoup(page.content, "html.parser")
    return [note.get_text() for note in soup.select("ol.timeline .note")]


def test_who_gets_no_mail_reads_with_which_number_to_look_it_up(town):
    row = take(town, BY_PHONE)
    key = consulting.page_key(row, at=NOW)

    page = Client().get(f"/k/{key.token}/", follow=True).text

    assert f"番号（{row.reference}）と、電話番号の下4けた" in page


def test_the_mail_s_link_opens_the_page_and_a_get_changes_nothing(row):
    before = Consultation.objects.values().get(), ConsultationEvent.objects.count()
    mail = OutgoingEmail.objects.get(kind="group_consult_received")
    assert key(row).link in mail.text

    page = Client().get(f"/k/{key(row).token}/", follow=True)

    assert page.request["PATH_INFO"] == url(row)
    assert "事務局が読んで、メールでお返事します。" in text(page)
    assert "6人でも聞けますか。" in text(page)
    assert (Consultation.objects.values().get(), ConsultationEvent.objects.count()) == before


def test_nobody_opens_it_without_its_key_or_after_the_names_have_gone(row, clock_at):
    assert Client().get(url(row)).status_code == 404
    clock_at("2030-03-31 23:59")
    assert browser(row).get(url(row)).status_code == 200

    clock_at("2030-04-01 00:00")

    assert browser(row).get(url(row)).status_code == 404


def test_twin_a_key_without_an_end_would_open_it_for_ever(row, clock_at):
    Grant.objects.filter(consultation=row).update(expires_at=None)

    clock_at("2030-04-01 00:00")

    assert browser(row).get(url(row)).status_code == 200


def test_the_office_s_answer_stands_on_the_page_and_the_group_writes_back(row):
    event = tell(row)
    assert key(row).link in event.mail.text
    client = browser(row)
    assert said(client.get(url(row))) == ["うかがえます。"]
    assert "事務局がお返事しました" in text(client.get(url(row)))

    answer = client.post(url(row), {"words": "1月20日にお願いします。"})

    assert answer["Location"] == url(row) + "?sent=1"
    assert said(client.get(url(row))) == ["うかがえます。", "1月20日にお願いします。"]
    row.refresh_from_db()
    assert row.status == S.OPEN
    mail = OutgoingEmail.objects.get(kind="office_consult_wrote")
    assert mail.to_address == "gakushu@city.mikagami.example"
    assert "1月20日にお願いします。" in mail.text
    assert list(doctor.checks()) == []


def test_pressed_twice_it_is_one_message_and_after_an_answer_a_new_one(row):
    client = browser(row)
    for _time in range(2):
        client.post(url(row), {"words": "8人になりました。"})
    assert said(client.get(url(row))) == ["8人になりました。"]

    tell(row)
    client.post(url(row), {"words": "8人になりました。"})

    assert said(client.get(url(row))) == [
        "8人になりました。",
        "うかがえます。",
        "8人になりました。",
    ]


def test_what_a_clerk_noted_of_a_call_is_not_shown(town):
    row = take(town, BY_PHONE)
    tell(row, "留守が多い人。ごみの講座を案内した。", by=CALLED)
    for actor in (Actor.GROUP, Actor.OFFICE):
        by = By(actor, Way.PHONE)
        consulting.note(consultation_id=row.pk, words="声が小さい", by=by, at=NOW)

    page = browser(row).get(url(row))

    assert said(page) == ["電話でお伝えしました。"]
    assert "声が小さい" not in text(page)
    assert "留守が多い人" not in text(page)


def test_who_gets_no_mail_is_told_by_telephone_and_keeps_the_link_from_the_screen(town):
    row = take(town, BY_PHONE)

    page = text(browser(row).get(url(row)))

    assert "事務局が読んで、電話でお返事します。" in page
    assert f"/k/{key(row).token}/" in page
    assert not OutgoingEmail.objects.filter(kind="group_consult_received").exists()


def test_who_gets_mail_finds_no_secret_on_the_page(row):
    assert "/k/" not in text(browser(row).get(url(row)))


def test_the_group_takes_it_back_and_may_go_on_later(row):
    client = browser(row)
    client.post(url(row), {"words": "やはり聞きたいです。"})
    assert "相談を取りやめますか" in text(client.get(url(row, "withdraw/")))
    row.refresh_from_db()
    assert row.status == S.OPEN

    client.post(url(row, "withdraw/"), {"words": "ほかで聞けました。"})

    row.refresh_from_db()
    assert (row.status, row.reason) == (S.CLOSED, ConsultationEnd.GROUP_WISH)
    assert "ほかで聞けました。" in OutgoingEmail.objects.get(kind="office_consult_withdrawn").text
    assert "相談を取りやめました" in text(client.get(url(row)))
    assert client.get(url(row, "withdraw/"))["Location"] == url(row)
    with pytest.raises(MoveNotAllowed):
        consulting.withdraw(consultation_id=row.pk, by=GROUP, at=NOW)
    client.post(url(row), {"words": "やはり聞きたいです。"})
    row.refresh_from_db()
    assert (row.status, row.reason) == (S.OPEN, "")
    assert list(doctor.checks()) == []


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (ConsultationEnd.NOBODY_TO_GIVE_IT, "話せる課や講師が見つかりませんでした。"),
        (ConsultationEnd.RULES, "出前講座の条件に合いませんでした。"),
        (ConsultationEnd.REFERRED, "ほかの窓口をご案内しました"),
        (ConsultationEnd.GROUP_WISH, "相談を取りやめました"),
        (ConsultationEnd.UNREACHED, "連絡がとれませんでした"),
        (ConsultationEnd.MISTAKE, "同じ相談がほかにある"),
        (ConsultationEnd.OTHER, "相談は終わりました"),
    ],
)
def test_closed_it_says_why_and_not_what_colleagues_noted(row, reason, sentence):
    close(row, reason, words="課内のメモ")

    page = text(browser(row).get(url(row)))

    assert sentence in page
    assert "課内のメモ" not in page


def test_once_it_is_a_request_the_page_leads_to_that_and_takes_no_words(row, town):
    made, client = enter(row, town), browser(row)
    page = client.get(url(row))
    link = BeautifulSoup(page.content, "html.parser").select_one(".notice a.button")

    assert "申込みになりました" in text(page)
    assert client.get(link["href"].removeprefix("http://testserver"), follow=True).request[
        "PATH_INFO"
    ] == (f"/requests/{made.public_id}/")
    answer = client.post(url(row), {"words": "もうすこし"})
    assert (answer.status_code, "申込みのページに書いてください" in text(answer)) == (422, True)


def pass_on(made) -> None:
    made.refresh_from_db()
    changing.amend(
        request_id=made.pk, facts={"contact_name": "森 一"}, seen=made.version, by=GROUP, at=NOW,
        new_contact=True,
    )  # fmt: skip


def test_who_stands_for_the_group_no_more_gets_nowhere_by_the_page_of_before(row, town):
    made, client = enter(row, town), browser(row)

    pass_on(made)

    assert client.get(url(row)).status_code == 404


def test_twin_were_its_key_left_it_would_lead_to_the_new_contact_s_page(row, town, monkeypatch):
    monkeypatch.setattr(type(Grant.objects.all()), "end_where_it_began", lambda *a, **k: None)
    made, client = enter(row, town), browser(row)

    pass_on(made)

    new = Grant.objects.get(request=made, purpose="group_page", revoked_at__isnull=True)
    assert f"/k/{new.token}/" in text(client.get(url(row)))


def test_one_from_before_there_were_pages_gets_its_link_with_the_answer(row):
    Grant.objects.filter(consultation=row).delete()

    event = tell(row)

    assert key(row).link in event.mail.text
    assert key(row).expires_at == at("2030-04-01 00:00")


@pytest.mark.parametrize("words", ["", "あ" * 1001])
def test_a_mistake_is_a_sentence(row, words):
    answer = browser(row).post(url(row), {"words": words})

    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").select("[role=alert] li")
    assert not OutgoingEmail.objects.filter(kind="office_consult_wrote").exists()


def test_more_than_ten_an_hour_are_too_many_and_lose_nothing(row):
    client = browser(row)
    for number in range(10):
        assert client.post(url(row), {"words": f"{number}"}).status_code == 302

    answer = client.post(url(row), {"words": "まだあります"})

    assert "続けて何度も送られた" in text(answer)
    assert "まだあります" in text(answer)


@pytest.mark.parametrize("typed", ["S8-0001", "ｓ８ー１", "S80001"])
def test_its_number_and_the_telephone_show_how_it_stands_and_nothing_of_anybody(row, typed):
    answer = Client().post("/requests/", {"reference": typed, "last_four": "３４５６"})

    assert "相談を受け付けました" in text(answer)
    for secret in ("わかくさサロン", "林 みさ子", "6人でも聞けますか。"):
        assert secret not in text(answer)


def test_the_wrong_figures_find_nothing(row):
    answer = Client().post("/requests/", {"reference": "S8-0001", "last_four": "0000"})

    assert "見つかりません" in text(answer)


@pytest.mark.parametrize("messages", [1, 3])
def test_the_page_costs_the_same_however_much_was_said(row, messages, django_assert_num_queries):
    for number in range(messages):
        tell(row, f"{number}", settled=False)
    client = browser(row)

    with django_assert_num_queries(9):
        client.get(url(row))


def test_the_office_reads_it_in_its_list_again(row, town):
    tell(row)
    browser(row).post(url(row), {"words": "お願いします。"})

    assert list(Consultation.objects.open()) == [row]
