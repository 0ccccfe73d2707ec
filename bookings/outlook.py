"""How the running year stands against its targets, and what to expect of it. Reads only.

The numbers are those of `counting`; here they meet the calendar. The same few questions whatever
the town's size, and nobody is named in any of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from bookings import counting
from bookings.counting import MONTHS, SESSIONS_INDICATOR, Dimension, YearCount
from bookings.counting.exact import DELIVERED, figures
from bookings.counting.facts import unit_of, units
from bookings.forecasting import Forecast, Known, Odds, Past, TooLittle, forecast
from bookings.models import (
    BookingRequest,
    CountingUnit,
    IndicatorValue,
    LectureSession,
    PastFigure,
    PreferredSlot,
)
from bookings.pacing import Pace, curve
from bookings.status import RequestStatus, SessionState
from lectures.eras import fiscal_year_of
from lectures.models import Centre, Department
from lectures.zones import local

_PAST_YEARS = 5
_LEADS = 500  # of the newest delivered sessions: how long before the day they were asked for
_OPEN = (
    RequestStatus.SUBMITTED, RequestStatus.NEEDS_CHANGE, RequestStatus.ASKING, RequestStatus.PROPOSING,
)  # fmt: skip
_TOTAL, _MONTH = PastFigure.Dimension.TOTAL, PastFigure.Dimension.MONTH
_KEPT = (RequestStatus.CONFIRMED, RequestStatus.CLOSED, RequestStatus.CANCELLED)
_LOST = (RequestStatus.REFUSED, RequestStatus.WITHDRAWN, RequestStatus.UNFULFILLED)


@dataclass(frozen=True)
class Named:
    """A department's or a centre's pace."""

    name: str
    pace: Pace


@dataclass(frozen=True)
class Outlook:
    """`town` is None without a target; `asked`: requests without a date."""

    town: Pace | None
    departments: tuple[Named, ...]
    centres: tuple[Named, ...]
    forecast: Forecast | TooLittle
    asked: int


@dataclass(frozen=True)
class _Session:
    """One in 予定. `day` is local."""

    day: date
    over: bool
    department: int
    centre: int | None


def outlook(count: YearCount, *, at: datetime) -> Outlook | None:
    """Of the running fiscal year; None for any other."""
    today = local(at).date()
    if count.year != fiscal_year_of(today):
        return None
    past = past_years(count.year, unit=count.unit)
    fixed = _fixed(count, at=at)
    known = _known(count, past, fixed, today=today)
    return Outlook(
        town=town_pace(count, past, at=at),
        departments=_departments(count, past, fixed, today=today),
        centres=_centres(count, past, fixed, at=at),
        forecast=forecast(known),
        asked=sum(known.asked.values()),
    )


def past_years(year: int, *, unit: str) -> list[Past]:
    """The years before that were counted in the same unit, the last first; imported ones where none
    was counted here."""
    years = range(year - _PAST_YEARS, year)
    read, by_unit = figures([Dimension.ALL], years=years).months(DELIVERED), units()
    elsewhere = _imported(years, unit=unit)
    found = []
    for one in reversed(years):
        own = {month: row.number for (year_, month), row in read.items() if year_ == one}
        if own and unit_of(one, by_unit) == unit:
            found.append(_past(own))
        elif not own and one in elsewhere:
            found.append(elsewhere[one])
    return [one for one in found if one.total]


def _imported(years: Iterable[int], *, unit: str) -> dict[int, Past]:
    rows = PastFigure.objects.filter(
        year__in=list(years), unit=unit, dimension__in=[_TOTAL, _MONTH]
    ).values_list("year", "dimension", "key", "sessions")
    totals = {year: sessions for year, dimension, _key, sessions in rows if dimension == _TOTAL}
    months: dict[int, dict[int, int]] = defaultdict(dict)
    for year, dimension, key, sessions in rows:
        if dimension == _MONTH and key.isascii() and key.isdigit():
            months[year][int(key)] = sessions
    return {year: _past(months[year], total=totals.get(year)) for year in {*totals, *months}}


def _past(months: dict[int, int], *, total: int | None = None) -> Past:
    """Months that do not make the total are told as a total only."""
    whole = sum(months.values())
    if not whole or (total is not None and total != whole):
        return Past(total or whole)
    return Past(whole, tuple(months.get(month, 0) for month in MONTHS))


def _fixed(count: YearCount, *, at: datetime) -> list[_Session]:
    """Under the unit "day", what one request has on one day is one."""
    rows = LectureSession.objects.filter(
        fiscal_year__year=count.year, state=SessionState.PLANNED
    ).values_list(
        "request", "starts_at", "ends_at", "department", Coalesce("centre", "room__centre")
    )
    found: dict[object, _Session] = {}
    for request, starts, ends, department, centre in rows.order_by("-ends_at", "pk"):
        day = local(starts).date()
        key = (request, day) if count.unit == CountingUnit.Unit.DAY else len(found)
        found[key] = _Session(day, ends < at, department, centre)
    return list(found.values())


def town_pace(count: YearCount, past: list[Past], *, at: datetime) -> Pace | None:
    """None without a target, and for a year that is not running."""
    today = local(at).date()
    if count.target is None or count.year != fiscal_year_of(today):
        return None
    until = count.months[: MONTHS.index(today.month) + 1]
    return Pace(
        today=today, target=int(count.target),
        by_month_end=curve(int(count.target), past)[len(until) - 1],
        delivered=count.delivered,
        expected=count.delivered + sum(row.planned for row in until),
        planned=count.planned,
    )  # fmt: skip


def _departments(
    count: YearCount, past: list[Past], fixed: list[_Session], *, today: date
) -> tuple[Named, ...]:
    charges = Department.objects.charges(on=today)
    heads = {pk: there.pk if there else pk for pk, there in charges.items()}
    return tuple(
        Named(
            str(row.department),
            _pace(
                int(row.target), row.delivered,
                [one for one in fixed if heads.get(one.department) == row.department.pk],
                past, today=today,
            ),
        )
        for row in count.departments if row.target is not None
    )  # fmt: skip


def _centres(
    count: YearCount, past: list[Past], fixed: list[_Session], *, at: datetime
) -> tuple[Named, ...]:
    today = local(at).date()
    targets = dict(
        IndicatorValue.objects.filter(
            indicator__code=SESSIONS_INDICATOR, kind=IndicatorValue.Kind.TARGET, year=count.year,
            centre__isnull=False,
        ).values_list("centre", "value")
    )  # fmt: skip
    if not targets:
        return ()
    delivered = {
        row.key: row.delivered for row in counting.breakdown(count.year, Dimension.CENTRE, at=at)
    }
    return tuple(
        Named(
            str(row),
            _pace(
                int(targets[row.pk]), delivered.get(str(row.pk), 0),
                [one for one in fixed if one.centre == row.pk], past, today=today,
            ),
        )
        for row in Centre.objects.filter(pk__in=targets).order_by("code", "pk")
    )  # fmt: skip


def _pace(
    target: int, delivered: int, fixed: list[_Session], past: list[Past], *, today: date
) -> Pace:
    coming = [one.day for one in fixed if not one.over]
    until = [day for day in coming if (day.year, day.month) <= (today.year, today.month)]
    return Pace(
        today=today, target=target, by_month_end=curve(target, past)[MONTHS.index(today.month)],
        delivered=delivered, expected=delivered + len(until), planned=len(coming),
    )  # fmt: skip


def _known(count: YearCount, past: list[Past], fixed: list[_Session], *, today: date) -> Known:
    return Known(
        today=today,
        year=count.year,
        delivered=_by_day(count, today=today),
        unreported=Counter(one.day for one in fixed if one.over),
        planned=Counter(one.day for one in fixed if not one.over),
        asked=_asked(today=today),
        leads=_leads(),
        plans=Odds(count.delivered, count.cancelled),
        wishes=_wishes(count.year),
        past=past,
    )


def _by_day(count: YearCount, *, today: date) -> dict[date, int]:
    """A month's sessions stand in its middle: nearer is not worth a look at every row."""
    found = {}
    for row in count.months:
        day = date(count.year + (row.month < 4), row.month, 15)
        found[min(day, today)] = found.get(min(day, today), 0) + row.delivered
    return found


def _asked(*, today: date) -> Counter[date]:
    """Requests without a date, by the day that is wished for most; a day gone by means soon."""
    there = LectureSession.objects.filter(request=OuterRef("request"), state=SessionState.PLANNED)
    wishes = PreferredSlot.objects.filter(~Exists(there), rank=1, request__status__in=_OPEN)
    soon = today + timedelta(days=14)
    return Counter(day if day > today else soon for day in wishes.values_list("day", flat=True))


def _leads() -> Counter[int]:
    newest = LectureSession.objects.delivered().order_by("-pk")
    rows = newest.values_list("starts_at", "request__submitted_at")[:_LEADS]
    return Counter(
        (local(starts).date() - local(asked).date()).days for starts, asked in rows if asked
    )


def _wishes(year: int) -> Odds:
    """How often a request of this year got its date."""
    return Odds(
        **BookingRequest.objects.filter(fiscal_year__year=year).aggregate(
            kept=Count("pk", filter=Q(status__in=_KEPT)),
            lost=Count("pk", filter=Q(status__in=_LOST)),
        )
    )
