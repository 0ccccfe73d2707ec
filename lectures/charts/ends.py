"""The words at the end of each line, so placed that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lectures.charts.marks import Bounds, Mark, Path, Point, lines_of, overlap
from lectures.charts.words import LINE, widest

_GAP = 6


@dataclass(frozen=True)
class End:
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return LINE * len(self.lines)


def end_words(
    ends: Sequence[End], *, plot: Bounds, taken: Sequence[Bounds], curves: Sequence[Sequence[Point]]
) -> list[Mark]:
    """A line that ends early has its words beside its end where there is room; else at the edge."""
    marks: list[Mark] = []
    blocked, at_edge = list(taken), []
    for end in ends:
        box = None if end.x >= plot[2] else _beside(end, plot, blocked, curves)
        if box is None:
            at_edge.append(end)
            continue
        blocked.append(box)
        marks += lines_of(end.lines, box[0], box[1], look="word")
    return marks + _column(at_edge, plot)


def _beside(
    end: End, plot: Bounds, blocked: Sequence[Bounds], curves: Sequence[Sequence[Point]]
) -> Bounds | None:
    """The free place near the end that the fewest lines cross."""
    width, height = widest(end.lines), end.height
    places = [
        (end.x + 12, end.y + 10), (end.x - width - 12, end.y - height - 10),
        (end.x + 12, end.y - height // 2), (end.x - width // 2, end.y + 14),
        (end.x - width // 2, end.y - height - 12),
    ]  # fmt: skip
    boxes = [(x, y, x + width, y + height) for x, y in places]
    free = [
        box for box in boxes
        if box[0] >= plot[0] and box[1] >= plot[1] and box[2] <= plot[2] and box[3] <= plot[3]
        and not any(overlap(box, other) for other in blocked)
    ]  # fmt: skip
    return min(free, key=lambda box: crossings(box, curves), default=None)


def crossings(box: Bounds, curves: Sequence[Sequence[Point]]) -> int:
    """How much of the lines runs through a box, in steps of a tenth of a piece."""
    found = 0
    for points in curves:
        for (x, y), (to_x, to_y) in pairwise(points):
            for part in range(11):
                spot = x + (to_x - x) * part / 10, y + (to_y - y) * part / 10
                found += box[0] <= spot[0] <= box[2] and box[1] <= spot[1] <= box[3]
    return found


def _column(ends: Sequence[End], plot: Bounds) -> list[Mark]:
    """From top to bottom right of the plot, each as near to its own line as the others let it."""
    ordered = sorted(ends, key=lambda end: end.y)
    tops: list[int] = []
    lowest = plot[1] - LINE // 2
    for end in ordered:
        lowest = max(end.y - end.height // 2, lowest)
        tops.append(lowest)
        lowest += end.height + _GAP
    bottom = plot[3] + 6
    for order in range(len(ordered) - 1, -1, -1):
        tops[order] = min(tops[order], bottom - ordered[order].height)
        bottom = tops[order] - _GAP
    marks: list[Mark] = []
    for end, top in zip(ordered, tops, strict=True):
        middle = top + end.height // 2
        if end.x < plot[2] or abs(middle - end.y) > LINE // 2:
            marks.append(Path("leader", ((end.x, end.y), (plot[2] + 10, middle))))
        marks += lines_of(end.lines, plot[2] + 14, top, look="word")
    return marks
