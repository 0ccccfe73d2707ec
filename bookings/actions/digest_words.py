"""All that the sender of a waiting mail wrote, in one line for the digest. Reads only.

It must not be the reader's own selection: what a rule passed over may be what made the mail
doubtful. Only lines that we sent and quotations marked as such are left out.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from bookings.actions.replies import reports
from bookings.actions.replies.hearing import sent_text, tried
from bookings.emails import ask as wording
from bookings.models import WaitingReply
from notifications.inbox import parts, reading

_MARKED = re.compile(r"^\s*[>＞]")
_SPACES = re.compile(r"\s+")
_TELLING = 8  # letters from which a line of ours is no coincidence
# Our mails show how to answer, and people write exactly that: such a line is never left out.
_ANSWER = re.compile(r"^(?:承諾|辞退|別日|講師|実施|第?\d)")


def said_in_full(row: WaitingReply, *, most: int) -> tuple[str, str]:
    """(the words, what of the mail is not among them); a person decides at the desk then."""
    unread = "", _("機械で読もうとして、うまくいきませんでした。")
    return tried(lambda: _said(row, most=most), about=row.inbound, otherwise=unread)


def _said(row: WaitingReply, *, most: int) -> tuple[str, str]:
    raw = bytes(row.inbound.raw or b"")
    ours = _keys(_sent(row))
    lines = [
        wording.one_line(line)
        for line in reading.text_of(raw).splitlines()
        if line.strip() and not _MARKED.match(line) and not _is_ours(_key(line), ours)
    ]
    said = wording.one_line(" ".join(lines))
    if len(said) > most:
        return said, _("長いメールです。")
    if not _is_words_alone(raw):
        return said, _("添付など、ここに出せないものがあります。")
    return said, ""


def _sent(row: WaitingReply) -> str:
    if row.assignment is not None:
        return sent_text(row.assignment)
    return reports.sent_text(row.session) if row.session is not None else ""


def _keys(sent: str) -> frozenset[str]:
    return frozenset(key for line in sent.splitlines() if len(key := _key(line)) >= _TELLING)


def _is_ours(key: str, ours: frozenset[str]) -> bool:
    return key in ours and not _ANSWER.match(key)


def _is_words_alone(raw: bytes) -> bool:
    """No file, no calendar; and plain text, for what is left out of HTML is not known."""
    try:
        leaves = list(parts.leaves(parts.parse(raw)))
    except parts.Unreadable:
        return False
    if any(parts.is_file(part) for part in leaves):
        return False
    if any(part.get_content_type() not in ("text/plain", "text/html") for part in leaves):
        return False
    plain = (part for part in leaves if part.get_content_type() == "text/plain")
    return any(parts.text(part).strip() for part in plain)


def _key(line: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", line))
