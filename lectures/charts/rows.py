"""Bars lying under each other: long names have room, and any number of them fits a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from lectures.charts.items import Item, KeyEntry, key_marks, scale_of
from lectures.charts.marks import WIDE, Box, Mark, Paper, Path, Picture, lines_of
from lectures.charts.scale import Scale
from lectures.charts.words import LINE, widest, wrapped

_BAR, _GAP = 20, 12
_NAMES, _NUMBERS = 220, 190  # the widest columns of a wide paper
_BESIDE = 96  # words at a bar that are longer stand under it on a phone


@dataclass(frozen=True)
class _Columns:
    """Names from 0 to `names`, bars from `left` to `right`, numbers right of them (or under)."""

    paper: Paper
    scale: Scale
    names: int
    left: int
    right: int
    beside: bool

    def length(self, value: float) -> int:
        return self.scale.place(value, self.right - self.left)


def row_picture(
    items: Sequence[Item], paper: Paper, *, key: Sequence[KeyEntry] = (), rest: str = ""
) -> Picture:
    """`rest`: a line of words under the last bar."""
    columns = _columns(items, paper)
    marks, y = key_marks(key, paper, 0)
    y += 4
    for item in items:
        if item.before:
            y = _break(marks, item.before, paper, y)
        y = _row(marks, item, columns, y) + _GAP
    lines = wrapped(rest, paper.width) if rest else ()
    marks += lines_of(lines, 0, y)
    return Picture(paper.name, paper.width, y + LINE * len(lines) + 2, tuple(marks))


def _columns(items: Sequence[Item], paper: Paper) -> _Columns:
    scale = scale_of(items)
    numbers = widest(tuple(item.words for item in items))
    if paper is not WIDE:
        beside = numbers <= _BESIDE
        right = paper.width - (numbers + 12 if beside else 4)
        return _Columns(paper, scale, paper.width, 3, right, beside)
    names = min(widest(tuple(item.label for item in items)), _NAMES)
    left = names + 14
    right = paper.width - min(numbers, _NUMBERS) - 14
    return _Columns(paper, scale, names, left, right, beside=True)


def _row(marks: list[Mark], item: Item, columns: _Columns, y: int) -> int:
    """Where the row ends."""
    names = wrapped(item.label, columns.names)
    marks += lines_of(names, 0, y, look="word")
    under_names = y + LINE * len(names)
    bar_y = y if columns.paper is WIDE else under_names + 4
    end = _bar(marks, item, columns, bar_y)
    if item.missing or columns.beside:
        from_x = end if item.missing else columns.right
        # 8 before the words, and the mark of a target may stand 2 over the edge.
        lines = wrapped(item.missing or item.words, columns.paper.width - from_x - 10)
        marks += lines_of(lines, end + 8, bar_y + 1, look="word")
        return max(under_names, bar_y + max(_BAR + 4, LINE * len(lines)))
    lines = wrapped(item.words, columns.paper.width)
    marks += lines_of(lines, 0, bar_y + _BAR + 5, look="word")
    return bar_y + _BAR + 5 + LINE * len(lines)


def _bar(marks: list[Mark], item: Item, columns: _Columns, y: int) -> int:
    """Parts from nought on, over them the mark of the target; where both end."""
    if item.missing:
        marks.append(Box("missing", columns.left, y, 24, _BAR))
        return columns.left + 24
    x = columns.left
    so_far = 0.0
    for part in item.parts:
        so_far += part.value
        to = columns.left + columns.length(so_far)
        if to > x:
            marks.append(Box(part.look, x, y, to - x, _BAR))
        x = max(x, to)
    marks.append(Path("axis", ((columns.left, y - 3), (columns.left, y + _BAR + 3))))
    if item.target is None:
        return x
    at = columns.left + columns.length(item.target)
    marks.append(Box("target-mark", at - 2, y - 4, 4, _BAR + 8))
    return max(x, at + 2)


def _break(marks: list[Mark], words: str, paper: Paper, y: int) -> int:
    lines = wrapped(words, paper.width)
    marks.append(Path("break", ((0, y), (paper.width, y))))
    marks += lines_of(lines, 0, y + 3)
    return y + 3 + LINE * len(lines) + _GAP // 2
