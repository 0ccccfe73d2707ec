"""Times of day, alone or from–to."""

import re
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.durations import parse_minutes
from bookings.spelling.errors import SpellingError

_TIME = re.compile(
    r"(?:(?P<half>午前|午後|朝|お?昼|夜|夕方|AM|PM)\s*の?\s*)?(?P<hour>[0-9]{1,2})"
    r"(?:\s*時\s*(?:(?P<spoken>[0-9]{1,2})\s*分?|(?P<half_past>半))?|\s*[:.]\s*(?P<minute>[0-9]{2})(?::00)?)?"
    r"\s*(?P<after>AM|PM)?(?:ちょうど)?(?:\s*(?:から|より|開始|~))?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})")
_NOON = re.compile(r"(?:お?昼の)?正午(?:ちょうど)?(?:\s*(?:から|より|~))?")
_ABOUT = re.compile(r"ごろ|ころ|頃|くらい|ぐらい|前後|すぎ|過ぎ|以降|まえ|(?<!午)前")
_TO = re.compile(
    r"\s*(?:から|より|~|\u301c|-|[\u2010-\u2015\u2212\u30fc]|→|to|至)\s*", re.IGNORECASE
)
_UNTIL = re.compile(r"\s*(?:まで|迄|終了|終わり)$")
_LASTING = re.compile(r"間|[0-9]\s*分$|時間|hours?$|min", re.IGNORECASE)
_AFTERNOON = ("午後", "昼", "お昼", "夜", "夕方", "pm")
_EARLIEST = 8  # an hour below, said without 午前 or 午後, is nearly always meant after noon


def parse_time(text: str) -> time:
    """午後２時半 → 14:30; 14時, 1030, １０：３０ and 正午 too."""
    folded = folding.figures(folding.width(text)).replace("\u301c", "~")
    if not folded:
        raise SpellingError(_("時刻を入れてください"))
    if _NOON.fullmatch(folded):
        return time(12)
    figures = _FIGURES.fullmatch(folded)
    if figures:
        return _time(int(figures["hour"]), minute=int(figures["minute"]))
    match = _TIME.fullmatch(folded)
    if match is None:
        raise _unreadable(folded)
    minute = 30 if match["half_past"] else int(match["spoken"] or match["minute"] or 0)
    return _time(_hour(match), minute=minute)


def parse_times(text: str) -> tuple[time, time | None]:
    """10時〜11時半, 10:00-11:30 or 10時から90分; only a start where no end is written."""
    folded = folding.figures(folding.width(text))
    if not folded:
        raise SpellingError(_("時刻を入れてください"))
    if _is_one(folded):
        return parse_time(folded), None
    first, rest = _cut(folded)
    if not first:
        raise SpellingError(_("何時からかを入れてください"))
    starts = parse_time(first)
    if not rest:
        return starts, None
    return starts, _end(rest, starts=starts, half=_half(first))


def _is_one(folded: str) -> bool:
    return not _TO.search(folded) and not _UNTIL.search(folded)


def _cut(folded: str) -> tuple[str, str]:
    parts = [part for part in _TO.split(_UNTIL.sub("", folded)) if part]
    if len(parts) > 2:
        raise SpellingError(_("時刻は、10時から11時半のように、ひとつだけ入れてください"))
    if len(parts) == 1:
        leads = bool(_TO.match(folded) or _UNTIL.search(folded))
        return ("", parts[0]) if leads else (parts[0], "")
    return (parts[0], parts[1]) if parts else ("", "")


def _end(text: str, *, starts: time, half: str) -> time:
    """The end of a span: 午後2時〜4時 and 10時〜2時 both end in the afternoon."""
    if _LASTING.search(text) and "時" not in re.sub("時間", "", text):
        return _after(starts, text)
    try:
        ends = parse_time(text)
    except SpellingError:
        if _half(text) or _ABOUT.search(text):
            raise
        return parse_time(f"午後{text}")  # 2時: refused only for not saying which half
    if half in _AFTERNOON and not _half(text) and ends.hour < 12:
        return ends.replace(hour=ends.hour + 12)
    return ends


def _after(starts: time, text: str) -> time:
    """10時から90分."""
    moment = datetime.combine(date(2000, 1, 1), starts)
    try:
        ends = moment + timedelta(minutes=parse_minutes(text))
    except SpellingError:
        raise _unreadable(text) from None
    return ends.time() if ends.date() == moment.date() else time(23, 59)


def _half(text: str) -> str:
    match = _TIME.fullmatch(text)
    return (match["half"] or match["after"] or "").lower() if match else ""


def _unreadable(folded: str) -> SpellingError:
    if about := _ABOUT.search(folded):
        sentence = _("「%(about)s」をとって、14時30分のように、はっきりした時刻を入れてください")
        return SpellingError(str(sentence) % {"about": about[0]})
    return SpellingError(_("時刻は、10時30分のように入れてください"))


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
