"""Logging in to a mailbox that a URL names. Reads and writes no mail itself.

`imap://`, `imap+tls://` or `imaps://`, then `user:password@host:port/Folder`.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

_TIMEOUT_SECONDS = 30


@contextmanager
def log_in(url: str) -> Iterator[BaseMailBox]:
    """The folder, open; logged out at the end. Raises OSError or an error of imaplib."""
    parts = urlsplit(url)
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    mailbox = _connect(url)
    try:
        mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""), folder)
        yield mailbox
    finally:
        _leave(mailbox)


def options(url: str) -> dict[str, str]:
    """What stands behind the question mark, such as `move=Done`."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _leave(mailbox: BaseMailBox) -> None:
    try:
        mailbox.client.logout()
    except (OSError, imaplib.IMAP4.error):
        mailbox.client.shutdown()


def _connect(url: str) -> BaseMailBox:
    parts = urlsplit(url)
    host = parts.hostname or ""
    context = ssl.create_default_context(cafile=options(url).get("ca_file"))
    match parts.scheme:
        case "imaps":
            return MailBox(host, parts.port or 993, _TIMEOUT_SECONDS, ssl_context=context)
        case "imap+tls":
            return MailBoxStartTls(host, parts.port or 143, _TIMEOUT_SECONDS, ssl_context=context)
        case "imap":
            return MailBoxUnencrypted(host, parts.port or 143, _TIMEOUT_SECONDS)
    raise ValueError("write imap://, imap+tls:// or imaps://user:password@host/Folder")
