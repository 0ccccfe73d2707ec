"""What everybody may see of a year by area, category, kind of group and department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.counting import Dimension, Row
from bookings.insight.findings import OTHERS, finding_of
from bookings.insight.tables import charts_of, map_of, years_chart
from bookings.models import Area
from bookings.rules.suppressing import OTHER
from bookings.yearbook.told import Told, told_tables
from lectures.charts import Chart
from lectures.eras import fiscal_year_of
from lectures.zones import local

D = Dimension


@dataclass(frozen=True)
class Public:
    """One dimension of one year."""

    dimension: Dimension
    finding: str
    charts: tuple[Chart, ...]
    rows: tuple[Told, ...]


def citizens(year: int, *, at: datetime) -> dict[str, Any]:
    """For the template: a `Public` each, `years_drawing`, and whether any number is left out."""
    found = told_tables(year, (D.AREA, D.CATEGORY, D.GROUP_KIND, D.DEPARTMENT), at=at)
    areas = list(Area.objects.all())
    return {
        "by_area": _by_area(found[D.AREA], areas),
        "by_category": _public(D.CATEGORY, found[D.CATEGORY]),
        "by_kind": _public(D.GROUP_KIND, found[D.GROUP_KIND]),
        "by_department": found[D.DEPARTMENT],
        "some_untold": any(row.people is None for rows in found.values() for row in rows),
        "years_drawing": years_chart(this_year=fiscal_year_of(local(at).date())),
    }


def _public(dimension: Dimension, told: Sequence[Told]) -> Public:
    rows = _counted(told)
    charts = charts_of(dimension, rows) if _any_named(told) else ()
    return Public(dimension, finding_of(dimension, rows), charts, tuple(told))


def _by_area(told: Sequence[Told], areas: Sequence[Area]) -> Public:
    """The whole map; an area that is one of その他 says so and not its number."""
    rows = _counted(told)
    untold = frozenset().union(*(row.keys for row in told))
    drawing = map_of(rows, areas, key="map-area", untold=untold)
    charts = (drawing,) if drawing else charts_of(D.CENTRE, rows)
    charts = charts if _any_named(told) else ()
    return Public(D.AREA, finding_of(D.AREA, rows), charts, tuple(told))


def _any_named(told: Sequence[Told]) -> bool:
    """A drawing of nothing but その他 shows nothing, and the tiles of a map would count them."""
    return any(not row.keys for row in told)


def _counted(told: Sequence[Told]) -> list[Row]:
    """As the drawings want them."""
    return [
        Row(
            OTHERS if row.key == OTHER else row.key,
            row.label,
            row.delivered,
            row.people or 0,
            0,
            0,
            0,
            0,
        )
        for row in told
        if row.delivered
    ]
