"""決める返事, the lists: what waits (oldest first, by reason), what machines sent. Reads only."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import Assignment, Grant, WaitingReply
from bookings.status import AssignmentState
from notifications.models import InboundEmail
from notifications.status import Kind

Why = WaitingReply.Why
OPEN, DECIDED = "open", "decided"
# What a mail is, in the office's words.
KINDS: dict[str, Promise] = {
    Kind.AUTO_REPLY: _("自動の返信（不在の知らせなど）"),
    Kind.RECEIPT: _("開封の知らせ"),
    Kind.LOOP: _("行ったり来たりしているメール"),
    Kind.BOUNCE: _("届かなかったという知らせ"),
}


@dataclass(frozen=True)
class Filter:
    """One reason, with how many mails wait for it."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Automatic:
    """One mail that a machine seems to have sent, and the ask whose address it came to."""

    inbound: InboundEmail
    kind: Promise | str
    ask: Assignment | None


def rows() -> QuerySet[WaitingReply]:
    return WaitingReply.objects.select_related(
        "inbound", "decided_by", "assignment__department", "assignment__request__lecture",
        "assignment__request__group", "assignment__request__fiscal_year",
        "session__request__fiscal_year", "session__request__group", "session__department",
        "session__lecture",
    )  # fmt: skip


def waiting(*, why: str = "") -> QuerySet[WaitingReply]:
    found = rows().filter(decision="").order_by("arrived_at", "pk")
    return found.filter(why=why) if why in Why.values else found


def decided() -> QuerySet[WaitingReply]:
    return rows().exclude(decision="").order_by("-decided_at", "-pk")


def following(done: WaitingReply) -> WaitingReply | None:
    """The next mail for whoever has just decided one."""
    return WaitingReply.objects.filter(decision="").order_by("arrived_at", "pk").first()


def filters(current: str) -> list[Filter]:
    """Every reason that something waits for, the most frequent first."""
    counts = (
        WaitingReply.objects.filter(decision="")
        .order_by()
        .values_list("why")
        .annotate(count=Count("pk"))
    )
    ordered = sorted(counts, key=lambda row: (-row[1], row[0]))
    return [Filter(key, str(Why(key).label), count, key == current) for key, count in ordered]


def automatic() -> QuerySet[InboundEmail]:
    """Not brought into the queue yet, newest first."""
    return InboundEmail.objects.set_aside().filter(waiting_reply__isnull=True)


def named(inbounds: list[InboundEmail]) -> list[Automatic]:
    """With their asks, in one query however many they are."""
    asks = _asks({row.tag_public_id for row in inbounds if row.tag_public_id})
    return [
        Automatic(row, KINDS.get(row.kind, row.get_kind_display()), asks.get(row.tag_public_id))
        for row in inbounds
    ]


def open_asks() -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(state=AssignmentState.ASKED)
        .select_related("department", "request__lecture", "request__group", "request__fiscal_year")
        .order_by("due_at", "pk")
    )


def _asks(tags: set[UUID]) -> dict[UUID | None, Assignment]:
    grants = Grant.objects.filter(public_id__in=tags, assignment__isnull=False).select_related(
        "assignment__department", "assignment__request__fiscal_year", "assignment__request__group"
    )
    return {row.public_id: row.assignment for row in grants if row.assignment}
