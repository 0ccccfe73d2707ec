"""The deployment check refuses a demo."""

import pytest

from accounts.checks import production_settings

CITY = {
    "DEMO": False,
    "CLOCK_MAY_MOVE": False,
    "EMAIL_URL": "smtp://mail.example",
    "INBOX_URL": "imaps://mail.example/INBOX",
    "LINK_KEYS": {"a": "x" * 64},
    "AUTHSERV_ID": "mx.city.example",
    "OUTBOX_LOOKUP_URL": "file:///var/log/mail.log",
    "SECOND_FACTOR": "required",
}


def found(settings, **changes) -> list[str]:
    for name, value in (CITY | changes).items():
        setattr(settings, name, value)
    return [message.id for message in production_settings(None)]


def test_a_citys_settings_pass(settings):
    assert found(settings) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"DEMO": True}, "okigaru.E001"),
        ({"CLOCK_MAY_MOVE": True}, "okigaru.E002"),
        ({"EMAIL_URL": "mailbox://"}, "okigaru.E003"),
        ({"INBOX_URL": "mailbox://"}, "okigaru.E004"),
        ({"LINK_KEYS": {"a": "short"}}, "okigaru.E005"),
        ({"AUTHSERV_ID": ""}, "okigaru.I001"),
        ({"SECOND_FACTOR": "offered"}, "okigaru.I003"),
    ],
)
def test_each_setting_of_a_demo_is_refused(settings, changes, message):
    assert found(settings, **changes) == [message]
