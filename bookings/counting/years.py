"""The fiscal year in numbers, and the years beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.db.models import Exists, OuterRef

from accounts.snapshot import snapshot
from bookings.counting.breakdowns import Row, rows_of
from bookings.counting.dimensions import MONTHS, OFF_MENU, Dimension
from bookings.counting.exact import DELIVERED, figures, overdue
from bookings.counting.facts import unit_of, units
from bookings.counting.targets import targets_of, town_targets
from bookings.models import LectureSession, PastFigure
from lectures.models import Department, FiscalYear
from lectures.zones import local

D = Dimension


@dataclass(frozen=True)
class DepartmentCount:
    department: Department
    delivered: int
    planned: int
    unresolved: int
    cancelled: int
    people: int
    target: Decimal | None


@dataclass(frozen=True)
class MonthCount:
    """`cumulative` is delivered so far in the year, up to and with this month."""

    month: int
    delivered: int
    planned: int
    cumulative: int


@dataclass(frozen=True)
class YearCount:
    """`planned` are still to come; `unresolved` are over and wait for their report.

    `off_menu`: how many of those delivered were no lecture of the menu. `unit`: what counts as one.
    """

    year: int
    delivered: int
    planned: int
    unresolved: int
    cancelled: int
    people: int
    off_menu: int
    target: Decimal | None
    departments: tuple[DepartmentCount, ...]
    months: tuple[MonthCount, ...]
    postponed: int = 0
    unit: str = "session"

    @property
    def missing(self) -> int | None:
        """How many sessions the target still needs; None without a target."""
        return None if self.target is None else max(0, int(self.target) - self.delivered)


@dataclass(frozen=True)
class YearPoint:
    """One fiscal year of a series. `imported`: counted before this system, people may be unknown.

    `breaks`: its counting unit is not that of the point before.
    """

    year: int
    delivered: int
    people: int | None
    target: Decimal | None
    unit: str
    imported: bool
    breaks: bool


def year_count(year: int, *, at: datetime) -> YearCount:
    """Everything a page says about one fiscal year of the open town, of one moment."""
    with snapshot():
        return _year_count(year, at=at)


def _year_count(year: int, *, at: datetime) -> YearCount:
    read, over = figures([D.ALL, D.DEPARTMENT, D.MENU], years=[year]), overdue([year], at=at)
    on = local(at).date()
    linked = Department.objects.linked()
    charge = {str(pk): str((row.in_charge(on=on) or row).pk) for pk, row in linked.items()}
    rows = partial(rows_of, read, over, on=on, charge=charge)
    whole = next(iter(rows(D.ALL)), Row("", "", 0, 0, 0, 0, 0, 0))
    targets = targets_of(year)
    menu = {row.key: row.delivered for row in rows(D.MENU)}
    return YearCount(
        year=year,
        delivered=whole.delivered,
        planned=whole.planned,
        unresolved=whole.unresolved,
        cancelled=whole.cancelled,
        postponed=whole.postponed,
        people=whole.people,
        off_menu=menu.get(OFF_MENU, 0),
        target=targets.get(None),
        departments=_departments(rows(D.DEPARTMENT), targets, charge, linked),
        months=_months({int(row.key): row for row in rows(D.MONTH)}),
        unit=unit_of(year, units()),
    )


def delivered(year: int) -> int:
    """The number that the city answers for."""
    return figures([D.ALL], years=[year]).whole(DELIVERED).number


def years() -> list[int]:
    """Fiscal years that have anything to show, newest first."""
    of_year = LectureSession.objects.filter(fiscal_year=OuterRef("pk"))
    rows = FiscalYear.objects.filter(Exists(of_year)).order_by("-year")
    return list(rows.values_list("year", flat=True))


def series() -> list[YearPoint]:
    """Every fiscal year that is known, the first one first; imported ones where none was counted."""
    by_unit, counted = units(), figures([D.ALL]).years(DELIVERED)
    past = {
        row.year: row for row in PastFigure.objects.filter(dimension=PastFigure.Dimension.TOTAL)
    }
    targets = town_targets([*counted, *past])
    points: list[YearPoint] = []
    for year in sorted({*counted, *past}):
        own, row = counted.get(year), past.get(year)
        unit = unit_of(year, by_unit) if own or row is None else row.unit
        points.append(
            YearPoint(
                year=year,
                delivered=own.number if own else row.sessions if row else 0,
                people=own.people if own else row.people if row else None,
                target=targets.get(year),
                unit=unit,
                imported=own is None,
                breaks=bool(points) and points[-1].unit != unit,
            )
        )
    return points


def _departments(
    rows: list[Row],
    targets: Mapping[int | None, Decimal],
    charge: Mapping[str, str],
    linked: Mapping[int, Department],
) -> tuple[DepartmentCount, ...]:
    """Those of today, with what they have taken over; also who only has a target."""
    wanted: dict[str, Decimal] = {}
    for pk, value in targets.items():
        if str(pk) in charge:  # another town's is for the doctor to name
            wanted[charge[str(pk)]] = wanted.get(charge[str(pk)], Decimal()) + value
    by_key = {row.key: row for row in rows if row.key in charge}
    there = [linked[int(key)] for key in {*by_key, *wanted}]
    found = []
    for department in sorted(there, key=lambda one: one.code):
        row = by_key.get(str(department.pk), Row("", "", 0, 0, 0, 0, 0, 0))
        found.append(
            DepartmentCount(
                department=department,
                delivered=row.delivered,
                planned=row.planned,
                unresolved=row.unresolved,
                cancelled=row.cancelled,
                people=row.people,
                target=wanted.get(str(department.pk)),
            )
        )
    return tuple(found)


def _months(rows: Mapping[int, Row]) -> tuple[MonthCount, ...]:
    so_far, found = 0, []
    for month in MONTHS:
        row = rows.get(month)
        so_far += row.delivered if row else 0
        delivered_, planned = (row.delivered, row.planned) if row else (0, 0)
        found.append(MonthCount(month, delivered_, planned, so_far))
    return tuple(found)
