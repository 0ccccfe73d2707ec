"""The marked form: ［○］承諾　［　］辞退, ☑ 承諾する ☐ 承諾しない, 承諾（○）・辞退（　）.

Exactly one mark of all choices counts: it becomes that answer's words. Marks on several or on none
raise a doubt; lines that hold no choice stay as they are.
"""

import re
from dataclasses import dataclass, replace

from bookings.answers.newtext import Line
from bookings.answers.understood import Doubt

_SET = "☑✓✔■レvVxX〆"
_ROUND = "○〇◯◎"
_CROSS = "×✕✗✖"
_EMPTY = "☐□"
_ANY = re.escape(_SET + _ROUND + _CROSS + _EMPTY + "●△▲")
_BARE = re.escape("☑✓✔■☐□○〇◯◎●×✕✗✖△▲")
_MARK = rf"(?:[\[(【〔]\s*(?P<in_{{0}}>[{_ANY}]?)\s*[\])】〕]|(?P<bare_{{0}}>[{_BARE}]|レ(?=\s?[一-龯お])))"
_VERB = r"(?:承諾|受諾|お?引き?受け|お受け|派遣|出講)"
_NO = rf"辞退(?:する|します|いたします|させていただきます)?|{_VERB}(?:を)?(?:しない|しません|られない|られません|ない|ません|できない|できません|(?:い?た?し)?かねます|不可)|不承諾|不可|否"
_YES = rf"{_VERB}(?:を)?(?:する|します|いたします|る|ます|られる|られます|できる|できます|可能|可)?|諾|可"
_WISH = r"第?(?P<n>[1-3])\s?(?:希望|候補)(?:日時?)?(?:\s?\((?P<day>[^()]{1,24})\))?(?:(?:で|を|にて)(?:承諾|お?引き?受け|お受け|派遣|希望)(?:する|します|いたします)?)?"
_OTHER = r"(?:別日|別の日|他の日|日程変更|別日程)(?:を|で|なら)?(?:ご?提案|ご?希望|可|可能)?(?:する|します|いたします)?"
_WORD = rf"(?P<word>(?P<no>{_NO})|(?P<wish>{_WISH})|(?P<yes>{_YES})|(?P<other>{_OTHER}))(?![一-龯ァ-ヶ])"
_REST = r"(?P<rest>\s?\((?:理由|備考)?[^()]{2,60}\))?"
_BEFORE = re.compile(rf"(?:{_MARK.format('side')}\s*)?{_WORD}{_REST}")
_AFTER = re.compile(rf"{_WORD}(?:\s*{_MARK.format('side')})?{_REST}")
_STARTS = re.compile(_MARK.format("side"))
_ENDS = re.compile(rf"(?:[\[(【〔]\s*[{_ANY}]?\s*[\])】〕]|[{_BARE}])$")
_INSIDE = re.compile(
    rf"(?P<ahead>\S?)(?P<gap>[\s・/、]*)(?:[\[(【〔]\s*[{_ANY}]?\s*[\])】〕]|[{_BARE}])(?P<behind>\s*)"
)
_BETWEEN = re.compile(r"[\s・/、,|]*")
_LABEL = re.compile(
    r"^\(?(?:\d{1,2}[).]?\s)?(?:ご?回答(?:欄|内容)?|諾否|可否|承諾の可否|派遣の可否|ご?返答|お返事|選択)\s?[:\s]\s*"
)
_SINGLE = re.compile(
    rf"[\[(【〔]\s*(?P<mark>[{_ANY}]?)\s*[\])】〕]\s*(?P<word>承諾|辞退|別日)(?:する|します)?"
)


@dataclass(frozen=True)
class Choice:
    """`mark`: as written; empty: an empty box. None: no box at all."""

    word: str
    mark: str | None
    rest: str


def marked(lines: list[Line]) -> list[Line]:
    """The lines with the form replaced by the marked answer; other lines stay."""
    rows = [_choices(line.plain) for line in lines]
    if not any(choice.mark is not None for row in rows if row for choice in row):
        return lines
    choices = [choice for row in rows if row for choice in row]
    if len(choices) == 1:
        return _with_single(lines, rows)
    if any(row is None and _is_box(line.plain) for row, line in zip(rows, lines, strict=True)):
        raise Doubt("two_marks")
    _refuse_typed(rows, lines)
    chosen = _chosen(choices)
    found: list[Line] = []
    for row, line in zip(rows, lines, strict=True):
        if not row:
            found.append(line)
        elif chosen in row or any(choice.rest for choice in row):
            kept = [_told(choice) for choice in row if choice is chosen]
            found.append(replace(line, raw=" ".join(kept), plain=" ".join(kept)))
    return [line for line in found if line.plain]


def _refuse_typed(rows: list[list[Choice] | None], lines: list[Line]) -> None:
    """An answer typed beside the boxes: 「承諾します」 above 「☐ 承諾 ☑ 辞退」."""
    boxed = {
        one.word for row in rows if row for one in row if any(each.mark is not None for each in row)
    }
    for row, line in zip(rows, lines, strict=True):
        bare = row is not None and all(one.mark is None for one in row)
        if row and bare and ("ます" in line.plain or boxed & {one.word for one in row}):
            raise Doubt("two_marks")


def _chosen(choices: list[Choice]) -> Choice:
    """The one with a mark; ○ beside ● is an empty round, × beside ○ says no."""
    marks = [choice.mark or "" for choice in choices]
    filled = "●" in marks
    kinds = {_kind(mark, filled=filled) for mark in marks}
    if "odd" in kinds or ("crossed" in kinds and not any(one in _ROUND for one in marks if one)):
        raise Doubt("two_marks")
    found = [one for one in choices if _kind(one.mark or "", filled=filled) == "set"]
    sorts = {_kind(mark, filled=False) + mark for mark in marks if mark and mark in _SET}
    if len(found) != 1 or len(sorts) > 1:
        raise Doubt("two_marks" if found else "no_mark")
    if any(one.rest for one in choices if one is not found[0]):
        raise Doubt("two_marks")
    return found[0]


def _kind(mark: str, *, filled: bool) -> str:
    if not mark or mark in _EMPTY:
        return "empty"
    if mark in _ROUND:
        return "empty" if filled else "set"
    if mark in _CROSS:
        return "crossed"
    return "set" if mark in _SET + "●" else "odd"


def _told(choice: Choice) -> str:
    return f"{choice.word} {choice.rest}".strip()


def _choices(text: str) -> list[Choice] | None:
    """Every choice of a line that holds nothing else; None: no such line."""
    bare, found, at = _LABEL.sub("", text).strip(), [], 0
    pattern, doubtful = _side(bare)
    while at < len(bare):
        item = pattern.match(bare, at)
        if item is None:
            return None
        mark = item["in_side"] if item["in_side"] is not None else item["bare_side"]
        odd = doubtful and mark is not None
        found.append(Choice(_answer(item), "△" if odd else mark, (item["rest"] or "").strip()))
        between = _BETWEEN.match(bare, item.end())
        at = between.end() if between else item.end()
    return found


def _side(text: str) -> tuple[re.Pattern[str], bool]:
    """Whether the marks stand before or behind their words; the second: nobody can tell."""
    if _STARTS.match(text):
        return _BEFORE, bool(_ENDS.search(text))
    if _ENDS.search(text):
        return _AFTER, False
    inside = _INSIDE.search(text)
    if inside is None or (inside["gap"] and not inside["behind"]):
        return _BEFORE, False
    return _AFTER, bool(inside["gap"]) == bool(inside["behind"])


def _answer(item: re.Match[str]) -> str:
    if item["no"]:
        return "辞退"
    if item["wish"]:
        day = f" ({item['day']})" if item["day"] else ""
        return f"第{item['n']}希望{day}で承諾します" if not day else f"承諾 第{item['n']}希望{day}"
    return "承諾" if item["yes"] else "別日"


def _is_box(text: str) -> bool:
    """Another box than a choice's: somebody has to read it."""
    return bool(re.match(rf"^\s*(?:[\[(]\s*[{_ANY}]?\s*[\])]|[☐□☑✓✔■])\s*\S", text))


def _with_single(lines: list[Line], rows: list[list[Choice] | None]) -> list[Line]:
    """「（○）承諾」 alone: a box of its own, marked."""
    found: list[Line] = []
    for row, line in zip(rows, lines, strict=True):
        if not row:
            if _is_box(line.plain):
                raise Doubt("two_marks")
            found.append(line)
            continue
        kind = _kind(row[0].mark or "", filled=False)
        if kind != "set":
            raise Doubt("two_marks" if kind in ("odd", "crossed") else "no_mark")
        found.append(replace(line, raw=_told(row[0]), plain=_told(row[0])))
    return found
