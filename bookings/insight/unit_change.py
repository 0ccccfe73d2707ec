"""What another counting unit would do to the years that are counted here. Reads only."""

from collections import defaultdict
from dataclasses import dataclass

from bookings.counting.facts import unit_of, units
from bookings.models import CountingUnit, LectureSession
from lectures.zones import local


@dataclass(frozen=True)
class Change:
    """One fiscal year's number of delivered sessions."""

    year: int
    before: int
    after: int


def changes(*, from_year: int, unit: str) -> list[Change]:
    """Years without a delivered session are not named."""
    now = units()
    then = sorted({**dict(now), from_year: unit}.items())
    rows = LectureSession.objects.delivered().filter(fiscal_year__year__gte=from_year)
    sessions: dict[int, int] = defaultdict(int)
    days: dict[int, set[object]] = defaultdict(set)
    read = rows.order_by().values_list("fiscal_year__year", "request_id", "starts_at")
    for year, request, starts_at in read.iterator(chunk_size=2000):
        sessions[year] += 1
        days[year].add((request, local(starts_at).date()))

    def number(year: int, of: str) -> int:
        return len(days[year]) if of == CountingUnit.Unit.DAY else sessions[year]

    return [
        Change(year, number(year, unit_of(year, now)), number(year, unit_of(year, then)))
        for year in sorted(sessions)
        if unit_of(year, now) != unit_of(year, then)
    ]
