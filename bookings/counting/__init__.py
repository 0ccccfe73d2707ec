"""実績: the one place that answers how many sessions were delivered.

Delivered = LectureSession rows in 実施済 whose local date lies in the fiscal year, by one counting
unit (a dated setting; one lecture held at one place at one time, unless a town counts days). Two
departments share one row, which counts for the department of part 1, or whoever has taken over from
it by today. Planned = in 予定 and not over yet; what is over and has no report is named apart, so
that no number promises a session twice. Every page, chart and export asks here.

Facts of the sessions are summed as they change (`folding`); what is read here equals a recount at any
moment (`exact`). docs/counting.md says it in words.
"""

from bookings.counting.breakdowns import Row, breakdown, breakdowns
from bookings.counting.dimensions import MONTHS, Dimension
from bookings.counting.facts import Fact, unit_of
from bookings.counting.targets import SESSIONS_INDICATOR, sessions_indicator
from bookings.counting.years import (
    DepartmentCount,
    MonthCount,
    YearCount,
    YearPoint,
    delivered,
    series,
    year_count,
    years,
)

__all__ = [
    "MONTHS",
    "SESSIONS_INDICATOR",
    "DepartmentCount",
    "Dimension",
    "Fact",
    "MonthCount",
    "Row",
    "YearCount",
    "YearPoint",
    "breakdown",
    "breakdowns",
    "delivered",
    "series",
    "sessions_indicator",
    "unit_of",
    "year_count",
    "years",
]
