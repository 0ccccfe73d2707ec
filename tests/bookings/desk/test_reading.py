"""An auditor reads all of the desk: no button, no link to a page that is shut, and no act."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import Role, User
from bookings.desk import door
from bookings.desk.reading import may
from bookings.doors import door_of
from bookings.models import Assignment, BookingRequest, RequestEvent, WaitingReply
from bookings.permissions import Standing
from lectures.roles import give_role
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.replies import asked, reply

AUDITOR = Standing(roles=frozenset([Role.AUDITOR]))


@pytest.fixture
def auditor(town) -> Client:
    user = User.objects.create_user("kansa@city.example", "a-long-password")
    give_role(user, site=town.site, role=Role.AUDITOR)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def pages(town, auditor) -> list[str]:
    """Every kind of page of the desk that an auditor reads."""
    booked = make_request(town, status="confirmed")
    ask = asked(town)
    waiting = WaitingReply.objects.create(
        site=town.site, inbound=reply("たぶん", assignment=ask), assignment=ask,
        why=WaitingReply.Why.UNREADABLE, arrived_at=ask.asked_at,
    )  # fmt: skip
    mail = OutgoingEmail.objects.first()
    return [
        "/desk/", "/desk/requests/", f"/desk/requests/{booked.public_id}/",
        f"/desk/requests/{ask.request.public_id}/", "/desk/replies/", "/desk/replies/decided/",
        "/desk/replies/automatic/", f"/desk/replies/{waiting.public_id}/", "/desk/mails/",
        f"/desk/mails/{mail.public_id}/", f"/desk/mails/in/{waiting.inbound.public_id}/",
        "/desk/mail-texts/", "/desk/mail-texts/department_asked/ja/", "/desk/mail-texts/department_asked/ja/history/",
        "/desk/turn/", "/desk/results/", "/desk/calls/", "/desk/roles/",
        "/desk/overdue/",
    ]  # fmt: skip


def test_everything_is_readable(auditor, pages):
    assert [page for page in pages if auditor.get(page).status_code != 200] == []
    assert "佐藤 花子" in auditor.get(pages[2]).content.decode()


def test_no_button_is_there_that_the_auditor_may_not_press(auditor, pages):
    shut = []
    for page in pages:
        html = auditor.get(page).content.decode()
        for form in re.findall(r"<form\b[^>]*>", html):
            path = next(iter(re.findall(r'action="([^"?]*)', form)), page)
            if 'method="post"' in form and not may(path, AUDITOR, act=True):
                shut.append((page, form))
        for href in re.findall(r'<a\b[^>]*href="(/desk/[^"?#]*)', html):
            if Role.AUDITOR not in door_of(resolve(href).view_name).see:
                shut.append((page, href))

    assert shut == []


def test_an_act_is_refused_with_a_sentence(auditor, town):
    row = make_request(town)

    answer = auditor.post(f"/desk/requests/{row.public_id}/refuse/", {"reason": "rules"})

    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.status == "submitted"


def test_a_form_on_a_page_that_is_read_is_refused_with_a_sentence(auditor, town):
    ask = asked(town)
    waiting = WaitingReply.objects.create(
        site=town.site, inbound=reply("たぶん", assignment=ask), assignment=ask,
        why=WaitingReply.Why.UNREADABLE, arrived_at=ask.asked_at,
    )  # fmt: skip

    answer = auditor.post(f"/desk/replies/{waiting.public_id}/", {"decision": "aside"})

    assert (answer.status_code, "見るだけの役割" in answer.content.decode()) == (403, True)
    waiting.refresh_from_db()
    assert waiting.decision == ""


def test_looking_something_up_is_no_act(auditor, town):
    make_request(town)
    events = RequestEvent.objects.count()

    found = auditor.post("/desk/requests/search/", {"words": "桜が丘"}, follow=True)

    assert "桜が丘自治会" in found.content.decode()
    assert RequestEvent.objects.count() == events


def test_the_menu_shows_what_one_may_open(auditor, town):
    page = auditor.get("/desk/").content.decode()

    assert 'href="/desk/mails/"' in page
    assert "代わりに申し込む" not in page
    assert "人と役割" in page  # who may do what is a matter of an audit


def test_the_office_keeps_all_of_its_buttons(office, town):
    row = make_request(town)

    page = office.get(f"/desk/requests/{row.public_id}/").content.decode()

    assert f"/desk/requests/{row.public_id}/refuse/" in page
    assert "人と役割" in page


def test_without_the_filter_buttons_would_be_there(auditor, town, monkeypatch):
    """The twin: the page as the office sees it."""
    row = make_request(town)
    monkeypatch.setattr(door.reading, "without_what_is_shut", lambda response, *_a, **_k: response)

    page = auditor.get(f"/desk/requests/{row.public_id}/").content.decode()

    assert f"/desk/requests/{row.public_id}/refuse/" in page
    assert (BookingRequest.objects.count(), Assignment.objects.count()) == (1, 0)
