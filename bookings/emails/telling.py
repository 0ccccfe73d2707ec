"""Stores a mail and ties it to the event that it tells of, in the caller's transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from accounts.once import already_read, once
from bookings.emails import calling, texts
from bookings.emails.ask import one_line
from bookings.emails.timing import timing
from bookings.models import Assignment, EventMail, RequestEvent
from lectures.models import Lecture
from lectures.titles import told_in
from notifications import outbox
from notifications.models import OutgoingEmail


class Told(NamedTuple):
    """One mail about an ask: to whom (`Recipient.key`), and what it said."""

    mail_id: int
    recipient: str
    message_id: str
    text: str


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

    No address, no mail: what a group must hear is kept for the desk's call list. Telling twice
    of one event stores one mail.
    """
    if not recipient.address:
        if recipient.key == "group":
            calling.keep(event, kind=kind, context=context)
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
    read = already_read(("told", event.assignment_id))
    if read is not None:
        read.append(Told(stored.pk, recipient.key, stored.message_id, stored.text))
    return stored


def told_of(assignment: Assignment) -> list[Told]:
    """Every mail about this ask, the first one first."""
    return once(("told", assignment.pk), lambda: _told_of(assignment))


def _told_of(assignment: Assignment) -> list[Told]:
    ties = EventMail.objects.filter(event__assignment=assignment).order_by("pk")
    columns = "mail_id", "recipient", "mail__message_id", "mail__text"
    return [Told(*row) for row in ties.values_list(*columns)]


def first_message_id(assignment: Assignment, recipient: Recipient) -> str:
    """Of the mail that began their thread about this ask; "" before it."""
    read = already_read(("told", assignment.pk))
    if read is not None:
        return next((row.message_id for row in read if row.recipient == recipient.key), "")
    ties = EventMail.objects.filter(event__assignment=assignment, recipient=recipient.key)
    return ties.order_by("pk").values_list("mail__message_id", flat=True).first() or ""


def render(kind: str, *, context: dict[str, Any], language: str = "ja") -> tuple[str, str]:
    """(subject, text) of one mail in the reader's language, in the office's words if it has any."""
    lecture = context.get("lecture")
    if isinstance(lecture, Lecture):
        context = {**context, "lecture": told_in(lecture, language)}
    words = texts.render(kind, context=context, language=language)
    return one_line(words.subject), words.text
