"""Stores a mail and ties it to the event that it tells of, in the caller's transaction."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from bookings.models import EventMail, RequestEvent
from notifications import outbox
from notifications.models import OutgoingEmail


@dataclass(frozen=True)
class Recipient:
    """`key` names the role in EventMail: group, department:3, lecturer:5, office."""

    key: str
    address: str
    language: str = "ja"


def tell(
    event: RequestEvent,
    *,
    kind: str,
    recipient: Recipient,
    context: dict[str, Any],
    **mail: Any,
) -> OutgoingEmail | None:
    """Render the mail's text (first line: subject) and store it.

    No address, no mail: the desk shows who must be told in another way. Telling twice of one
    event stores one mail.
    """
    if not recipient.address:
        return None
    subject, text = render(kind, context={"event": event, **context}, language=recipient.language)
    stored = outbox.store(
        dedup_key=f"{kind}:{event.public_id}:{recipient.key}",
        to=recipient.address,
        subject=subject,
        text=text,
        at=event.at,
        kind=kind,
        **mail,
    )
    EventMail.objects.get_or_create(
        event=event,
        recipient=recipient.key,
        kind=kind,
        defaults={"site_id": event.site_id, "mail": stored},
    )
    return stored


def render(kind: str, *, context: dict[str, Any], language: str = "ja") -> tuple[str, str]:
    """(subject, text) of one mail in the reader's language."""
    with translation.override(language):
        whole = render_to_string(
            [f"bookings/mail/{language}/{kind}.txt", f"bookings/mail/ja/{kind}.txt"], context
        )
    subject, _, text = whole.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"
