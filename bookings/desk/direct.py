"""Who has answered the quarterly question about lectures given without the office. Reads only."""

from dataclasses import dataclass
from datetime import date

from bookings.models import DirectAsk
from lectures.eras import fiscal_year_of
from lectures.models import Department


@dataclass(frozen=True)
class Line:
    """A department and its asks, one for each of the days of asking; None: not asked then."""

    department: Department
    asks: tuple[DirectAsk | None, ...]


@dataclass(frozen=True)
class Table:
    days: tuple[date, ...]
    lines: tuple[Line, ...]


def table_of(year: int, *, today: date) -> Table:
    """The asks about one fiscal year, and every department that is there today."""
    rows = DirectAsk.objects.select_related("department").order_by("due_on", "pk")
    asks = [row for row in rows if fiscal_year_of(row.since) == year]
    days = tuple(sorted({row.due_on for row in asks}))
    by_place = {(row.department_id, row.due_on): row for row in asks}
    there = {row.pk: row for row in Department.objects.on(today)}
    there |= {row.department_id: row.department for row in asks}
    lines = (
        Line(row, tuple(by_place.get((row.pk, day)) for day in days))
        for row in sorted(there.values(), key=lambda row: (row.code, row.pk))
    )
    return Table(days, tuple(lines))


def silent() -> int:
    """How many asks wait for an answer."""
    return DirectAsk.objects.filter(answer="").count()
