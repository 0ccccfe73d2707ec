"""What Wagtail and other packages mail through Django goes the way of all our mails: the outbox.

One mail to each recipient, stored with the change that it tells about; settings.EMAIL_BACKEND.
"""

import logging
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_scopes import get_scope, scope
from wagtail.models import Site

from accounts.ids import uuid7
from config import clock
from notifications import outbox

logger = logging.getLogger(__name__)
KIND = "staff_notice"
_MOST_SUBJECT = 300


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were stored for all their recipients."""
        return sum(_store(message) for message in email_messages)


def _store(message: EmailMessage) -> bool:
    """Callers log whatever is raised together with the address, so a wrong one is told here."""
    stored = False
    for recipient in message.recipients():
        try:
            with scope(site=_town()), transaction.atomic():
                outbox.store(
                    dedup_key=f"{KIND}:{uuid7()}",
                    to=recipient,
                    subject=" ".join(str(message.subject).split())[:_MOST_SUBJECT],
                    text=str(message.body),
                    html=_html(getattr(message, "alternatives", ())),
                    at=clock.now(),
                    kind=KIND,
                )
            stored = True
        except ValidationError:
            logger.warning("a mail to staff was not stored: its address is none")
    return stored


def _town() -> Site:
    """Outside every town it comes from the installation's first."""
    site = get_scope().get("site")
    return site if isinstance(site, Site) else Site.objects.get(is_default_site=True)


def _html(alternatives: Iterable[tuple[str, str]]) -> str:
    return next((text for text, kind in alternatives if kind == "text/html"), "")
