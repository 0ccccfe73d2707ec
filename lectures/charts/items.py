"""What bars are made from: items with parts, a target, a gap or a break before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lectures.charts.marks import Box, Mark, Paper, lines_of
from lectures.charts.scale import Scale, scale_for
from lectures.charts.words import LINE, measured, width_of, wrapped


@dataclass(frozen=True)
class Part:
    """`look`: a name in looks.FILLS."""

    look: str
    value: float


@dataclass(frozen=True)
class Item:
    """One bar. `missing`: words instead of a number; `before`: words of a break in front of it.

    `words` stand at the bar, `under` below its label where it is a column.
    """

    label: str
    parts: tuple[Part, ...]
    words: str
    target: float | None = None
    under: str = ""
    missing: str = ""
    before: str = ""

    @property
    def whole(self) -> float:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class KeyEntry:
    """A pattern and its name."""

    look: str
    words: str


def scale_of(items: Sequence[Item]) -> Scale:
    """Bars begin at nought."""
    return scale_for([*(item.whole for item in items), *(item.target for item in items)])


def value_words(value: float, target: float | None, unit: str, of_target: str) -> str:
    words = measured(value, unit)
    return words if target is None else f"{words} / {of_target} {measured(target, unit)}"


def key_marks(entries: Sequence[KeyEntry], paper: Paper, top: int) -> tuple[list[Mark], int]:
    """Swatches with their names on as many lines as they need, and where they end."""
    marks: list[Mark] = []
    x, y = 1, top
    for entry in entries:
        lines = wrapped(entry.words, paper.width - 36)
        width = max(width_of(line) for line in lines)
        if x > 1 and x + 34 + width > paper.width:
            x, y = 1, y + LINE + 4
        marks.append(_swatch(entry.look, x, y))
        marks += lines_of(lines, x + 32, y, look="word")
        x += 34 + width + 16
        y += LINE * (len(lines) - 1)
    return marks, y + LINE + 10 if entries else top


def _swatch(look: str, x: int, y: int) -> Box:
    if look == "target-mark":
        return Box(look, x + 11, y, 4, 16)
    return Box(look, x, y + 2, 26, 13)
