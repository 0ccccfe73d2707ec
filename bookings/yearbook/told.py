"""A year's tables as everybody may have them: the page, the API and the open data tell the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.counting import Dimension, Row, breakdowns
from bookings.rules.suppressing import OTHER, Pair, inside, withheld
from lectures.models import Centre

D = Dimension
# What the town does is told as it is; whom it reached, only where they are not few.
OPEN = (D.MONTH, D.DEPARTMENT, D.CATEGORY, D.LECTURE, D.FORMAT)
GUARDED = (D.AREA, D.CENTRE, D.GROUP_KIND, D.AGE)


@dataclass(frozen=True)
class Told:
    """`key` OTHER: the rows of `keys` in one. `people` None: so few that one might know them."""

    key: str
    label: str
    delivered: int
    people: int | None
    keys: frozenset[str] = frozenset()


def told_tables(year: int, dimensions: Sequence[Dimension], *, at: datetime) -> dict[D, list[Told]]:
    """Of one moment. Every table adds up to the number of the year."""
    wanted = {*dimensions, D.AREA} if D.CENTRE in dimensions else {*dimensions}
    rows = breakdowns(year, [one for one in D if one in wanted], at=at)
    few = {one: withheld(_numbers(rows[one])) for one in wanted if one in GUARDED}
    if D.CENTRE in few:
        few[D.CENTRE] = _centres(rows[D.CENTRE], rows[D.AREA])
    return {one: told_rows(rows[one], few.get(one, set())) for one in dimensions}


def told_rows(rows: Sequence[Row], few: set[str]) -> list[Told]:
    """Rows that have something; those of `few` as one, the last. A number of people likewise."""
    shown = [row for row in rows if (row.delivered or row.people) and row.key not in few]
    found = [
        Told(row.key, row.label or _("分からない"), row.delivered, row.people) for row in shown
    ]
    if few:
        together = [row for row in rows if row.key in few]
        sums = sum(row.delivered for row in together), sum(row.people for row in together)
        found.append(Told(OTHER, _("その他"), *sums, frozenset(few)))
    unsaid = withheld({row.key: row.people or 0 for row in found})
    return [replace(row, people=None) if row.key in unsaid else row for row in found]


def _centres(centres: Sequence[Row], areas: Sequence[Row]) -> set[str]:
    """Beside a table of areas: what an area holds outside the centres that are told is not few."""
    area_of = {str(pk): area for pk, area in Centre.objects.values_list("pk", "area")}
    return _untold(_numbers(centres), _numbers(areas), area_of)


def _untold(
    centres: Mapping[str, int], areas: Mapping[str, int], area_of: Mapping[str, str]
) -> set[str]:
    named = {key: number for key, number in centres.items() if key}
    pairs: dict[Pair, int] = {(area_of.get(key, ""), key): number for key, number in named.items()}
    for area, number in areas.items():
        within = sum(many for (where, _key), many in pairs.items() if where == area)
        pairs[area, OTHER] = max(0, number - within)
    told = {pair[1] for pair, to in inside(pairs).items() if to == pair}
    few = {key for key, number in named.items() if number} - told
    # What is held in no centre has a row of its own only where that row is not a rest.
    return few | {""} if few and centres.get("") else few


def _numbers(rows: Sequence[Row]) -> dict[str, int]:
    return {row.key: row.delivered for row in rows if row.delivered}
