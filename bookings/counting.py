"""実績: the one place that answers how many sessions were delivered.

Delivered = LectureSession rows in 実施済 whose local date lies in the fiscal year; the counting
unit is one lecture held at one place at one time. Two departments share one row, which counts for
the department of part 1, or whoever has taken over from it by today. Planned = in 予定 and not over
yet; what is over and has no report is named apart, so that no number promises a session twice.
Every page, chart and export asks here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import ExtractMonth

from bookings.models import Indicator, IndicatorValue, LectureSession, SessionReport
from bookings.models.session import LectureSessionQuerySet
from bookings.status import SessionState
from lectures.models import Department, FiscalYear
from lectures.zones import local, venue_zone

SESSIONS_INDICATOR = "7"
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


def _numbers(*, at: datetime) -> dict[str, Count]:
    """A session is counted once: delivered, still to come, waiting for its report, or cancelled."""
    planned = Q(state=SessionState.PLANNED)
    return {
        "delivered": Count("pk", filter=Q(state=SessionState.DELIVERED)),
        "planned": Count("pk", filter=planned & Q(ends_at__gte=at)),
        "unresolved": Count("pk", filter=planned & Q(ends_at__lt=at)),
        "cancelled": Count("pk", filter=Q(state=SessionState.CANCELLED)),
    }


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

    `off_menu`: how many of those delivered were no lecture of the menu.
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

    @property
    def missing(self) -> int | None:
        """How many sessions the target still needs; None without a target."""
        return None if self.target is None else max(0, int(self.target) - self.delivered)


def year_count(year: int, *, at: datetime) -> YearCount:
    """Everything a page says about one fiscal year of the open town."""
    rows = LectureSession.objects.filter(fiscal_year__year=year)
    targets = _targets(year)
    departments = _by_department(rows, targets, at=at)
    return YearCount(
        year=year,
        off_menu=rows.filter(state=SessionState.DELIVERED, lecture__off_menu=True).count(),
        **rows.aggregate(**_numbers(at=at)),
        people=sum(row.people for row in departments),
        target=targets.get(None),
        departments=departments,
        months=_by_month(rows, at=at),
    )


def delivered(year: int) -> int:
    """The number that the city answers for."""
    return LectureSession.objects.filter(
        fiscal_year__year=year, state=SessionState.DELIVERED
    ).count()


def years() -> list[int]:
    """Fiscal years that have anything to show, newest first."""
    return list(
        FiscalYear.objects.filter(sessions__isnull=False)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )


def _by_department(
    rows: LectureSessionQuerySet, targets: dict[int | None, Decimal], *, at: datetime
) -> tuple[DepartmentCount, ...]:
    newest = SessionReport.objects.filter(session=OuterRef("pk")).order_by("-version")
    people = {
        row["department"]: row["people"] or 0
        for row in rows.filter(state=SessionState.DELIVERED)
        .annotate(came=Subquery(newest.values("people")[:1], output_field=IntegerField()))
        .values("department")
        .annotate(people=Sum("came"))
    }
    counts: dict[int, dict[str, int]] = {
        row["department"]: row for row in rows.values("department").annotate(**_numbers(at=at))
    }
    named = {*counts, *(key for key in targets if key is not None)}
    return tuple(
        DepartmentCount(
            department=department,
            delivered=sum(counts[key]["delivered"] for key in keys if key in counts),
            planned=sum(counts[key]["planned"] for key in keys if key in counts),
            unresolved=sum(counts[key]["unresolved"] for key in keys if key in counts),
            cancelled=sum(counts[key]["cancelled"] for key in keys if key in counts),
            people=sum(people.get(key, 0) for key in keys),
            target=sum((targets[key] for key in keys if key in targets), start=Decimal())
            if any(key in targets for key in keys)
            else None,
        )
        for department, keys in _by_charge(named, on=local(at).date())
    )


def _by_charge(named: set[int], *, on: date) -> list[tuple[Department, list[int]]]:
    """Each department of today with those whose work it has taken over; an ended one by itself."""
    rows = {row.pk: row for row in Department.objects.order_by("pk")}
    charges = Department.objects.charges(on=on)
    found: dict[int, list[int]] = {}
    for pk in sorted(named & rows.keys()):  # another town's is for the doctor to name
        there = charges[pk]
        found.setdefault(there.pk if there else pk, []).append(pk)
    return sorted(((rows[pk], keys) for pk, keys in found.items()), key=lambda pair: pair[0].code)


def _by_month(rows: LectureSessionQuerySet, *, at: datetime) -> tuple[MonthCount, ...]:
    counts = {
        row["month"]: row
        for row in rows.annotate(month=ExtractMonth("starts_at", tzinfo=venue_zone()))
        .values("month")
        .annotate(**_numbers(at=at))
    }
    so_far, found = 0, []
    for month in MONTHS:
        row = counts.get(month, {"delivered": 0, "planned": 0})
        so_far += row["delivered"]
        found.append(MonthCount(month, row["delivered"], row["planned"], so_far))
    return tuple(found)


def _targets(year: int) -> dict[int | None, Decimal]:
    """Targets of the sessions indicator: {department pk or None for the town: value}."""
    return dict(
        IndicatorValue.objects.filter(
            indicator__code=SESSIONS_INDICATOR,
            kind=IndicatorValue.Kind.TARGET,
            year=year,
            centre__isnull=True,
        ).values_list("department", "value")
    )


def sessions_indicator(site_id: int) -> Indicator:
    """Indicator ⑦, computed here."""
    return Indicator.objects.get_or_create(
        code=SESSIONS_INDICATOR,
        defaults={"site_id": site_id, "name": "出前講座の実施回数", "unit": "回", "computed": True},
    )[0]
