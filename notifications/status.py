"""The states of a mail and the moves between them. Data only: no ORM, no HTTP, no clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an outgoing mail stands."""

    READY = "ready", _("送信待ち")
    LEASED = "leased", _("送信準備中")
    HANDOFF = "handoff", _("引渡し中")
    SENT = "sent", _("送信済み")
    DELIVERED = "delivered", _("配達済み")
    BOUNCED = "bounced", _("不達")
    COMPLAINED = "complained", _("迷惑メール申告")
    UNKNOWN = "unknown", _("結果を確認中")
    HELD = "held", _("結果不明（要確認）")
    FAILED = "failed", _("送信失敗")
    EXPIRED = "expired", _("期限切れ")
    SUPPRESSED = "suppressed", _("送信停止中の宛先")
    CANCELLED = "cancelled", _("取消し")


# LEASED → READY is certain: nothing was handed over. HANDOFF → READY too: the server said no.
# UNKNOWN → READY only after a look-up proved absence. HELD, FAILED and SUPPRESSED move on by a
# person's decision. A bounce proves that the mail was sent, whatever we knew before.
NEXT: dict[State, frozenset[State]] = {
    State.READY: frozenset(
        {
            State.LEASED,
            State.UNKNOWN,
            State.FAILED,
            State.EXPIRED,
            State.SUPPRESSED,
            State.CANCELLED,
        }
    ),
    State.LEASED: frozenset(
        {
            State.READY,
            State.LEASED,
            State.HANDOFF,
            State.FAILED,
            State.UNKNOWN,
            State.CANCELLED,
        }
    ),
    State.HANDOFF: frozenset({State.SENT, State.READY, State.FAILED, State.UNKNOWN, State.BOUNCED}),
    State.SENT: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.DELIVERED: frozenset({State.BOUNCED, State.COMPLAINED}),
    State.BOUNCED: frozenset(),
    State.COMPLAINED: frozenset({State.BOUNCED}),
    State.UNKNOWN: frozenset({State.SENT, State.READY, State.HELD, State.BOUNCED}),
    State.HELD: frozenset({State.SENT, State.READY, State.CANCELLED, State.BOUNCED}),
    State.FAILED: frozenset({State.READY, State.CANCELLED}),
    State.EXPIRED: frozenset(),
    State.SUPPRESSED: frozenset({State.READY, State.CANCELLED}),
    State.CANCELLED: frozenset(),
}

WAITING = (State.READY, State.LEASED)  # not a byte of it has left us
LEASE_HOLDERS = (State.LEASED, State.HANDOFF)
HANDED_OFF = (
    State.HANDOFF,
    State.SENT,
    State.DELIVERED,
    State.BOUNCED,
    State.COMPLAINED,
)
NEEDS_PERSON = (State.FAILED, State.HELD, State.BOUNCED, State.SUPPRESSED)


class MoveNotAllowed(Exception):
    """The table has no such move: a fault in our code, never in the data."""


def check_move(*, sources: tuple[State, ...], target: State) -> None:
    """Refuse a move that the table does not list, before the database is asked."""
    for source in sources:
        if target not in NEXT[source]:
            raise MoveNotAllowed(f"{source} → {target}")


class MailClass(models.TextChoices):
    """How urgent a mail is; a year's mailing waits behind an answer."""

    CRITICAL = "critical", _("重要")
    NORMAL = "normal", _("通常")
    BULK = "bulk", _("一斉")


PRIORITY: dict[str, int] = {MailClass.CRITICAL: 0, MailClass.NORMAL: 1, MailClass.BULK: 2}


class Kind(models.TextChoices):
    """What an inbound mail is, before anybody reads its meaning."""

    REPLY = "reply", _("返信")
    BOUNCE = "bounce", _("不達通知")
    AUTO_REPLY = "auto_reply", _("自動応答")
    RECEIPT = "receipt", _("開封通知")
    LOOP = "loop", _("ループ")
    REPORT = "report", _("申告")
    UNREADABLE = "unreadable", _("読み取れないメール")


# The reason of a bounce that came to the secret address of exactly one of our mails.
PROVEN_BOUNCE = "bounce address"
# The reason of a mail that one sender wrote to one ask after too many others: a person reads it.
TOO_OFTEN = "same tag too often"


class InboundState(models.TextChoices):
    STORED = "stored", _("保存済み")
    SORTED = "sorted", _("振分け済み")
    HANDLED = "handled", _("処理済み")


class Auth(models.TextChoices):
    """What our own mail server says about the sender (RFC 8601)."""

    PASS = "pass", _("確認できた")
    FAIL = "fail", _("確認できない")
    NONE = "none", _("判定なし")
