"""目標の表: one line for the town, each department of today and each centre. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.actions.aiming import TARGET, Aim
from bookings.counting import SESSIONS_INDICATOR
from bookings.models import IndicatorChange, IndicatorValue
from lectures.models import Centre, Department

_EARLIEST, _YEARS_AHEAD = 2000, 5


@dataclass(frozen=True)
class Line:
    """`was`: this year's target as it stands; `before`: last year's. `source`: of what stands."""

    key: str
    department: Department | None
    centre: Centre | None
    was: int | None
    before: int | None
    source: str
    also: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return str(self.department or self.centre or _("全体"))

    def aim(self, value: int | None, *, was: int | None) -> Aim:
        return Aim(value, was, self.department, self.centre, self.also)


def year_asked(asked: str, *, this_year: int) -> int:
    """Nonsense means this year."""
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    return year if _EARLIEST <= year <= this_year + _YEARS_AHEAD else this_year


def lines_of(year: int, *, on: date) -> list[Line]:
    """The town first, then departments by code, then centres by code."""
    values = list(_targets().filter(year__in=[year - 1, year]))
    town = _line("town", values, year=year)
    charges = Department.objects.charges(on=on)
    named = {row.department_id for row in values} - {None}
    heads = {there.pk: there for there in charges.values() if there}
    departments = Department.objects.filter(pk__in={*heads, *named}).order_by("code", "pk")
    taken = _taken_over(charges)
    lines = [
        _line(f"d{row.pk}", values, year=year, department=row, also=taken.get(row.pk, ()))
        for row in departments
        if charges.get(row.pk) in (row, None)
    ]
    centres = [
        _line(f"c{row.pk}", values, year=year, centre=row)
        for row in Centre.objects.order_by("code", "pk")
    ]
    return [town, *lines, *centres]


def sentence_of_sum(lines: Iterable[Line]) -> str:
    """What the departments' targets make together, beside the town's; "" where none has one."""
    town = next((line.was for line in lines if line.key == "town"), None)
    parts = [line.was for line in lines if line.department and line.was is not None]
    if not parts:
        return ""
    words = {"parts": sum(parts), "town": town, "more": abs(sum(parts) - (town or 0))}
    if town is None:
        return _("課の目標を合わせると%(parts)d回です。全体の目標は、まだありません。") % words
    if sum(parts) == town:
        return _("課の目標を合わせると%(parts)d回で、全体の目標と同じです。") % words
    if sum(parts) < town:
        return (
            _("課の目標を合わせると%(parts)d回で、全体の目標%(town)d回より%(more)d回少ないです。")
            % words
        )
    return (
        _("課の目標を合わせると%(parts)d回で、全体の目標%(town)d回より%(more)d回多いです。") % words
    )


def changes_of(year: int) -> QuerySet[IndicatorChange]:
    """Who typed what, newest first."""
    rows = IndicatorChange.objects.filter(
        indicator__code=SESSIONS_INDICATOR, kind=TARGET, year=year
    )
    return rows.select_related("department", "centre", "by").order_by("-pk")


def _targets() -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.filter(indicator__code=SESSIONS_INDICATOR, kind=TARGET)


def _taken_over(charges: dict[int, Department | None]) -> dict[int, tuple[int, ...]]:
    """For each department of today, those whose work it has taken over."""
    found: dict[int, tuple[int, ...]] = {}
    for pk, there in charges.items():
        if there is not None and there.pk != pk:
            found[there.pk] = (*found.get(there.pk, ()), pk)
    return found


def _line(
    key: str, values: list[IndicatorValue], *, year: int, department: Department | None = None,
    centre: Centre | None = None, also: tuple[int, ...] = (),
) -> Line:  # fmt: skip
    keys = {department.pk, *also} if department else {None}
    own = [
        row for row in values
        if row.department_id in keys and row.centre_id == (centre.pk if centre else None)
    ]  # fmt: skip
    now = [row for row in own if row.year == year]
    before = [row for row in own if row.year == year - 1]
    source = "、".join(dict.fromkeys(row.source for row in now if row.source))
    return Line(key, department, centre, _sum(now), _sum(before), source, also)


def _sum(rows: list[IndicatorValue]) -> int | None:
    return int(sum(row.value for row in rows)) if rows else None
