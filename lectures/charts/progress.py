"""A bar from nought to the target, and the shares of several answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from lectures.charts.chart import Chart
from lectures.charts.items import KeyEntry, key_marks
from lectures.charts.marks import NARROW, WIDE, Box, Mark, Paper, Picture

BAR_WIDTH, _BAR_HEIGHT = 640, 28


@dataclass(frozen=True)
class Name:
    """What a part of the bar is. `look`: done, planned or target."""

    look: str
    words: str


def progress_bar(
    *,
    delivered: float,
    planned: float,
    target: float | None,
    title: str,
    key: str,
    legend: Sequence[Name] = (),
    description: str = "",
) -> Chart:
    """As long as the target, or as what is expected where that is more."""
    whole = max(delivered + planned, target or 0, 1)
    wide, narrow = (
        _picture(paper, delivered / whole, planned / whole, target, whole, legend)
        for paper in (WIDE, NARROW)
    )
    said = description or "、".join(name.words for name in legend)
    return Chart("progress", key, title, said, (wide, narrow))


def _picture(
    paper: Paper, done: float, planned: float, target: float | None, whole: float,
    legend: Sequence[Name],
) -> Picture:  # fmt: skip
    length = paper.width - 8
    to, expected = round(length * done), round(length * (done + planned))
    marks: list[Mark] = [Box("track", 4, 8, length, _BAR_HEIGHT)]
    if to:
        marks.append(Box("done", 4, 8, to, _BAR_HEIGHT))
    if expected > to:
        marks.append(Box("planned", 4 + to, 8, expected - to, _BAR_HEIGHT))
    if target is not None:
        marks.append(Box("target-mark", 2 + round(length * target / whole), 2, 4, _BAR_HEIGHT + 12))
    entries = [
        KeyEntry("target-mark" if name.look == "target" else name.look, name.words)
        for name in legend
    ]
    key, height = key_marks(entries, paper, _BAR_HEIGHT + 22)
    return Picture(paper.name, paper.width, height, (*marks, *key))


@dataclass(frozen=True)
class Share:
    """One answer of several: how many gave it, and a bar as long as its share."""

    words: str
    count: int
    percent: int
    width: int
    whole: int = BAR_WIDTH


def shares(counts: Sequence[tuple[str, int]]) -> tuple[Share, ...]:
    """Bars beside each other's numbers, in the given order; nothing counted: no bars."""
    whole = sum(count for _words, count in counts)
    return tuple(
        Share(words, n, round(100 * n / whole), round(BAR_WIDTH * n / whole))
        for words, n in counts
        if whole
    )
