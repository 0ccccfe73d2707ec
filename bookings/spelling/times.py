"""Times of day."""

import re
from datetime import time

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_TIME = re.compile(
    r"(?:(?P<half>午前|午後|朝|昼|夜|夕方|AM|PM)\s*)?(?P<hour>[0-9]{1,2})"
    r"(?:\s*時\s*(?:(?P<spoken>[0-9]{1,2})\s*分?|(?P<half_past>半))?|\s*[:.]\s*(?P<minute>[0-9]{2})(?::00)?)?"
    r"\s*(?P<after>AM|PM)?(?:\s*(?:から|より|開始|~))?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})")
_AFTERNOON = ("午後", "昼", "夜", "夕方", "pm")
_EARLIEST = 8  # an hour below, said without 午前 or 午後, is nearly always meant after noon


def parse_time(text: str) -> time:
    """午後２時半 → 14:30; 14時, 1030 and １０：３０ too."""
    folded = folding.width(text).replace("〜", "~")
    if not folded:
        raise SpellingError(_("時刻を入れてください"))
    figures = _FIGURES.fullmatch(folded)
    if figures:
        return _time(int(figures["hour"]), minute=int(figures["minute"]))
    match = _TIME.fullmatch(folded)
    if match is None:
        raise SpellingError(_("時刻は、10時30分のように入れてください"))
    minute = 30 if match["half_past"] else int(match["spoken"] or match["minute"] or 0)
    return _time(_hour(match), minute=minute)


def _hour(match: re.Match[str]) -> int:
    half, hour = (match["half"] or match["after"] or "").lower(), int(match["hour"])
    plain_clock = match["minute"] and len(match["hour"]) == 2
    if not half and hour < _EARLIEST and not plain_clock:
        raise SpellingError(_("午前か午後をつけて、午後2時のように入れてください"))
    if half in ("午前", "朝", "am"):
        return 0 if hour == 12 else hour if hour < 12 else 99
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    return hour


def _time(hour: int, *, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise SpellingError(_("その時刻はありません。時刻を確かめてください")) from None
