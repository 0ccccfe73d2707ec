"""What everybody may see of a year by area, category and month. Few sessions tell on nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bookings.counting import Dimension, Row, breakdowns
from bookings.insight.findings import OTHERS, finding_of
from bookings.insight.tables import Shown, charts_of, lines_of, map_of, total_of, years_chart
from bookings.models import Area
from lectures.eras import fiscal_year_of
from lectures.zones import local

FEWEST = 5  # of fewer sessions in one area or of one kind of group, one could be recognised
_NAMES = ("delivered", "people", "planned", "unresolved", "cancelled", "postponed")
D = Dimension


def citizens(year: int, *, at: datetime) -> dict[str, Any]:
    """For the template: `by_area`, `by_category`, `by_kind`, `by_month`, `years_drawing`."""
    wanted = (D.AREA, D.CATEGORY, D.MONTH, D.GROUP_KIND)
    found = breakdowns(year, wanted, at=at)
    areas = list(Area.objects.all())
    return {
        "by_area": _area(found[D.AREA], areas),
        "by_category": _shown(D.CATEGORY, found[D.CATEGORY]),
        "by_kind": _shown(D.GROUP_KIND, grouped(found[D.GROUP_KIND])),
        "by_month": _shown(D.MONTH, found[D.MONTH]),
        "years_drawing": years_chart(this_year=fiscal_year_of(local(at).date())),
    }


def grouped(rows: Sequence[Row]) -> list[Row]:
    """Rows of fewer than five sessions together in one; alone it takes the next smallest with it.

    What has no name is part of it. Without the last step the one hidden row would be the rest.
    """
    held = [row for row in rows if row.delivered]
    few = [row for row in held if row.delivered < FEWEST or row.key in ("", "unknown")]
    kept = sorted((row for row in held if row not in few), key=lambda row: row.delivered)
    while few and kept and (len(few) == 1 or sum(row.delivered for row in few) < FEWEST):
        few.append(kept.pop(0))
    names = {row.key for row in kept}
    found = [row for row in held if row.key in names]
    if few:
        sums = {name: sum(getattr(row, name) for row in few) for name in _NAMES}
        found.append(Row(OTHERS, _("その他"), **sums))
    return [replace(row, planned=0, unresolved=0, cancelled=0, postponed=0) for row in found]


def _shown(dimension: Dimension, rows: Sequence[Row]) -> Shown:
    seen = [
        replace(row, planned=0, cancelled=0)
        for row in rows
        if row.delivered or dimension == D.MONTH
    ]
    return Shown(
        dimension, finding_of(dimension, seen), charts_of(dimension, seen), lines_of(seen),
        total_of(seen),
    )  # fmt: skip


def _area(true: Sequence[Row], areas: Sequence[Area]) -> Shown:
    """The whole map; an area that is one of その他 says so and not its number."""
    rows = grouped(true)
    untold = {row.key for row in true if row.delivered} - {row.key for row in rows}
    drawing = map_of(rows, areas, key="map-area", untold=untold)
    charts = (drawing,) if drawing else charts_of(D.CENTRE, rows)
    return Shown(
        D.AREA, finding_of(D.AREA, rows), charts, lines_of(rows, areas), total_of(rows)
    )  # fmt: skip
