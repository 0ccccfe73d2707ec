"""Answers as they pour in: two thirds answer an ask of their own, a third are second copies.

A copy is the same bytes again, the same mail by another way, or other words under the same name.
"""

from dataclasses import dataclass

from bookings.status import RequestStatus
from tests.factories.replies import raw_reply, reply_address
from tests.factories.town import Town
from tests.races import track

WORDS = ("辞退 別の会議と重なるため", "辞退 担当者が不在のため", "辞退 都合がつかないため", "承諾")
OTHER_WORDS = "辞退 やはりお受けできません"
TRACE = b"Received: from gateway by mx; Sun, 22 Nov 2026 10:00:00 +0900\r\n"


@dataclass(frozen=True)
class Letter:
    """One mail as it is handed over, `by` mailbox or lmtp."""

    ask: int
    by: str
    to: str
    raw: bytes
    twin: str = ""


def letters(town: Town, total: int, *, first: int = 1) -> list[Letter]:
    """In the order in which they are sent: no copy before its first."""
    number = total * 2 // 3
    requests = track.requests(town, number, status=RequestStatus.ASKING, first=first)
    firsts, copies = [], []
    for index, ask in enumerate(track.asks(town, requests)):
        by, to = ("mailbox", "lmtp")[index % 2], reply_address(ask)
        name = f"<{index}@city.mikagami.example>"
        raw = raw_reply(WORDS[index % len(WORDS)], to=to, message_id=name)
        firsts.append(Letter(ask.pk, by, to, raw))
        if index < total - number:
            copies.append(_copy(firsts[-1], kind=index % 3, name=name))
    return firsts + copies


def _copy(first: Letter, *, kind: int, name: str) -> Letter:
    if kind == 0:
        return Letter(first.ask, first.by, first.to, first.raw, twin="same bytes")
    if kind == 1:
        other = {"mailbox": "lmtp", "lmtp": "mailbox"}[first.by]
        return Letter(first.ask, other, first.to, TRACE + first.raw, twin="other way")
    raw = raw_reply(OTHER_WORDS, to=first.to, message_id=name)
    return Letter(first.ask, first.by, first.to, raw, twin="other words")
