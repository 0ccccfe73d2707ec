"""A raw mail as its parts, within limits. Never looks inside an enclosed message. Pure."""

from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from notifications.inbox import charsets

MAX_BYTES = 10_000_000
MAX_TEXT = 500_000
MAX_DEPTH = 12
MAX_PARTS = 200
_MAX_ADDRESSES = 20_000


class Unreadable(Exception):
    """Not a mail that a machine should read: too deep, too many parts, or broken beyond use."""


def parse(raw: bytes) -> Message:
    """The mail, or Unreadable."""
    try:
        message = message_from_bytes(raw)
        leaves(message)
    except RecursionError as problem:
        raise Unreadable("nested too deep") from problem
    return message


def leaves(message: Message) -> list[Message]:
    """Every part that holds content, in order; enclosed messages stay closed."""
    found: list[Message] = []
    for part in _walk(message, depth=0):
        found.append(part)
        if len(found) > MAX_PARTS:
            raise Unreadable("too many parts")
    return found


def content(part: Message) -> bytes:
    """A part's bytes, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text(part: Message) -> str:
    """A text part as text; nobody writes half a megabyte, so more than that is not read."""
    words = content(part)
    if len(words) > MAX_TEXT:
        return charsets.UNREADABLE
    try:
        label = part.get_content_charset()
    except (LookupError, UnicodeError, ValueError):
        label = None
    return charsets.decode(words, label)


def is_file(part: Message) -> bool:
    """Meant to be saved, not read."""
    return part.get_content_disposition() == "attachment"


def senders(message: Message) -> list[str]:
    """Every address in From; more than one is suspicious."""
    return addresses_in(charsets.words(value) for value in message.get_all("From", []))


def addresses_in(texts: Iterable[str]) -> list[str]:
    """The addresses in header texts; none where a text is made to exhaust the parser."""
    try:
        found = getaddresses([text[:_MAX_ADDRESSES] for text in texts])
    except (RecursionError, ValueError, IndexError):
        return []
    return [address for _name, address in found if address]


def _walk(part: Message, *, depth: int) -> Iterator[Message]:
    if depth > MAX_DEPTH:
        raise Unreadable("nested too deep")
    children = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(children, list):
        for child in children:
            if isinstance(child, Message):
                yield from _walk(child, depth=depth + 1)
    else:
        yield part
