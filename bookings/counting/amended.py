"""締めたあとの訂正: what a closed year had, what changed since, and what it has now.

The closing keeps the year's sums (`figures["lines"]`); each amendment says what a session's fact was and
is. Together they are today's sums, in every dimension: the doctor says so where they are not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from accounts.snapshot import snapshot
from bookings.counting.dimensions import Dimension, labels
from bookings.counting.exact import DELIVERED, Figures, Sum, figures, pending
from bookings.counting.facts import Fact
from bookings.counting.folding import FIELDS, NOTHING, Line, Sums, add, differences
from bookings.models import RequestEvent, YearClosing


@dataclass(frozen=True)
class Entry:
    """One amendment. Not folded yet: without `at` and `event`. None: there was no such session."""

    session_id: int
    before: Fact | None
    after: Fact | None
    at: datetime | None = None
    event: RequestEvent | None = None


@dataclass(frozen=True)
class Change:
    """Delivered sessions and people: as closed, what came to them, and now."""

    key: str
    label: str
    then: int
    change: int
    people_then: int
    people_change: int

    @property
    def now(self) -> int:
        return self.then + self.change

    @property
    def less(self) -> int:
        """How many fewer."""
        return -self.change

    @property
    def people_now(self) -> int:
        return self.people_then + self.people_change


def as_closed(closing: YearClosing) -> dict[Line, Sums]:
    year = closing.fiscal_year.year
    return {
        (dimension, year, month, key, state): (sessions, counted, adults, children)
        for dimension, month, key, state, sessions, counted, adults, children
        in closing.figures["lines"]
    }  # fmt: skip


def entries_of(closing: YearClosing) -> list[Entry]:
    """All that changed since, in its order; of a closing that stands, what is not folded comes last."""
    rows = closing.amendments.select_related("event__user", "event__note").order_by("pk")
    found = [
        Entry(row.session_id, fact_of(row.before), fact_of(row.after), row.at, row.event)
        for row in rows
    ]
    if closing.opened_at is not None:
        return found
    year = closing.fiscal_year.year
    return found + [
        Entry(pk, before, after)
        for pk, before, after in pending()
        if before != after and year in {fact.year for fact in (before, after) if fact}
    ]


def since_then(closing: YearClosing, entries: Iterable[Entry]) -> dict[Line, Sums]:
    """Only what they change in that year."""
    added = differences((row.before, row.after) for row in entries)
    return {line: sums for line, sums in added.items() if line[1] == closing.fiscal_year.year}


def fact_of(kept: Mapping[str, object] | None) -> Fact | None:
    """As `folding.as_json` has written it."""
    if kept is None:
        return None
    return Fact(**{**kept, "day": date.fromisoformat(str(kept["day"]))})  # type: ignore[arg-type]


def changes(
    closing: YearClosing, entries: Iterable[Entry], *, on: date
) -> dict[Dimension, list[Change]]:
    """Of every table, what the rows were delivered; MONTH in its order, the others by their names."""
    then, since = Figures(as_closed(closing)), Figures(since_then(closing, entries))
    return {one: _rows(then, since, one, on=on) for one in Dimension if one != Dimension.REASON}


@dataclass(frozen=True)
class Closed:
    """That a year was closed, on which day, and how many amendments came after."""

    on: datetime
    amendments: int


def closed_of(year: int) -> Closed | None:
    rows = YearClosing.objects.filter(fiscal_year__year=year, opened_at=None)
    found = rows.annotate(many=Count("amendments")).values_list("closed_at", "many").first()
    return Closed(*found) if found else None


def breaches(closing: YearClosing) -> Iterator[str]:
    """Where closing and amendments are not what is counted now."""
    year = closing.fiscal_year.year
    with snapshot():
        true = figures(Dimension, years=[year]).sums
        shown = as_closed(closing)
        for line, sums in since_then(closing, entries_of(closing)).items():
            add(shown, line, sums)
    for line in sorted({*true, *shown}):
        told, counted = shown.get(line, NOTHING), true.get(line, NOTHING)
        if told != counted:
            yield (
                f"YearClosing {closing.pk}: {', '.join(FIELDS)} of {line} are {told} by its "
                f"amendments, counted {counted}"
            )


def _rows(then: Figures, since: Figures, dimension: Dimension, *, on: date) -> list[Change]:
    names = labels(dimension, on=on)
    order = {key: place for place, key in enumerate(names)}
    was, more = then.rows(dimension, DELIVERED), since.rows(dimension, DELIVERED)
    return [
        Change(
            key=key,
            label=names.get(key, key),
            then=was.get(key, Sum()).number,
            change=more.get(key, Sum()).number,
            people_then=was.get(key, Sum()).people,
            people_change=more.get(key, Sum()).people,
        )
        for key in sorted(
            {*was, *more}, key=lambda key: (key == "", order.get(key, len(order)), key)
        )
    ]
