"""What people see when something is wrong: plain words, what to do, whom to phone."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults

from bookings.public import lookup
from cms.views import server_error
from tests.factories import lectures as make
from tests.factories.town import make_town

UUID = "019385f8-0000-7000-8000-000000000000"
PHONE = '<a class="big" href="tel:0000000000">0000-00-0000</a>'


@pytest.fixture
def town(site):
    return make_town(site)


def test_a_page_that_is_not_there(client, town):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.content.decode()
    assert PHONE in answer.content.decode()


def test_a_post_that_is_too_big(client, town):
    answer = client.post("/requests/", {"reference": "あ" * 4_000_000})

    assert answer.status_code == 400
    assert "短くしてから送り直してください" in answer.content.decode()
    assert PHONE in answer.content.decode()


def test_a_strange_host_is_refused_without_a_traceback(client, town):
    answer = client.get("/requests/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "送られた内容を読み取れませんでした" in answer.content.decode()


def test_a_form_whose_cookie_is_gone(town):
    answer = Client(enforce_csrf_checks=True).post("/requests/", {})

    assert answer.status_code == 403
    assert "もう一度送ってください" in answer.content.decode()
    assert PHONE in answer.content.decode()


def test_a_page_that_is_not_for_this_person(town):
    request = RequestFactory().get("/desk/", headers={"host": "localhost"})

    answer = defaults.permission_denied(request, PermissionDenied("R8-0123 佐藤 花子"))

    assert answer.status_code == 403
    assert "このページは開けません" in answer.content.decode()
    assert "佐藤" not in answer.content.decode()


def test_who_may_not_come_in_can_come_back_as_somebody_else(client, site, town):
    client.force_login(make.person(site))  # an editor

    refused = client.get("/desk/")
    assert refused.status_code == 403
    assert "として開いています" in refused.content.decode()
    assert "ログアウトして、ちがう人の名前で開く" in refused.content.decode()

    left = client.post("/admin/logout/", {"next": "/desk/"})
    assert left["Location"] == "/desk/"
    assert client.get("/desk/")["Location"] == "/sign-in/?next=/desk/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_an_address_that_only_a_button_uses(client, town, method):
    answer = getattr(client, method)(f"/requests/{UUID}/change/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    if method == "get":
        assert "ボタンをおしたときだけに使うアドレスです" in answer.content.decode()
        assert PHONE in answer.content.decode()


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_failure_of_ours_says_whom_to_phone(town, monkeypatch, language):
    monkeypatch.setattr(lookup, "LookupForm", lambda *args: 1 / 0)
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = client.get("/requests/")

    assert answer.status_code == 500
    assert PHONE in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "429", "500", "503"])
def test_every_page_that_says_no_names_the_phone(town, name):
    request = RequestFactory().get("/requests/", headers={"host": "localhost"})
    request.user = AnonymousUser()

    assert 'href="tel:0000000000"' in render_to_string(f"{name}.html", request=request)


def test_a_failure_of_ours_needs_nothing_to_be_shown():
    """No database, no context: whatever broke may be broken still."""
    answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "市役所の講座の担当に電話してください" in answer.content.decode()
    assert "{%" not in answer.content.decode()
