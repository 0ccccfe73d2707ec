"""Mails in trouble: what it means, and what a person decides. Nothing is sent on a guess."""

import pytest
from django.urls import reverse

from notifications.models import OutgoingEmail, SuppressedAddress
from notifications.status import State
from notifications.suppression import suppress
from tests.factories.town import NOW, submitted


@pytest.fixture
def mail(town) -> OutgoingEmail:
    submitted(town)
    return OutgoingEmail.objects.get(kind="group_received")


def put(mail: OutgoingEmail, state: str) -> OutgoingEmail:
    OutgoingEmail.objects.filter(pk=mail.pk).update(state=state, handoff_at=NOW, sent_at=NOW)
    mail.refresh_from_db()
    return mail


def decide(office, mail: OutgoingEmail, decision: str):
    return office.post(reverse("desk:mail-decide", args=[mail.public_id, decision]))


@pytest.mark.parametrize("state", [State.FAILED, State.HELD, State.BOUNCED, State.SUPPRESSED])
def test_says_what_it_means_and_shows_no_secret(office, mail, state):
    put(mail, state)

    assert "受付の知らせ" in office.get("/desk/mails/").content.decode()
    page = office.get(reverse("desk:mail", args=[mail.public_id])).content.decode()
    assert "ほかの方法で知らせた" in page
    assert "{{secret" not in page


@pytest.mark.parametrize("state", [State.FAILED, State.HELD])
def test_goes_again_after_a_person_checked(office, mail, state):
    put(mail, state)

    decide(office, mail, "again")

    mail.refresh_from_db()
    assert mail.state == State.READY


def test_goes_again_to_an_address_that_works_again(office, mail):
    suppress(mail, reason="5.1.1", at=NOW)
    put(mail, State.SUPPRESSED)

    decide(office, mail, "again")

    mail.refresh_from_db()
    assert mail.state == State.READY
    assert SuppressedAddress.objects.count() == 0


def test_a_bounced_mail_is_not_sent_again(office, mail):
    put(mail, State.BOUNCED)

    decide(office, mail, "again")

    mail.refresh_from_db()
    assert mail.state == State.BOUNCED


def test_arrived_after_all(office, mail):
    put(mail, State.HELD)

    decide(office, mail, "arrived")

    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_told_another_way_leaves_the_list(office, mail):
    put(mail, State.BOUNCED)

    decide(office, mail, "seen")

    assert "受付の知らせ" not in office.get("/desk/mails/?show=open").content.decode()


def test_a_mail_on_its_way_is_left_alone(office, mail):
    page = decide(office, mail, "again")

    assert page["Location"] == reverse("desk:mail", args=[mail.public_id])
    mail.refresh_from_db()
    assert mail.state == State.READY


def test_an_unknown_decision_is_not_found(office, mail):
    assert decide(office, mail, "nonsense").status_code == 404


def test_looking_decides_nothing(office, mail):
    put(mail, State.HELD)

    assert (
        office.get(reverse("desk:mail-decide", args=[mail.public_id, "again"])).status_code == 405
    )
