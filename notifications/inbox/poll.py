"""Fetching new mail by IMAP. A mail is flagged only after its bytes are committed here."""

import imaplib
import logging
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from imap_tools import BaseMailBox, ImapToolsError

from accounts.once import reads_once
from config import clock
from notifications.inbox import access, parts, receiving
from notifications.models import InboundEmail
from notifications.transports.imap import LoginRefused, log_in, options

logger = logging.getLogger(__name__)

_ROUND_SECONDS = 60
_KEEP_SECONDS = 1
# Mails in one question to the server; together no larger than one mail may be.
_AT_ONCE = 20
_UID = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_SEEN = re.compile(rb"FLAGS \([^)]*\\Seen", re.IGNORECASE)


def poll_inbox(*, now: Callable[[], datetime] = clock.now) -> int:
    """Take in what is new; how many mails.

    Nothing to do where mail comes another way, or while another process fetches it.
    """
    url: str = settings.INBOX_URL
    if not url.startswith("imap") or not access.take_turn(at=now()):
        return 0
    try:
        with log_in(url) as mailbox:
            access.note_read(at=now())
            return _take_in(mailbox, move_to=options(url).get("move", ""), now=now)
    except LoginRefused as problem:
        logger.error("the inbox cannot be read: %s", problem)
        access.note_trouble(access.Trouble.REFUSED, at=now())
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as problem:
        logger.warning("the inbox cannot be read: %s", type(problem).__name__)
        access.note_trouble(access.Trouble.AWAY, at=now())
    finally:
        access.end_turn(at=now())
    return 0


def _take_in(mailbox: BaseMailBox, *, move_to: str, now: Callable[[], datetime]) -> int:
    taken, kept = 0, time.monotonic()
    stop_at = kept + _ROUND_SECONDS
    uids = mailbox.uids("UNSEEN")
    for start in range(0, len(uids), _AT_ONCE):
        for batch in _batches(mailbox, uids[start : start + _AT_ONCE]):
            if time.monotonic() > stop_at:
                return taken
            if time.monotonic() > kept + _KEEP_SECONDS:
                kept = time.monotonic()
                access.keep_turn(at=now())
            taken += _take_batch(mailbox, batch, move_to=move_to, now=now)
    return taken


@reads_once
def _take_batch(
    mailbox: BaseMailBox, sizes: dict[str, int], *, move_to: str, now: Callable[[], datetime]
) -> int:
    """Each mail is stored by itself; the server hears once of all that are."""
    stored = {}
    for uid, raw in _fetched(mailbox, sizes).items():
        if inbound := _stored(raw, size=sizes[uid], at=now()):
            stored[uid] = inbound
    if stored:
        mailbox.flag(list(stored), r"\Seen", True)
        if move_to:
            mailbox.move(list(stored), move_to)
    for inbound in stored.values():
        receiving.sort(inbound, at=now())
    return len(stored)


def _stored(raw: bytes, *, size: int, at: datetime) -> InboundEmail | None:
    """None: it stays new on the server, and the mails after it are not held up."""
    try:
        return receiving.store(raw, envelope_to=[], at=at, full_size=size)
    except Exception as problem:  # noqa: BLE001 — one mail must not stop the inbox
        logger.error("a new mail could not be stored: %s", type(problem).__name__)
        return None


def _batches(mailbox: BaseMailBox, uids: list[str]) -> Iterator[dict[str, int]]:
    """Uids with their sizes: as many as fit into one question; a mail too large to keep, alone."""
    batch: dict[str, int] = {}
    for uid, size in _sizes(mailbox, uids).items():
        if batch and sum(batch.values()) + size > parts.MAX_BYTES:
            yield batch
            batch = {}
        batch[uid] = size
    if batch:
        yield batch


def _sizes(mailbox: BaseMailBox, uids: list[str]) -> dict[str, int]:
    """Of those that nobody else has taken meanwhile."""
    found = {}
    for _literal, words in _answers(mailbox, uids, "(RFC822.SIZE FLAGS)"):
        uid, size = _UID.search(words), _SIZE.search(words)
        if uid and size and not _SEEN.search(words):
            found[uid[1].decode()] = int(size[1])
    return found


def _fetched(mailbox: BaseMailBox, sizes: dict[str, int]) -> dict[str, bytes]:
    """The whole mails, or only the headers of one that is too large to keep."""
    too_large = max(sizes.values()) > parts.MAX_BYTES
    section = f"BODY.PEEK[HEADER]<0.{parts.MAX_HEAD}>" if too_large else "BODY.PEEK[]"
    found = {}
    for literal, words in _answers(mailbox, list(sizes), f"(UID {section})"):
        if literal is not None and (uid := _UID.search(words)):
            found[uid[1].decode()] = literal
    return found


def _answers(
    mailbox: BaseMailBox, uids: list[str], what: str
) -> Iterator[tuple[bytes | None, bytes]]:
    """Each mail's literal, if there is one, and all that stands around it."""
    _status, answer = mailbox.client.uid("FETCH", ",".join(uids), what)
    literal, words = None, b""
    for item in [*answer, b")"]:
        if isinstance(item, tuple):
            literal, words = item[1], words + item[0]
        elif item:
            words += item
            if item.endswith(b")"):
                yield literal, words
                literal, words = None, b""
