"""A real IMAP server that wants OAuth 2 tokens, and a provider that gives them."""

import imaplib
import logging
import tempfile
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command

from notifications import doctor
from notifications.inbox import poll
from notifications.models import InboundEmail
from notifications.transports import tokens
from tests.factories.notifications import AT, mail_identity
from tests.servers.oauth import token_mailbox

pytestmark = pytest.mark.django_db
USER = "inbox@tokens.test"


@pytest.fixture(scope="module")
def servers():
    with tempfile.TemporaryDirectory(prefix="okigaru-tokens-") as folder:
        with token_mailbox(Path(folder), user=USER) as running:
            yield running


@pytest.fixture
def provider(servers, site, settings):
    mail, provider = servers
    mail_identity(site, mail_domain="tokens.test")
    provider.refuses = False
    provider.good.clear()
    provider.asked.clear()
    tokens._held.clear()
    use(mail, settings, mechanism="xoauth2")
    settings.INBOX_TOKEN_COMMAND = ""
    settings.INBOX_TOKEN_URL = provider.url
    settings.INBOX_TOKEN_CLIENT_ID, settings.INBOX_TOKEN_CLIENT_SECRET = "desk", "client-secret"
    settings.INBOX_REFRESH_TOKEN = "refresh-secret"
    return provider


def use(mail, settings, *, mechanism: str) -> None:
    user = quote(USER, safe="")
    settings.INBOX_URL = f"imap://{user}@127.0.0.1:{mail.imap_port}/INBOX?auth={mechanism}"


def put(mail, number: int) -> None:
    raw = f"From: a@city.example.jp\r\nMessage-ID: <{number}@tokens.test>\r\n\r\nx\r\n".encode()
    with imaplib.IMAP4("127.0.0.1", mail.imap_port) as imap:
        imap.login(USER, "test")
        imap.append("INBOX", None, None, raw)


def polled(*, at=AT) -> int:
    return poll.poll_inbox(now=lambda: at)


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_mail_is_taken_in_with_a_token_from_a_refresh_token(servers, provider, settings, mechanism):
    use(servers[0], settings, mechanism=mechanism)
    put(servers[0], 1)

    assert [polled(), polled()] == [1, 0]

    assert InboundEmail.objects.count() == 1
    assert provider.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "desk",
            "client_secret": "client-secret",
            "refresh_token": "refresh-secret",
        }
    ]


def test_without_a_refresh_token_the_application_asks_in_its_own_right(provider, settings):
    settings.INBOX_REFRESH_TOKEN, settings.INBOX_TOKEN_SCOPE = "", "https://mail.test/.default"

    polled()

    asked = provider.asked[0]
    assert (asked["grant_type"], asked["scope"]) == (
        "client_credentials",
        "https://mail.test/.default",
    )


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_token_that_ended_is_replaced_at_once(servers, provider, settings, mechanism, caplog):
    use(servers[0], settings, mechanism=mechanism)
    polled()
    provider.good.clear()
    put(servers[0], 2)

    assert polled() == 1

    assert len(provider.asked) == 2
    assert caplog.text == ""


def test_a_token_near_its_end_is_replaced_before_it_is_used(provider, monkeypatch):
    polled()
    held = tokens._held[USER]
    monkeypatch.setitem(tokens._held, USER, tokens._Held(held.value, 0.0))

    polled()

    assert len(provider.asked) == 2


def test_a_token_from_a_command_is_used(servers, provider, settings, tmp_path):
    provider.good.add("from-a-command")
    script = tmp_path / "token"
    script.write_text("#!/bin/sh\necho from-a-command\n")
    script.chmod(0o700)
    settings.INBOX_TOKEN_COMMAND = str(script)
    put(servers[0], 3)

    assert polled() == 1
    assert provider.asked == []


def test_a_provider_that_refuses_is_told_without_any_secret(provider, caplog):
    provider.refuses = True

    assert polled() == 0

    assert "the inbox cannot be read: INBOX_TOKEN_URL answers 400: invalid_grant" in caplog.text
    assert not [word for word in (USER, "secret", "token-") if word in caplog.text]
    assert "inbox: login refused since 2026-12-01 01:00 UTC (docs/receiving-mail.md)" in list(
        doctor.checks(at=AT)
    )


def test_a_server_that_refuses_even_a_new_token_is_told(provider, monkeypatch, caplog):
    monkeypatch.setattr(provider, "introspect", lambda question: (200, {"active": False}))

    assert polled() == 0

    assert len(provider.asked) == 2
    assert "the mail server refuses the token" in caplog.text
    assert "token-" not in caplog.text


def test_the_trouble_is_over_when_a_login_works(provider):
    provider.refuses = True
    polled()
    provider.refuses = False

    polled(at=AT + timedelta(minutes=1))

    assert not [line for line in doctor.checks(at=AT + timedelta(minutes=2)) if "inbox:" in line]


def test_a_server_that_is_away_is_told_after_a_while(provider, settings):
    settings.INBOX_URL = "imap://a:b@127.0.0.1:9/INBOX"
    polled()
    polled(at=AT + timedelta(minutes=14))

    told = [
        [line for line in doctor.checks(at=AT + timedelta(minutes=minutes)) if "inbox:" in line]
        for minutes in (14, 15)
    ]

    expected = "inbox: not reachable since 2026-12-01 01:00 UTC (docs/receiving-mail.md)"
    assert told == [[], [expected]]


def test_a_wrong_password_is_refused_in_clear_words(servers, provider, settings, caplog):
    settings.INBOX_URL = f"imap://x:wrong-secret@127.0.0.1:{servers[0].imap_port}/INBOX"

    assert polled() == 0

    assert "the mail server refuses the password" in caplog.text
    assert "wrong-secret" not in caplog.text


@pytest.mark.parametrize(
    ("settings_", "told"),
    [
        ({"INBOX_TOKEN_URL": ""}, "set INBOX_TOKEN_COMMAND or INBOX_TOKEN_URL"),
        ({"INBOX_TOKEN_URL": "http://mail.test/token"}, "must begin with https://"),
        ({"INBOX_TOKEN_URL": "http://127.0.0.1:9/token"}, "INBOX_TOKEN_URL failed: URLError"),
        ({"INBOX_TOKEN_COMMAND": "/nowhere/token"}, "INBOX_TOKEN_COMMAND failed"),
        ({"INBOX_TOKEN_COMMAND": "false"}, "ended with 1 and 0 words"),
        ({"INBOX_TOKEN_COMMAND": "echo two words"}, "ended with 0 and 2 words"),
    ],
)
def test_settings_that_give_no_token_say_what_is_wrong(provider, settings, settings_, told, caplog):
    for name, value in settings_.items():
        setattr(settings, name, value)

    assert polled() == 0
    assert told in caplog.text


def test_the_operator_can_try_the_login(servers, provider):
    put(servers[0], 4)
    said = StringIO()

    call_command("check_inbox", stdout=said)

    assert "The login works. New mails: " in said.getvalue()
    assert InboundEmail.objects.count() == 0
    assert polled() >= 1


def test_the_operator_is_told_why_a_login_fails(provider):
    provider.refuses = True

    with pytest.raises(CommandError, match="invalid_grant"):
        call_command("check_inbox")


def test_the_librarys_own_log_holds_no_token(provider, caplog):
    caplog.set_level(logging.DEBUG)

    polled()

    assert "token-" not in caplog.text
