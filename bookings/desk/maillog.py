"""メールの記録: every mail of the town, out and in, the newest first. Reads only.

However long the record: a page costs a fixed number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.desk import mailstates
from bookings.desk.wording import mail_kind, recipient
from bookings.models import BookingRequest, Grant
from lectures.eras import parse_reference
from lectures.models import Department
from notifications.models import InboundEmail, OutgoingEmail

OPEN, UNDELIVERED, OUT, IN, AUTOMATIC, ALL = "open", "undelivered", "out", "in", "automatic", ""
SHOWN: dict[str, Promise] = {
    ALL: _("すべて"),
    OPEN: _("手を打つもの"),
    UNDELIVERED: _("届かなかった"),
    OUT: _("送った"),
    IN: _("届いた"),
    AUTOMATIC: _("自動のメール"),
}
_MOST_DIGITS = 6
_EVENT = "event_mail__event__request"
_ANSWERED = "answers_to__event_mail__event__request"


@dataclass(frozen=True)
class Wanted:
    """Which mails are looked for; `words`: a number, or a part of an address or a subject."""

    show: str = ALL
    request: BookingRequest | None = None
    department: Department | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One mail of the list."""

    at: datetime
    url: str
    title: Promise | str
    came_in: bool
    who: Promise | str
    address: str
    request: BookingRequest | None
    state: Promise | str
    why: Promise | str
    bad: bool


def found(wanted: Wanted) -> QuerySet:
    """Keys of both kinds in one order: (when, whether it came in, pk, 1 where its request's number
    is the one that was looked for)."""
    numbered = _numbered(wanted.words)
    out = _keys(outgoing(wanted), "out", when="created_at", first=Q(**{f"{_EVENT}__in": numbered}))
    came = _keys(inbound(wanted), "in", when="received_at", first=_of_requests(numbered))
    if wanted.show in (OPEN, UNDELIVERED, OUT):
        rows = out
    elif wanted.show in (IN, AUTOMATIC):
        rows = came
    else:
        rows = out.union(came, all=True)
    return rows.order_by("-first", "-when", "-key")


def _keys(rows: QuerySet, way: str, *, when: str, first: Q) -> QuerySet:
    named = rows.order_by().annotate(
        when=F(when), way=Value(way, CharField()), key=F("pk"),
        first=Case(When(first, then=1), default=0, output_field=IntegerField()),
    )  # fmt: skip
    return named.values_list("when", "way", "key", "first")


def _numbered(words: str) -> QuerySet[BookingRequest]:
    """36: the requests of that number, of any year; R8-0036: of that year."""
    rows = BookingRequest.objects.submitted()
    try:
        year, number = parse_reference(words)
    except ValueError:
        bare = words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS
        return rows.filter(number=int(words)) if bare else rows.none()
    return rows.filter(fiscal_year__year=year, number=number)


def outgoing(wanted: Wanted) -> QuerySet[OutgoingEmail]:
    rows = OutgoingEmail.objects.all()
    if wanted.show == OPEN:
        rows = rows.needs_person()
    if wanted.show == UNDELIVERED:
        rows = rows.filter(state__in=mailstates.NOT_ARRIVED)
    if wanted.request is not None:
        rows = rows.filter(event_mail__event__request=wanted.request)
    if wanted.department is not None:
        key = f"department:{wanted.department.pk}"
        rows = rows.filter(
            Q(event_mail__recipient=key) | Q(event_mail__recipient__startswith=f"{key}:")
            | Q(to_address__iexact=wanted.department.email)
        )  # fmt: skip
    if not wanted.words:
        return rows
    return rows.filter(
        Q(to_address__icontains=wanted.words) | Q(subject__icontains=wanted.words)
        | Q(**{f"{_EVENT}__in": _numbered(wanted.words)})
    )  # fmt: skip


def inbound(wanted: Wanted) -> QuerySet[InboundEmail]:
    rows = InboundEmail.objects.all()
    if wanted.show == AUTOMATIC:
        rows = InboundEmail.objects.set_aside()
    if wanted.request is not None:
        rows = rows.filter(_of_requests([wanted.request]))
    if wanted.department is not None:
        rows = rows.filter(_of_department(wanted.department))
    if not wanted.words:
        return rows
    return rows.filter(
        Q(from_address__icontains=wanted.words) | Q(subject__icontains=wanted.words)
        | _of_requests(_numbered(wanted.words))
    )  # fmt: skip


def lines(keys: list[tuple[datetime, str, int, int]]) -> list[Line]:
    """What the keys of one page name, in their order; four queries."""
    sent = _with_requests(OutgoingEmail.objects.defer("text", "html", "calendar")).in_bulk(
        [pk for _at, way, pk, _first in keys if way == "out"]
    )
    came = inbound_rows().in_bulk([pk for _at, way, pk, _first in keys if way == "in"])
    tagged = requests_of_tags({row.tag_public_id for row in came.values() if row.tag_public_id})
    return [
        _sent(sent[pk]) if way == "out" else _came(came[pk], tagged)
        for _at, way, pk, _first in keys
    ]


def inbound_rows() -> QuerySet[InboundEmail]:
    """With all that says what became of them; without the raw mail."""
    return InboundEmail.objects.defer("raw").select_related(
        f"{_ANSWERED}__fiscal_year", f"{_ANSWERED}__group",
        "waiting_reply__assignment__request__fiscal_year", "waiting_reply__assignment__request__group",
        "waiting_reply__session__request__fiscal_year", "waiting_reply__session__request__group",
        "answer",
    )  # fmt: skip


def requests_of_tags(tags: set[UUID]) -> dict[UUID, BookingRequest]:
    """Whose ask or session each tag of an address names."""
    if not tags:
        return {}
    grants = Grant.objects.filter(public_id__in=tags).select_related(
        "request__fiscal_year", "request__group",
        "assignment__request__fiscal_year", "assignment__request__group",
        "session__request__fiscal_year", "session__request__group",
    )  # fmt: skip
    about = {row.public_id: row.request or row.assignment or row.session for row in grants}
    return {
        key: row if isinstance(row, BookingRequest) else row.request
        for key, row in about.items()
        if row is not None
    }


def request_of(mail: InboundEmail, tagged: dict[UUID, BookingRequest]) -> BookingRequest | None:
    """The request that a mail is about, as far as anything ties it to one."""
    waiting = getattr(mail, "waiting_reply", None)
    if waiting is not None and (about := waiting.assignment or waiting.session):
        return about.request
    if mail.tag_public_id in tagged:
        return tagged[mail.tag_public_id]
    tie = getattr(mail.answers_to, "event_mail", None)
    return tie.event.request if tie else None


def title_of(mail: OutgoingEmail) -> Promise | str:
    """Kinds have names; what has none is called by its subject."""
    named = mail_kind(mail.kind)
    return mail.subject if named == mail.kind else named


def _with_requests(rows: QuerySet[OutgoingEmail]) -> QuerySet[OutgoingEmail]:
    return rows.select_related(f"{_EVENT}__fiscal_year", f"{_EVENT}__group")


def _of_department(department: Department) -> Q:
    """To its asks or about its sessions; what a lecturer writes is the lecturer's own."""
    key = f"department:{department.pk}"
    tags = Grant.objects.filter(
        Q(assignment__department=department)
        | Q(session__department=department, lecturer__isnull=True)
    ).values("public_id")
    return (
        Q(tag_public_id__in=tags)
        | Q(answers_to__event_mail__recipient=key)
        | Q(answers_to__event_mail__recipient__startswith=f"{key}:")
    )


def _of_requests(requests: Iterable[BookingRequest]) -> Q:
    tags = Grant.objects.filter(
        Q(request__in=requests)
        | Q(assignment__request__in=requests)
        | Q(session__request__in=requests)
    ).values("public_id")
    return (
        Q(tag_public_id__in=tags)
        | Q(answers_to__event_mail__event__request__in=requests)
        | Q(waiting_reply__assignment__request__in=requests)
        | Q(waiting_reply__session__request__in=requests)
    )


def _sent(mail: OutgoingEmail) -> Line:
    tie = getattr(mail, "event_mail", None)
    return Line(
        at=mail.created_at,
        url=reverse("desk:mail", args=[mail.public_id]),
        title=title_of(mail),
        came_in=False,
        who=recipient(tie.recipient) if tie else "",
        address=mail.to_address,
        request=tie.event.request if tie else None,
        state=mailstates.state_words(mail),
        why=mailstates.why(mail),
        bad=mailstates.is_bad(mail),
    )


def _came(mail: InboundEmail, tagged: dict[UUID, BookingRequest]) -> Line:
    waiting = getattr(mail, "waiting_reply", None)
    return Line(
        at=mail.received_at,
        url=reverse("desk:mail-in", args=[mail.public_id]),
        title=mail.subject or _("（件名なし）"),
        came_in=True,
        who="",
        address=mail.from_address,
        request=request_of(mail, tagged),
        state=mailstates.inbound_words(mail),
        why=waiting.get_why_display() if waiting is not None and not waiting.decision else "",
        bad=waiting is not None and not waiting.decision,
    )
