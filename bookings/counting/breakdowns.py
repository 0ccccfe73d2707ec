"""The year by one dimension: the rows of a table, which add up to the year's number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.snapshot import snapshot
from bookings.counting.dimensions import Dimension, labels
from bookings.counting.exact import (
    CANCELLED,
    DELIVERED,
    PLANNED,
    POSTPONED,
    Figures,
    Sum,
    figures,
    overdue,
    sums_of,
)
from bookings.counting.facts import Fact
from lectures.models import Department
from lectures.zones import local


@dataclass(frozen=True)
class Row:
    """`planned` are still to come, `unresolved` over without a report; `key` "" has no name."""

    key: str
    label: str
    delivered: int
    people: int
    planned: int
    unresolved: int
    cancelled: int
    postponed: int

    @property
    def expected(self) -> int:
        return self.delivered + self.planned


def breakdown(year: int, dimension: Dimension, *, at: datetime) -> list[Row]:
    """Only rows that have something; those of MONTH and of choices in their order."""
    return breakdowns(year, [dimension], at=at)[dimension]


def breakdowns(
    year: int, dimensions: Sequence[Dimension], *, at: datetime
) -> dict[Dimension, list[Row]]:
    """Several of one moment: their totals are the same."""
    on = local(at).date()
    with snapshot():
        read = figures(dimensions, years=[year])
        over = overdue([year], at=at)
    charge = charges(on=on) if Dimension.DEPARTMENT in dimensions else {}
    return {one: rows_of(read, over, one, on=on, charge=charge) for one in dimensions}


def rows_of(
    read: Figures,
    over: Iterable[Fact],
    dimension: Dimension,
    *,
    on: date,
    charge: Mapping[str, str],
) -> list[Row]:
    """`over`: the facts that wait for a report, taken out of what is planned; `charge`: `charges`."""
    names = labels(dimension, on=on)
    merged = charge if dimension == Dimension.DEPARTMENT else {}
    by_state = {
        state: _merged(read.rows(dimension, state), merged)
        for state in (DELIVERED, PLANNED, CANCELLED, POSTPONED)
    }
    waiting = _merged(sums_of(over, dimension), merged)
    keys = set().union(*by_state.values())
    order = {key: place for place, key in enumerate(names)}
    found = []
    for key in sorted(keys, key=lambda key: (key == "", order.get(key, len(order)), key)):
        came, planned = by_state[DELIVERED].get(key, Sum()), by_state[PLANNED].get(key, Sum())
        late = waiting.get(key, Sum()).number
        found.append(
            Row(
                key=key,
                label=names.get(key, key),
                delivered=came.number,
                people=came.people,
                planned=planned.number - late,
                unresolved=late,
                cancelled=by_state[CANCELLED].get(key, Sum()).number,
                postponed=by_state[POSTPONED].get(key, Sum()).number,
            )
        )
    return found


def charges(*, on: date) -> dict[str, str]:
    """Each department's key with that of who does its work on that day; an ended one is itself."""
    return {
        str(pk): str(there.pk if there else pk)
        for pk, there in Department.objects.charges(on=on).items()
    }


def _merged(rows: Mapping[str, Sum], into: Mapping[str, str]) -> dict[str, Sum]:
    found: dict[str, Sum] = {}
    for key, one in rows.items():
        there = into.get(key, key)
        sums = (one.sessions, one.number, one.adults, one.children)
        found[there] = found.get(there, Sum()).plus(sums)
    return found
