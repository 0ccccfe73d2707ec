"""Days in the Western calendar, in Japanese eras, or without a year."""

import re
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError
from lectures import eras

_SEPARATOR = r"\s*[年/.-]\s*"
_DAY = re.compile(
    r"(?:(?P<year>(?:令和?|平成?|昭和?|[RHS])\s*\.?\s*(?:元|[0-9]{1,2})|[0-9]{1,4})"
    + _SEPARATOR
    + r")?(?P<month>[0-9]{1,2})\s*[月/.-]\s*(?P<day>[0-9]{1,2})\s*日?"
    r"\s*(?:\(?\s*(?P<weekday>[月火水木金土日])(?:曜日?)?(?:[・･]?祝日?)?\s*\)?)?[.。]?",
    re.IGNORECASE,
)
_SOLID = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<weekday>)?")
_YEAR = re.compile(
    r"(?P<era>令和?|平成?|昭和?|[RHS])?\s*\.?\s*(?P<number>元|[0-9]{1,4})\s*年?度?", re.IGNORECASE
)
_ERAS = {"令": "令和", "平": "平成", "昭": "昭和"}
_NTH = re.compile(
    r"(?P<month>[0-9]{1,2})月の?第(?P<nth>[1-5])(?:回目?の?)?[-(]?(?P<weekday>[月火水木金土日])曜?日?\)?"
)
_SEVERAL = re.compile(r"[0-9]\s*日?\s*(?:から|か|と|~|\u301c|,|、|または|もしくは)\s*[0-9]")
_ABOUT = re.compile(r"ごろ|ころ|頃|くらい|ぐらい|前後|以降|上旬|中旬|下旬")
_HOURS = re.compile(r"(?<=[日)0-9])\s*(?:午前|午後|夜|朝|昼|[0-9]{1,2}\s*[時:]).*$")
_NEAR = timedelta(days=366 * 3)
# Beyond these somebody slipped; and at the ends of the calendar no day comes before or after.
_YEARS = range(1900, 2200)


class DayError(SpellingError):
    """`reason`: empty, form, impossible or weekday."""

    def __init__(self, sentence: str | Promise, *, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def parse_day(text: str, today: date) -> date:
    """One day from one box. Without a year: the next such day, today included."""
    folded = folding.dashes(folding.figures(folding.width(text)))
    if not folded:
        raise DayError(_("日にちを入れてください"), reason="empty")
    match = _SOLID.fullmatch(folded) or _DAY.fullmatch(folded)
    if match is None:
        raise _nearly(folding.figures(folding.width(text)), today=today)
    day = _day(match["year"] or "", match["month"], match["day"], today=today)
    if match["weekday"] and "月火水木金土日"[day.weekday()] != match["weekday"]:
        raise _wrong_weekday(day)
    return day


def day_of_boxes(year: str, month: str, day: str, *, today: date) -> date:
    """One day from three boxes; the year may be 2026, 令和8, R8, 8 or empty."""
    folded = [re.sub(r"[月日]$", "", folding.width(box)) for box in (month, day)]
    if not any((folding.width(year), *folded)):
        raise DayError(_("日にちを入れてください"), reason="empty")
    if not all(re.fullmatch(r"[0-9]{1,2}", box) for box in folded):
        raise DayError(_("月と日を、数字で入れてください"), reason="form")
    return _day(folding.width(year), *folded, today=today)


def _day(year: str, month: str, day: str, *, today: date) -> date:
    if year:
        return _date(_year(year, today=today), int(month), int(day))
    here = (int(month), int(day)) >= (today.month, today.day)
    if (int(month), int(day)) == (2, 29):
        return _next_leap_day(today)
    return _date(today.year if here else today.year + 1, int(month), int(day))


def _year(text: str, *, today: date) -> int:
    match = _YEAR.fullmatch(text)
    if match is None:
        raise _unreadable()
    number = 1 if match["number"] == "元" else int(match["number"])
    try:
        if match["era"] or match["number"] == "元":
            era = match["era"] or "令和"
            return eras.year_of_era(_ERAS.get(era, era), number)
    except ValueError:
        raise _unreadable() from None
    return number if len(match["number"]) == 4 else _short_year(number, today=today)


def _short_year(number: int, *, today: date) -> int:
    """8 is 令和8年 and 26 is 2026, if such a year is near; anything else needs its era."""
    for year in (2018 + number, 2000 + number):
        if abs(date(year, 7, 1) - today) < _NEAR:
            return year
    raise _wrong_year()


def _next_leap_day(today: date) -> date:
    """29 February belongs to the coming February only: not three years from now."""
    year = today.year if (today.month, today.day) <= (2, 29) else today.year + 1
    return _date(year, 2, 29)


def _date(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise _wrong_year()
    try:
        return date(year, month, day)
    except ValueError:
        sentence = _("%(month)d月%(day)d日はありません。日にちを確かめてください")
        raise DayError(str(sentence) % {"month": month, "day": day}, reason="impossible") from None


def _nearly(folded: str, *, today: date) -> DayError:
    """What a person would understand all the same: say how to write it."""
    if match := _NTH.search(folded):
        return _nth_weekday(match, today=today)
    if _SEVERAL.search(folded):
        return DayError(
            _("日にちは、ひとつだけ入れてください。ほかの日は、次の希望に入れます"), reason="form"
        )
    if match := _ABOUT.search(folded):
        sentence = _("「%(about)s」をとって、12月17日のように、ひとつの日を入れてください")
        return DayError(str(sentence) % {"about": match[0]}, reason="form")
    if _HOURS.search(folded):
        return DayError(
            _("ここには、12月17日のように、日にちだけを入れてください。時間帯は別にえらびます"),
            reason="form",
        )
    return _unreadable()


def _nth_weekday(match: re.Match[str], *, today: date) -> DayError:
    """12月の第3日曜: which day that is, for them to type."""
    month, nth = int(match["month"]), int(match["nth"])
    try:
        first = _day("", str(month), "1", today=today.replace(day=1))
        ahead = ("月火水木金土日".index(match["weekday"]) - first.weekday()) % 7
        day = first.replace(day=1 + ahead + 7 * (nth - 1))
    except ValueError:
        return _unreadable()
    sentence = _("それは%(day)sです。その日でよければ、日にちを数字で入れてください")
    return DayError(str(sentence) % {"day": eras.short_day(day)}, reason="form")


def _unreadable() -> DayError:
    return DayError(_("日にちは、12月17日か2026/12/17のように入れてください"), reason="form")


def _wrong_year() -> DayError:
    return DayError(_("年は、2026か令和8のように入れてください"), reason="form")


def _wrong_weekday(day: date) -> DayError:
    sentence = _("%(day)sです。日にちか曜日を確かめてください")
    return DayError(str(sentence) % {"day": eras.short_day(day)}, reason="weekday")
