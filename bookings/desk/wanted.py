"""What the inbox is to show, read from its address: nonsense counts for nothing. Reads only.

What was searched for is no part of the address, nor of a view that somebody keeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bookings.desk import ordering
from bookings.desk.attention import Kind, kind_of
from bookings.desk.dimensions import DIMENSIONS, Choices
from bookings.desk.inbox import VIEWS, View, view_of
from bookings.desk.searching import searched
from bookings.models import BookingRequest

ALL = "all"


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the list, and the address of the list without it."""

    label: Promise | str
    words: str
    href: str


@dataclass(frozen=True)
class Wanted:
    """`chosen`: by the key of its dimension, the choice made there."""

    status: str = VIEWS[0].key
    matter: str = ""
    sort: str = ordering.DUE
    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def view(self) -> View:
        return view_of(self.status)

    @property
    def kind(self) -> Kind | None:
        return kind_of(self.matter)

    @property
    def backwards(self) -> bool:
        return self.sort.startswith("-")

    @property
    def kept(self) -> str:
        """As a saved view holds it: without the words of a search."""
        pairs = {"status": self.status, "matter": self.matter, **self.chosen}
        if self.sort != ordering.DUE:
            pairs["sort"] = self.sort
        return urlencode({key: value for key, value in pairs.items() if value})

    @property
    def query(self) -> str:
        return self.kept + ("&found=1" if self.words else "")

    def but(self, **changes: object) -> str:
        """The address of the same list with something changed."""
        return "?" + replace(self, **changes).query  # type: ignore[arg-type]

    def without(self, key: str) -> str:
        return self.but(chosen={name: kept for name, kept in self.chosen.items() if name != key})


def choices_on(today: date) -> dict[str, Choices]:
    return {row.key: row.choices(today) for row in DIMENSIONS}


def read(query: Mapping[str, str], choices: Mapping[str, Choices], *, words: str = "") -> Wanted:
    """A search or a matter asks all requests, unless a status is chosen beside it."""
    matter = query.get("matter", "") if kind_of(query.get("matter", "")) else ""
    status, sort = query.get("status", ""), query.get("sort", "")
    if not any(view.key == status for view in VIEWS):
        status = ALL if words or matter else VIEWS[0].key
    known = {key: {choice for choice, _words in rows} for key, rows in choices.items()}
    return Wanted(
        status=status,
        matter=matter,
        sort=sort if ordering.is_known(sort) else ordering.DUE,
        words=words,
        chosen={key: query[key] for key in known if query.get(key) in known[key]},
    )


def read_kept(query: str, choices: Mapping[str, Choices]) -> Wanted:
    return read(QueryDict(query).dict(), choices)  # type: ignore[arg-type]


def condition(wanted: Wanted, *, at: datetime) -> Q:
    """All but the status and the words of a search."""
    found = Q()
    for row in DIMENSIONS:
        if choice := wanted.chosen.get(row.key):
            found &= row.condition(choice, at)
    if wanted.kind is not None:
        found &= Q(pk__in=wanted.kind.rows(at=at).order_by().values("pk"))
    return found


def narrowed(wanted: Wanted, *, at: datetime) -> QuerySet[BookingRequest]:
    """All but the status: over these the tabs count."""
    rows = BookingRequest.objects.submitted().filter(condition(wanted, at=at))
    return searched(rows, wanted.words) if wanted.words else rows


def chips(wanted: Wanted, choices: Mapping[str, Choices]) -> list[Chip]:
    """Each can be taken off by itself."""
    found = []
    if wanted.words:
        found.append(Chip(_("ことば"), wanted.words, wanted.but(words="")))
    if wanted.kind is not None:
        found.append(Chip(_("手を打つこと"), str(wanted.kind.sentence), wanted.but(matter="")))
    if wanted.status != ALL:
        found.append(Chip(_("状態"), str(wanted.view.label), wanted.but(status=ALL)))
    for row in DIMENSIONS:
        if choice := wanted.chosen.get(row.key):
            words = dict(choices[row.key])[choice]
            found.append(Chip(row.label, words, wanted.without(row.key)))
    return found
