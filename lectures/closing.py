"""休館日: on which days a house of the town is shut, and why. Pure: no rows and no clock.

The words are said in the reader's language; a reason can also be kept and said again later.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lectures.eras import short_day
from lectures.working_days import Closed

OPEN_THEN_NEXT, SHUT = "next", "shut"  # what a public holiday does to a closing day
_WEEKDAYS = (
    _("毎週月曜日が休館日"),
    _("毎週火曜日が休館日"),
    _("毎週水曜日が休館日"),
    _("毎週木曜日が休館日"),
    _("毎週金曜日が休館日"),
    _("毎週土曜日が休館日"),
    _("毎週日曜日が休館日"),
)
WEEKDAY_NAMES = (
    _("月曜日"), _("火曜日"), _("水曜日"), _("木曜日"), _("金曜日"), _("土曜日"), _("日曜日"),
)  # fmt: skip
_KANJI = str.maketrans("一二三四五", "12345")
# Between two numbers stands something: 第13 is a slip, not the first and the third.
_AND = r"\s*(?:[・,、/]|と|および|及び)\s*"
_EACH = re.compile(rf"第([1-5](?:(?:{_AND}第?|第)[1-5])*)\s*([月火水木金土日])(?:曜日?)?")
_BETWEEN = re.compile(r"(?:毎月|の|と|および|及び|[・,、/\s])*")
_YEARS_END = _("年末年始の休館日")
_HOLIDAY = _("祝日は休館日")
_INSTEAD = _("祝日のかわりの休館日")
_OTHERWISE = _("臨時の休館日")


def days_of_month(text: str) -> frozenset[tuple[int, int]]:
    """第3月曜日、第1・第3水曜 → (3, 0), (1, 2), (3, 2). ValueError: anything else stands there."""
    plain = unicodedata.normalize("NFKC", text).strip().translate(_KANJI)
    found: set[tuple[int, int]] = set()
    rest = plain
    while rest:
        rest = rest[_BETWEEN.match(rest).end() :]  # type: ignore[union-attr]
        if not rest:
            break
        each = _EACH.match(rest)
        if each is None:
            raise ValueError(text)
        found |= {
            (int(nth), "月火水木金土日".index(each[2])) for nth in re.findall("[1-5]", each[1])
        }
        rest = rest[each.end() :]
    return frozenset(found)


def _nth_words(nth: int, weekday: int) -> str:
    return _now("第%(nth)d%(weekday)s") % {"nth": nth, "weekday": WEEKDAY_NAMES[weekday]}


def _nth_shut(nth: int, weekday: int) -> str:
    return _now("%(day)sは休館日") % {"day": _nth_words(nth, weekday)}


@dataclass(frozen=True)
class Closing:
    """`weekdays`: 0 is Monday. `years_end`: from that day of December to that day of January.

    `of_month`: (3, 0) is the third Monday of each month.
    """

    weekdays: frozenset[int] = frozenset()
    on_holidays: str = ""
    years_end: tuple[int, int] | None = None
    spans: Sequence[Closed] = ()
    of_month: frozenset[tuple[int, int]] = frozenset()

    def __bool__(self) -> bool:
        """Whether it is ever shut."""
        regular = self.weekdays or self.of_month or self.years_end
        return bool(regular or self.spans or self.on_holidays == SHUT)

    def why(self, day: date) -> str | Promise | None:
        """Why it is shut on that day; None: it is open."""
        for span in self.spans:
            if span.covers(day):
                return span.reason or _OTHERWISE
        if self._at_years_end(day):
            return _YEARS_END
        if jpholiday.is_holiday(day):
            return self._on_a_holiday(day)
        if regular := self._regular(day):
            return regular
        if self.on_holidays == OPEN_THEN_NEXT and self._stands_in(day):
            return _INSTEAD
        return None

    def words(self, *, today: date) -> list[str]:
        """What people read, each on its own line; single days only while they are to come."""
        found = [self._weekday_words(), self._years_end_words()]
        if self.on_holidays == SHUT:
            found.insert(1, _now("祝日"))
        coming = sorted(
            (span for span in self.spans if span.ends_on >= today), key=lambda one: one.starts_on
        )
        return [line for line in [*found, *(_span_words(span) for span in coming)] if line]

    def _at_years_end(self, day: date) -> bool:
        if self.years_end is None:
            return False
        first, last = self.years_end
        return (day.month == 12 and day.day >= first) or (day.month == 1 and day.day <= last)

    def _on_a_holiday(self, day: date) -> str | Promise | None:
        if self.on_holidays == SHUT:
            return _HOLIDAY
        return None if self.on_holidays == OPEN_THEN_NEXT else self._regular(day)

    def _regular(self, day: date) -> str | Promise | None:
        """By the day of the week alone, or by which of the month's it is."""
        if day.weekday() in self.weekdays:
            return _WEEKDAYS[day.weekday()]
        which = ((day.day - 1) // 7 + 1, day.weekday())
        return lazy(_nth_shut, str)(*which) if which in self.of_month else None

    def _stands_in(self, day: date) -> bool:
        """The first day that is no holiday, after a closing day that was one."""
        before = day - timedelta(days=1)
        while jpholiday.is_holiday(before):
            if self._regular(before):
                return True
            before -= timedelta(days=1)
        return False

    def _weekday_words(self) -> str:
        weekly = [str(WEEKDAY_NAMES[number]) for number in sorted(self.weekdays)]
        monthly = [_nth_words(*which) for which in sorted(self.of_month)]
        if not weekly:
            return self._monthly_words(monthly)
        names = _now("・").join([*weekly, *monthly])
        if self.on_holidays == OPEN_THEN_NEXT:
            return _now("毎週%(weekdays)s（祝日のときは、そのあとの祝日でない日）") % {
                "weekdays": names
            }
        return _now("毎週%(weekdays)s") % {"weekdays": names}

    def _monthly_words(self, days: Sequence[str]) -> str:
        if not days:
            return ""
        names = _now("・").join(days)
        if self.on_holidays == OPEN_THEN_NEXT:
            return _now("毎月%(days)s（祝日のときは、そのあとの祝日でない日）") % {"days": names}
        return _now("毎月%(days)s") % {"days": names}

    def _years_end_words(self) -> str:
        if self.years_end is None:
            return ""
        first, last = self.years_end
        return _now("年末年始（12月%(first)d日から1月%(last)d日まで）") % {
            "first": first, "last": last,
        }  # fmt: skip


def _span_words(span: Closed) -> str:
    days = short_day(span.starts_on)
    if span.ends_on != span.starts_on:
        days = _now("%(first)sから%(last)sまで") % {"first": days, "last": short_day(span.ends_on)}
    return f"{days}（{span.reason}）" if span.reason else days
