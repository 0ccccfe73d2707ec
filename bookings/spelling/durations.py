"""How long something took."""

import re

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

LONGEST = 600
_ABOUT = r"(?:約|およそ|だいたい|大体|合計|全部で)?\s*"
_OR_SO = r"\s*(?:間)?\s*(?:くらい|ぐらい|程度|ほど|前後|位|ちょうど|弱|強)?\s*(?:です|でした)?"
_MINUTES = re.compile(
    rf"{_ABOUT}(?P<minutes>[0-9]{{1,4}})\s*(?:分|min(?:ute)?s?\.?)?{_OR_SO}", re.IGNORECASE
)
_HOURS = re.compile(
    rf"{_ABOUT}(?P<hours>[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?)\s*(?:時間|hours?|hrs?|h)\s*(?:と\s*)?"
    rf"(?:(?P<half>半)|(?P<minutes>[0-9]{{1,2}})\s*(?:分|min(?:ute)?s?)?)?{_OR_SO}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-5][0-9])")
_HALF = re.compile(rf"{_ABOUT}半時間{_OR_SO}")


def parse_minutes(text: str) -> int:
    """６０分くらい → 60, 1時間半 → 90, 1.5時間 → 90, 二時間 → 120."""
    folded = folding.figures(folding.width(text))
    if not folded:
        raise SpellingError(_("かかった時間を入れてください。例：60分"))
    minutes = _minutes(folded)
    if minutes is None:
        raise SpellingError(_("かかった時間は、60分か1時間半のように入れてください"))
    if not 1 <= minutes <= LONGEST:
        raise SpellingError(_("かかった時間は、1分から600分までで入れてください"))
    return minutes


def _minutes(folded: str) -> int | None:
    if _HALF.fullmatch(folded):
        return 30
    if match := _MINUTES.fullmatch(folded):
        return int(match["minutes"])
    match = _HOURS.fullmatch(folded) or _CLOCK.fullmatch(folded)
    if match is None:
        return None
    said = match.groupdict()
    rest = 30 if said.get("half") else int(said["minutes"] or 0)
    return round(float(said["hours"]) * 60) + rest
