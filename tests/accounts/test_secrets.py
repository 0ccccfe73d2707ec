"""Derived secrets: only our own placeholders are filled; keys rotate; logs hold no token."""

import logging
import uuid

import pytest

from accounts import ids, secrets
from config.redaction import NoSecrets

WHAT = {"purpose": "answer", "public_id": uuid.UUID(int=7), "version": 1, "key_id": "test"}


def test_a_placeholder_of_ours_becomes_the_token_that_opens():
    token = secrets.fill(f"http://x/k/{secrets.placeholder(**WHAT)}/")[11:-1]

    public_id, secret = secrets.split(token)
    assert public_id == WHAT["public_id"]
    assert secrets.matches(secret, **WHAT)


def test_what_somebody_typed_is_never_filled():
    encoded = ids.encode(WHAT["public_id"])
    typed = (
        f"{{{{secret:answer:{encoded}:1:test}}}} {{{{secret:answer:{encoded}:1:test:{'a' * 20}}}}}"
    )

    assert secrets.fill(typed) == typed


def test_a_withdrawn_key_stops_the_mail_instead_of_sending_it_broken(settings):
    text = secrets.placeholder(**WHAT)
    settings.LINK_KEYS = {"other": "x" * 64}

    with pytest.raises(KeyError):
        secrets.fill(text)


def test_a_placeholder_outlives_a_change_of_the_secret_key(settings):
    text = secrets.placeholder(**WHAT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-one" * 5

    assert secrets.fill(text) != text


def test_a_new_key_makes_new_links_and_old_ones_still_open(settings):
    old = secrets.derive(**WHAT)
    settings.LINK_KEYS = {**settings.LINK_KEYS, "newer": "y" * 64}

    assert secrets.current_key_id() == "newer"
    assert secrets.matches(old, **WHAT)


def test_a_log_line_shows_no_token():
    token = secrets.token(**WHAT)
    record = logging.LogRecord("x", 40, "", 0, "Not Allowed: %s", (f"/k/{token}/",), None)

    NoSecrets().filter(record)

    assert record.getMessage() == "Not Allowed: /k/…/"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a.example/k/{t}/", "https://a.example/k/…/"),
        (
            "https://b.example/?url=https%3A%2F%2Fa.example%2Fk%2F{t}%2F",
            "https://b.example/?url=https%3A%2F%2Fa.example%2Fk%2F…%2F",
        ),
        ("a-{t}@a.example", "a-…@a.example"),
        ("<mailto:B-{T}@a.example>", "<mailto:B-…@a.example>"),
        ("承諾 10:00 /k/ a-b@c.example", "承諾 10:00 /k/ a-b@c.example"),
    ],
)
def test_whoever_is_not_the_reader_sees_no_letter_of_a_link(text, shown):
    token = "abc2" * 13

    assert secrets.masked(text.format(t=token, T=token.upper())) == shown
