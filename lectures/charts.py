"""Where lines and bars of a chart stand, as whole numbers for SVG. Pure: numbers and words in.

Who counts makes the words: the title states the finding, and a table stands beside the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 112, 24, 40
BAR_WIDTH, BAR_HEIGHT = 640, 28
_LINE_OF_TEXT = 20


@dataclass(frozen=True)
class Series:
    """One line. None: no number yet. `look`: "done", "planned" or "target" (dashes and colour)."""

    words: str
    values: Sequence[float | None]
    look: str


@dataclass(frozen=True)
class Line:
    """`points` for a polyline; its words stand at the end of the line itself."""

    look: str
    points: str
    words: str
    end_x: int
    end_y: int
    words_x: int
    words_y: int


@dataclass(frozen=True)
class Tick:
    words: str
    at: int


@dataclass(frozen=True)
class LineChart:
    key: str
    title: str
    description: str
    lines: tuple[Line, ...]
    months: tuple[Tick, ...]
    steps: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Progress:
    """A bar from nought to the target, or to what is expected where that is more."""

    key: str
    title: str
    done: int
    planned_from: int
    planned: int
    target_at: int | None
    width: int = BAR_WIDTH
    height: int = BAR_HEIGHT


def line_chart(
    series: Sequence[Series], *, labels: Sequence[str], title: str, description: str, key: str
) -> LineChart:
    """`key` makes the ids of one page unique. At least two labels."""
    most = max((value for one in series for value in one.values if value is not None), default=0)
    step = nice_step(most)
    top = max(step * ceil(most / step), step)
    steps = tuple(Tick(str(step * n), _y(step * n, top)) for n in range(top // step + 1))
    months = tuple(Tick(words, _x(n, len(labels))) for n, words in enumerate(labels))
    drawn = [line for one in series if (line := _line(one, count=len(labels), top=top))]
    return LineChart(key, title, description, _apart(drawn), months, steps)


def progress_bar(
    *, delivered: int, planned: int, target: float | None, title: str, key: str
) -> Progress:
    whole = max(delivered + planned, target or 0, 1)
    done, expected = (round(BAR_WIDTH * n / whole) for n in (delivered, delivered + planned))
    at = None if target is None else round(BAR_WIDTH * target / whole)
    return Progress(key, title, done, done, expected - done, at)


def nice_step(most: float) -> int:
    """1, 2 or 5 times a power of ten, so that at most five steps reach `most`."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if times * power * 5 >= most:
                return times * power
        power *= 10


def _line(series: Series, *, count: int, top: int) -> Line | None:
    placed = [
        (_x(n, count), _y(value, top)) for n, value in enumerate(series.values) if value is not None
    ]
    if not placed:
        return None
    (x, y), at_edge = placed[-1], placed[-1][0] >= WIDTH - RIGHT
    return Line(
        look=series.look,
        points=" ".join(f"{x},{y}" for x, y in placed),
        words=series.words,
        end_x=x,
        end_y=y,
        words_x=x + 10,
        words_y=y + 5 if at_edge else min(y + 26, HEIGHT - BOTTOM - 6),
    )


def _apart(lines: list[Line]) -> tuple[Line, ...]:
    """Words at the right edge never cover each other; the lower line's words go down."""
    edge = sorted(
        (line for line in lines if line.end_x >= WIDTH - RIGHT), key=lambda one: one.end_y
    )
    lowest, moved = 0, {}
    for line in edge:
        lowest = max(line.words_y, lowest + _LINE_OF_TEXT if lowest else line.words_y)
        moved[id(line)] = lowest
    return tuple(
        Line(**{**vars(line), "words_y": moved.get(id(line), line.words_y)}) for line in lines
    )


def _x(order: int, count: int) -> int:
    return LEFT + round((WIDTH - LEFT - RIGHT) * order / max(count - 1, 1))


def _y(value: float, top: int) -> int:
    return HEIGHT - BOTTOM - round((HEIGHT - TOP - BOTTOM) * value / top)
