"""The sums of this moment: what is folded, and what is stale counted anew."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.snapshot import snapshot
from bookings.counting.dimensions import Dimension, stored_as
from bookings.counting.facts import Fact, facts_of, with_siblings
from bookings.counting.folding import (
    FIELDS,
    Line,
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


@dataclass(frozen=True)
class Figures:
    """Sums by (dimension, year, month, key, state). Build with `figures`."""

    sums: Counter[tuple[Line, str]]

    def rows(
        self, dimension: Dimension, state: str, *, years: Iterable[int] | None = None
    ) -> dict[str, Sum]:
        """By key, or by month for MONTH."""
        wanted = None if years is None else set(years)
        found: dict[str, Counter[str]] = {}
        for (line, name), number in self.sums.items():
            where, year, month, key, there = line
            if where != stored_as(dimension) or there != state:
                continue
            if wanted is None or year in wanted:
                key = str(month) if dimension == Dimension.MONTH else key
                found.setdefault(key, Counter())[name] += number
        return {key: _sum(one) for key, one in found.items() if any(one.values())}

    def years(self, state: str) -> dict[int, Sum]:
        """The whole town by fiscal year."""
        found: dict[int, Counter[str]] = {}
        for (line, name), number in self.sums.items():
            if line[0] == Dimension.ALL and line[4] == state:
                found.setdefault(line[1], Counter())[name] += number
        return {year: _sum(one) for year, one in sorted(found.items()) if any(one.values())}

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
        sums: Counter[tuple[Line, str]] = Counter()
        lines = rows.values_list("dimension", "year", "month", "key", "state", *FIELDS)
        for dimension, year, month, key, state, *numbers in lines:
            for name, number in zip(FIELDS, numbers, strict=True):
                sums[(dimension, year, month, key, state), name] = number
        changed = pending()
    for (line, name), number in differences((before, now) for _pk, before, now in changed).items():
        if line[0] in wanted and (only is None or line[1] in only):
            sums[line, name] += number
    return Figures(sums)


def overdue(years: Iterable[int], *, at: datetime) -> list[Fact]:
    """Planned sessions that are over and wait for their report."""
    rows = LectureSession.objects.unresolved(at=at).filter(fiscal_year__year__in=set(years))
    ids = with_siblings(rows.values_list("pk", flat=True))
    over = set(rows.values_list("pk", flat=True))
    return [fact for pk, fact in facts_of(ids).items() if pk in over] if ids else []


def sums_of(facts: Iterable[Fact], dimension: Dimension) -> dict[str, Sum]:
    """The same sums of some facts."""
    found: dict[str, Counter[str]] = {}
    for fact in facts:
        for where, _year, month, key, _state in lines_of(fact):
            if where != stored_as(dimension):
                continue
            row = found.setdefault(str(month) if dimension == Dimension.MONTH else key, Counter())
            row.update(sessions=1, counted=fact.counted, adults=fact.adults, children=fact.children)
    return {key: _sum(one) for key, one in found.items()}


def pending() -> list[tuple[int, Fact | None, Fact | None]]:
    """Each stale session: its key, what the sums hold, and what is true now."""
    marks = StaleSession.objects.all()
    ids = with_siblings(marks.values_list("session_id", flat=True).distinct())
    if not ids:
        return []
    before, now = stored(ids), facts_of(ids)
    return [(pk, before.get(pk), now.get(pk)) for pk in ids]


def _sum(one: Counter[str]) -> Sum:
    return Sum(one["sessions"], one["counted"], one["adults"], one["children"])


PLANNED, DELIVERED = SessionState.PLANNED, SessionState.DELIVERED
CANCELLED, POSTPONED = SessionState.CANCELLED, SessionState.POSTPONED
