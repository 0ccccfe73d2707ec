"""Bars standing beside each other along time. Where they would be too narrow, they lie as rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from lectures.charts.items import Item, KeyEntry, key_marks, scale_of
from lectures.charts.looks import SOLID
from lectures.charts.marks import Box, Mark, Paper, Path, Picture, Words, lines_of, within
from lectures.charts.rows import row_picture
from lectures.charts.scale import Scale
from lectures.charts.words import LINE, number, widest, width_of, wrapped

_LINES = 3  # a label on more lines lies better as a row


@dataclass(frozen=True)
class _Plot:
    paper: Paper
    scale: Scale
    left: int
    slot: float
    top: int
    foot: int

    def middle(self, order: int) -> int:
        return self.left + round(self.slot * (order + 0.5))

    def y(self, value: float) -> int:
        return self.foot - self.scale.place(value, self.foot - self.top)

    @property
    def bar(self) -> int:
        return max(8, min(48, round(self.slot * (0.62 if self.slot > 36 else 0.82))))


def column_picture(items: Sequence[Item], paper: Paper, *, key: Sequence[KeyEntry] = ()) -> Picture:
    scale = scale_of(items)
    left = scale.margin + 12
    slot = (paper.width - left) / len(items)
    labels = [_label_lines(item, slot) for item in items]
    if not _fits(items, labels, slot):
        return row_picture(items, paper, key=key)
    marks, top = key_marks(key, paper, 0)
    breaks = [
        (n, wrapped(item.before, paper.width // 2)) for n, item in enumerate(items) if item.before
    ]
    # Some air: words stand a little above and below their line.
    plot_top = top + LINE * (sum(len(lines) for _n, lines in breaks) + 1) + (4 if breaks else 0)
    plot = _Plot(paper, scale, left, slot, plot_top, plot_top + paper.plot)
    marks += _grid(plot) + _breaks(plot, breaks, top)
    for order, item in enumerate(items):
        marks += _column(plot, order, item)
        marks += lines_of(labels[order], plot.middle(order), plot.foot + 6, anchor="middle")
    below = LINE * max(len(lines) for lines in labels)
    return Picture(paper.name, paper.width, plot.foot + below + 10, tuple(marks))


def _label_lines(item: Item, slot: float) -> tuple[str, ...]:
    under = (*wrapped(item.under, int(slot) - 4),) if item.under else ()
    return (*wrapped(item.label, int(slot) - 4), *under)


def _fits(items: Sequence[Item], labels: Sequence[tuple[str, ...]], slot: float) -> bool:
    longest = max(len(wrapped(item.label, int(slot) - 4)) for item in items)
    numbers = max(width_of(item.missing or number(item.whole)) for item in items)
    words = max(widest(lines) for lines in labels)
    return longest <= _LINES and max(numbers, words) <= slot - 2 and slot >= 18


def _grid(plot: _Plot) -> list[Mark]:
    marks: list[Mark] = []
    for n, step in enumerate(plot.scale.steps):
        y = plot.y(step)
        marks.append(Path("grid" if n else "axis", ((plot.left, y), (plot.paper.width, y))))
        marks.append(Words("scale", number(step), plot.left - 8, y + 5, "end"))
    return marks


def _breaks(plot: _Plot, breaks: Sequence[tuple[int, tuple[str, ...]]], top: int) -> list[Mark]:
    marks: list[Mark] = []
    for order, lines in breaks:
        x = plot.left + round(plot.slot * order)
        middle = within(x, widest(lines), 0, plot.paper.width)
        marks.append(Path("break", ((x, top + LINE * len(lines) + 2), (x, plot.foot))))
        marks += lines_of(lines, middle, top, anchor="middle")
        top += LINE * len(lines)
    return marks


def _column(plot: _Plot, order: int, item: Item) -> list[Mark]:
    middle, half = plot.middle(order), plot.bar // 2
    marks: list[Mark] = []
    if item.missing:
        lines = wrapped(item.missing, int(plot.slot) - 4)
        box = Box("missing", middle - half, plot.foot - 24, 2 * half, 24)
        return [
            box,
            *lines_of(
                lines, middle, plot.foot - 28 - LINE * len(lines), look="word", anchor="middle"
            ),
        ]
    base, so_far = plot.foot, 0.0
    numbers: list[Mark] = []
    for part in item.parts:
        so_far += part.value
        y = plot.y(so_far)
        if y < base:
            marks.append(Box(part.look, middle - half, y, 2 * half, base - y))
            numbers += _inside(part.value, part.look, middle, (y, base), plot, len(item.parts))
        base = min(base, y)
    if len(item.parts) == 1:
        numbers = [Words("word", number(item.whole), middle, _above(plot, base, item), "middle")]
    if item.target is not None:
        wide = min(half + 5, int(plot.slot) // 2)
        marks.append(Box("target-mark", middle - wide, plot.y(item.target) - 2, 2 * wide, 4))
    return [*marks, *numbers]


def _above(plot: _Plot, top: int, item: Item) -> int:
    """The base line of a bar's number: above the bar, and not under the mark of its target."""
    mark = None if item.target is None else plot.y(item.target)
    covered = mark is not None and top - 6 - LINE < mark < top
    return (mark if mark is not None and covered else top) - 6


def _inside(
    value: float, look: str, middle: int, span: tuple[int, int], plot: _Plot, parts: int
) -> list[Mark]:
    """The number of a part stands in it where it is high enough: on a plate over a pattern."""
    width = width_of(number(value))
    if parts == 1 or span[1] - span[0] < LINE or width > plot.slot - 2:
        return []
    y = (span[0] + span[1]) // 2
    if look in SOLID and width <= plot.bar:
        return [Words("inside", number(value), middle, y + 5, "middle")]
    half = min(width + 4, int(plot.slot)) // 2  # never over the edge, nor into the next column
    plate = Box("plate", middle - half, y - 8, 2 * half, 16)
    return [plate, Words("word", number(value), middle, y + 5, "middle")]
