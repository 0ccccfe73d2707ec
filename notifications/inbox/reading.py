"""What a person wrote in a mail, and its calendar parts. Understanding it is the reader's work."""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from email.message import Message

from notifications import addresses
from notifications.inbox import charsets, parts
from notifications.inbox.flowed import unflow
from notifications.inbox.html import STROKE, text_of_html
from notifications.models import InboundEmail, MailIdentity, identity_for

_CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
# From the envelope, as our mail server wrote it down, then from what the sender wrote.
_ENVELOPE_HEADERS = ("Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To")
_WRITTEN_HEADERS = ("To", "Cc")


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar part and the method that its MIME header announces, in upper case."""

    method: str
    data: bytes


def text_of(raw: bytes) -> str:
    """The words of a mail: its plain text, and what only its HTML says; else its HTML without quotes.

    U+FFFD: unreadable.
    """
    try:
        leaves = [part for part in parts.leaves(parts.parse(raw)) if not parts.is_file(part)]
    except parts.Unreadable:
        return charsets.UNREADABLE
    plain = [_plain(part) for part in leaves if part.get_content_type() == "text/plain"]
    pages = [parts.text(part) for part in leaves if part.get_content_type() == "text/html"]
    page = "\n".join(text_of_html(one) for one in pages).strip("\n")
    if any(words.strip() for words in plain):
        words = "\n".join(plain).strip("\n")
        return "\n".join([words, *_said_beside(words, page=page)])
    return page


_LINK = re.compile(r"<?https?://[^\s<>]+>?")
_LETTERS = re.compile(r"[^\w]|_")


def _said_beside(plain: str, *, page: str) -> list[str]:
    """Lines of the HTML part that the plain part does not hold, or that are struck out there."""
    held = _key(plain)
    return [
        line
        for line in page.split("\n")
        if (key := _key(line)) and (key not in held or STROKE in line)
    ]


def _key(text: str) -> str:
    """Letters and figures only: programs wrap lines and change marks between the two parts."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", _LINK.sub("", text)))


def calendar_parts(raw: bytes) -> tuple[CalendarPart, ...]:
    """Every different calendar part, in order; none if the mail is unreadable."""
    try:
        leaves = parts.leaves(parts.parse(raw))
    except parts.Unreadable:
        return ()
    found: dict[bytes, CalendarPart] = {}
    for part in leaves:
        if _is_calendar(part) and (data := parts.content(part)):
            found.setdefault(data, CalendarPart(_method(part), data))
    return tuple(found.values())


def tag_of(inbound: InboundEmail) -> tuple[uuid.UUID, str] | None:
    """The one tagged address that the mail was sent to; None for no or for two different tags."""
    message = parts.headers(bytes(inbound.raw or b""))
    identity = identity_for(inbound.site)
    found = tags_of(message, envelope_to=inbound.envelope_to, identity=identity)
    return found[0] if len(found) == 1 else None


def tags_of(
    message: Message, *, envelope_to: list[str], identity: MailIdentity
) -> list[tuple[uuid.UUID, str]]:
    """Every different tag of an ask among all that names a recipient."""
    texts = [text for source in recipients(message, envelope_to=envelope_to) for text in source]
    return addresses.tags(texts, letter="a", domain=identity.mail_domain)


def recipients(message: Message, *, envelope_to: list[str]) -> list[list[str]]:
    """Texts that name recipients, the most trustworthy source first."""
    noted = [str(value) for name in _ENVELOPE_HEADERS for value in message.get_all(name, [])]
    written = [str(value) for name in _WRITTEN_HEADERS for value in message.get_all(name, [])]
    return [envelope_to, noted, written]


def _plain(part: Message) -> str:
    words = parts.text(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return words
    return unflow(words, delete_space=str(part.get_param("delsp", "")).lower() == "yes")


def _is_calendar(part: Message) -> bool:
    filename = str(part.get_filename() or "").lower()
    return part.get_content_type() in _CALENDAR_TYPES or filename.endswith(".ics")


def _method(part: Message) -> str:
    return str(part.get_param("method", "") or "").upper()
