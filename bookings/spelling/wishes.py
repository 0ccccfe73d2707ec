"""Several wishes as somebody on the telephone writes them down: `12/17 10`, `第2 12/18 午後`."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bookings.spelling import folding
from bookings.spelling.days import DayError, parse_day
from bookings.spelling.errors import SpellingError

MOST_WISHES = 3
_BETWEEN = re.compile(r"[\n;、,]+")
_RANK = re.compile(r"第\s*([1-9])\s*(?:希望)?\s*[:は]?\s*")
# Read as a day, but there is none such: no shorter beginning is meant.
_SURE = ("impossible", "weekday")
# One letter for a part of the day: a.m., p.m., yoru.
_PARTS = {
    "morning": ("午前", "午前中", "朝", "a", "am"),
    "afternoon": ("午後", "昼", "p", "pm"),
    "evening": ("夜", "夕方", "y"),
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}


@dataclass(frozen=True)
class SpelledWish:
    """A day with a part of it (午前…), or with times as they were typed; perhaps with neither."""

    day: date
    part: str = ""
    times: str = ""


def parse_wishes(text: str, today: date) -> tuple[SpelledWish, ...]:
    """In the order of their numbers, else of the lines. SpellingError names the wish."""
    pieces = [row for row in map(folding.width, _BETWEEN.split(_plain(text))) if row]
    if len(pieces) > MOST_WISHES:
        raise SpellingError(
            _("希望の日時は%(most)dつまでです。多いものを消してください") % {"most": MOST_WISHES}
        )
    found: dict[int, SpelledWish] = {}
    for place, piece in enumerate(pieces, start=1):
        rank, rest = _rank(piece, otherwise=place)
        if rank in found or rank > MOST_WISHES:
            raise SpellingError(_("第1・第2・第3を、ひとつずつ使ってください"))
        found[rank] = _wish(rest, rank=rank, today=today)
    return tuple(found[rank] for rank in sorted(found))


def in_words(wish: SpelledWish, *, short: bool = False) -> str:
    """As it can be read again; `short` with the letter for a part of the day."""
    words = _PARTS.get(wish.part, ("",))
    part = next(word for word in words if word.isascii()) if short and wish.part else words[0]
    return " ".join(filter(None, [f"{wish.day:%Y/%m/%d}", part, wish.times]))


def _plain(text: str) -> str:
    """One line for each wish, whatever the keyboard made of the marks between them."""
    return "\n".join(folding.width(line) for line in text.splitlines())


def _rank(piece: str, *, otherwise: int) -> tuple[int, str]:
    match = _RANK.match(folding.figures(piece.replace("第一", "第1").replace("第二", "第2")))
    if match is None:
        return otherwise, piece
    return int(match[1]), piece[match.end() :]


def _wish(text: str, *, rank: int, today: date) -> SpelledWish:
    """The longest beginning that is a day; what follows is the hour."""
    for end in range(len(text), 0, -1):
        rest = text[end:].strip()
        if rest and text[end].isdigit() and text[end - 1].isdigit():
            continue  # 12/17 is never 12/1 at 7
        try:
            day = parse_day(text[:end], today)
        except DayError as misspelt:
            if misspelt.reason in _SURE:
                raise _of(rank, misspelt) from misspelt
            continue
        part = _PART_OF.get(rest.lower(), "")
        return SpelledWish(day, part, "" if part else rest)
    raise _of(rank, SpellingError(_("12/17 10 のように、日にちと時刻を入れてください")))


def _of(rank: int, problem: SpellingError) -> SpellingError:
    words = _("第%(rank)d希望：%(sentence)s") % {"rank": rank, "sentence": problem}
    return SpellingError(words)
