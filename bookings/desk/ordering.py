"""The columns of the inbox and the order that a press on each heading gives. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import DateTimeField
from django.db.models.functions import Coalesce, Left, Length, StrIndex, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import Assignment, BookingRequest, LectureSession, PreferredSlot
from bookings.status import ASSIGNMENT_STANDING, RequestStatus, SessionState
from lectures.zones import venue_zone

DUE = "due"  # what is due first comes first: the order of the inbox itself
Expressions = tuple[Combinable, ...]


@dataclass(frozen=True)
class Column:
    key: str
    label: Promise
    order: Callable[[], Expressions]


@dataclass(frozen=True)
class Heading:
    """One heading as a link; `state` is the word of aria-sort, "" where another column orders."""

    label: Promise
    href: str
    state: str


def _by_number() -> Expressions:
    return F("fiscal_year__year"), F("number")


def _by_lecture() -> Expressions:
    """3-07 before 10-01."""
    dash = StrIndex("lecture__number", Value("-"))
    return (
        dash, Left("lecture__number", dash), Length("lecture__number"), F("lecture__number"),
    )  # fmt: skip


def _by_day() -> Expressions:
    """The fixed date, or the first wish."""
    held = LectureSession.objects.filter(request=OuterRef("pk"))
    held = held.exclude(state=SessionState.CANCELLED).order_by("starts_at")
    starts = Subquery(held.values("starts_at")[:1], output_field=DateTimeField())
    wished = PreferredSlot.objects.filter(request=OuterRef("pk")).order_by("rank")
    day = Coalesce(TruncDate(starts, tzinfo=venue_zone()), Subquery(wished.values("day")[:1]))
    return day, starts


def _by_department() -> Expressions:
    asked = Assignment.objects.filter(request=OuterRef("pk"), state__in=ASSIGNMENT_STANDING)
    first = Subquery(asked.order_by("part").values("department__code")[:1])
    return (Coalesce(first, F("lecture__department__code")),)


def _by_status() -> Expressions:
    """From new to over."""
    order = [When(status=status, then=Value(place)) for place, status in enumerate(RequestStatus)]
    return (Case(*order, default=Value(0)),)


COLUMNS = (
    Column(DUE, _("期限"), tuple),
    Column("number", _("番号"), _by_number),
    Column("group", _("団体"), lambda: (F("group__name"),)),
    Column("lecture", _("講座"), _by_lecture),
    Column("when", _("日時・第1希望"), _by_day),
    Column("department", _("担当課"), _by_department),
    Column("status", _("状態"), _by_status),
)
_BY_KEY = {column.key: column for column in COLUMNS}


def is_known(sort: str) -> bool:
    return sort.removeprefix("-") in _BY_KEY


def in_order(rows: QuerySet[BookingRequest], sort: str) -> QuerySet[BookingRequest]:
    """`rows` come by due date: that decides among equals, and alone where nothing else is chosen."""
    backwards = sort.startswith("-")
    column = _BY_KEY[sort.removeprefix("-")]
    if column.key == DUE:
        return rows.reverse() if backwards else rows
    first = [row.desc() if backwards else row.asc() for row in column.order()]
    return rows.order_by(*first, *rows.query.order_by)


def headings(sort: str, link: Callable[[str], str]) -> list[Heading]:
    """`link` makes the address of the list in another order; the present one is turned round."""
    found = []
    for column in COLUMNS:
        here = sort.removeprefix("-") == column.key
        backwards = sort.startswith("-")
        state = ("descending" if backwards else "ascending") if here else ""
        turned = f"-{column.key}" if here and not backwards else column.key
        found.append(Heading(column.label, link(turned), state))
    return found


def plain() -> list[Heading]:
    """The same headings where nothing can be turned round."""
    return [Heading(column.label, "", "") for column in COLUMNS]
