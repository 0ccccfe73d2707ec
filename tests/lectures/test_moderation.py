"""A department hands a draft in, the office publishes or returns it: who is told, by which way."""

import contextlib
import logging

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from accounts.models import SiteRole, User
from lectures import roles
from lectures.models import LecturePage
from notifications.models import OutgoingEmail
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db
OUTBOX = "notifications.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """A test's Django keeps mails in a list of its own otherwise."""
    settings.EMAIL_BACKEND = OUTBOX


@pytest.fixture
def page(site, clock_at):
    clock_at("2026-11-01 10:00")
    return make.lecture_page(make.menu(site), title="わが家の備え")


@pytest.fixture
def clerk(site, page):
    """One of the department's people, in the admin."""
    user = User.objects.create_user("ka@city.example.jp")
    roles.give_role(
        user, site=site, role=SiteRole.Role.DEPARTMENT, department=page.department
    )  # fmt: skip
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(site, page):
    user = User.objects.create_user("jimu@city.example.jp")
    roles.give_role(user, site=site, role=SiteRole.Role.OFFICE)
    client = Client()
    client.force_login(user)
    return client


def hand_in(client, page):
    page.get_latest_revision_as_object().save_revision()
    page.get_workflow().start(page, user_of(client))


def user_of(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def decide(client, page, *, action, comment=""):
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    answer = client.post(url, {"comment": comment})
    assert answer.status_code == 302, answer.content.decode()


def told():
    return [(mail.to_address, mail.kind) for mail in OutgoingEmail.objects.order_by("pk")]


def test_a_draft_that_is_handed_in_is_told_to_the_office_by_the_outbox(page, clerk, office):
    hand_in(clerk, page)

    assert told() == [("jimu@city.example.jp", "staff_notice")]
    mail = OutgoingEmail.objects.get()
    assert "わが家の備え" in mail.subject
    assert f"/admin/pages/{page.pk}/" in mail.text
    assert (mail.state, django_mail.outbox) == ("ready", [])


def test_nobody_of_another_town_hears_of_it_nor_who_keeps_the_server(page, clerk, office):
    other = make.other_town()
    theirs = User.objects.create_user("tonari@city.example.jp")
    with scopes_disabled():
        roles.give_role(theirs, site=other, role=SiteRole.Role.OFFICE)
    User.objects.create_superuser("root@city.example.jp")

    hand_in(clerk, page)

    assert told() == [("jimu@city.example.jp", "staff_notice")]


@pytest.mark.parametrize(
    ("action", "comment"), [("approve", ""), ("reject", "日にちを直してください")]
)
def test_what_the_office_decides_is_told_to_who_handed_in(page, clerk, office, action, comment):
    hand_in(clerk, page)
    decide(office, LecturePage.objects.get(pk=page.pk), action=action, comment=comment)

    assert told()[1:] == [("ka@city.example.jp", "staff_notice")]
    assert comment in OutgoingEmail.objects.latest("pk").text


class Interrupted(Exception):
    pass


def handed_in_and_lost(client, page):
    with contextlib.suppress(Interrupted), transaction.atomic():
        hand_in(client, page)
        raise Interrupted


def test_what_was_not_kept_was_not_told(page, clerk, office):
    handed_in_and_lost(clerk, page)

    assert told() == []


def test_past_the_outbox_it_would_be_told_though_nothing_was_kept(page, clerk, office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    handed_in_and_lost(clerk, page)

    assert [message.to for message in django_mail.outbox] == [["jimu@city.example.jp"]]


def test_each_recipient_gets_a_mail_of_their_own(site):
    message = EmailMultiAlternatives(
        "件名\nつづき", "本文", to=["a@x.example"], bcc=["b@x.example"]
    )
    message.attach_alternative("<p>本文</p>", "text/html")

    assert message.send() == 1

    rows = OutgoingEmail.objects.order_by("pk").values_list("to_address", "subject", "html")
    assert list(rows) == [
        ("a@x.example", "件名 つづき", "<p>本文</p>"), ("b@x.example", "件名 つづき", "<p>本文</p>"),
    ]  # fmt: skip


def test_outside_every_town_it_comes_from_the_first(db):
    with scopes_disabled():
        assert send_mail("件名", "本文", None, ["a@x.example"]) == 1
        assert OutgoingEmail.objects.get().site.is_default_site is True


def test_an_address_that_is_none_is_told_without_naming_it(site, caplog):
    with caplog.at_level(logging.WARNING):
        assert send_mail("件名", "本文", None, ["だれか"]) == 0

    assert "だれか" not in caplog.text
    assert "not stored" in caplog.text


def test_what_looks_like_a_secret_of_ours_stays_words(site):
    send_mail("件名", "{{secret:request:x:1:k:y}}", None, ["a@x.example"])

    assert OutgoingEmail.objects.get().text == "{{secret:request:x:1:k:y}}"
