"""Numbers of statistics: nought is one, thousands may be parted, a unit may follow."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

MOST = 99_999_999
_WHOLE = r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})"
_COUNT = re.compile(rf"{_WHOLE}\s*(?:回|人|名|件|日)?")
_AMOUNT = re.compile(rf"{_WHOLE}(\.[0-9]+)?\s*(?:%|パーセント|回|人|名|件|日)?")
_WHOLE_SENTENCE = _("0か、それより大きい整数で入れてください（例：1,234）")
_SENTENCE = _("数は、61.5や1,234のように入れてください")
_FINE = _("小数は、小数点の下1けたまでにしてください（例：61.5）")


def parse_whole(text: str) -> int:
    """１，２３４回 → 1234. Nothing typed is an error: nought is written."""
    match = _COUNT.fullmatch(folding.width(text))
    number = int(match[1].replace(",", "")) if match else -1
    if not 0 <= number <= MOST:
        raise SpellingError(_WHOLE_SENTENCE)
    return number


def parse_amount(text: str) -> Decimal:
    """６１．５％ → 61.5; at most one decimal."""
    match = _AMOUNT.fullmatch(folding.width(text))
    if match is None:
        raise SpellingError(_SENTENCE)
    decimals = (match[2] or "").rstrip("0")
    if len(decimals) > 2:
        raise SpellingError(_FINE)
    number = Decimal(match[1].replace(",", "") + (decimals if len(decimals) == 2 else ""))
    if number > MOST:
        raise SpellingError(_SENTENCE)
    return number
