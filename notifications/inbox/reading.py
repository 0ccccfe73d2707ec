"""What a person wrote in a mail, and its calendar parts. Understanding it is the reader's work."""

import uuid
from dataclasses import dataclass
from email.message import Message

from bs4 import BeautifulSoup, Comment, Tag

from notifications import addresses
from notifications.inbox import charsets, parts
from notifications.inbox.flowed import unflow
from notifications.models import InboundEmail, identity_for

MAX_HTML = 1_000_000
_CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_QUOTES = "blockquote, .gmail_quote, .gmail_extra, #divRplyFwdMsg, .moz-cite-prefix"
_NOT_TEXT = "script, style, head, title, template, noscript"
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
# From the envelope, as our mail server wrote it down, then from what the sender wrote.
_ENVELOPE_HEADERS = ("Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To")
_WRITTEN_HEADERS = ("To", "Cc")


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar part and the method that its MIME header announces, in upper case."""

    method: str
    data: bytes


def text_of(raw: bytes) -> str:
    """The words of a mail, plain text first, else its HTML without quotes. U+FFFD: unreadable."""
    try:
        leaves = [part for part in parts.leaves(parts.parse(raw)) if not parts.is_file(part)]
    except parts.Unreadable:
        return charsets.UNREADABLE
    plain = [_plain(part) for part in leaves if part.get_content_type() == "text/plain"]
    if any(words.strip() for words in plain):
        return "\n".join(plain).strip("\n")
    pages = [parts.text(part) for part in leaves if part.get_content_type() == "text/html"]
    return "\n".join(text_of_html(page) for page in pages).strip("\n")


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
    try:
        message = parts.parse(bytes(inbound.raw or b""))
    except parts.Unreadable:
        message = Message()
    domain = identity_for(inbound.site).mail_domain
    for texts in recipients(message, envelope_to=inbound.envelope_to):
        if found := addresses.tags(texts, letter="a", domain=domain):
            return found[0] if len(found) == 1 else None
    return None


def recipients(message: Message, *, envelope_to: list[str]) -> list[list[str]]:
    """Texts that name recipients, the most trustworthy source first."""
    noted = [str(value) for name in _ENVELOPE_HEADERS for value in message.get_all(name, [])]
    written = [charsets.words(v) for name in _WRITTEN_HEADERS for v in message.get_all(name, [])]
    return [envelope_to, noted, written]


def text_of_html(page: str) -> str:
    """What a person sees of an HTML mail, without the quoted part."""
    try:
        return _visible(BeautifulSoup(page[:MAX_HTML], "html.parser"))
    except RecursionError:
        return charsets.UNREADABLE


def _visible(soup: BeautifulSoup) -> str:
    for element in soup.select(f"{_QUOTES}, {_NOT_TEXT}"):
        element.decompose()
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for element in soup.find_all(_BLOCKS):
        if isinstance(element, Tag):
            element.insert_before("\n")
            element.insert_after("\n")
    for comment in soup.find_all(string=lambda words: isinstance(words, Comment)):
        comment.extract()
    lines = (" ".join(line.split()) for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line)


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
