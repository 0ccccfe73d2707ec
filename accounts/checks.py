"""`manage.py check --deploy` refuses what belongs to a demo or a test."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register


@register(Tags.security, deploy=True)
def production_settings(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """One message for each setting that a city must not run with."""
    return list(_found())


def _found() -> Iterator[CheckMessage]:
    if settings.DEMO:
        yield Error("DEMO is on.", hint="Unset DEMO: it opens /mailbox/ to all.", id="okigaru.E001")
    if settings.CLOCK_MAY_MOVE:
        yield Error("The clock may be moved.", hint="Unset CLOCK_MAY_MOVE.", id="okigaru.E002")
    if settings.EMAIL_URL.startswith("mailbox:"):
        yield Error("Mail is kept, not sent.", hint="Set EMAIL_URL to smtp://…", id="okigaru.E003")
    if settings.INBOX_URL.startswith("mailbox:"):
        yield Error(
            "No mail is received.",
            hint="Set INBOX_URL to imaps://… or lmtp:// (docs/receiving-mail.md).",
            id="okigaru.E004",
        )
    if any(len(secret) < 32 for secret in settings.LINK_KEYS.values()):
        yield Error("A key in LINK_KEYS has under 32 letters.", id="okigaru.E005")
    if not settings.AUTHSERV_ID:
        yield Info("No mail acts by itself without AUTHSERV_ID.", id="okigaru.I001")
    if not settings.OUTBOX_LOOKUP_URL:
        yield Info(
            "Mails of unknown outcome wait for a person without OUTBOX_LOOKUP_URL.",
            id="okigaru.I002",
        )
    if settings.SECOND_FACTOR != "required":
        yield Info(
            "Who signs in by password needs no second factor without OKIGARU_SECOND_FACTOR=required.",
            id="okigaru.I003",
        )
