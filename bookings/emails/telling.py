"""Stores a mail and ties it to the event that it tells of, in the caller's transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bookings.emails import texts
from bookings.emails.ask import one_line
from bookings.emails.timing import timing
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
    as_html: Callable[..., str] | None = None,
    **mail: Any,
) -> OutgoingEmail | None:
    """Render the mail's text (first line: subject) and store it; `as_html` gets the final words.

    No address, no mail: the desk shows who must be told in another way. Telling twice of one
    event stores one mail.
    """
    if not recipient.address:
        return None
    subject, text = render(kind, context={"event": event, **context}, language=recipient.language)
    known = {name: mail.pop(name) for name in ("mail_class", "expires_at") if name in mail}
    stored = outbox.store(
        dedup_key=f"{kind}:{event.public_id}:{recipient.key}",
        to=recipient.address,
        subject=subject,
        text=text,
        html=as_html(text, subject=subject) if as_html else "",
        at=event.at,
        kind=kind,
        **{**timing(kind, at=event.at, **known), **mail},
    )
    tie = EventMail(
        site_id=event.site_id, event=event, recipient=recipient.key, kind=kind, mail=stored
    )
    EventMail.objects.bulk_create([tie], ignore_conflicts=True)  # it may have been told before
    return stored


def render(kind: str, *, context: dict[str, Any], language: str = "ja") -> tuple[str, str]:
    """(subject, text) of one mail in the reader's language, in the office's words if it has any."""
    words = texts.render(kind, context=context, language=language)
    return one_line(words.subject), words.text
