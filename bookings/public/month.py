"""One month as a table: which days may be asked for, and why others may not. Pure.

A mark never promises that a day is free: it says what sending would say of it now.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from bookings.forms.terms import Terms
from bookings.rules import HOUSE_SHUT, first_day, last_day
from config.readings import plain
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
    code: str = ""

    @property
    def heard(self) -> tuple[str, str, str]:
        """12月 and 日（木）, heard before and after the figure that is seen."""
        return plain(short_day(self.day)).rpartition(str(self.day.day))


@dataclass(frozen=True)
class Month:
    """Weeks from Sunday to Saturday; None where another month's day would stand."""

    first: date
    weeks: list[list[Cell | None]]
    previous: str
    following: str
    next_open: date | None
    house: str = ""

    @property
    def house_shut(self) -> str:
        """The place whose closing days are among those that cannot be chosen; "" for none."""
        return self.house if any(cell.code == HOUSE_SHUT for cell in self.cells) else ""

    @property
    def caption(self) -> str:
        return month_words(self.first)

    @property
    def value(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for week in self.weeks for cell in week if cell)

    @property
    def is_wished(self) -> bool:
        """Whether others ask for some day of it."""
        return any(cell.mark == "△" for cell in self.cells)

    @property
    def is_out_of_time(self) -> bool:
        return any(cell.mark == "－" for cell in self.cells)

    @property
    def has_open_days(self) -> bool:
        return any(cell.can_be_asked for cell in self.cells)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """(why, which days) of those that nobody can come on."""
        found: dict[str, list[Cell]] = {}
        for cell in self.cells:
            if cell.mark == "×":
                found.setdefault(cell.words, []).append(cell)
        return [(words, _days_words(cells)) for words, cells in found.items()]


def month_table(terms: Terms, shown: date, *, chosen: Sequence[date | None] = ()) -> Month:
    """The month of `shown`; `chosen` holds the days of the first, second and third wish."""
    days = calendar.Calendar(calendar.SUNDAY).itermonthdates(shown.year, shown.month)
    cells = [_cell(terms, day, chosen=chosen) if day.month == shown.month else None for day in days]
    first = shown.replace(day=1)
    before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
    earliest = first_day(terms.rules, today=terms.today)
    latest = last_day(terms.rules, today=terms.today)
    is_open = any(cell and cell.can_be_asked for cell in cells)
    return Month(
        first=first,
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
        previous=f"{before:%Y-%m}" if before >= earliest else "",
        following=f"{after:%Y-%m}" if after <= latest else "",
        next_open=None if is_open else first_open_day(terms, since=after),
        house=terms.rules.house.name if terms.rules.house else "",
    )


def shown_month(text: str, *, terms: Terms) -> date:
    """The month asked for ("2026-12"), kept between the first and the last possible day.

    Nothing asked for: the first month in which some day is open.
    """
    first = first_day(terms.rules, today=terms.today)
    last = last_day(terms.rules, today=terms.today)
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        return first_open_day(terms) or first
    return min(max(wanted, first.replace(day=1)), last.replace(day=1))


def first_open_day(terms: Terms, *, since: date = date.min) -> date | None:
    """The first day, from `since` on, that can be asked for."""
    first = max(first_day(terms.rules, today=terms.today), since)
    last = last_day(terms.rules, today=terms.today)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return next((day for day in days if terms.day_problem(day) is None), None)


def _cell(terms: Terms, day: date, *, chosen: Sequence[date | None]) -> Cell:
    problem = terms.day_problem(day)
    ranks = tuple(rank for rank, other in enumerate(chosen, start=1) if other == day)
    if problem is None:
        wished = day in terms.availability.wished
        mark, words = ("△", _("ほかの団体も希望しています")) if wished else ("○", _("申し込めます"))
        return Cell(day, mark, words, can_be_asked=True, ranks=ranks)
    if problem.code in _OUT_OF_TIME:
        words = _("まだ受け付けていません") if problem.code == "too_late" else _("期限をすぎました")
        return Cell(day, "－", words, can_be_asked=False, ranks=ranks, code=problem.code)
    words = problem.short or _("うかがえません")
    return Cell(day, "×", words, can_be_asked=False, ranks=ranks, code=problem.code)


def _days_words(cells: Sequence[Cell]) -> str:
    """11日, 28日〜31日. Weekends are many, and everybody knows them."""
    if cells[0].code == "weekend":
        return ""
    runs: list[list[int]] = []
    for number in (cell.day.day for cell in cells):
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return _("・").join(_run_words(run) for run in runs)


def _run_words(run: list[int]) -> str:
    if len(run) == 1:
        return _("%(day)d日") % {"day": run[0]}
    return _("%(first)d日〜%(last)d日") % {"first": run[0], "last": run[-1]}
