"""The page of one fiscal year, the same for the office and the public: numbers, a bar, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bookings import counting
from bookings.counting import YearCount
from bookings.counting.amended import closed_of
from bookings.forecasting import Past
from bookings.opinions import audience_of, opinions_of
from bookings.outlook import past_years, town_pace
from bookings.pacing import curve, this_month
from lectures.charts import LineChart, Name, Progress, Series, line_chart, progress_bar
from lectures.eras import fiscal_year_of
from lectures.zones import local


@dataclass(frozen=True)
class MonthRow:
    """`cumulative` is None in months to come; `target`: what the year's wants by then."""

    month: int
    delivered: int
    cumulative: int | None
    expected: int
    target: int | None


def year_page(asked: str, *, at: datetime) -> dict[str, Any]:
    """What the templates show. `asked` comes from the address."""
    year, years = year_asked(asked, at=at)
    count = counting.year_count(year, at=at)
    past = past_years(count.year, unit=count.unit) if count.target is not None else []
    months = month_rows(count, at=at, past=past)
    return {
        "count": count,
        "years": years,
        "months": months,
        "finding": finding(count),
        "pace": pace(count, past, at=at),
        "bar": bar(count),
        "chart": chart(count, months),
        "closed": closed_of(count.year),
        "opinions": opinions_of(count.year),
        "audience": audience_of(count.year),
    }


def year_asked(asked: str, *, at: datetime) -> tuple[int, list[int]]:
    """The year that an address names, and all that can be named; nonsense means this year."""
    this_year = fiscal_year_of(local(at).date())
    years = sorted({this_year, *counting.years()}, reverse=True)
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    return (year if year in years else this_year), years


def pace(count: YearCount, past: list[Past], *, at: datetime) -> str:
    """How this month stands against the target; "" without one, and for other years."""
    town = town_pace(count, past, at=at)
    return this_month(town) if town else ""


def finding(count: YearCount) -> str:
    """The year in one sentence."""
    if count.target is None:
        return _("実施は%(delivered)d回です。") % {"delivered": count.delivered}
    words = {"delivered": count.delivered, "target": count.target, "missing": count.missing}
    if count.missing:
        return _("実施は%(delivered)d回で、目標の%(target)d回まで、あと%(missing)d回です。") % words
    return _("実施は%(delivered)d回で、目標の%(target)d回にとどきました。") % words


def bar(count: YearCount) -> Progress:
    target = None if count.target is None else float(count.target)
    return progress_bar(
        delivered=count.delivered, planned=count.planned, target=target, title=finding(count),
        key="year-bar", legend=_legend(count),
    )  # fmt: skip


def _legend(count: YearCount) -> list[Name]:
    """What the parts of the bar are."""
    names = [Name("done", _("実施 %(number)d回") % {"number": count.delivered})]
    if count.planned:
        names.append(Name("planned", _("このあとの予定 %(number)d回") % {"number": count.planned}))
    if count.target is not None:
        names.append(Name("target", _("目標 %(number)d回") % {"number": count.target}))
    return names


def chart(count: YearCount, months: list[MonthRow]) -> LineChart:
    """Cumulated: delivered so far, with what is planned, and the target's curve."""
    series = []
    if count.target is not None:
        words = _("目標 %(number)d") % {"number": count.target}
        series.append(Series(words, [row.target for row in months], "target"))
    if count.planned:
        words = _("予定込み %(number)d") % {"number": count.delivered + count.planned}
        series.append(Series(words, [row.expected for row in months], "planned"))
    words = _("実施 %(number)d") % {"number": count.delivered}
    series.append(Series(words, [row.cumulative for row in months], "done"))
    return line_chart(
        series,
        labels=[_("%(month)d月") % {"month": row.month} for row in months],
        of=_("月"),
        unit=_("回"),
        title=finding(count),
        description=_(
            "4月からの累計です。実線は実施、点線はこのあとの予定を入れた数、破線は目標の目やすです。"
        ),
        key="year-chart",
    )


def month_rows(count: YearCount, *, at: datetime, past: Sequence[Past] = ()) -> list[MonthRow]:
    """Each month with its cumulated numbers; the target as past years went, or evenly."""
    targets = [None] * 12 if count.target is None else curve(int(count.target), past)
    begun = _months_begun(count.year, local(at))
    rows, expected = [], 0
    for order, month in enumerate(count.months, start=1):
        expected += month.delivered + month.planned
        rows.append(
            MonthRow(
                month=month.month,
                delivered=month.delivered,
                cumulative=month.cumulative if order <= begun else None,
                expected=expected,
                target=targets[order - 1],
            )
        )
    return rows


def _months_begun(year: int, now: datetime) -> int:
    """How many months of the fiscal year have begun: 0 to 12."""
    months = (now.year - year) * 12 + now.month - 3
    return max(0, min(12, months))
