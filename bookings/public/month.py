"""One month as a table: which days may be asked for. Pure; a mark never promises that a day is free."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from bookings.rules import Rules, day_problem, first_day, last_day
from lectures.eras import month_words, short_day

_OUT_OF_TIME = {"past", "too_early", "too_late"}


@dataclass(frozen=True)
class Cell:
    """A day: its mark as seen, its words as heard."""

    day: date
    mark: str
    words: str
    can_be_asked: bool
    ranks: tuple[int, ...]

    @property
    def heard(self) -> tuple[str, str, str]:
        """12月 and 日（木）, heard before and after the figure that is seen."""
        return short_day(self.day).rpartition(str(self.day.day))


@dataclass(frozen=True)
class Month:
    """Weeks from Sunday to Saturday; None where another month's day would stand."""

    first: date
    weeks: list[list[Cell | None]]
    previous: str
    following: str

    @property
    def caption(self) -> str:
        return month_words(self.first)

    @property
    def value(self) -> str:
        return f"{self.first:%Y-%m}"


def month_table(
    rules: Rules, shown: date, *, today: date, chosen: Sequence[date | None] = ()
) -> Month:
    """The month of `shown`; `chosen` holds the days of the first, second and third wish."""
    days = calendar.Calendar(calendar.SUNDAY).itermonthdates(shown.year, shown.month)
    cells = [
        _cell(rules, day, today=today, chosen=chosen) if day.month == shown.month else None
        for day in days
    ]
    first = shown.replace(day=1)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    return Month(
        first=first,
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
        previous=f"{before:%Y-%m}" if before >= first_day(rules, today=today) else "",
        following=f"{after:%Y-%m}" if after.replace(day=1) <= last_day(rules, today=today) else "",
    )


def shown_month(text: str, *, rules: Rules, today: date) -> date:
    """The month asked for ("2026-12"), kept between the first and the last possible day."""
    first, last = first_day(rules, today=today), last_day(rules, today=today)
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        return first
    return min(max(wanted, first.replace(day=1)), last.replace(day=1))


def _cell(rules: Rules, day: date, *, today: date, chosen: Sequence[date | None]) -> Cell:
    problem = day_problem(rules, day, today=today)
    ranks = tuple(rank for rank, other in enumerate(chosen, start=1) if other == day)
    if problem is None:
        return Cell(day, "○", _("申し込めます"), can_be_asked=True, ranks=ranks)
    if problem.code in _OUT_OF_TIME:
        words = _("まだ受け付けていません") if problem.code == "too_late" else _("期限をすぎました")
        return Cell(day, "－", words, can_be_asked=False, ranks=ranks)
    return Cell(day, "×", _("うかがえません"), can_be_asked=False, ranks=ranks)
