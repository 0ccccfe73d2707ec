"""Two sides of one question from a common middle: 必要課題 to the left, 要求課題 to the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lectures.charts.chart import Chart, Table, nothing_yet
from lectures.charts.marks import NARROW, WIDE, Box, Mark, Paper, Path, Picture, lines_of
from lectures.charts.words import LINE, measured, number, widest, wrapped

_BAR = 22


@dataclass(frozen=True)
class Balance:
    """How much each side has in one row (a year, a category, all of them)."""

    label: str
    left: float
    right: float

    @property
    def shares(self) -> tuple[int, int]:
        """Percent, together 100; nothing at all: nought."""
        whole = self.left + self.right
        if not whole:
            return 0, 0
        left = round(100 * self.left / whole)
        return left, 100 - left


def balance_bars(
    rows: Sequence[Balance],
    *,
    sides: tuple[str, str],
    title: str,
    description: str,
    key: str,
    of: str,
    unit: str = "",
) -> Chart:
    """`sides`: the names of left and right; both grow by the same scale."""
    head = (of, sides[0], sides[1], _("%(side)sの割合") % {"side": sides[0]})
    table = Table(title, head, tuple(_cells(row) for row in rows))
    if not rows:
        pictures = nothing_yet(_("まだ数字がありません。"))
    else:
        pictures = (_picture(rows, sides, WIDE, unit), _picture(rows, sides, NARROW, unit))
    return Chart("balance", key, title, description, pictures, table)


def _cells(row: Balance) -> tuple[str, ...]:
    share = f"{row.shares[0]}%" if row.left + row.right else "－"
    return row.label, number(row.left), number(row.right), share


def _picture(rows: Sequence[Balance], sides: tuple[str, str], paper: Paper, unit: str) -> Picture:
    middle, half = paper.width // 2, paper.width // 2 - 8
    most = max(*(row.left for row in rows), *(row.right for row in rows), 1)
    marks: list[Mark] = []
    y = _heads(marks, sides, paper) + 6
    begin = y
    for row in rows:
        y = _row(
            marks,
            row,
            paper,
            y,
            round(half * row.left / most),
            round(half * row.right / most),
            unit,
        )
    marks.insert(0, Path("axis", ((middle, begin), (middle, y - 8))))
    return Picture(paper.name, paper.width, y, tuple(marks))


def _heads(marks: list[Mark], sides: tuple[str, str], paper: Paper) -> int:
    """The names of the sides with their patterns, left and right of the middle."""
    middle, room = paper.width // 2, paper.width // 2 - 42
    left, right = (wrapped(side, room) for side in sides)
    marks += [Box("need", middle - 34, 2, 26, 13), Box("asked", middle + 8, 2, 26, 13)]
    marks += lines_of(left, middle - 40, 0, look="word", anchor="end")
    marks += lines_of(right, middle + 40, 0, look="word")
    return LINE * max(len(left), len(right))


def _row(
    marks: list[Mark], row: Balance, paper: Paper, y: int, left: int, right: int, unit: str
) -> int:
    middle, room = paper.width // 2, paper.width // 2 - 10
    names = wrapped(row.label, paper.width)
    half = min(widest(names) // 2 + 1, middle)
    marks.append(Box("plate", middle - half, y, 2 * half, LINE * len(names)))
    marks += lines_of(names, middle, y, anchor="middle")
    y += LINE * len(names) + 2
    if left:
        marks.append(Box("need", middle - left, y, left, _BAR))
    if right:
        marks.append(Box("asked", middle, y, right, _BAR))
    y += _BAR + 3
    said = [
        _("%(number)s（%(share)s%%）") % {"number": measured(value, unit), "share": share}
        for value, share in zip((row.left, row.right), row.shares, strict=True)
    ]
    on_left, on_right = (wrapped(words, room) for words in said)
    marks += lines_of(on_left, middle - 6, y, look="word", anchor="end")
    marks += lines_of(on_right, middle + 6, y, look="word")
    return y + LINE * max(len(on_left), len(on_right)) + 14
