"""決める返事, the lists: what waits (oldest first, by reason), what machines sent. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.desk.letters import first_words
from bookings.models import Assignment, BookingRequest, Grant, RequestEvent, WaitingReply
from bookings.status import AssignmentState
from lectures.models import Department
from notifications.models import InboundEmail
from notifications.status import Kind

Why = WaitingReply.Why
# Our mail that a mail answers, and what it told.
_TIE = "inbound__answers_to__event_mail"
_EVENT = f"{_TIE}__event"
_TOLD = ("request__fiscal_year", "request__group", "request__lecture", "session__lecture")
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
class Line:
    """One waiting mail of the list; `who` wrote it, as far as that is known."""

    reply: WaitingReply
    why: Promise | str
    request: BookingRequest | None
    who: Promise | Department | str
    first_words: str


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
        "session__lecture", *(f"{_EVENT}__{name}" for name in _TOLD),
    ).defer("inbound__answers_to__text", "inbound__answers_to__html")  # fmt: skip


def from_group(row: WaitingReply) -> RequestEvent | None:
    """Of what our mail told a group, if it is that mail which this one answers."""
    if row.inbound.tag_public_id is not None:
        return None
    tie = getattr(row.inbound.answers_to, "event_mail", None)
    return tie.event if tie is not None and tie.recipient == "group" else None


def why_words(row: WaitingReply) -> Promise | str:
    """Why a person reads it."""
    return row.get_why_display() if from_group(row) is None else _("団体から返信が届きました")


def lines(rows: Iterable[WaitingReply]) -> list[Line]:
    return [_line(row) for row in rows]


def of_request(request: BookingRequest) -> list[Line]:
    """What waits about this request, whoever wrote it."""
    about = Q(assignment__request=request) | Q(session__request=request)
    told = Q(inbound__tag_public_id=None, **{f"{_TIE}__recipient": "group"})
    found = waiting().filter(about | told & Q(**{f"{_EVENT}__request": request}))
    return lines(found)


def _line(row: WaitingReply) -> Line:
    told, about = from_group(row), row.assignment or row.session
    if told is not None:
        return Line(row, why_words(row), told.request, _("団体"), first_words(row.inbound))
    return Line(
        row,
        why_words(row),
        about.request if about else None,
        about.department if about else "",
        first_words(row.inbound),
    )


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
