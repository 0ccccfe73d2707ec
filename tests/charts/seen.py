"""What a reader could complain about in a picture."""

from lectures.charts.chart import Chart
from lectures.charts.marks import Box, Dot, Path, Picture, Words, overlap


def outside(picture: Picture) -> list[str]:
    """Marks that stick out of the paper."""
    found = []
    for mark in picture.marks:
        left, top, right, bottom = mark.bounds
        edge = 0 if isinstance(mark, Box | Path | Words) else -6
        if left < edge or top < edge or right > picture.width - edge or bottom > picture.height:
            found.append(f"{mark} on {picture.width} x {picture.height}")
    return found


def covered(picture: Picture) -> list[str]:
    """Words that stand on other words."""
    words = [mark for mark in picture.marks if isinstance(mark, Words)]
    return [
        f"{one.text!r} {one.bounds} and {other.text!r} {other.bounds}"
        for place, one in enumerate(words)
        for other in words[place + 1 :]
        if overlap(one.bounds, other.bounds)
    ]


def complaints(chart: Chart) -> list[str]:
    return [
        f"{chart.key} {picture.paper}: {fault}"
        for picture in chart.pictures
        for fault in [*outside(picture), *covered(picture)]
    ]


def dots(picture: Picture) -> list[Dot]:
    return [mark for mark in picture.marks if isinstance(mark, Dot)]
