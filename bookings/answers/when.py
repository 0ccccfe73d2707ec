"""Days and times inside an answer, from text that `folding` has folded.

Only full forms are read: month and day, hours that can be told from the clock. Everything
half-said raises Doubt; nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bookings.answers.understood import Doubt
from lectures import eras

_WEEKDAY = (
    r"(?:\s*\((?P<{0}weekday>[月火水木金土日])(?:曜日?)?(?:[・,.]?祝日?)?\)(?:\(祝日?\))?"
    r"|\s*の?(?P<{0}bare_weekday>[月火水木金土日])曜日?|(?P<{0}tight>[火水木金土])(?=[\s、\d午]|$))?"
)
_DAY = re.compile(
    r"(?<![\d/.:-])(?:(?:(?P<era>令和|平成|[RrHh](?=\s*\d))\s*(?P<era_year>元|\d{1,2})"
    r"|(?P<year>\d{4}))\s*[年/.-]\s*(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})(?!\d)\s*日?"
    r"|(?P<bare_month>\d{1,2})(?:\s*月\s*(?P<kanji_day>\d{1,2})\s*日|/(?P<slash_day>\d{1,2})(?![\d/])))"
    + _WEEKDAY.format("")
)
_BARE = re.compile(r"(?<![\d/.:月-])(?P<bare>\d{1,2})日(?![間程]|とも)" + _WEEKDAY.format("b_"))
_CLOCK = (
    r"(?:(?P<{0}half>午前|午後|[AaPp][Mm])の?\s*)?(?<![\d/.:-])(?P<{0}hour>\d{{1,2}})"
    r"(?::(?P<{0}minute>\d{{2}})(?!\d)|\s*時(?:\s*(?P<{0}spoken>\d{{1,2}})\s*分|(?P<{0}half_past>半)|(?P<{0}short>\d{{2}})(?!\d))?)"
    r"(?![:\d間])"
)
_END_CLOCK = _CLOCK.replace(r"(?<![\d/.:-])", "")
_TIME = re.compile(
    _CLOCK.format("from_") + r"(?:\s*(?:から|より|[-~])\s*" + _END_CLOCK.format("until_") + ")?"
    r"(?P<upto>\s*まで(?!も))?"
)
_SURELY_PAST = timedelta(days=300)  # no year, and so far off: more likely just gone by
_OF_A_LETTER = timedelta(days=30)
_A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    """A time written in an answer: a start and perhaps an end."""

    starts: time
    ends: time | None


@dataclass(frozen=True)
class DayOnly:
    """「17日」: a day without its month."""

    number: int


Piece = date | DayOnly | Span | str


def take_days(text: str, *, today: date) -> tuple[list[date], str]:
    """Every day in the text, and the text with a tab in each day's place."""
    days = [_day(match, today=today) for match in _DAY.finditer(text)]
    return days, _DAY.sub("\t", text)


def take_bare(text: str) -> tuple[list[int], str]:
    """Every 「17日」 without a month, and the text with tabs in their places."""
    return [int(match["bare"]) for match in _BARE.finditer(text)], _BARE.sub("\t", text)


def take_spans(text: str) -> tuple[list[Span], str]:
    """Every time or range in the text, and the text with a tab in each one's place."""
    spans = [_span(match) for match in _TIME.finditer(text)]
    return spans, _TIME.sub("\t", text)


def take_spans_safely(text: str) -> bool:
    """Whether any time stands in it, possible or not."""
    return bool(_TIME.search(text))


def names_a_day(text: str) -> bool:
    """Whether a month and a day stand in it, right or wrong."""
    return bool(_DAY.search(text))


def is_letter_date(text: str, *, today: date) -> bool:
    """A full date alone, of today or shortly before: a letter carries it at its top."""
    match = _DAY.fullmatch(text.strip())
    part = match.groupdict() if match else {}
    if not (part.get("era") or part.get("year")):
        return False
    try:
        day = _dated(part, month=int(part["month"] or 0), number=int(part["day"] or 0), today=today)
    except ValueError:
        return False
    return today - _OF_A_LETTER <= day <= today


def without_days(text: str) -> str:
    """The text without any day or time, right or wrong."""
    return _TIME.sub("\t", _BARE.sub("\t", _DAY.sub("\t", text)))


def known_days_only(text: str, *, today: date, known: set[date]) -> bool:
    """Whether it names no day but the known ones; a bare number is one of theirs too."""
    try:
        days, rest = take_days(text, today=today)
    except Doubt:
        return False
    bare = {int(match["bare"]) for match in _BARE.finditer(rest)}
    return set(days) <= known and bare <= {day.day for day in known}


def pieces(text: str, *, today: date) -> list[Piece]:
    """Days, times and the words between them, in the order written."""
    found: list[Piece] = []
    last: date | None = None
    for part in _cut(_DAY, text):
        if isinstance(part, re.Match):
            last = _day(part, today=today)
            found.append(last)
            continue
        for bit in _cut(_BARE, part):
            if isinstance(bit, re.Match):
                day = _bare_day(bit, after=last)
                last = day if isinstance(day, date) else last
                found.append(day)
            else:
                found += [
                    _span(one) if isinstance(one, re.Match) else one for one in _cut(_TIME, bit)
                ]
    return found


def _cut(pattern: re.Pattern[str], text: str) -> list[re.Match[str] | str]:
    found: list[re.Match[str] | str] = []
    at = 0
    for match in pattern.finditer(text):
        found += [text[at : match.start()], match]
        at = match.end()
    return [part for part in [*found, text[at:]] if part]


def _bare_day(match: re.Match[str], *, after: date | None) -> date | DayOnly:
    """「12月7日、8日」: the second has the first one's month."""
    number = int(match["bare"])
    if after is None or number <= after.day:
        return DayOnly(number)
    try:
        day = after.replace(day=number)
    except ValueError:
        raise Doubt("impossible_date") from None
    _check_weekday(day, match["b_weekday"] or match["b_bare_weekday"] or match["b_tight"])
    return day


def _day(match: re.Match[str], *, today: date) -> date:
    part = match.groupdict()
    month = int(part["month"] or part["bare_month"])
    number = int(part["day"] or part["kanji_day"] or part["slash_day"])
    try:
        day = _dated(part, month=month, number=number, today=today)
    except ValueError:
        raise Doubt("impossible_date") from None
    _check_weekday(day, part["weekday"] or part["bare_weekday"] or part["tight"])
    if not today <= day <= today + _A_YEAR:
        raise Doubt("past_or_far")
    return day


def _check_weekday(day: date, weekday: str | None) -> None:
    if weekday and "月火水木金土日"[day.weekday()] != weekday:
        raise Doubt("weekday_differs")


def _dated(part: dict[str, str | None], *, month: int, number: int, today: date) -> date:
    if part["year"]:
        return date(int(part["year"]), month, number)
    if part["era"]:
        ordinal = 1 if part["era_year"] == "元" else int(part["era_year"] or 0)
        return date(eras.year_of_era(part["era"], ordinal), month, number)
    year = today.year if (month, number) >= (today.month, today.day) else today.year + 1
    day = date(year, month, number)
    if day - today > _SURELY_PAST:
        raise Doubt("past_or_far")
    return day


def _span(match: re.Match[str]) -> Span:
    starts = _clock(match, "from_")
    if match["until_hour"] is None:
        if match["upto"]:
            raise Doubt("no_time")  # only an end was said
        return Span(starts, None)
    ends = _clock(match, "until_", after=starts)
    if ends <= starts:
        raise Doubt("impossible_time")
    return Span(starts, ends)


def _clock(match: re.Match[str], name: str, *, after: time | None = None) -> time:
    half, hour = match[f"{name}half"], int(match[f"{name}hour"])
    minute = int(match[f"{name}minute"] or match[f"{name}spoken"] or match[f"{name}short"] or 0)
    if match[f"{name}half_past"]:
        minute = 30
    if after is not None and half is None and match["from_half"] and hour < 12:
        half = "午後" if after.hour >= 12 else "午前"
    try:
        return time(_hour(half, hour), minute)
    except ValueError:
        raise Doubt("impossible_time") from None


def _hour(half: str | None, hour: int) -> int:
    if hour == 12 if half else hour <= 7:
        raise Doubt("am_or_pm")  # 午後12時 is noon to one reader and midnight to another
    afternoon = half is not None and half.lower() in ("午後", "pm")
    if half and not afternoon and hour > 12:
        raise ValueError("such a morning hour does not exist")
    return hour + 12 if afternoon and hour < 12 else hour
