"""The office's digest as it is sent, and an answer to it as it arrives."""

from datetime import timedelta

from accounts import secrets
from bookings import tasks
from bookings.actions import digesting
from bookings.models import (
    DigestItem,
    Grant,
    OfficeDigest,
    WaitingReply,
)
from notifications.inbox.receiving import receive
from notifications.models import InboundEmail, OutgoingEmail
from tests.factories.replies import (
    asked,
    raw_reply,
)
from tests.factories.town import NOW, at

MORNING = at("2026-12-02 08:30")
YAMADA = "yamada@city.mikagami.example"
ACCEPTS = {"kind": "accept", "rank": None, "starts_at": None, "lecturer_ids": []}


def digest(clock_at, moment=MORNING) -> OutgoingEmail:
    clock_at(moment)
    tasks.send_digests()
    tasks.send_digests()
    return OutgoingEmail.objects.filter(kind="office_digest").last()


def grant() -> Grant:
    return OfficeDigest.objects.last().grant


def answer(text: str, *, moment=MORNING + timedelta(hours=1), **mail: str) -> InboundEmail:
    """What arrives when the clerk answers the digest."""
    to = secrets.fill(f"a-{grant().placeholder('tag')}@kouza.mikagami.example")
    raw = raw_reply(text, to=to, **{"sender": YAMADA, "subject": "Re: 事務局のまとめ"} | mail)
    return receive(raw, envelope_to=[to], at=moment)


def applied(text: str, *, moment=MORNING + timedelta(hours=1), **mail: str) -> str:
    """The text of the mail that confirms it."""
    outcome = digesting.apply_reply(answer(text, moment=moment, **mail), grant(), at=moment)
    assert outcome is None
    return OutgoingEmail.objects.filter(kind="office_digest_done").last().text


def numbers() -> dict[int, list[str]]:
    return {row.number: row.words for row in DigestItem.objects.all()}


def waiting_reply(town, *, understood: dict, text: str = "承諾 山本") -> WaitingReply:
    ask = asked(town)
    inbound = receive(raw_reply(text, to="uketsuke@kouza.mikagami.example"), envelope_to=[], at=NOW)
    return WaitingReply.objects.create(
        site=town.site, inbound=inbound, assignment=ask, why=WaitingReply.Why.STRANGER,
        understood=understood, arrived_at=NOW,
    )  # fmt: skip
