"""Signing in by the city's own OpenID Connect provider: a whole round trip, and what may go wrong."""

import pytest
import requests
from django.test import Client
from django_scopes import scope
from wagtail.models import Page, Site

from accounts.models import Role, RoleChange, SiteRole, User
from lectures.roles import give_role
from tests.accounts import provider as idp

TARO = {"sub": "taro-1", "email": "taro@city.example", "name": "山田 太郎", "email_verified": True}


@pytest.fixture
def provider(site, settings):
    with idp.running() as running:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "city", "name": "市の認証", "client_id": idp.CLIENT,
                        "secret": idp.SECRET, "settings": {"server_url": running.url},
                    }
                ],
            }
        }  # fmt: skip
        settings.OIDC_ROLES = {}
        running.claims = dict(TARO)
        yield running


def round_trip(browser: Client, *, next_page: str = ""):
    """The button, the provider's own page, and back."""
    query = f"?next={next_page}" if next_page else ""
    begun = browser.post(f"/sign-in/oidc/city/{query}")
    there = requests.get(begun["Location"], allow_redirects=False, timeout=5)
    return browser.get(there.headers["Location"])


def test_somebody_new_comes_in_without_a_role(provider, client):
    page = client.get(round_trip(client)["Location"])

    assert "まだ役割がありません" in page.content.decode()
    user = User.objects.get(email="taro@city.example")
    assert (str(user), user.has_usable_password(), user.is_staff) == ("山田 太郎", False, False)
    assert list(SiteRole.objects.all()) == []
    assert client.get("/desk/").status_code == 403


def test_a_name_in_two_parts_is_shown_with_the_family_name_first(provider, client):
    provider.claims |= {"name": "", "given_name": "太郎", "family_name": "山田"}
    round_trip(client)

    user = User.objects.get(email="taro@city.example")
    assert (str(user), user.last_name, user.first_name) == ("山田 太郎", "山田", "太郎")


def test_the_button_leads_to_where_one_wanted_to_go(provider, client, site):
    user = User.objects.create_user("taro@city.example")
    give_role(user, site=site, role=Role.OFFICE)
    assert "市の認証で入る" in client.get("/sign-in/?next=/desk/turn/").content.decode()

    back = round_trip(client, next_page="/desk/turn/")

    assert back["Location"] == "/desk/turn/"
    assert client.get("/desk/").status_code == 200


def test_whom_we_know_by_address_is_the_same_person(provider, client, site):
    user = User.objects.create_user("Taro@city.example", "a-long-password")
    give_role(user, site=site, role=Role.OFFICE)

    round_trip(client)
    round_trip(Client())  # and again, by the account that is tied now

    assert client.get("/desk/").status_code == 200
    assert User.objects.count() == 1


def test_an_address_that_the_provider_has_not_proved_opens_nobodys_account(provider, client, site):
    give_role(User.objects.create_user("taro@city.example"), site=site, role=Role.OFFICE)
    provider.claims["email_verified"] = False

    page = round_trip(client)

    assert (page.status_code, "もう登録されています" in page.content.decode()) == (403, True)
    assert client.get("/desk/").status_code == 302


def test_a_city_may_believe_its_provider_about_addresses(provider, client, site, settings):
    settings.OIDC_EMAILS_ARE_VERIFIED = True
    give_role(User.objects.create_user("taro@city.example"), site=site, role=Role.OFFICE)
    del provider.claims["email_verified"]

    round_trip(client)

    assert client.get("/desk/").status_code == 200


def test_without_an_address_nobody_comes_in(provider, client):
    del provider.claims["email"]

    page = round_trip(client)

    assert (page.status_code, "メールアドレスが届きませんでした" in page.content.decode()) == (
        403, True,
    )  # fmt: skip
    assert User.objects.count() == 0


def test_a_token_for_somebody_else_is_worth_nothing(provider, client):
    provider.audience = "another-program"

    page = round_trip(client)

    assert "入れませんでした" in page.content.decode()
    assert User.objects.count() == 0


def test_a_code_from_another_browser_is_worth_nothing(provider, client):
    begun = Client().post("/sign-in/oidc/city/")
    there = requests.get(begun["Location"], allow_redirects=False, timeout=5)

    page = client.get(there.headers["Location"])

    assert "入れませんでした" in page.content.decode()
    assert client.get("/desk/").status_code == 302


def test_who_is_refused_there_reads_a_sentence(provider, client):
    provider.refuses = True

    answer = client.get(round_trip(client)["Location"])

    assert "入れませんでした" in answer.content.decode()


def test_a_provider_that_is_away_breaks_nothing(provider, client, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}

    page = client.post("/sign-in/oidc/city/")

    assert (page.status_code, "つながりません" in page.content.decode()) == (503, True)
    assert client.get("/sign-in/").status_code == 200  # the password still works


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_the_provider_is_for_signing_in_only(provider, client, process):
    client.force_login(User.objects.create_user("a@city.example", "a-long-password"))

    assert client.post(f"/sign-in/oidc/city/?process={process}").status_code == 404


def test_an_address_that_somebody_had_before_opens_nobodys_account(provider, client, site):
    former = User.objects.create_user("new@city.example", "a-long-password")
    former.emailaddress_set.create(email="taro@city.example", verified=True)
    give_role(former, site=site, role=Role.OFFICE)

    page = round_trip(client)

    assert "入れませんでした" in page.content.decode()
    assert client.get("/desk/").status_code == 302


def test_without_a_provider_there_is_no_such_page(site, client):
    assert client.post("/sign-in/oidc/city/").status_code == 404


def test_a_claim_gives_and_takes_the_roles_that_the_table_names(provider, client, site, settings):
    settings.OIDC_ROLES = {"kouza": "office", "kansa": "auditor"}
    provider.claims["groups"] = ["kouza", "soccer"]
    round_trip(client)
    user = User.objects.get()
    assert [row.role for row in user.site_roles.all()] == ["office"]
    give_role(user, site=site, role=Role.EDITOR)

    provider.claims["groups"] = "kansa"
    round_trip(Client())

    assert {row.role for row in user.site_roles.all()} == {"auditor", "editor"}
    assert [(row.role, row.given) for row in RoleChange.objects.order_by("pk")] == [
        ("office", True), ("editor", True), ("auditor", True), ("office", False),
    ]  # fmt: skip


def test_a_claim_of_one_town_is_none_of_another(provider, client, site, settings):
    other = Site.objects.create(hostname="other.test", root_page=Page.objects.get(depth=1))
    settings.OIDC_ROLES = {"kouza": "office", "tonari": "office@other.test"}
    provider.claims["groups"] = ["kouza", "tonari"]

    round_trip(client)

    assert list(SiteRole.objects.all()) == []
    with scope(site=other):
        assert list(SiteRole.objects.all()) == []


def test_the_environment_alone_sets_it_up(monkeypatch):
    import importlib

    from config import settings as real

    monkeypatch.setenv("OIDC_ISSUER", "https://login.city.example/realms/staff")
    monkeypatch.setenv("OIDC_CLIENT_ID", "okigaru")
    monkeypatch.setenv("OIDC_ROLES", "kouza=office,kansa=auditor@kouza.city.example")
    try:
        importlib.reload(real)
        app = real.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        policy = real.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
        roles = real.OIDC_ROLES
    finally:
        monkeypatch.undo()
        importlib.reload(real)

    assert app["settings"] == {"server_url": "https://login.city.example/realms/staff"}
    assert policy == ["'self'", "https://login.city.example"]
    assert roles == {"kouza": "office", "kansa": "auditor@kouza.city.example"}
    assert real.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] == []
