"""Signing in by password: plain words, limits, no way around it, nothing told to strangers."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import Role, User
from lectures.roles import give_role

PASSWORD = "a-long-password"
WRONG = "メールアドレスかパスワードがちがいます"


@pytest.fixture
def clerk(site) -> User:
    user = User.objects.create_user("yamada@city.example", PASSWORD, last_name="山田")
    give_role(user, site=site, role=Role.OFFICE)
    return user


def sign_in(client: Client, email: str, password: str, **extra: str):
    return client.post("/sign-in/", {"login": email, "password": password}, **extra)


@pytest.mark.parametrize("email", ["yamada@city.example", " Yamada@City.example "])
def test_the_office_arrives_at_its_desk(client, clerk, email):
    answer = sign_in(client, email, PASSWORD)

    assert answer["Location"] == "/sign-in/arrived/"
    assert client.get(answer["Location"])["Location"] == "/desk/"


@pytest.mark.parametrize("role, page", [(Role.EDITOR, "/admin/"), (Role.AUDITOR, "/desk/")])
def test_each_arrives_where_they_work(client, site, role, page):
    give_role(User.objects.create_user("a@city.example", PASSWORD), site=site, role=role)
    sign_in(client, "a@city.example", PASSWORD)

    assert client.get("/sign-in/arrived/")["Location"] == page


def test_who_wanted_a_page_comes_to_it_and_never_elsewhere(client, clerk):
    data = {"login": clerk.email, "password": PASSWORD}

    assert client.get("/desk/turn/")["Location"] == "/sign-in/?next=/desk/turn/"
    assert client.post("/sign-in/", {**data, "next": "/desk/turn/"})["Location"] == "/desk/turn/"
    away = Client().post("/sign-in/", {**data, "next": "https://evil.example/"})
    assert away["Location"] == "/sign-in/arrived/"


def test_a_known_and_an_unknown_address_get_the_same_answer(client, clerk):
    known = sign_in(client, clerk.email, "wrong-password")
    unknown = sign_in(Client(), "nobody@city.example", "wrong-password")

    assert WRONG in known.content.decode()
    assert WRONG in unknown.content.decode()


@pytest.mark.parametrize(
    "email, password, sentence",
    [
        ("", "", "メールアドレスを入れてください"),
        ("yamada", "x", "メールアドレスの形を確かめてください"),
        ("yamada@city.example", "", "パスワードを入れてください"),
        ("\x00" * 5, "\x00", "エラー"),
        ("x" * 5000 + "@city.example", "x", "エラー"),
    ],
)
def test_what_is_missing_is_said_in_our_words(client, clerk, email, password, sentence):
    page = sign_in(client, email, password).content.decode()

    assert sentence in page
    assert not [word for word in ("required", "This field", "Sign In") if word in page]


def test_somebody_who_left_does_not_come_in(client, clerk):
    User.objects.update(is_active=False)

    sign_in(client, clerk.email, PASSWORD)

    assert client.get("/desk/").status_code == 302


def test_five_wrong_passwords_for_one_account_stop_it_from_anywhere(client, clerk):
    for number in range(5):
        sign_in(Client(), clerk.email, "wrong-password", REMOTE_ADDR=f"10.0.0.{number}")

    page = sign_in(client, clerk.email, PASSWORD, REMOTE_ADDR="10.0.1.1")

    assert "しばらく止めています" in page.content.decode()
    assert client.get("/desk/").status_code == 302


def test_the_account_opens_again_after_a_while(client, clerk, clock_at):
    clock_at("2026-12-01 10:00")
    for _try in range(6):
        sign_in(Client(), clerk.email, "wrong-password")
    clock_at("2026-12-01 10:06")

    sign_in(client, clerk.email, PASSWORD)

    assert client.get("/desk/").status_code == 200


def test_one_place_that_tries_many_accounts_is_stopped(client, clerk):
    for number in range(20):
        sign_in(client, f"somebody{number}@city.example", "wrong-password")

    page = sign_in(client, clerk.email, PASSWORD)

    assert page.status_code in (200, 429)
    assert client.get("/desk/").status_code == 302
    elsewhere = Client()
    sign_in(elsewhere, clerk.email, PASSWORD, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.get("/desk/").status_code == 200


@pytest.mark.parametrize("page", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_entrances_lead_to_ours(client, site, page):
    assert client.get(f"{page}?next=/desk/")["Location"] == "/sign-in/?next=/desk/"
    assert client.post(page, {"username": "a", "password": "b"}).status_code == 302


@pytest.mark.parametrize(
    "page", ["/admin/password_reset/", "/sign-in/signup/", "/sign-in/password/reset/"]
)
def test_there_is_no_sign_up_and_no_reset_that_could_tell_anything(client, site, page):
    assert client.post(page, {"email": "yamada@city.example"}).status_code == 404
    assert mail.outbox == []


def test_signing_out_needs_a_button(client, clerk):
    client.force_login(clerk)

    assert "ログアウト" in client.get("/sign-in/out/").content.decode()
    assert client.get("/desk/").status_code == 200
    assert client.post("/sign-in/out/", {"next": "/desk/"})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 302


def test_a_password_is_changed_by_who_knows_it(client, clerk):
    client.force_login(clerk)
    new = {"password1": "another-long-password", "password2": "another-long-password"}

    wrong = client.post("/sign-in/password/", {"oldpassword": "no", **new})
    client.post("/sign-in/password/", {"oldpassword": PASSWORD, **new})

    assert "いまのパスワードがちがいます" in wrong.content.decode()
    assert User.objects.get().check_password("another-long-password")


def test_a_link_of_the_office_sets_one_password_once(client, clerk):
    uid = urlsafe_base64_encode(force_bytes(clerk.pk))
    link = f"/sign-in/password/{uid}/{default_token_generator.make_token(clerk)}/"
    new = {"new_password1": "another-long-password", "new_password2": "another-long-password"}

    clean = client.get(link)["Location"]
    assert "パスワードを決める" in client.get(clean).content.decode()
    client.post(clean, new)

    assert User.objects.get().check_password("another-long-password")
    assert "もう使えません" in Client().get(link, follow=True).content.decode()


def test_english_readers_get_the_frame_in_their_language(client, site):
    page = client.get("/sign-in/", headers={"accept-language": "en"})

    assert '<html lang="en">' in page.content.decode()


def test_the_page_asks_nothing_of_another_server(client, site):
    page = client.get("/sign-in/").content.decode()

    assert "https://" not in page.replace("https://www.w3.org", "")
    assert "<script" not in page


def test_the_form_itself_keeps_the_wanted_page(client, clerk):
    page = client.get("/sign-in/?next=/desk/turn/").content.decode()
    assert '<input type="hidden" name="next" value="/desk/turn/">' in page

    data = {"login": clerk.email, "password": PASSWORD}
    assert client.post("/sign-in/?next=/desk/turn/", data)["Location"] == "/desk/turn/"
