"""What in a mail's headers ties it to one of our mails, without looking anything up. Pure.

It only says where a trace stands; whether the trace is genuine is looked up elsewhere.
"""

import re
import unicodedata
from email.message import Message

from notifications.inbox import charsets, parts

_ENVELOPE = ("Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To")
_TAGGED = r"(?<![a-z0-9._+-]){}-[a-z2-7]{{26,64}}@[a-z0-9.-]+"
_ASK = re.compile(_TAGGED.format("a"), re.IGNORECASE)
_BOUNCE = re.compile(_TAGGED.format("b"), re.IGNORECASE)
_OURS = re.compile(r"<(?:a-[a-z2-7]{26,64}(?:\.\d+)?|[a-z2-7]{26})@[a-z0-9.-]+>", re.IGNORECASE)
_UID = re.compile(
    rb"^UID:(?:[0-9a-f]{8}-[0-9a-f-]{27}|[a-z2-7]{26})@[a-z0-9.-]+\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_REFERENCE = re.compile(r"(?<![A-Za-z0-9])[RHS]\s?\d{1,2}\s?-\s?\d{3,6}(?!\d)", re.IGNORECASE)


def matched_by(message: Message, *, subject: str, calendars: tuple[bytes, ...]) -> str | None:
    """recipient, to, thread, uid, reference; None: nothing ties it."""
    if _found(message, _ENVELOPE, _ASK):
        return "recipient"
    if _found(message, ("To", "Cc"), _ASK):
        return "to"
    if _found(message, ("In-Reply-To", "References"), _OURS):
        return "thread"
    if any(_UID.search(data.replace(b"\r\n ", b"").replace(b"\n ", b"")) for data in calendars):
        return "uid"
    return "reference" if reference_in(subject) else None


def reference_in(subject: str) -> str:
    """The first number like R8-0123, in any width; empty: none."""
    found = _REFERENCE.search(unicodedata.normalize("NFKC", subject))
    return found[0].replace(" ", "") if found else ""


def to_bounce_address(message: Message) -> bool:
    """It came to an address that only the envelope of one of our mails held."""
    return _found(message, (*_ENVELOPE, "To"), _BOUNCE)


def _found(message: Message, names: tuple[str, ...], pattern: re.Pattern[str]) -> bool:
    values = (charsets.words(value) for name in names for value in message.get_all(name, [])[:50])
    return any(pattern.search(value) for value in values)


def enclosed_only(message: Message) -> bool:
    """Whether there are files, and no text at all: Outlook's winmail.dat, or a bare attachment."""
    leaves = parts.leaves(message)
    texts = [part for part in leaves if part.get_content_maintype() == "text"]
    written = any(parts.text(part).strip() for part in texts if not parts.is_file(part))
    return not written and any(parts.is_file(part) or part not in texts for part in leaves)
