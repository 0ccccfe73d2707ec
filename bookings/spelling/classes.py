"""A school's classes, one in a line: 5年1組 32人 2校時 9:35〜10:20."""

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError
from bookings.spelling.times import parse_times

MOST_CLASSES = 12
_NAME_LETTERS = 40
_LESSON = re.compile(r"第?\s*([0-9]{1,2})\s*(?:校時|時間目|時限目?|限目?|コマ目?)")
_CHILDREN = re.compile(r"(?:児童|生徒|園児)?\s*([0-9]{1,4})\s*(?:人|名)")
_CLOCK = r"(?:午前|午後|朝|昼|AM|PM)?\s*(?:正午|[0-9]{1,2}\s*(?:[:.]\s*[0-9]{2}|時\s*(?:[0-9]{1,2}\s*分?|半)?))"
_BETWEEN = r"\s*(?:から|より|~|\u301c|-|[\u2010-\u2015\u2212\u30fc]|→)\s*"
_TIMES = re.compile(f"{_CLOCK}{_BETWEEN}{_CLOCK}(?:\\s*まで)?", re.IGNORECASE)
_BARE = re.compile(f"([0-9]{{3,4}}){_BETWEEN}([0-9]{{3,4}})")
_EDGES = " 　,、，・/()（）[]:：;"


@dataclass(frozen=True)
class SpelledClass:
    """One class in one lesson; the number of children where it was said."""

    name: str
    lesson: str
    children: int | None
    starts: time
    ends: time


def parse_classes(text: str) -> tuple[SpelledClass, ...]:
    """Every line that says something, in the order of the day. SpellingError names its line."""
    lines = [line for line in map(folding.width, text.splitlines()) if line.strip(_EDGES)]
    if len(lines) > MOST_CLASSES:
        raise SpellingError(
            _("一度に申し込めるのは%(most)dクラスまでです。分けて申し込んでください")
            % {"most": MOST_CLASSES}
        )
    found = sorted((_class(line) for line in lines), key=lambda row: row.starts)
    for earlier, later in pairwise(found):
        if later.starts < earlier.ends:
            raise SpellingError(
                _(
                    "「%(one)s」と「%(two)s」の時刻が重なっています。いっしょに聞くクラスは、1行にまとめてください"
                )
                % {"one": earlier.name, "two": later.name}
            )
    return tuple(found)


def span_of(classes: tuple[SpelledClass, ...]) -> tuple[time, time] | None:
    """From the first class's beginning to the last one's end."""
    return (classes[0].starts, classes[-1].ends) if classes else None


def in_words(row: SpelledClass) -> str:
    """As it might have been typed."""
    children = _("%(count)d人") % {"count": row.children} if row.children else ""
    times = f"{_clock(row.starts)}〜{_clock(row.ends)}"
    return " ".join(filter(None, [row.name, children, row.lesson, times]))


def _clock(moment: time) -> str:
    """9:35; an early hour keeps its zero, so that nobody takes it for the afternoon."""
    return f"{moment:%-H:%M}" if moment.hour >= 8 else f"{moment:%H:%M}"


def _class(line: str) -> SpelledClass:
    rest, lesson = _taken(_LESSON, folding.figures(line))
    rest, times = _taken(_TIMES, rest)
    if times is None:
        rest, times = _taken(_BARE, rest)
    if times is None:
        raise SpellingError(
            _(
                "「%(line)s」の行に、はじまりとおわりの時刻を入れてください。例：5年1組 2校時 9:35〜10:20"
            )
            % {"line": _short(line)}
        )
    starts, ends = _read_times(times[0], line=line)
    rest, children = _taken(_CHILDREN, rest)
    name = folding.spaces(rest).strip(_EDGES)
    if not name:
        raise SpellingError(
            _("「%(line)s」の行に、クラスの名前を入れてください。例：5年1組 2校時 9:35〜10:20")
            % {"line": _short(line)}
        )
    if len(name) > _NAME_LETTERS:
        raise SpellingError(
            _("「%(line)s」の行のクラスの名前は、%(most)d字までにしてください")
            % {"line": _short(line), "most": _NAME_LETTERS}
        )
    return SpelledClass(
        name=name,
        lesson=_lesson(int(lesson[1])) if lesson else "",
        children=int(children[1]) or None if children else None,
        starts=starts,
        ends=ends,
    )


def _lesson(number: int) -> str:
    """Stored and read again: in one language, whoever types it."""
    with translation.override("ja"):
        return _("%(number)s校時") % {"number": number}


def _read_times(text: str, *, line: str) -> tuple[time, time]:
    try:
        starts, ends = parse_times(text)
    except SpellingError as problem:
        raise SpellingError(f"「{_short(line)}」：{problem.sentence}") from problem
    if ends is None or ends <= starts:
        raise SpellingError(
            _("「%(line)s」の行のおわりの時刻を、はじまりより後にしてください")
            % {"line": _short(line)}
        )
    return starts, ends


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    """The text without what the pattern found, and what it found."""
    found = pattern.search(text)
    return (f"{text[: found.start()]} {text[found.end() :]}", found) if found else (text, None)


def _short(line: str) -> str:
    return line if len(line) <= 30 else f"{line[:30]}…"
