"""Readings: hiragana out, whatever kana came in."""

import re

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_READING = re.compile(r"[ぁ-ゖー・\s]*[ぁ-ゖ][ぁ-ゖー・\s]*")


def parse_kana(text: str) -> str:
    """サトウ　ハナコ, ｻﾄｳ ﾊﾅｺ → さとう はなこ."""
    reading = folding.width(text).translate(_TO_HIRAGANA)
    reading = re.sub(r"(?<=[ぁ-ゖ])[-\u2010-\u2015\u2212~](?=[ぁ-ゖ\s]|$)", "ー", reading)
    if not reading:
        raise SpellingError(_("よみがなを入れてください"))
    if not _READING.fullmatch(reading):
        raise SpellingError(_("よみがなは、ひらがなで入れてください"))
    return reading
