"""Where lines and bars of a chart stand, as whole numbers for SVG. Pure: numbers and words in.

Who counts makes the words: the title states the finding, and a table stands beside the chart. A
line chart is drawn twice: for a wide page, and for a phone, where its names stand in a legend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

BAR_WIDTH, BAR_HEIGHT = 640, 28
_LINE_OF_TEXT = 20


@dataclass(frozen=True)
class Paper:
    """The size of a drawing and its margins. `each`: every how manieth label is written."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    each: int

    @property
    def foot(self) -> int:
        return self.height - self.bottom

    @property
    def edge(self) -> int:
        return self.width - self.right

    def x(self, order: int, count: int) -> int:
        return self.left + round((self.edge - self.left) * order / max(count - 1, 1))

    def y(self, value: float, top: int) -> int:
        return self.foot - round((self.foot - self.top) * value / top)


WIDE = Paper("wide", 760, 320, left=48, right=112, top=24, bottom=40, each=1)
NARROW = Paper("narrow", 340, 260, left=40, right=20, top=16, bottom=36, each=2)


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
class Name:
    """One entry of a legend."""

    look: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """The chart on one paper."""

    key: str
    paper: Paper
    lines: tuple[Line, ...]
    months: tuple[Tick, ...]
    steps: tuple[Tick, ...]


@dataclass(frozen=True)
class LineChart:
    key: str
    title: str
    description: str
    wide: Drawing
    narrow: Drawing

    @property
    def legend(self) -> tuple[Name, ...]:
        return tuple(Name(line.look, line.words) for line in reversed(self.wide.lines))


@dataclass(frozen=True)
class Progress:
    """A bar from nought to the target, or to what is expected where that is more."""

    key: str
    title: str
    done: int
    planned_from: int
    planned: int
    target_at: int | None
    legend: tuple[Name, ...] = ()
    width: int = BAR_WIDTH
    height: int = BAR_HEIGHT


def line_chart(
    series: Sequence[Series], *, labels: Sequence[str], title: str, description: str, key: str
) -> LineChart:
    """`key` makes the ids of one page unique. At least two labels."""
    most = max((value for one in series for value in one.values if value is not None), default=0)
    step = nice_step(most)
    top = max(step * ceil(most / step), step)
    marks = [step * number for number in range(top // step + 1)]
    wide, narrow = (
        _drawing(series, labels=labels, marks=marks, paper=paper, key=f"{key}-{paper.name}")
        for paper in (WIDE, NARROW)
    )
    return LineChart(key, title, description, wide, narrow)


def progress_bar(
    *,
    delivered: int,
    planned: int,
    target: float | None,
    title: str,
    key: str,
    legend: Sequence[Name] = (),
) -> Progress:
    whole = max(delivered + planned, target or 0, 1)
    done, expected = (round(BAR_WIDTH * n / whole) for n in (delivered, delivered + planned))
    at = None if target is None else round(BAR_WIDTH * target / whole)
    return Progress(key, title, done, done, expected - done, at, tuple(legend))


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


def nice_step(most: float) -> int:
    """1, 2 or 5 times a power of ten, so that at most five steps reach `most`."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if times * power * 5 >= most:
                return times * power
        power *= 10


def _drawing(
    series: Sequence[Series], *, labels: Sequence[str], marks: Sequence[int], paper: Paper, key: str
) -> Drawing:
    top, count = marks[-1], len(labels)
    drawn = [line for one in series if (line := _line(one, count=count, top=top, paper=paper))]
    return Drawing(
        key=key,
        paper=paper,
        lines=_apart(drawn, paper=paper),
        months=tuple(
            Tick(words, paper.x(n, count)) for n, words in enumerate(labels) if n % paper.each == 0
        ),
        steps=tuple(Tick(str(mark), paper.y(mark, top)) for mark in marks),
    )


def _line(series: Series, *, count: int, top: int, paper: Paper) -> Line | None:
    placed = [
        (paper.x(n, count), paper.y(value, top))
        for n, value in enumerate(series.values)
        if value is not None
    ]
    if not placed:
        return None
    (x, y), at_edge = placed[-1], placed[-1][0] >= paper.edge
    return Line(
        look=series.look,
        points=" ".join(f"{x},{y}" for x, y in placed),
        words=series.words,
        end_x=x,
        end_y=y,
        words_x=x + 10,
        words_y=y + 5 if at_edge else min(y + 26, paper.foot - 6),
    )


def _apart(lines: list[Line], *, paper: Paper) -> tuple[Line, ...]:
    """Words at the right edge never cover each other; the lower line's words go down."""
    edge = sorted((line for line in lines if line.end_x >= paper.edge), key=lambda one: one.end_y)
    lowest, moved = 0, {}
    for line in edge:
        lowest = max(line.words_y, lowest + _LINE_OF_TEXT if lowest else line.words_y)
        moved[id(line)] = lowest
    return tuple(
        Line(**{**vars(line), "words_y": moved.get(id(line), line.words_y)}) for line in lines
    )
