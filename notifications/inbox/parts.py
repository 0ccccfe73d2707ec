"""A raw mail as its parts, within limits. Never looks inside an enclosed message. Pure."""

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from notifications.inbox import charsets

MAX_BYTES = 10_000_000
MAX_TEXT = 500_000
MAX_DEPTH = 12
MAX_PARTS = 200
MAX_HEAD = 256_000
_MAX_ADDRESSES = 20_000
# What the library's parser would need minutes or gigabytes for, counted before it starts. No mail
# that a person wrote comes near; what is counted may also stand in a text, so the limits are wide.
_MAX_LINES = 200_000
_MAX_BOUNDARIES = 10 * MAX_PARTS
_MAX_CONTAINERS = 40
_CONTAINER = re.compile(rb"[\r\n]content-type:\s*(?:multipart|message)/")
_HEAD_END = re.compile(rb"\r\n\r\n|\n\n|\r\r")


class Unreadable(Exception):
    """Not a mail that a machine should read: too deep, too many parts, or broken beyond use."""


def head(raw: bytes) -> bytes:
    """The header lines alone, and no more of them than anybody needs."""
    end = _HEAD_END.search(raw, 0, MAX_HEAD)
    return raw[: end.start() if end else MAX_HEAD]


def headers(raw: bytes) -> Message:
    """Only the headers: quick and harmless whatever follows them."""
    return BytesHeaderParser().parsebytes(head(raw))


def parse(raw: bytes) -> Message:
    """The mail, or Unreadable."""
    if problem := _too_much(raw):
        raise Unreadable(problem)
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
    return addresses_in(_undecoded(value) for value in message.get_all("From", []))


def addresses_in(texts: Iterable[str]) -> list[str]:
    """The addresses in header texts; none where a text is made to exhaust the parser."""
    try:
        found = getaddresses([text[:_MAX_ADDRESSES] for text in texts])
    except (RecursionError, ValueError, IndexError):
        return []
    return [address for _name, address in found if address]


def _undecoded(value: object) -> str:
    """An encoded word stands for a name, which may hold commas and brackets, never for an address.
    Only bare ISO-2022-JP has to be decoded first: its bytes look like brackets themselves."""
    return charsets.words(value) if "\x1b" in str(value) else str(value)


def _too_much(raw: bytes) -> str:
    """Why the whole is not parsed; empty: it may be."""
    if len(raw) > MAX_BYTES:
        return "too large"
    if len(head(raw)) >= MAX_HEAD:
        return "headers too long"
    if raw.count(b"\n") > _MAX_LINES or raw.count(b"\r") > _MAX_LINES:
        return "too many lines"
    if _containers(raw) > _MAX_CONTAINERS:
        return "nested too deep"
    if raw.count(b"\n--") + raw.count(b"\r--") > _MAX_BOUNDARIES:
        return "too many parts"
    return ""


def _containers(raw: bytes) -> int:
    small = raw.lower()
    named = small.count(b"content-type:")
    return named if named <= _MAX_CONTAINERS else len(_CONTAINER.findall(small))


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
