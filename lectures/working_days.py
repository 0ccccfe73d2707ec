"""開庁日: which days the town hall works, and reckoning in them. No rows and no clock.

Saturdays, Sundays, national holidays, the year's end (29 December to 3 January, by law) and the
town's own closed days are no working days. All times are the venue's local times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import jpholiday

OPENS = time(8, 30)
CLOSES = time(17)
# A town that closes for longer than this in a row has typed a wrong year.
_LONGEST = 366
_YEARS_END = ((12, 29), (1, 3))


@dataclass(frozen=True)
class Closed:
    """Days without work; `every_year` compares month and day only."""

    starts_on: date
    ends_on: date
    every_year: bool
    reason: str

    def covers(self, day: date) -> bool:
        if not self.every_year:
            return self.starts_on <= day <= self.ends_on
        first, last, asked = (
            (self.starts_on.month, self.starts_on.day),
            (self.ends_on.month, self.ends_on.day),
            (day.month, day.day),
        )
        return first <= asked <= last if first <= last else asked >= first or asked <= last


@dataclass(frozen=True)
class WorkingDays:
    """The town's calendar of work."""

    closed: Sequence[Closed] = ()

    def is_open(self, day: date) -> bool:
        month_day = (day.month, day.day)
        years_end = month_day >= _YEARS_END[0] or month_day <= _YEARS_END[1]
        if day.weekday() >= 5 or years_end or jpholiday.is_holiday(day):
            return False
        return not any(closed.covers(day) for closed in self.closed)

    def on_or_after(self, day: date) -> date:
        return next(self._from(day, step=1), day)

    def on_or_before(self, day: date) -> date:
        return next(self._from(day, step=-1), day)

    def after(self, day: date, *, days: int) -> date:
        """The working day that comes `days` working days after; 0: the day itself or the next."""
        found = self.on_or_after(day)
        for _ in range(days):
            found = self.on_or_after(found + timedelta(days=1))
        return found

    def halfway(self, starts: datetime, ends: datetime) -> datetime:
        """The moment by which half of the working hours between the two are over."""
        spans = list(self._hours(starts, ends))
        left = sum((last - first for first, last in spans), timedelta()) / 2
        for first, last in spans:
            if left <= last - first:
                return first + left
            left -= last - first
        return starts + (ends - starts) / 2

    def _from(self, day: date, *, step: int) -> Iterator[date]:
        days = (day + timedelta(days=step * number) for number in range(_LONGEST))
        return (one for one in days if self.is_open(one))

    def _hours(self, starts: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working hours of each working day between two moments of one zone."""
        for number in range((ends.date() - starts.date()).days + 1):
            day = starts.date() + timedelta(days=number)
            first = max(starts, datetime.combine(day, OPENS, starts.tzinfo))
            last = min(ends, datetime.combine(day, CLOSES, starts.tzinfo))
            if first < last and self.is_open(day):
                yield first, last
