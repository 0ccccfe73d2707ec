"""How many people."""

import re

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_COUNT = re.compile(
    r"(?:約|およそ|だいたい|大体|全部で|合計)?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})\s*(?:人|名|名様|にん)?\s*(?:くらい|ぐらい|程度|ほど|前後|位)?(?:です)?"
)
_MOST = 100_000


def parse_count(text: str) -> int:
    """３０人, 約30名 → 30."""
    folded = folding.width(text)
    if not folded:
        raise SpellingError(_("人数を入れてください"))
    match = _COUNT.fullmatch(folded)
    count = int(match[1].replace(",", "")) if match else 0
    if not 1 <= count <= _MOST:
        raise SpellingError(_("人数は、30のように、ひとつの数で入れてください"))
    return count
