"""講座の時期: the months in which a lecture is given, and the days between which. No rows, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.readings import EASY, marked
from lectures.eras import short_day


@dataclass(frozen=True)
class Season:
    """Nothing said: all the year."""

    months: frozenset[int] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None

    @classmethod
    def of(cls, months: str | None, starts_on: date | None, ends_on: date | None) -> "Season":
        """`months` as it is stored: "6,7,9"."""
        numbers = frozenset(int(month) for month in (months or "").split(",") if month)
        return cls(numbers, starts_on, ends_on)

    def covers(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        return (self.starts_on is None or day >= self.starts_on) and (
            self.ends_on is None or day <= self.ends_on
        )

    @property
    def words(self) -> str:
        """6月から8月・10月, 6月1日（月）から. Empty: all the year."""
        said = [_between(self.starts_on, self.ends_on)]
        if 0 < len(self.months) < 12:
            said.insert(0, _("・").join(_run(run) for run in _runs(self.months)))
        return _("、").join(words for words in said if words)


def _runs(months: Iterable[int]) -> list[list[int]]:
    """Months in a row, in the order of the fiscal year: a winter stays one."""
    runs: list[list[int]] = []
    for month in sorted(months, key=lambda month: (month - 4) % 12):
        if runs and (runs[-1][-1] % 12) + 1 == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _run(months: list[int]) -> str:
    first, last = _month(months[0]), _month(months[-1])
    if len(months) == 1:
        return first
    return _("%(first)sから%(last)s") % {"first": first, "last": last}


def _month(number: int) -> str:
    if (get_language() or "ja").startswith("en"):
        return f"{date(2000, number, 1):%B}"
    return marked(f"{number}月《がつ》") if get_language() == EASY else f"{number}月"


def _between(first: date | None, last: date | None) -> str:
    if first and last:
        return _("%(first)sから%(last)sまで") % {"first": short_day(first), "last": short_day(last)}
    if first:
        return _("%(first)sから") % {"first": short_day(first)}
    return _("%(last)sまで") % {"last": short_day(last)} if last else ""
