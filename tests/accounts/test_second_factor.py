"""二つめの確認: offered or required, with codes for a lost telephone; the secret is not in the clear."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from accounts.models import Role, User
from lectures.roles import give_role
from tests.accounts.test_signing_in import PASSWORD, sign_in


@pytest.fixture
def clerk(site) -> User:
    user = User.objects.create_user("yamada@city.example", PASSWORD, last_name="山田")
    give_role(user, site=site, role=Role.OFFICE)
    return user


def code(secret: str) -> str:
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def begin(client: Client) -> str:
    """Sets it up; the secret that the telephone keeps."""
    page = client.get("/sign-in/mfa/totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    client.post("/sign-in/mfa/totp/activate/", {"code": code(secret)})
    return secret


def test_with_it_a_password_alone_opens_nothing(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    secret = begin(client)
    clock_at("2026-12-01 11:00")
    again = Client()

    asked = sign_in(again, clerk.email, PASSWORD)
    assert asked["Location"].startswith("/sign-in/mfa/authenticate/")
    assert again.get("/desk/").status_code == 302
    wrong = again.post("/sign-in/mfa/authenticate/", {"code": "000000"})
    assert "この番号は使えません" in wrong.content.decode()
    again.post("/sign-in/mfa/authenticate/", {"code": code(secret)})

    assert again.get("/desk/").status_code == 200


def test_a_spare_code_works_once(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    begin(client)
    page = client.get("/sign-in/mfa/recovery-codes/").content.decode()
    spare = re.findall(r"<code>(\d+)</code>", page)
    assert len(spare) == 10

    found = []
    for _try in range(2):
        browser = Client()
        sign_in(browser, clerk.email, PASSWORD)
        browser.post("/sign-in/mfa/authenticate/", {"code": spare[0]})
        found.append(browser.get("/desk/").status_code)

    assert found == [200, 302]


def test_wrong_codes_are_limited(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    secret = begin(client)
    clock_at("2026-12-01 11:00")
    browser = Client()
    sign_in(browser, clerk.email, PASSWORD)

    for number in range(6):
        browser.post("/sign-in/mfa/authenticate/", {"code": f"00000{number}"})
    browser.post("/sign-in/mfa/authenticate/", {"code": code(secret)})

    assert browser.get("/desk/").status_code == 302


def test_the_database_alone_makes_no_code(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    secret = begin(client)

    kept = " ".join(str(row.data) for row in Authenticator.objects.all())

    assert Authenticator.objects.count() == 2
    assert secret not in kept


def test_where_it_is_required_nothing_else_opens_before(client, clerk, clock_at, settings):
    settings.SECOND_FACTOR = "required"
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)

    for page in ("/desk/", "/admin/", "/"):
        assert client.get(page)["Location"].startswith("/sign-in/mfa/totp/activate/")
    assert client.post("/desk/roles/").status_code == 403
    begin(client)
    client.get("/desk/")

    assert client.get("/desk/").status_code in (200, 302)
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_a_session_from_before_has_to_prove_itself(client, clerk, clock_at, settings):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    secret = begin(client)
    other = Client()
    other.force_login(clerk)
    settings.SECOND_FACTOR = "required"
    clock_at("2026-12-01 11:00")

    asked = other.get("/desk/")["Location"]
    assert asked == "/sign-in/mfa/reauthenticate/?next=%2Fdesk%2F"
    back = other.post("/sign-in/mfa/reauthenticate/", {"code": code(secret), "next": "/desk/"})

    assert back["Location"] == "/desk/"
    assert other.get("/desk/").status_code == 200


def test_citizens_are_never_asked(client, site, settings):
    settings.SECOND_FACTOR = "required"

    assert client.get("/requests/").status_code == 200


def test_ending_it_needs_the_person_again(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    begin(client)
    clock_at("2026-12-01 12:00")

    asked = client.post("/sign-in/mfa/totp/deactivate/")

    assert asked["Location"].startswith(("/sign-in/again/", "/sign-in/mfa/reauthenticate/"))
    assert Authenticator.objects.count() == 2


def test_a_demo_takes_none(monkeypatch):
    import importlib

    from config import settings as real

    monkeypatch.setenv("DEMO", "1")
    monkeypatch.setenv("OKIGARU_SECOND_FACTOR", "required")
    try:
        with pytest.raises(ImproperlyConfigured, match="takes no second factor"):
            importlib.reload(real)
    finally:
        monkeypatch.undo()
        importlib.reload(real)


def test_who_lost_everything_is_helped_by_the_operator(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    sign_in(client, clerk.email, PASSWORD)
    begin(client)

    call_command("end_second_factor", "Yamada@city.example", verbosity=0)

    again = Client()
    sign_in(again, clerk.email, PASSWORD)
    assert again.get("/desk/").status_code == 200
