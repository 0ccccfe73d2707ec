"""Fiscal years and Japanese eras in words: reckoning and spelling only, no clock and no rows.

A fiscal year runs from 1 April to 31 March and is named by its first calendar year.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils.translation import get_language

from config.readings import EASY, marked

_ERAS = (  # (name, letter, first day), newest first
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 1, 25)),
)
_WEEKDAYS = "月火水木金土日"
_WEEKDAYS_IN_ENGLISH = "Mon Tue Wed Thu Fri Sat Sun".split()
_WEEKDAYS_SAID = "げつ か すい もく きん ど にち".split()
# Days of the month that are not said as a number and にち.
_DAYS_SAID = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか",
    8: "ようか", 9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_UNITS_SAID = {
    "年度": "ねんど", "年": "ねん", "月": "がつ", "時": "じ", "元": "がん", "令和": "れいわ",
    "平成": "へいせい", "昭和": "しょうわ", "大正": "たいしょう", "明治": "めいじ",
}  # fmt: skip
_UNITS = re.compile(r"(\d+)分|" + "|".join(_UNITS_SAID))
_REFERENCE = re.compile(r"([RHS])\s*(\d{1,2})\s*-\s*(\d{1,9})", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a local date: January to March belong to the year before."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_range(fiscal_year: int) -> tuple[date, date]:
    """First and last day, both inclusive."""
    return date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31)


def fiscal_year_label(fiscal_year: int) -> str:
    """2026 → 令和8年度. 2019 is 令和元年度, as the government calls it."""
    if _in_english():
        return f"fiscal year {fiscal_year}"
    label = f"{wareki_year(fiscal_year)}度"
    return _said(label) if _is_easy() else label


def fiscal_year_words(fiscal_year: int) -> str:
    """2026 → 令和8年度（2026年度）, in English fiscal year 2026."""
    label = fiscal_year_label(fiscal_year)
    if _in_english():
        return label
    return label + (_said(f"（{fiscal_year}年度）") if _is_easy() else f"（{fiscal_year}年度）")


def wareki(day: date) -> str:
    """2026-12-17 → 令和8年12月17日."""
    name, _, number = _era_of(day)
    return f"{name}{_ordinal(number)}年{day.month}月{day.day}日"


def wareki_year(year: int) -> str:
    """2026 → 令和8年. A year with two eras takes the later one."""
    name, _, number = _era_of(date(year, 12, 31))
    return f"{name}{_ordinal(number)}年"


def year_of_era(era: str, number: int) -> int:
    """(令和 or R, 8) → 2026. ValueError: no such era or year.

    Years past an era's end count on (平成38年): forms printed long ago still carry them.
    """
    for name, letter, first in _ERAS:
        if era.upper() in (name, letter) and 1 <= number <= 99:
            return first.year + number - 1
    raise ValueError(f"not a year of an era: {era}{number}")


def reference(fiscal_year: int, number: int) -> str:
    """(2026, 123) → R8-0123, the number that people read to each other."""
    _, letter, era_year = _era_of(date(fiscal_year, 12, 31))
    return f"{letter}{era_year}-{number:04}"


def parse_reference(text: str) -> tuple[int, int]:
    """The reverse of `reference`, in any width, case and dash. ValueError for anything else."""
    match = _REFERENCE.fullmatch(folded(text))
    if match is None:
        raise ValueError("not a reference")
    letter, era_year, number = match.groups()
    return year_of_era(letter, int(era_year)), int(number)


def folded(text: str) -> str:
    """Figures, letters and dashes of a code in one width."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def references_in(text: str) -> set[tuple[int, int]]:
    """Every reference that occurs in a text."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    found = re.finditer(rf"(?<![A-Za-z]){_REFERENCE.pattern}", plain, re.IGNORECASE)
    return {parse_reference(match.group()) for match in found if int(match.group(2))}


def short_day(day: date) -> str:
    """2026-12-17 → 12月17日（木）, in English Thu 17 December."""
    if _in_english():
        return f"{day:%a} {day.day} {day:%B}"
    if _is_easy():
        return _easy_day(day)
    return f"{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def _easy_day(day: date) -> str:
    """12月17日（木曜日）, with furigana."""
    said = _DAYS_SAID.get(day.day)
    number = f"｜{day.day}日《{said}》" if said else f"{day.day}日《にち》"
    weekday = f"{_WEEKDAYS[day.weekday()]}曜日《{_WEEKDAYS_SAID[day.weekday()]}ようび》"
    return marked(f"{day.month}月《がつ》{number}（{weekday}）")


def full_day(day: date) -> str:
    """2026-12-17 → 2026年12月17日（木）, in English Thu 17 December 2026."""
    words = short_day(day)
    if _in_english():
        return f"{words} {day.year}"
    return (_said(f"{day.year}年") if _is_easy() else f"{day.year}年") + words


def near_day(day: date, *, today: date) -> str:
    """As `short_day`; a day of another calendar year than today's says its year."""
    return short_day(day) if day.year == today.year else full_day(day)


def month_words(day: date) -> str:
    """2026-12-17 → 2026年（令和8年）12月, in English December 2026."""
    if _in_english():
        return f"{day:%B} {day.year}"
    words = f"{day.year}年（{wareki_year(day.year)}）{day.month}月"
    return _said(words) if _is_easy() else words


def weekday_words(weekdays: Iterable[int]) -> str:
    """(1, 3), Monday is 0 → 火曜・木曜, in English Tue, Thu."""
    if _in_english():
        return ", ".join(_WEEKDAYS_IN_ENGLISH[one] for one in weekdays)
    if _is_easy():
        said = (f"{_WEEKDAYS[one]}曜日《{_WEEKDAYS_SAID[one]}ようび》" for one in weekdays)
        return marked("・".join(said))
    return "・".join(f"{_WEEKDAYS[one]}曜" for one in weekdays)


def clock_time(moment: datetime | time) -> str:
    """10時 or 11時30分, of a moment that the caller has put into the venue's zone."""
    if _in_english():
        return f"{moment.hour}:{moment.minute:02}"
    words = f"{moment.hour}時" + (f"{moment.minute}分" if moment.minute else "")
    return _said(words) if _is_easy() else words


def time_range(starts_at: datetime | time, ends_at: datetime | time) -> str:
    """10時〜11時30分, both already in the venue's zone."""
    if _is_easy():
        return f"{clock_time(starts_at)}から{clock_time(ends_at)}まで"
    dash = "–" if _in_english() else "〜"
    return f"{clock_time(starts_at)}{dash}{clock_time(ends_at)}"


def moment_words(moment: datetime) -> str:
    """2026年12月17日（木）12時05分, of a datetime in the venue's zone."""
    day = full_day(moment.date())
    if _in_english():
        return f"{day} {clock_time(moment)}"
    words = f"{moment.hour}時{moment.minute:02}分"
    return day + (_said(words) if _is_easy() else words)


def _in_english() -> bool:
    return (get_language() or "ja").startswith("en")


def _is_easy() -> bool:
    return get_language() == EASY


def _said(words: str) -> str:
    """Years, months, hours and minutes with furigana."""
    return marked(_UNITS.sub(_unit_said, words))


def _unit_said(found: re.Match[str]) -> str:
    if found[1]:  # 一分, 三分, 四分, 六分, 八分, 十分 are said ぷん
        return f"{found[1]}分《{'ぷん' if found[1][-1] in '013468' else 'ふん'}》"
    return f"{found[0]}《{_UNITS_SAID[found[0]]}》"


def _era_of(day: date) -> tuple[str, str, int]:
    for name, letter, first in _ERAS:
        if day >= first:
            return name, letter, day.year - first.year + 1
    raise ValueError("before the eras that are kept here")


def _ordinal(number: int) -> str:
    return "元" if number == 1 else str(number)
