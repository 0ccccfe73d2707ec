"""The marked form: ［○］承諾　［　］辞退. Exactly one mark counts."""

import re
from dataclasses import replace

from bookings.answers.newtext import Line
from bookings.answers.understood import Doubt

_BOX = re.compile(
    r"(?:[\[(【〔]\s*(?P<mark>[○〇◯◎●✓✔☑■レ×✕△vV〆]?)\s*[\])】〕]|(?P<box>[□☐☑■✓✔]))\s*(?P<word>承諾|辞退|別日)(?:する|します)?"
)
_MARKS = frozenset("○〇◯◎●✓✔☑■レvV〆")


def marked(lines: list[Line]) -> list[Line]:
    """The lines with the form replaced by the marked word; other lines stay."""
    boxes = [match for line in lines for match in _BOX.finditer(line.plain)]
    if not boxes or not _is_form(boxes):
        return lines
    chosen = [box for box in boxes if (box["mark"] or box["box"] or "") in _MARKS]
    if any(box["mark"] in ("×", "✕", "△") for box in boxes if box["mark"]):
        raise Doubt("two_marks")
    if len(chosen) != 1:
        raise Doubt("two_marks" if chosen else "no_mark")
    return [_filled(line, word=chosen[0]["word"]) for line in lines]


def _is_form(boxes: list[re.Match[str]]) -> bool:
    """Two choices, or one box with brackets: 「（承諾）」 has no box of its own."""
    return len(boxes) > 1 or boxes[0]["mark"] is not None or boxes[0]["box"] is not None


def _filled(line: Line, *, word: str) -> Line:
    """The marked word and what stands behind it; the other choices go."""
    boxes = list(_BOX.finditer(line.plain))
    if not boxes:
        return line
    kept = line.plain[: boxes[0].start()]
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        rest = line.plain[box.end() : following.start() if following else None].strip(" /・")
        if box["word"] == word and box["mark"] != "" and box["box"] not in ("□", "☐"):
            kept += f"{word} {rest}"
        elif rest:
            kept += f" {rest}"
    return replace(line, raw=kept.strip(), plain=kept.strip())
