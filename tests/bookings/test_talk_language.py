"""話すことば: asked in one choice; whoever gives the talk reads it wherever they decide and go."""

from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from bookings.actions import changing
from bookings.emails.on_the_day import plan_of, rows_of
from bookings.models import BookingRequest, EventMail, Grant
from notifications.models import OutgoingEmail
from tests.bookings.public.conftest import Citizen
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW, make_town


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


@pytest.fixture
def citizen(town) -> Citizen:
    return Citizen(town)


def text(page) -> str:
    return unescape(page.content.decode())


def citizen_chose(page) -> str:
    chosen = BeautifulSoup(page.content, "html.parser").select("[name=talk_language][checked]")
    return chosen[0]["value"]


def spoken(town, language: str, **facts) -> BookingRequest:
    return make_request(town, talk_language=language, **facts)


def send(citizen, **where) -> BookingRequest:
    citizen.start()
    citizen.fill("who", "when")
    citizen.post("where", **where)
    citizen.fill("contact")
    citizen.post("check")
    return BookingRequest.objects.submitted().get()


def test_who_says_nothing_hears_japanese_and_nothing_is_said_of_it(citizen):
    request = send(citizen)

    assert request.talk_language == "ja"
    for page in (citizen.open_page(request), citizen.get("check")):
        assert "話すことば" not in text(page)
    mails = OutgoingEmail.objects.values_list("text", flat=True)
    assert not [mail for mail in mails if "話すことば" in mail]


def test_another_language_is_told_back_before_and_after_sending(citizen):
    citizen.start()
    citizen.fill("who", "when")
    citizen.post("where", talk_language="en")
    assert citizen_chose(citizen.get("where")) == "en"
    citizen.fill("contact")
    assert "英語" in text(citizen.get("check"))
    citizen.post("check")

    request = BookingRequest.objects.submitted().get()
    assert request.talk_language == "en"
    assert "英語" in text(citizen.open_page(request))
    assert "英語" not in EventMail.objects.get(kind="group_received").mail.text  # not proved yet


def test_a_language_that_is_none_of_ours_is_asked_back(citizen):
    citizen.start()
    citizen.fill("who", "when")

    assert "話すことばを、もう一度えらんでください" in text(
        citizen.post("where", talk_language="x")
    )


def test_the_department_reads_it_in_the_mail_and_on_its_page(town):
    request = spoken(town, "easy", status="asking")

    mail = EventMail.objects.get(kind="department_asked").mail
    key = Grant.objects.get(assignment__request=request, purpose=Grant.Purpose.ANSWER)
    assert "話すことば やさしい日本語" in mail.text
    page = Client().get(f"/k/{key.token}/", follow=True)
    assert "話すことば やさしい日本語" in text(page)


def test_it_stands_on_the_sheet_of_the_day(town):
    request = spoken(town, "interpreted", status="confirmed")
    session = request.sessions.get()

    rows = dict(rows_of(session, plan_of(session)))

    assert rows["話すことば"] == "日本語（団体の人が通訳する）"


def test_changed_later_the_office_and_the_department_hear_of_it(town):
    request = spoken(town, "ja", status="confirmed")

    changing.amend(
        request_id=request.pk, facts={"talk_language": "en"}, seen=request.version, by=GROUP,
        at=NOW,
    )  # fmt: skip

    request.refresh_from_db()
    assert request.talk_language == "en"
    for kind in ("office_group_changed", "department_amended"):
        assert "話すことば：日本語 → 英語" in EventMail.objects.get(kind=kind).mail.text
