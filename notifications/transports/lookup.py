"""Where a mail of unknown outcome is looked up. Reads only; any trouble is NO_ANSWER."""

import glob
import gzip
import imaplib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, ImapToolsError

from notifications.transports.imap import log_in
from notifications.transports.wire import Finding


class NoLookup:
    """Nothing is configured: a mail of unknown outcome waits for a person."""

    needs_witnesses = True

    def find(self, message_id: str) -> Finding:
        return Finding.NO_ANSWER


class ImapLookup:
    """An archive mailbox that gets a copy of every mail that left.

    An empty or a wrong archive, or one that runs late, proves nothing: it must show the mails
    before and after.
    """

    needs_witnesses = True

    def __init__(self, url: str) -> None:
        self.url = url

    def find(self, message_id: str) -> Finding:
        try:
            with log_in(self.url) as mailbox:
                return _search(mailbox, message_id)
        except (OSError, imaplib.IMAP4.error, ImapToolsError):
            return Finding.NO_ANSWER


class LogLookup:
    """The mail server's log, with its rotated pieces (`mail.log.1`, `mail.log.2.gz`)."""

    needs_witnesses = True

    def __init__(self, url: str) -> None:
        self.path = Path(unquote(urlsplit(url).path))

    def find(self, message_id: str) -> Finding:
        wanted = message_id.encode()
        try:
            found = any(_holds(piece, wanted) for piece in self._pieces())
        except (OSError, EOFError):
            return Finding.NO_ANSWER
        return Finding.FOUND if found else Finding.ABSENT

    def _pieces(self) -> list[Path]:
        rotated = sorted(Path(name) for name in glob.glob(f"{glob.escape(str(self.path))}[.-]*"))
        return [self.path, *rotated]


def _search(mailbox: BaseMailBox, message_id: str) -> Finding:
    status, answer = mailbox.client.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
    if status != "OK":
        return Finding.NO_ANSWER
    return Finding.FOUND if answer and answer[0] and answer[0].split() else Finding.ABSENT


def _holds(path: Path, wanted: bytes) -> bool:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as lines:
        return any(wanted in line for line in lines)
