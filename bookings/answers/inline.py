"""Answers typed beneath a quoted line of ours: 「この日でお受けします」 under 「■ 第2希望：…」. Pure.

It only puts the wish's number where the words point; what the answer means, others read.
"""

import re

_MARKS = re.compile(r"^[\s>|│┃❘¦]+")
_BULLET = re.compile(r"^[■・●○◇◆*-]")
_WISH = re.compile(r"第\s?([1-3])\s?希望")
_DATED = re.compile(r"\d{1,2}\s?(?:月|/)\s?\d{1,2}")
_POINTS = re.compile(
    r"(?:この|その|上の|上記の?|こちらの|ここの|左記の)(?:日時|日程|日にち|日取り|日|時間帯?|枠|希望日?|候補日?|回)|(?:こちら|ここ|これ|上記)(?=で|に|を|なら|が)"
    r"|\bthis (?:one|day|date|slot|time)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"^(?:承諾|お?引き?受け|お受け|受けます|OK|オーケー|可能|伺|参|大丈夫|○|〇|◯|we accept|yes)",
    re.IGNORECASE,
)
_YES = re.compile(r"承諾|お?引き?受け|お受けし")
_BELOW = re.compile(r"下記|以下|下の日|次の日時|第[一1]候補")
_REFUSES = re.compile(
    r"空い|都合|予定|辞退|不可|できません|無理|難し|^[×✕✗]|断り|かねます", re.IGNORECASE
)
_COMES = re.compile(r"^\S{1,8}(?:が|を)(?:お?伺|うかが|参|まい|行き|派遣|務め|担当)")
_NAMES_OTHER = re.compile(r"第\s?\d|希望|\d{1,2}\s?(?:月|/|日)")
_FACT = re.compile(r"^■\s?(?:講座|団体|会場|伝えたいこと)")
_FURTHEST = 3  # lines into which a program may have broken one of ours


UNSURE = 0


def wish_above(quoted: list[str], *, goes_on: bool) -> int | None:
    """The wish in the last quoted line, which may be broken into several; the asked day is none.

    `goes_on`: the quotation does, below. UNSURE: beneath another fact, or below a quotation cut short.
    """
    for at, line in enumerate(reversed(quoted[-_FURTHEST:]), start=1):
        bare = _MARKS.sub("", line)
        if not _BULLET.match(bare):
            continue
        found = _WISH.search(bare)
        if found is None or not _DATED.search(" ".join(quoted[-_FURTHEST:])):
            alone = len(quoted) == at
            return UNSURE if (goes_on or alone) and _FACT.match(bare) else None
        if found[1] == "1" and not goes_on:
            return None
        return int(found[1]) if goes_on or len(quoted) == at else UNSURE
    return None


def apart(wishes: list[int | None]) -> list[int | None]:
    """The asked day needs no number where nothing is typed beneath another wish."""
    several = any(wish is not None and wish > 1 for wish in wishes)
    return [wish if several or wish != 1 else None for wish in wishes]


def is_unsure(line: str, *, wish: int | None) -> bool:
    """Beneath another fact without a day of its own; or pointing to lines below."""
    if wish == UNSURE:
        return not _NAMES_OTHER.search(line)
    return wish is not None and bool(_BELOW.search(line))


def pointed(line: str, *, wish: int) -> str:
    """The line with the wish's number instead of 「この日」; before a bare 「承諾します」 too."""
    if _NAMES_OTHER.search(line) or _BELOW.search(line):
        return line
    if _POINTS.search(line):
        return _POINTS.sub(f"第{wish}希望", line, count=1)
    if _REFUSES.search(line):
        return f"第{wish}希望は{line}"
    answers = _ANSWERS.match(line) or _COMES.search(line) or _YES.search(line)
    return f"第{wish}希望で{line}" if answers else line
