"""Rows of notifications. Mails are made by the outbox itself, as everywhere."""

from datetime import UTC, datetime
from itertools import count

from django.db import transaction
from wagtail.models import Site

from notifications import outbox
from notifications.inbox import receiving
from notifications.models import InboundEmail, MailIdentity, OutgoingEmail

AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
DOMAIN = "reply.city.example.jp"
_numbers = count(1)


def mail_identity(site: Site, **fields: object) -> MailIdentity:
    """The town's sender; a second call changes it."""
    defaults = {
        "mail_domain": DOMAIN,
        "from_name": "あおぞら市 お気軽講座",
        "from_address": f"uketsuke@{DOMAIN}",
    }
    return MailIdentity._base_manager.update_or_create(site=site, defaults=defaults | fields)[0]


def outgoing_email(**fields: object) -> OutgoingEmail:
    """A mail stored for sending, in the open scope."""
    values = {
        "dedup_key": f"test-{next(_numbers)}",
        "to": "hoken@city.example.jp",
        "subject": "講座の照会 R8-0123",
        "text": "12月17日（木）10時からの講座について、お答えください。\n",
        "at": AT,
    }
    with transaction.atomic():
        return outbox.store(**(values | fields))


def inbound_email(raw: bytes, *, to: str = "", **fields: object) -> InboundEmail:
    """A mail as it comes from the mail server."""
    envelope_to = [to] if to else []
    return receiving.receive(raw, **({"envelope_to": envelope_to, "at": AT} | fields))
