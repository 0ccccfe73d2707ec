"""Our own mail read back: the asked slot, its wishes, the usable hours, the length. Pure.

Tolerant of other versions and of the office's own wording: it looks for a date beside 承諾, 日時
or 第2希望 and for a few words like 使える時間; what it does not find stays unknown.
"""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bookings.answers.folding import plain
from bookings.answers.understood import AnswerContext, Wish
from lectures import eras

_DATE = r"(?:(?P<year>\d{4})\s*[年/.-]\s*|(?:令和|R)\s*(?P<era>\d{1,2})\s*[年/.-]\s*)?(?P<month>\d{1,2})\s*[月/]\s*(?P<day>\d{1,2})\s*日?(?:\s*\([^)]{1,6}\))?"
_CLOCK = r"(\d{{1,2}})(?::(\d{{2}})|\s*時(?:\s*(\d{{1,2}})\s*分|(半))?)"
_SLOT = re.compile(_DATE + r"\s*(?P<part>午前|午後|夜間?|夕方)?\s*(?P<times>.*)")
_RANGE = re.compile(_CLOCK.format() + r"\s*(?:から|より|~|-)\s*" + _CLOCK.format())
_RANKED = re.compile(r"(?:第\s*(?P<a>[1-9])\s*希望|希望\s*(?P<b>[1-9])|^\W*(?P<c>[1-9])(?=\s+\d))")
_ASKED = re.compile(
    r"承諾すると|希望の日時|おたずねする日時|お願いする日時|依頼(?:の|する)日時|日時\s*:|開催日時|実施日時"
)
_USABLE = re.compile(r"(?:使える|利用できる|使用できる|利用可能な?)\s*時間")
_MINUTES = re.compile(r"\(\s*(\d{2,3})\s*分\s*\)")
_PARTS = {
    "午前": (time(9), time(12)),
    "午後": (time(13), time(17)),
    "夕方": (time(16), time(19)),
    "夜": (time(18), time(21)),
}


def context_of(text: str, *, today: date, zone: ZoneInfo) -> AnswerContext:
    """What the mail told the department. An empty text: nothing is known of the ask."""
    lines = [plain(line) for line in text.splitlines() if line.strip()][:400]
    wishes = _wishes(lines, today=today)
    asked = _asked(lines, wishes=wishes, today=today)
    if asked is not None and not any(wish.rank == asked.rank for wish in wishes):
        wishes = [asked, *wishes]
    minutes = next((int(found[1]) for line in lines if (found := _MINUTES.search(line))), 0)
    opens, closes = _usable(lines)
    return AnswerContext(
        reference=_reference(text),
        asked_starts=datetime.combine(asked.day, asked.starts, tzinfo=zone) if asked else None,
        asked_ends=datetime.combine(asked.day, asked.ends, tzinfo=zone) if asked else None,
        today=today,
        zone=zone,
        minutes=minutes or (_length(asked) if asked and asked.exact else 0),
        wishes=tuple(wishes) if asked else (),
        usable_from=opens,
        usable_until=closes,
        sent_text=text,
        asked_exact=asked.exact if asked else True,
    )


def _reference(text: str) -> str:
    found = eras.references_in(text)
    return eras.reference(*next(iter(found))) if len(found) == 1 else ""


def _asked(lines: list[str], *, wishes: list[Wish], today: date) -> Wish | None:
    """The slot that 承諾 stands for: named as such, else the first wish."""
    for line in lines:
        if _ASKED.search(line) and (wish := _wish(line, rank=1, today=today)):
            rank = _RANKED.search(line)
            return wish if rank is None else _wish(line, rank=_rank(rank), today=today)
    return next((wish for wish in wishes if wish.rank == 1), None)


def _wishes(lines: list[str], *, today: date) -> list[Wish]:
    found: dict[int, Wish] = {}
    for line in lines:
        rank = _RANKED.search(line)
        if rank and (wish := _wish(line, rank=_rank(rank), today=today)):
            found.setdefault(wish.rank, wish)
    return [found[rank] for rank in sorted(found)]


def _rank(match: re.Match[str]) -> int:
    return int(match["a"] or match["b"] or match["c"])


def _wish(line: str, *, rank: int, today: date) -> Wish | None:
    match = _SLOT.search(line)
    if match is None:
        return None
    try:
        return _timed(match, rank=rank, day=_day(match, today=today))
    except ValueError:
        return None


def _timed(match: re.Match[str], *, rank: int, day: date) -> Wish | None:
    span = _RANGE.search(match["times"])
    part = (match["part"] or "").rstrip("間")
    if span is None:
        if part not in _PARTS:
            return None
        return Wish(rank, day, *_PARTS[part], exact=False)
    starts, ends = _time(span.groups()[:4]), _time(span.groups()[4:])
    loose = bool(part) or "あいだ" in match["times"] or "の間" in match["times"]
    return Wish(rank, day, starts, ends, exact=not loose) if starts < ends else None


def _day(match: re.Match[str], *, today: date) -> date:
    month, number = int(match["month"]), int(match["day"])
    if match["year"]:
        return date(int(match["year"]), month, number)
    if match["era"]:
        return date(eras.year_of_era("R", int(match["era"])), month, number)
    year = today.year if (month, number) >= (today.month, today.day) else today.year + 1
    return date(year, month, number)


def _time(found: tuple[str | None, ...]) -> time:
    hour, minute, spoken, half = found
    return time(int(hour or 0), int(minute or spoken or (30 if half else 0)))


def _usable(lines: list[str]) -> tuple[time | None, time | None]:
    for line in lines:
        found = _USABLE.search(line)
        span = _RANGE.search(line, found.end()) if found else None
        if span:
            return _time(span.groups()[:4]), _time(span.groups()[4:])
    return None, None


def _length(wish: Wish) -> int:
    return (wish.ends.hour - wish.starts.hour) * 60 + wish.ends.minute - wish.starts.minute
