"""One mail as a clerk may safely see it: its words as plain text, its files by name only."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts import secrets
from bookings.actions.replies import reports
from bookings.actions.replies.hearing import sent_text, tried
from bookings.models import Assignment, LectureSession
from notifications.inbox import charsets, parts, reading, timing
from notifications.models import InboundEmail
from notifications.status import Auth

LONGEST = 20_000
_QUICK = 200_000
_FIRST = 60
_TELLING = 4  # letters from which a line of ours is no coincidence
VERDICTS: dict[str, Promise] = {
    Auth.PASS: _("このアドレスから送られたと、メールサーバーが確かめました。"),
    Auth.FAIL: _(
        "このアドレスから送られたと確かめられません。にせの送り主かもしれません。電話などで確かめてください。"
    ),
    Auth.NONE: _("送り主を確かめた記録がありません。電話などで確かめてください。"),
}
_QUOTED = re.compile(r"^\s*(?:[>＞|｜│┃]|[A-Za-z]{1,3}>)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """Lines that belong together; `quoted` ones repeat what we wrote, or somebody else did."""

    words: str
    quoted: bool
    lines: int


@dataclass(frozen=True)
class Letter:
    sent_at: datetime
    received_at: datetime
    verdict: Promise
    passages: list[Passage]
    files: list[str]
    cut: bool

    @property
    def new_words(self) -> str:
        """What the sender wrote, without what is folded away."""
        return "\n".join(row.words for row in self.passages if not row.quoted).strip()


def letter_of(
    inbound: InboundEmail, ask: Assignment | None, *, session: LectureSession | None = None
) -> Letter:
    """`ask` or `session`: whose mails it may quote."""
    raw = bytes(inbound.raw or b"")
    sent = sent_text(ask) if ask else reports.sent_text(session) if session else ""
    text = tried(lambda: reading.text_of(raw), about=inbound, otherwise=charsets.UNREADABLE)
    return Letter(
        sent_at=timing.sent_at(inbound),
        received_at=inbound.received_at,
        verdict=VERDICTS[inbound.auth],
        passages=passages(text[:LONGEST], sent=sent),
        files=_files(raw),
        cut=len(text) > LONGEST,
    )


def first_words(inbound: InboundEmail) -> str:
    """How the mail begins, for a list; empty where reading it would take long."""
    if inbound.size > _QUICK:
        return ""
    raw = bytes(inbound.raw or b"")
    text = tried(lambda: reading.text_of(raw), about=inbound, otherwise="")
    lines = (line.strip() for line in text[:LONGEST].splitlines() if not _QUOTED.match(line))
    return Truncator(secrets.masked(" ".join(filter(None, lines)))).chars(_FIRST)


def passages(text: str, *, sent: str) -> list[Passage]:
    """The text in its order, cut where quotation begins and ends; our links' secrets are masked."""
    ours = {key for line in sent.splitlines() if len(key := _key(line)) >= _TELLING}
    rows = [(line, _is_quoted(line, ours)) for line in text.splitlines()]
    found = []
    for quoted, group in groupby(_joined(rows), key=lambda row: row[1]):
        lines = [line for line, _quoted in group]
        if any(line.strip() for line in lines):
            said = sum(bool(line.strip()) for line in lines)
            words = secrets.masked("\n".join(lines).strip("\n"))
            found.append(Passage(words, quoted, said))
    return found


def _joined(rows: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """An empty line belongs to what stands before it."""
    joined: list[tuple[str, bool]] = []
    for line, quoted in rows:
        before = joined[-1][1] if joined else quoted
        joined.append((line, quoted if line.strip() else before))
    return joined


def _is_quoted(line: str, ours: set[str]) -> bool:
    return bool(_QUOTED.match(line)) or _key(line) in ours


def _key(line: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", line))


def _files(raw: bytes) -> list[str]:
    """What is attached, by name; nothing is opened."""
    try:
        leaves = parts.leaves(parts.parse(raw))
    except parts.Unreadable:
        return []
    return [_file_name(str(name)) for part in leaves if (name := part.get_filename())]


def _file_name(name: str) -> str:
    """Readable, and without marks that turn the writing round to hide an ending."""
    plain = charsets.words(name) if name.isascii() else name
    return "".join(letter for letter in plain if letter.isprintable())[:120]
