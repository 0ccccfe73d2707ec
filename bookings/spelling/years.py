"""Fiscal years: 2017, 平成29年度, H29, 令和元年度, 令和8年度（2026年度）."""

import re

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError
from lectures.eras import year_of_era

FIRST_YEAR, LAST_YEAR = 1950, 2099
_BARE = r"(?:(令和|平成|昭和|[RHS])\s*(元|[0-9]{1,2})|(?:FY|fiscal year|西暦)?\s*([0-9]{4}))\s*(?:年度|年)?"
_YEAR = re.compile(rf"{_BARE}\s*(?:\(\s*{_BARE}\s*\))?", re.IGNORECASE)
_SENTENCE = _("年度は、2017、平成29年度、H29のように入れてください")
_TWO = _("西暦と和暦の年度が、たがいにちがいます。どちらかを直してください")


def parse_fiscal_year(text: str) -> int:
    """The calendar year in which it began. 平成31年度 and 令和元年度 are both 2019."""
    plain = folding.width(text)
    if not plain:
        raise SpellingError(_("年度を入れてください"))
    match = _YEAR.fullmatch(plain)
    if match is None:
        raise SpellingError(_SENTENCE)
    first, second = _year(*match.groups()[:3]), _year(*match.groups()[3:])
    if first is None or not FIRST_YEAR <= first <= LAST_YEAR:
        raise SpellingError(_SENTENCE)
    if second not in (None, first):
        raise SpellingError(_TWO)
    return first


def _year(era: str | None, number: str | None, western: str | None) -> int | None:
    if western:
        return int(western)
    if not (era and number):
        return None
    try:
        return year_of_era(era, 1 if number == "元" else int(number))
    except ValueError:
        return None
