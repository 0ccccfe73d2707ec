"""The address that the office corrects is one that nobody has confirmed yet."""

import re

import pytest
from django.urls import reverse

from accounts import secrets
from bookings.actions import confirming_mail
from bookings.models import Grant
from notifications.models import OutgoingEmail
from tests.bookings.desk.resends import NEW, bounced, resend
from tests.factories.town import GROUP, NOW, submitted


@pytest.fixture
def mail(town) -> OutgoingEmail:
    submitted(town)
    return bounced("group_received")


def confirm_key(mail: OutgoingEmail) -> str:
    """The letters of its link that confirms the address."""
    return next(
        token
        for token in re.findall(r"/k/([a-z2-7]{52})/", secrets.fill(mail.text))
        if (grant := Grant.objects.of_token(token)) and grant.purpose == "mail"
    )


def test_a_corrected_address_is_confirmed_anew_and_not_by_whoever_got_the_old_mail(
    office, mail, client
):
    request, old = mail.event_mail.event.request, confirm_key(mail)
    grant = request.grants.get(purpose="mail")
    confirming_mail.confirm(grant_id=grant.pk, by=GROUP, at=NOW)

    resend(office, mail, also_change="on")

    request.group.refresh_from_db()
    assert (request.group.email, request.group.email_confirmed_at) == (NEW, None)
    assert client.get(f"/k/{old}/").status_code == 404
    assert client.get(f"/k/{confirm_key(mail.resends.get())}/").status_code == 302


def test_the_same_address_stays_confirmed(office, mail):
    request = mail.event_mail.event.request
    grant = request.grants.get(purpose="mail")
    confirming_mail.confirm(grant_id=grant.pk, by=GROUP, at=NOW)

    resend(office, mail, mail.to_address, also_change="on")

    request.group.refresh_from_db()
    assert request.group.email_confirmed_at == NOW


def test_both_mails_name_each_other(office, mail):
    resend(office, mail)

    new = mail.resends.get()
    for here, there in ((mail, new), (new, mail)):
        page = office.get(reverse("desk:mail", args=[here.public_id])).content.decode()
        assert str(there.public_id) in page
