"""An ask to an address that does not exist: real servers, a real worker with its usual periods.

The office sees it within a minute of the bounce, sends it again, and the answer still counts.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from wagtail.models import Site

from accounts.models import SiteRole, User
from bookings import doctor
from bookings.actions import asking
from bookings.models import Assignment
from bookings.status import Way
from cms.demo.loader.stories import Wanted, open_day, request
from config import clock
from lectures.eras import fiscal_year_of
from lectures.zones import local
from notifications.models import MailIdentity, OutgoingEmail
from tests.factories.town import OFFICE, ZONE, make_town, particulars

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A_MINUTE = 60


def wait_for(question: Callable[[], Any], *, seconds: float = A_MINUTE) -> Any:
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.3)
    return answer


def a_quiet_wednesday() -> datetime:
    """In September to come, whatever day the test runs on: far from the year's turn."""
    now = local(clock.now())
    day = datetime(now.year + (now.month >= 9), 9, 1, 10, tzinfo=ZONE)
    return day + timedelta(days=(2 - day.weekday()) % 7)


@pytest.fixture
def office(live, mail, mail_domain):
    """An ask on its way to a mistyped address, and the office at its desk."""
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        clock.move(a_quiet_wednesday() - clock.now())
        at = clock.now()
        town = make_town(site, year=fiscal_year_of(local(at).date()))
        MailIdentity.objects.update(mail_domain=mail_domain, from_address=f"uketsuke@{mail_domain}")
        town.office.email = f"office@city-{mail_domain}"
        town.office.save()
        town.department.email = f"bousa@city-{mail_domain}"
        town.department.save()
        mail.catch_all(mail_domain, mailbox=f"inbox@{mail_domain}")
        mail.bounce(town.department.email, "550 5.1.1 <bousa>: User unknown in virtual table")
        day = open_day(town.lecture, local(at).date() + timedelta(days=40), part="morning", at=at)
        wanted = Wanted(town.lecture, particulars().group, town.centre, day, way=Way.PHONE)
        asking.ask(request_id=request(wanted, at=at).pk, by=OFFICE, at=at)
        clerk = User.objects.create_user("yamada@city.mikagami.example", "a-long-password")
        SiteRole.objects.create(site=site, user=clerk, role=SiteRole.Role.OFFICE)
        browser = Client()
        browser.force_login(clerk)
        live(email_url=mail.smtp_url, inbox_url=mail.imap_url(f"inbox@{mail_domain}"))
        yield browser


def test_a_bounce_is_seen_within_a_minute_and_the_ask_still_finds_its_answer(
    office, mail, mail_domain
):
    bounces, good = f"inbox@{mail_domain}", f"bousai@city-{mail_domain}"
    ask = Assignment.objects.get()
    page = reverse("desk:request", args=[ask.request.public_id])

    wait_for(lambda: mail.messages(bounces))
    came = time.monotonic()
    wait_for(lambda: "届いていない、または" in office.get("/desk/").content.decode())
    assert "その宛先はありません。" in office.get(page).content.decode()
    told = wait_for(
        lambda: [row for row in mail.messages(f"office@city-{mail_domain}")
                 if "【メールの確認】" in row["Subject"]]
    )  # fmt: skip
    assert time.monotonic() - came < A_MINUTE
    assert "その宛先はありません。" in told[0].get_content()

    lost = OutgoingEmail.objects.get(kind="department_asked")
    typed = {"address": good, "also_change": "on"}
    office.post(reverse("desk:mail-resend", args=[lost.public_id]), typed)
    mail.trust(good)
    (asked,) = wait_for(lambda: mail.messages(good))
    assert asked["Message-ID"] != lost.message_id
    mail.send(
        answer_to(asked, sender=good), sender=good, to=asked["Reply-To"].addresses[0].addr_spec
    )
    wait_for(lambda: Assignment.objects.get().state == "accepted")

    assert "その宛先はありません。" not in office.get(page).content.decode()
    assert list(doctor.checks(at=clock.now())) == []


def answer_to(asked: EmailMessage, *, sender: str) -> EmailMessage:
    answer = EmailMessage()
    answer["From"], answer["To"] = sender, asked["Reply-To"]
    answer["Subject"], answer["In-Reply-To"] = f"Re: {asked['Subject']}", asked["Message-ID"]
    answer["Message-ID"] = f"<answer-{time.time_ns()}@{sender.partition('@')[2]}>"
    answer.set_content("承諾\n")
    return answer
