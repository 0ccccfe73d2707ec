"""Fetching new mail by IMAP. A mail is flagged only after its bytes are committed here."""

import imaplib
import logging
import re
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from imap_tools import BaseMailBox, ImapToolsError

from config import clock
from notifications.inbox import access, parts, receiving
from notifications.models import InboundEmail
from notifications.transports.imap import LoginRefused, log_in, options

logger = logging.getLogger(__name__)

_ROUND_SECONDS = 60
_KEEP_SECONDS = 1
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
    for uid in mailbox.uids("UNSEEN"):
        if time.monotonic() > stop_at:
            break
        if time.monotonic() > kept + _KEEP_SECONDS:
            kept = time.monotonic()
            access.keep_turn(at=now())
        raw, size = _fetch(mailbox, uid)
        if raw is None:  # somebody else took it
            continue
        inbound = _stored(raw, size=size, at=now())
        if inbound is None:
            continue
        mailbox.flag(uid, r"\Seen", True)
        if move_to:
            mailbox.move(uid, move_to)
        receiving.sort(inbound, at=now())
        taken += 1
    return taken


def _stored(raw: bytes, *, size: int, at: datetime) -> InboundEmail | None:
    """None: it stays new on the server, and the mails after it are not held up."""
    try:
        return receiving.store(raw, envelope_to=[], at=at, full_size=size)
    except Exception as problem:  # noqa: BLE001 — one mail must not stop the inbox
        logger.error("a new mail could not be stored: %s", type(problem).__name__)
        return None


def _fetch(mailbox: BaseMailBox, uid: str) -> tuple[bytes | None, int]:
    """The whole mail, or only the headers of one that is too large to keep; and its size."""
    _status, answer = mailbox.client.uid("FETCH", uid, "(RFC822.SIZE FLAGS)")
    size = _SIZE.search(_bytes(answer))
    if size is None or _SEEN.search(_bytes(answer)):
        return None, 0
    too_large = int(size[1]) > parts.MAX_BYTES
    section = f"BODY.PEEK[HEADER]<0.{parts.MAX_HEAD}>" if too_large else "BODY.PEEK[]"
    _status, answer = mailbox.client.uid("FETCH", uid, f"({section})")
    return next((item[1] for item in answer if isinstance(item, tuple)), None), int(size[1])


def _bytes(answer: list) -> bytes:
    return b" ".join(b" ".join(item) if isinstance(item, tuple) else item or b"" for item in answer)
