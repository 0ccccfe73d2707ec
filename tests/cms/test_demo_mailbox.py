"""The demo's mailbox: a reply typed there is signed, checked, received and read like any mail."""

import pytest

from accounts.models import SiteRole, User
from bookings import tasks
from bookings.actions import asking
from bookings.models import Answer, WaitingReply
from bookings.status import RequestStatus
from cms.demo import letters, postmark
from lectures.models import DepartmentMember, OfficeSettings
from notifications.delivery import dispatch
from notifications.inbox import receiving
from notifications.models import KeptMail, OutgoingEmail
from tests.factories.town import OFFICE, make_town, submitted

SERVER = "mx.mikagami.example"


@pytest.fixture
def asked(site, settings, tmp_path, clock_at, client):
    """A request whose ask lies in the department's mailbox."""
    settings.ROOT_URLCONF = "tests.browser.urls"
    settings.DATA_DIR, settings.AUTHSERV_ID, settings.EMAIL_URL = tmp_path, SERVER, "mailbox://"
    settings.REDIS_URL = ""
    now = clock_at("2026-11-22 10:00")
    request = submitted(make_town(site), moment=now)
    asking.ask(request_id=request.pk, by=OFFICE, at=now)
    dispatch.deliver_due()
    return request


def ask_letter() -> KeptMail:
    return KeptMail.objects.get(to_address="bousai@city.mikagami.example")


def test_the_mailbox_shows_each_mail_as_its_receiver_sees_it(asked, client):
    page = client.get(f"/mailbox/{ask_letter().pk}/").content.decode()

    assert "2026年12月17日（木）10:00〜11:00" in page
    assert "{{secret" not in page
    assert 'href="http' in page


@pytest.mark.parametrize("quote", [True, False])
def test_the_one_word_typed_there_confirms_the_request(asked, client, quote):
    typed = {"words": "承諾 10:00 田中"} | ({"quote": "on"} if quote else {})

    client.post(f"/mailbox/{ask_letter().pk}/", typed)

    asked.refresh_from_db()
    assert asked.status == RequestStatus.CONFIRMED


def test_a_member_of_the_department_may_answer_from_an_own_address(asked, client, site):
    member = DepartmentMember.objects.create(
        site=site, department=asked.lecture.department, name="中村", email="nakamura@city.example"
    )
    page = client.get(f"/mailbox/{ask_letter().pk}/")
    offered = [key for key, _words in page.context["form"].fields["sender"].choices]

    client.post(f"/mailbox/{ask_letter().pk}/", {"words": "承諾", "sender": member.email})

    asked.refresh_from_db()
    assert offered == ["bousai@city.mikagami.example", member.email]
    assert (asked.status, Answer.objects.get().responder) == (RequestStatus.CONFIRMED, "中村")


def test_whoever_signs_in_answers_the_offices_digest(asked, client, site, clock_at):
    user = User.objects.create_user("yamada@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    clock_at("2026-12-02 08:30")
    tasks.send_digests()
    dispatch.deliver_due()
    office = OfficeSettings.objects.get().email
    digest = KeptMail.objects.filter(to_address=office).latest("pk")
    page = client.get(f"/mailbox/{digest.pk}/")
    first = page.context["form"].fields["sender"].choices[0][0]

    client.post(f"/mailbox/{digest.pk}/", {"words": "1 再依頼", "sender": first})

    assert first == user.email
    assert OutgoingEmail.objects.get(kind="office_digest_done").to_address == user.email
    assert WaitingReply.objects.count() == 0


def test_nobody_else_can_be_put_in_as_the_sender(asked, client):
    page = client.post(
        f"/mailbox/{ask_letter().pk}/", {"words": "承諾", "sender": "x@elsewhere.example"}
    )

    assert "差出人を、もう一度えらんでください" in page.content.decode()


def test_what_is_not_unmistakable_waits_for_a_person(asked, client):
    client.post(f"/mailbox/{ask_letter().pk}/", {"words": "たぶん大丈夫です"})

    asked.refresh_from_db()
    assert asked.status == RequestStatus.ASKING
    assert WaitingReply.objects.get().why == "unclear"


def test_an_empty_reply_gets_a_sentence(asked, client):
    page = client.post(f"/mailbox/{ask_letter().pk}/", {"words": " "}).content.decode()

    assert "返信の文を書いてください。例：承諾" in page


def test_a_reply_changed_on_its_way_is_not_believed(asked, clock_at):
    letter = letters.open_letter(ask_letter())
    raw = postmark.sign(
        b"From: bousai@city.mikagami.example\r\nTo: x@kouza.mikagami.example\r\n"
        b"Subject: Re\r\nDate: Sun, 22 Nov 2026 10:00:00 +0900\r\nMessage-ID: <1@x>\r\n\r\n\xe8\xbe\x9e\r\n"
    )
    forged = postmark.stamp(
        raw.replace(b"\xe8\xbe\x9e", b"\xe6\x89\xbf"), envelope_from="x@y.example",
        to=letter.reply_to, at=clock_at("2026-11-22 11:00"),
    )  # fmt: skip

    inbound = receiving.receive(
        forged, envelope_to=[letter.reply_to], at=clock_at("2026-11-22 11:00")
    )

    assert inbound.auth != "pass"
