"""Days of a repeated event, within bounds: every day is looked at once, so no rule runs for ever. Pure.

The rules that calendars of courses use: daily, weekly, monthly, yearly, with weekdays, days of the
month, months and positions. Hours, minutes, week numbers and days of the year are refused.
"""

import calendar
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import Any

MOST_RULES = 300
MOST_STEPS = 150_000
_KNOWN = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Unreadable(ValueError):
    """A rule that no course needs."""


class Budget:
    """All rules of a file together look at no more days than this."""

    def __init__(self) -> None:
        self.rules, self.steps = MOST_RULES, MOST_STEPS

    def begin(self) -> None:
        self.rules -= 1
        if self.rules < 0:
            raise Unreadable

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Unreadable


def starts_of(
    rule: Any, first: datetime, *, until: datetime, budget: Budget, zone: tzinfo = UTC
) -> Iterator[datetime]:
    """`first` and `until` naive, on the event's own clock in `zone`: 14 o'clock stays 14 o'clock."""
    budget.begin()
    parts = {str(name).upper(): list(values) for name, values in rule.items()}
    if set(parts) - _KNOWN or sum(map(len, parts.values())) > 100:
        raise Unreadable
    asked = _Rule(parts, first.date())
    last = min([until, *(_naive(each, zone) for each in parts.get("UNTIL", []))])
    left = asked.count
    for day in asked.days(last.date(), budget=budget):
        start = datetime.combine(day, first.time())
        if start > last or left == 0:
            return
        left = left - 1 if left is not None else None
        yield start


class _Rule:
    def __init__(self, parts: dict[str, list[Any]], first: date) -> None:
        self.first = first
        self.often = _one(parts, "FREQ", "").upper()
        if self.often not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
            raise Unreadable
        self.every = _whole(_one(parts, "INTERVAL", "1"), most=1000)
        count = _one(parts, "COUNT", "")
        self.count = _whole(count, most=10**9) if count else None
        week = _one(parts, "WKST", "MO").upper()
        self.week_begins = _weekday(week)
        self.months = {_whole(value, most=12) for value in parts.get("BYMONTH", [])}
        self.month_days = {_signed(value, most=31) for value in parts.get("BYMONTHDAY", [])}
        self.weekdays = {_nth(_word(value).upper()) for value in parts.get("BYDAY", [])}
        self.positions = {_signed(value, most=366) for value in parts.get("BYSETPOS", [])}
        if self.often in ("DAILY", "WEEKLY") and (
            self.positions or any(n for n, _d in self.weekdays)
        ):
            raise Unreadable
        if self.often == "WEEKLY" and self.month_days:
            raise Unreadable
        self._fill()

    def _fill(self) -> None:
        """What the rule leaves out is as the first day has it."""
        if self.weekdays or self.month_days:
            return
        if self.often == "WEEKLY":
            self.weekdays = {(0, self.first.weekday())}
        elif self.often in ("MONTHLY", "YEARLY"):
            self.month_days = {self.first.day}
            if self.often == "YEARLY" and not self.months:
                self.months = {self.first.month}

    def days(self, last: date, *, budget: Budget) -> Iterator[date]:
        if not self.positions:
            yield from self._fitting(self.first, last, budget=budget)
            return
        begin = self.first.replace(day=1) if self.often == "MONTHLY" else self.first.replace(month=1, day=1)  # fmt: skip
        end = date(last.year + 1, 1, 31)
        for _period, group in groupby(self._fitting(begin, end, budget=budget), self._period):
            days = list(group)
            picked = {days[p - 1 if p > 0 else p] for p in self.positions if abs(p) <= len(days)}
            yield from (day for day in sorted(picked) if day >= self.first)

    def _fitting(self, begin: date, end: date, *, budget: Budget) -> Iterator[date]:
        for number in range((end - begin).days + 1):
            budget.step()
            day = begin + timedelta(days=number)
            if self._period(day) % self.every == 0 and self._fits(day):
                yield day

    def _period(self, day: date) -> int:
        if self.often == "DAILY":
            return (day - self.first).days
        if self.often == "WEEKLY":
            return (self._week(day) - self._week(self.first)).days // 7
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return months if self.often == "MONTHLY" else day.year - self.first.year

    def _week(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)

    def _fits(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        long = calendar.monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - long - 1} & self.month_days:
            return False
        return not self.weekdays or any(self._is_nth(day, *each) for each in self.weekdays)

    def _is_nth(self, day: date, nth: int, weekday: int) -> bool:
        if day.weekday() != weekday or nth == 0:
            return day.weekday() == weekday
        if self.often == "YEARLY" and not self.months:
            place, long = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
        else:
            place, long = day.day, calendar.monthrange(day.year, day.month)[1]
        return nth in ((place - 1) // 7 + 1, -((long - place) // 7 + 1))


def _one(parts: dict[str, list[Any]], name: str, usual: str) -> str:
    values = parts.get(name, [usual])
    if len(values) != 1:
        raise Unreadable
    return _word(values[0])


def _word(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _whole(value: Any, *, most: int) -> int:
    return _within(value, lambda number: 1 <= number <= most)


def _signed(value: Any, *, most: int) -> int:
    return _within(value, lambda number: 1 <= abs(number) <= most)


def _within(value: Any, fits: Callable[[int], bool]) -> int:
    try:
        number = int(_word(value))
    except ValueError:
        raise Unreadable from None
    if not fits(number):
        raise Unreadable
    return number


def _nth(text: str) -> tuple[int, int]:
    """-1FR → (-1, 4)."""
    number = text[:-2]
    return (_signed(number, most=53) if number else 0), _weekday(text[-2:])


def _weekday(text: str) -> int:
    if text not in _WEEKDAYS:
        raise Unreadable
    return _WEEKDAYS.index(text)


def _naive(value: Any, zone: tzinfo) -> datetime:
    """The last start is mostly said in UTC, wherever the event is."""
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).replace(tzinfo=None)
    return datetime.combine(value, datetime.max.time())
