"""Logging in to a mailbox that a URL names. Reads and writes no mail itself.

`imap://`, `imap+tls://` or `imaps://`, then `user:password@host:port/Folder`; without a password and
with `?auth=xoauth2` or `?auth=oauthbearer` behind it, a token is asked for (`transports.tokens`).
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

from imap_tools import (
    BaseMailBox,
    MailBox,
    MailboxLoginError,
    MailBoxStartTls,
    MailBoxUnencrypted,
)

from notifications.transports import tokens

_TIMEOUT_SECONDS = 30
# A server that refuses says why first, and waits for this (RFC 7628, 3.2.3).
_LAST_WORD = {"xoauth2": b"", "oauthbearer": b"\1"}


class LoginRefused(imaplib.IMAP4.error):
    """The server does not let us in, or we have nothing to show. The message is safe to log."""


@contextmanager
def log_in(url: str) -> Iterator[BaseMailBox]:
    """The folder, open; logged out at the end. Raises OSError, LoginRefused or another of imaplib."""
    folder = unquote(urlsplit(url).path.lstrip("/")) or "INBOX"
    mailbox = _connect(url)
    try:
        _show_who_we_are(mailbox, url)
        mailbox.folder.set(folder)
        yield mailbox
    finally:
        _leave(mailbox)


def options(url: str) -> dict[str, str]:
    """What stands behind the question mark, such as `move=Done`."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _show_who_we_are(mailbox: BaseMailBox, url: str) -> None:
    parts = urlsplit(url)
    user, mechanism = unquote(parts.username or ""), options(url).get("auth", "password").lower()
    if mechanism == "password":
        _by_password(mailbox, user=user, password=unquote(parts.password or ""))
    elif mechanism not in _LAST_WORD:
        raise ValueError("write auth=xoauth2 or auth=oauthbearer, or no auth and a password")
    # It may have ended early, or somebody withdrew it: a new one is worth one try.
    elif not any(_token_taken(mailbox, mechanism, user=user, fresh=one) for one in (False, True)):
        raise LoginRefused("the mail server refuses the token")


def _by_password(mailbox: BaseMailBox, *, user: str, password: str) -> None:
    try:
        mailbox.login(user, password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as problem:
        if isinstance(problem, imaplib.IMAP4.abort):  # the connection broke: no word about us
            raise
        raise LoginRefused("the mail server refuses the password") from None


def _token_taken(mailbox: BaseMailBox, mechanism: str, *, user: str, fresh: bool) -> bool:
    try:
        token = tokens.access_token(user=user, fresh=fresh)
    except tokens.NoToken as problem:
        raise LoginRefused(str(problem)) from None
    host, port = mailbox.client.host, mailbox.client.port
    words = {
        "xoauth2": f"user={user}\1auth=Bearer {token}\1\1",
        "oauthbearer": f"n,a={_escaped(user)},\1host={host}\1port={port}\1auth=Bearer {token}\1\1",
    }[mechanism]
    answers = iter([words.encode()])
    last = _LAST_WORD[mechanism]
    try:
        mailbox.client.authenticate(mechanism.upper(), lambda _challenge: next(answers, last))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return False
    return True


def _escaped(name: str) -> str:
    return name.replace("=", "=3D").replace(",", "=2C")


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
