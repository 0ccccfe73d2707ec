"""How many people."""

import re

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_COUNT = re.compile(
    r"(?:約|およそ|だいたい|大体|全部で|合計)?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})\s*(?:人|名|名様|にん)?\s*(?:くらい|ぐらい|程度|ほど|前後|位)?(?:です)?"
)
# 3クラス94人, about 15: one number of people, beside words that count no one else.
_SAID = re.compile(
    r"(?:[0-9]{1,3}\s*(?:クラス|学級|組|班|学年|グループ|団体)[で、,・の=:(\s]*)+"
    r"(?:約|およそ|だいたい|全部で|合計|計)?\s*([0-9]{1,6})\s*(?:人|名|名様)\s*(?:くらい|ぐらい|程度|ほど)?(?:です)?\)?"
    r"|(?:(?:about|around|approx\.?|approximately|roughly)\s*)?([0-9]{1,6})\s*"
    r"(?:people|persons|students|pupils|children|adults|members)?(?:\s*or\s+so)?",
    re.IGNORECASE,
)
_WRITTEN = re.compile("[〇一二三四五六七八九十百千]{1,9}")
_SENTENCE = _("人数は、30のように、ひとつの数で入れてください")
# 6人＋赤ちゃん6人: which of them are meant, and whether they add up, is theirs to say.
_SEVERAL = re.compile(r"[0-9]+\s*(?:人|名|＋|\+|と)[^0-9]*[0-9]+")
_ADD_UP = _("人数は、赤ちゃんも入れて、ぜんぶで何人かを、30のように、ひとつの数で入れてください")
_MOST = 100_000


def parse_count(text: str) -> int:
    """３０人, 約30名 → 30; 二十五, 百二十人."""
    plain = folding.width(text)
    folded = folding.figures(f"{plain}人" if _WRITTEN.fullmatch(plain) else plain)
    if not folded:
        raise SpellingError(_("人数を入れてください"))
    match = _COUNT.fullmatch(folded) or _SAID.fullmatch(folded)
    figures = next(filter(None, match.groups()), "") if match else ""
    count = int(figures.replace(",", "") or 0)
    if not 1 <= count <= _MOST:
        raise SpellingError(_ADD_UP if _SEVERAL.search(folded) else _SENTENCE)
    return count
