"""Who mostly comes, from what a group wrote about its ages. Pure.

「60代〜80代」「小学4年生」「0〜2歳の子と親」: one group where all words lead to one, else いろいろな年代.
"""

import re
import unicodedata

from bookings.status import AgeGroup

_WORDS: tuple[tuple[str, AgeGroup], ...] = (
    (r"全年代|全世代|多世代|幅広|はばひろ|さまざま|様々|いろいろ|親子|家族|all ages|famil", AgeGroup.MIXED),
    (r"乳幼児|乳児|幼児|園児|未就学|未就園|赤ちゃん|保育園|幼稚園|こども園|toddler|preschool|infant", AgeGroup.PRESCHOOL),
    (r"小学|児童|小[1-6]|primary|elementary", AgeGroup.PRIMARY),
    (r"中学|高校|中高生|生徒|中[1-3]|高[1-3]|teen|high school", AgeGroup.TEENS),
    (r"大学生|若者|青年|student", AgeGroup.YOUNG),
    (r"子育て|保護者|親(?!子)|parents", AgeGroup.YOUNG),
    (r"中年|壮年|働き盛り|middle.aged", AgeGroup.MIDDLE),
    (r"高齢|老人|シニア|お年寄り|年配|後期|older|elderly|senior", AgeGroup.OLDER),
)  # fmt: skip
_DECADES = re.compile(
    r"(\d{1,2})\s*(?:歳?代|s\b)?\s*(?:[~〜～\-–]|から|to)\s*(\d{1,2})\s*(?:歳?代|s\b)"
)
_DECADE = re.compile(r"(\d{1,2})\s*(?:歳?代|s\b)")
_YEARS = re.compile(r"(\d{1,2})\s*歳?\s*(?:[~〜～\-–]|から|to)\s*(\d{1,2})\s*歳")
_YEAR = re.compile(r"(\d{1,2})\s*(?:歳|才)\s*(以上|以下|まで|から|未満)?")
_LIMITS = (
    (6, AgeGroup.PRESCHOOL), (12, AgeGroup.PRIMARY), (17, AgeGroup.TEENS), (39, AgeGroup.YOUNG),
    (59, AgeGroup.MIDDLE),
)  # fmt: skip


def age_group(words: str) -> AgeGroup:
    """The group that the words name; of two, いろいろな年代; of none, 分からない."""
    text = unicodedata.normalize("NFKC", words).lower().replace("才", "歳")
    found = {group for pattern, group in _WORDS if re.search(pattern, text)}
    found |= _by_number(text)
    if not found:
        return AgeGroup.UNKNOWN
    return found.pop() if len(found) == 1 else AgeGroup.MIXED


def _by_number(text: str) -> set[AgeGroup]:
    found: set[AgeGroup] = set()
    for pattern, last in ((_DECADES, 9), (_YEARS, 0)):
        for match in pattern.finditer(text):
            first, until = int(match[1]), int(match[2])
            found |= {_of(age) for age in range(min(first, until), max(first, until) + last + 1)}
        text = pattern.sub(" ", text)
    found |= {_of(int(match[1]) + 5) for match in _DECADE.finditer(text)}
    for match in _YEAR.finditer(_DECADE.sub(" ", text)):
        age, which = int(match[1]), match[2]
        ages = {"以上": (age, 99), "から": (age, 99)}.get(which or "", (age, age))
        ages = (0, age) if which in ("以下", "まで", "未満") else ages
        found |= {_of(one) for one in range(ages[0], ages[1] + 1)}
    return found


def _of(age: int) -> AgeGroup:
    return next((group for limit, group in _LIMITS if age <= limit), AgeGroup.OLDER)
