"""The sums of this moment: what is folded, and what is stale counted anew."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import connection

from accounts.snapshot import snapshot
from bookings.counting.dimensions import Dimension, stored_as
from bookings.counting.facts import Fact, facts_of, with_siblings
from bookings.counting.folding import (
    FIELDS,
    Line,
    Sums,
    add,
    differences,
    lines_of,
    read_alone,
    stored,
)
from bookings.models import FigureLine, LectureSession, StaleSession
from bookings.status import SessionState


@dataclass(frozen=True)
class Sum:
    """`sessions` one by one, `number` by the counting unit."""

    sessions: int = 0
    number: int = 0
    adults: int = 0
    children: int = 0

    @property
    def people(self) -> int:
        return self.adults + self.children

    def plus(self, sums: Sums) -> "Sum":
        return Sum(
            self.sessions + sums[0],
            self.number + sums[1],
            self.adults + sums[2],
            self.children + sums[3],
        )


@dataclass(frozen=True)
class Figures:
    """Sums by (dimension, year, month, key, state). Build with `figures`."""

    sums: dict[Line, Sums]

    def rows(self, dimension: Dimension, state: str) -> dict[str, Sum]:
        """By key, or by month for MONTH."""
        stored_name = stored_as(dimension).value
        found: dict[str, Sum] = {}
        for (where, _year, month, key, there), sums in self.sums.items():
            if where == stored_name and there == state:
                name = str(month) if dimension == Dimension.MONTH else key
                found[name] = found.get(name, Sum()).plus(sums)
        return {key: one for key, one in found.items() if one != Sum()}

    def years(self, state: str) -> dict[int, Sum]:
        """The whole town by fiscal year."""
        found: dict[int, Sum] = {}
        for (year, _month), one in self.months(state).items():
            found[year] = found.get(year, Sum()).plus(astuple(one))
        return found

    def months(self, state: str) -> dict[tuple[int, int], Sum]:
        """The whole town by fiscal year and month, the first year first."""
        return {
            (year, month): Sum(*sums)
            for (where, year, month, _key, there), sums in sorted(self.sums.items())
            if where == Dimension.ALL.value and there == state and any(sums)
        }

    def whole(self, state: str) -> Sum:
        return self.rows(Dimension.ALL, state).get("", Sum())


def figures(dimensions: Iterable[Dimension], *, years: Iterable[int] | None = None) -> Figures:
    """Four statements while nothing is stale; None: of all years."""
    wanted = {stored_as(one).value for one in dimensions}
    only = None if years is None else set(years)
    with snapshot():
        if connection.in_atomic_block:
            read_alone()
        rows = FigureLine.objects.filter(dimension__in=wanted)
        rows = rows if only is None else rows.filter(year__in=only)
        sums: dict[Line, Sums] = {}
        lines = rows.values_list("dimension", "year", "month", "key", "state", *FIELDS)
        for dimension, year, month, key, state, *numbers in lines:
            sums[dimension, year, month, key, state] = (
                numbers[0], numbers[1], numbers[2], numbers[3],
            )  # fmt: skip
        changed = pending()
    for line, added in differences((before, now) for _pk, before, now in changed).items():
        if line[0] in wanted and (only is None or line[1] in only):
            add(sums, line, added)
    return Figures(sums)


def overdue(years: Iterable[int], *, at: datetime) -> list[Fact]:
    """Planned sessions that are over and wait for their report."""
    rows = LectureSession.objects.unresolved(at=at).filter(fiscal_year__year__in=set(years))
    over = set(rows.values_list("pk", flat=True))
    facts = facts_of(with_siblings(over)) if over else {}
    return [fact for pk, fact in facts.items() if pk in over]


def sums_of(facts: Iterable[Fact], dimension: Dimension) -> dict[str, Sum]:
    """The same sums of some facts."""
    found: dict[str, Sum] = {}
    for fact in facts:
        for where, _year, month, key, _state in lines_of(fact):
            if where == stored_as(dimension).value:
                name = str(month) if dimension == Dimension.MONTH else key
                sums = (1, fact.counted, fact.adults, fact.children)
                found[name] = found.get(name, Sum()).plus(sums)
    return found


def pending() -> list[tuple[int, Fact | None, Fact | None]]:
    """Each stale session: its key, what the sums hold, and what is true now."""
    marks = StaleSession.objects.all()
    ids = with_siblings(marks.values_list("session_id", flat=True).distinct())
    if not ids:
        return []
    before, now = stored(ids), facts_of(ids)
    return [(pk, before.get(pk), now.get(pk)) for pk in ids]


PLANNED, DELIVERED = SessionState.PLANNED, SessionState.DELIVERED
CANCELLED, POSTPONED = SessionState.CANCELLED, SessionState.POSTPONED
