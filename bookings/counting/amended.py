"""締めたあとの訂正: what a closed year had, what changed since, and what it has now.

The closing keeps the year's sums (`figures["lines"]`); each amendment says what a session's fact was and
is. Together they are today's sums, in every dimension: the doctor says so where they are not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from accounts.snapshot import snapshot
from bookings.counting.dimensions import Dimension, labels, stored_as
from bookings.counting.exact import DELIVERED, figures, pending
from bookings.counting.facts import Fact
from bookings.counting.folding import FIELDS, Line, differences
from bookings.counting.folding import Sums as OfLine
from bookings.models import RequestEvent, YearClosing

Sums = Counter[tuple[Line, str]]


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


def sums_as_closed(closing: YearClosing) -> Sums:
    found: Sums = Counter()
    for dimension, month, key, state, *numbers in closing.figures["lines"]:
        line = (dimension, closing.fiscal_year.year, month, key, state)
        for name, number in zip(FIELDS, numbers, strict=True):
            found[line, name] += number
    return found


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


def sums_of_changes(closing: YearClosing, entries: Iterable[Entry]) -> Sums:
    """Only what they change in that year."""
    year = closing.fiscal_year.year
    found = by_name(differences((row.before, row.after) for row in entries)).items()
    return Counter({at: number for at, number in found if at[0][1] == year and number})


def by_name(sums: Mapping[Line, OfLine]) -> Sums:
    """The numbers of each line one by one."""
    return Counter(
        {
            (line, name): number
            for line, numbers in sums.items()
            for name, number in zip(FIELDS, numbers, strict=True)
        }
    )


def fact_of(kept: Mapping[str, object] | None) -> Fact | None:
    """As `folding.as_json` has written it."""
    if kept is None:
        return None
    return Fact(**{**kept, "day": date.fromisoformat(str(kept["day"]))})  # type: ignore[arg-type]


def changes(
    closing: YearClosing, entries: Iterable[Entry], *, on: date
) -> dict[Dimension, list[Change]]:
    """Of every table, what the rows were delivered; MONTH in its order, the others by their names."""
    then, since = sums_as_closed(closing), sums_of_changes(closing, entries)
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
        true = by_name(figures(Dimension, years=[year]).sums)
        shown = sums_as_closed(closing)
        shown.update(sums_of_changes(closing, entries_of(closing)))
    for line, name in sorted({at for at in (*true, *shown) if true[at] != shown[at]}):
        yield (
            f"YearClosing {closing.pk}: {name} of {line} is {shown[line, name]} by its amendments, "
            f"counted {true[line, name]}"
        )


def _rows(then: Sums, since: Sums, dimension: Dimension, *, on: date) -> list[Change]:
    names = labels(dimension, on=on)
    order = {key: place for place, key in enumerate(names)}
    was, more = _delivered(then, dimension), _delivered(since, dimension)
    keys = sorted(
        {key for (key, _name), number in (*was.items(), *more.items()) if number},
        key=lambda key: (key == "", order.get(key, len(order)), key),
    )
    return [
        Change(
            key=key,
            label=names.get(key, key),
            then=was[key, "counted"],
            change=more[key, "counted"],
            people_then=was[key, "people"],
            people_change=more[key, "people"],
        )
        for key in keys
    ]


def _delivered(sums: Sums, dimension: Dimension) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for ((where, _year, month, key, state), name), number in sums.items():
        if where == stored_as(dimension) and state == DELIVERED:
            row = str(month) if dimension == Dimension.MONTH else key
            found[row, "people" if name in ("adults", "children") else name] += number
    return found
