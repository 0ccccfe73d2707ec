"""Mischief held off without puzzles: haste, repetition, other people's addresses, the same again."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace as Row

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import secrets
from bookings.actions import confirming_mail, deciding, submitting
from bookings.actions.moves import Refused
from bookings.desk import matters
from bookings.desk.first_look import first_look
from bookings.desk.inbox import by_due_date, row_of
from bookings.doctor import checks
from bookings.models import ApplicantGroup, BookingRequest, EventMail, Grant
from bookings.models.twins import twins
from bookings.public import doubts
from bookings.status import Verb
from config import clock
from notifications.models import OutgoingEmail
from tests.bookings.public.conftest import PAGES, Citizen
from tests.factories.town import GROUP, NOW, OFFICE, particulars, submitted

LATER = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def text(response) -> str:
    return unescape(response.content.decode())


def written(citizen, **contact: str) -> None:
    citizen.start()
    citizen.fill("who", "when", "where")
    citizen.post("contact", **contact)


def newest() -> BookingRequest:
    return BookingRequest.objects.submitted().latest("pk")


def test_what_was_sent_at_once_is_looked_at_first_and_not_refused(citizen, clock_at):
    written(citizen)
    citizen.post("check")
    assert newest().doubts == ["too_fast"]

    slow = Citizen(citizen.town)
    written(slow, phone="0835-00-0002")
    clock_at(NOW + timedelta(minutes=3))
    slow.post("check")

    assert "too_fast" not in newest().doubts


def test_many_from_one_place_are_looked_at_and_then_asked_to_wait(citizen, settings, monkeypatch):
    monkeypatch.setattr(doubts, "ODD", 1)
    settings.REQUESTS_AN_HOUR = 2
    citizens = [Citizen(citizen.town) for _number in range(3)]
    for number, each in enumerate(citizens):
        settings.REQUESTS_AN_HOUR = 9
        written(each, phone=f"0835-00-000{number}")
        settings.REQUESTS_AN_HOUR = 2
        page = text(each.post("check"))
    assert "many" in newest().doubts
    citizen = citizens[-1]

    assert "1時間たってから送るか、電話で申し込んでください（0000-00-0000）" in page
    assert BookingRequest.objects.submitted().count() == 2
    cache.clear()  # an hour later
    assert citizen.post("check").status_code == 302


def test_one_phone_number_may_not_fill_the_day(citizen, settings):
    settings.REQUESTS_A_DAY_OF_A_PHONE = 1
    written(citizen)
    citizen.post("check")
    written(citizen)

    assert "あした送るか、電話で申し込んでください" in text(citizen.post("check"))


def test_beginning_again_and_again_is_told_when_to_come_back(citizen, settings):
    settings.REQUESTS_AN_HOUR = 1
    citizen.start()

    page = text(citizen.client.post(f"/apply/{citizen.town.lecture.public_id}/"))

    assert "1時間たってからもう一度おす" in page
    assert BookingRequest.objects.count() == 1


def by_web(town, **changes) -> BookingRequest:
    return submitted(town, confirmed=False, **changes)


def mail_key(request: BookingRequest) -> str:
    return Grant.objects.get(request=request, purpose=Grant.Purpose.MAIL).token


def test_until_the_address_is_confirmed_the_request_waits_on_its_own_list(town):
    request = by_web(town)

    assert list(matters.unconfirmed_requests(at=NOW)) == [request]
    assert list(matters.new_requests(at=NOW)) == []
    row = by_due_date(BookingRequest.objects.all(), at=NOW).get()
    assert row_of(row, at=NOW).due == "メールの確認待ち"
    assert first_look(request, at=NOW).unconfirmed


def test_the_button_behind_the_mail_s_link_confirms_and_looking_does_not(town):
    request, browser = by_web(town), Client()
    mail = EventMail.objects.get(kind="group_received").mail
    link = f"/k/{mail_key(request)}/"
    assert link in secrets.fill(mail.text)

    page = browser.get(link, follow=True)
    assert "届きました" in text(page)
    request.group.refresh_from_db()
    assert request.group.email_confirmed_at is None
    for _twice in range(2):
        answer = browser.post(page.request["PATH_INFO"], follow=True)

    assert "申込みのようす" in text(answer)
    request.group.refresh_from_db()
    assert request.group.email_confirmed_at == clock.now()
    assert request.events.filter(verb=Verb.MAIL_CONFIRMED).count() == 1
    assert list(matters.new_requests(at=NOW)) == [request]
    assert list(checks(at=NOW)) == []


def test_without_the_link_nobody_confirms(town):
    request = by_web(town)

    answer = Client().post(f"/requests/{request.public_id}/mail/")

    assert answer.status_code == 404
    request.group.refresh_from_db()
    assert request.group.email_confirmed_at is None


def test_a_silent_address_is_asked_once_more_after_a_day_and_never_again(town):
    request = by_web(town)
    day = NOW + timedelta(days=1)

    assert not confirming_mail.ask_again(request_id=request.pk, at=NOW + timedelta(hours=23))
    assert confirming_mail.ask_again(request_id=request.pk, at=day)
    assert not confirming_mail.ask_again(request_id=request.pk, at=day + timedelta(days=3))

    assert EventMail.objects.filter(kind="group_mail_unconfirmed").count() == 1
    assert mail_key(request) in secrets.fill(
        EventMail.objects.get(kind="group_mail_unconfirmed").mail.text
    )


@pytest.mark.parametrize(
    "told",
    [{"notify_by": "phone", "email": ""}, {"notify_by": "post", "email": "", "address": "x"}],
)
def test_groups_without_mail_wait_for_nothing(town, told):
    group = particulars().group
    fields = {"name": group.name, "contact_name": "x", "phone": group.phone, **told}
    request = by_web(town, group=submitting.GroupFacts(**fields))

    assert list(matters.new_requests(at=NOW)) == [request]
    assert not request.grants.filter(purpose=Grant.Purpose.MAIL).exists()


def test_a_corrected_address_is_confirmed_anew(town):
    request = submitted(town)
    deciding.want_change(request_id=request.pk, by=GROUP, at=NOW, words="直してください")
    said = particulars()
    other = {**vars(said.group), "email": "other@mail.example"}
    submitting.resubmit(
        request_id=request.pk,
        particulars=particulars(group=submitting.GroupFacts(**other)),
        by=GROUP,
        at=LATER,
    )

    assert list(BookingRequest.objects.unconfirmed()) == [request]
    assert ApplicantGroup.objects.get().email_confirmed_at is None


def test_a_corrected_address_gets_its_own_day_and_its_own_second_asking(town):
    request = by_web(town)
    assert confirming_mail.ask_again(request_id=request.pk, at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=3)
    deciding.want_change(request_id=request.pk, by=OFFICE, at=later, words="直してください")
    other = replace(particulars().group, email="other@mail.example")
    submitting.resubmit(
        request_id=request.pk, particulars=particulars(group=other), by=GROUP, at=later
    )

    def asked(hours: int) -> bool:
        return confirming_mail.ask_again(request_id=request.pk, at=later + timedelta(hours=hours))

    assert [asked(1), asked(24), asked(48)] == [False, True, False]


def refusing(**_known):
    raise Refused("受付をお休みしています")


def test_only_what_was_sent_is_counted(citizen, settings, monkeypatch):
    settings.REQUESTS_AN_HOUR = settings.REQUESTS_A_DAY_OF_A_PHONE = 1
    written(citizen)
    with monkeypatch.context() as change:
        change.setattr(submitting, "submit", refusing)
        for _mistake in range(3):
            assert "受付をお休みしています" in text(citizen.post("check"))
    citizen.post("check")

    assert newest().doubts == ["too_fast"]


def test_another_town_counts_for_itself(citizen, settings, rf):
    settings.REQUESTS_AN_HOUR = 1
    written(citizen)
    citizen.post("check")
    said, row = particulars(), newest()
    asked = rf.post("/", REMOTE_ADDR="127.0.0.1")
    here, there = (Row(row=Row(site_id=site)) for site in (row.site_id, row.site_id + 1))

    assert doubts.refusal(asked, here, said, phone="0000-00-0000") != ""
    assert doubts.refusal(asked, there, said, phone="0000-00-0000") == ""


def test_the_same_again_from_this_browser_is_named(citizen):
    written(citizen)
    citizen.post("check")
    first = newest()
    written(citizen)

    page = text(citizen.get("check"))

    assert f"同じような申込みが、{first.reference} にあります。" in page
    citizen.post("check")
    assert "twice" in newest().doubts


def test_the_same_from_elsewhere_is_told_to_the_office_and_to_nobody_else(citizen):
    first = submitted(citizen.town, group=submitting.GroupFacts(
        name="桜が丘自治会", contact_name="x", phone="09000000001", notify_by="phone",
    ))  # fmt: skip
    written(citizen)

    page = text(citizen.get("check"))

    assert first.reference not in page
    assert "同じような申込みが" not in page
    assert "同じ講座をもう申し込んでいるときは" in page
    citizen.post("check")
    assert first_look(newest(), at=NOW).twins == [first]


def test_another_lecture_group_or_season_is_not_the_same(town):
    submitted(town)
    same = {"lecture_id": town.lecture.pk, "phone": "0000000001", "name": "x"}

    assert twins(**same, days=[date(2027, 1, 20)]).count() == 1
    assert twins(**same, days=[date(2027, 3, 20)]).count() == 0
    assert (
        twins(**{**same, "phone": "", "name": "桜が丘自治会"}, days=[date(2026, 12, 1)]).count()
        == 1
    )
    assert twins(**{**same, "phone": "0835"}, days=[date(2026, 12, 17)]).count() == 0


def test_the_link_comes_by_mail_and_goes_on_elsewhere(citizen):
    citizen.start()
    citizen.fill("who")

    page = text(
        citizen.client.post(citizen.url("resume"), {"address": "x@mail.example"}, follow=True)
    )

    assert "メールを送りました" in page
    mail = OutgoingEmail.objects.get(kind="group_draft_kept")
    assert mail.to_address == "x@mail.example"
    link = next(line for line in secrets.fill(mail.text).splitlines() if "/k/" in line)
    elsewhere = Client()
    assert "申込みのつづき" in text(elsewhere.get("/k/" + link.split("/k/")[1], follow=True))
    assert PAGES["who"]["group_name"] in text(elsewhere.get(citizen.url("who")))
    assert "x@mail.example" not in str(BookingRequest.objects.get().typed)


def test_links_by_mail_are_not_a_way_to_bother_somebody(citizen):
    citizen.start()
    for _number in range(6):
        page = text(
            citizen.client.post(citizen.url("resume"), {"address": "x@mail.example"}, follow=True)
        )

    assert "1時間たってから、もう一度おしてください" in page
    assert 'value="x@mail.example"' in page


def test_a_wrong_address_gets_its_sentence(citizen):
    citizen.start()

    assert "メールアドレスの形を確かめてください" in text(
        citizen.client.post(citizen.url("resume"), {"address": "nowhere"})
    )


def test_nobody_is_timed_out_within_twenty_hours_nor_within_weeks(citizen, clock_at):
    citizen.start()
    citizen.fill("who", "when")
    clock_at(NOW + timedelta(hours=20, minutes=1))
    citizen.fill("where")
    clock_at(NOW + timedelta(days=3))
    citizen.fill("contact")

    assert citizen.post("check").status_code == 302
