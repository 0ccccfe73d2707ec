"""Lines over months or years, with the range of a forecast and breaks where counting changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lectures.charts.chart import Chart, nothing_yet, table_of
from lectures.charts.ends import End, end_words
from lectures.charts.looks import SHAPES
from lectures.charts.marks import (
    NARROW,
    WIDE,
    Dot,
    Mark,
    Paper,
    Path,
    Picture,
    Point,
    Words,
    lines_of,
    within,
)
from lectures.charts.scale import Scale, scale_for
from lectures.charts.words import LINE, number, room_for, widest, wrapped

Values = Sequence[float | None]


@dataclass(frozen=True)
class Series:
    """One line; None: no number, and the line is not joined over it.

    `words` stand at its end; `name` heads its column. `look`: a name in looks.LINES.
    """

    words: str
    values: Values
    look: str
    name: str = ""


@dataclass(frozen=True)
class Band:
    """The range of a forecast: from `low` to `high`, None where there is none."""

    words: str
    low: Values
    high: Values
    name: str = ""


@dataclass(frozen=True)
class Break:
    """What is before label `at` (from 0) was counted in another way; no line crosses."""

    at: int
    words: str


@dataclass(frozen=True)
class _Frame:
    """Where the plot stands on its paper."""

    paper: Paper
    scale: Scale
    count: int
    left: int
    right: int
    top: int
    foot: int

    def x(self, order: float) -> int:
        return self.left + round((self.right - self.left) * order / max(self.count - 1, 1))

    def y(self, value: float) -> int:
        return self.foot - self.scale.place(value, self.foot - self.top)


def line_chart(
    series: Sequence[Series],
    *,
    labels: Sequence[str],
    title: str,
    description: str,
    key: str,
    band: Band | None = None,
    breaks: Sequence[Break] = (),
    begins: int = 0,
    of: str = "",
    unit: str = "",
) -> Chart:
    """`begins`: where the axis begins; anything but 0 is written under the drawing.

    `of` heads the labels of the table; `unit` is what is counted. A value below `begins`: ValueError.
    """
    ranges = [] if band is None else [*band.low, *band.high]
    values = [value for one in series for value in one.values] + ranges
    if all(value is None for value in values) or not labels:
        pictures = nothing_yet(_("まだ数字がありません。"))
    else:
        scale = scale_for(values, begins=begins)
        wide, narrow = (
            _picture(
                _plot(paper, scale, labels, series, breaks, band),
                series,
                labels,
                band,
                breaks,
                unit,
            )
            for paper in (WIDE, NARROW)
        )
        pictures = wide, narrow
    rows = _rows(series, labels, band)
    head = [of or _("とき"), *(one.name or one.words for one in series)]
    if band is not None:
        head.append(band.name or band.words)
    table = table_of(title, head, rows, {one.at: one.words for one in breaks})
    return Chart("lines", key, title, description, pictures, table)


def _rows(series: Sequence[Series], labels: Sequence[str], band: Band | None) -> list[list[str]]:
    rows = []
    for order, label in enumerate(labels):
        row = [label, *(_cell(_at(one.values, order)) for one in series)]
        if band is not None:
            low, high = _at(band.low, order), _at(band.high, order)
            known = low is not None and high is not None
            row.append(f"{number(low)}–{number(high)}" if known else "－")  # type: ignore[arg-type]
        rows.append(row)
    return rows


def _cell(value: float | None) -> str:
    return "－" if value is None else number(value)


def _at(values: Values, order: int) -> float | None:
    return values[order] if order < len(values) else None


def _end_lines(words: str, paper: Paper) -> tuple[str, ...]:
    return wrapped(words, room_for(words, 130 if paper is WIDE else 72, paper.width // 3))


def _plot(
    paper: Paper,
    scale: Scale,
    labels: Sequence[str],
    series: Sequence[Series],
    breaks: Sequence[Break],
    band: Band | None,
) -> _Frame:
    written = [one.words for one in series] + ([band.words] if band else [])
    ends = [_end_lines(words, paper) for words in written]
    right = max((widest(lines) for lines in ends), default=0)
    head = sum(len(_break_words(one, paper)) for one in breaks)
    top = LINE * (head + 1) + 10
    height = max(paper.plot, LINE * sum(len(lines) for lines in ends) + 6 * len(ends))
    return _Frame(
        paper, scale, len(labels), scale.margin + 12, paper.width - right - 18, top, top + height
    )


def _break_words(one: Break, paper: Paper) -> tuple[str, ...]:
    return wrapped(one.words, paper.width // 2)


def _picture(
    plot: _Frame,
    series: Sequence[Series],
    labels: Sequence[str],
    band: Band | None,
    breaks: Sequence[Break],
    unit: str,
) -> Picture:
    cuts = sorted({one.at for one in breaks})
    marks: list[Mark] = _grid(plot, unit)
    below, foot = _labels(plot, labels)
    if band is not None:
        marks += _band(plot, band, cuts)
    marks += _breaks(plot, breaks)
    ends, dots = _band_end(plot, band), []
    for one in series:
        pieces = _pieces(plot, one.values, cuts)
        for piece in pieces:
            if len(piece) > 1:
                marks.append(Path(f"{one.look}-line", tuple(piece)))
            else:
                dots.append(Dot(one.look, *piece[0], "small"))
        if pieces:
            x, y = pieces[-1][-1]
            dots.append(Dot(one.look, x, y, SHAPES.get(one.look, "round")))
            ends.append(End(x, y, _end_lines(one.words, plot.paper)))
    curves = [mark.points for mark in marks if isinstance(mark, Path) and not mark.closed]
    taken = [mark.bounds for mark in marks if isinstance(mark, Words)]
    marks += end_words(
        ends, plot=(plot.left, plot.top, plot.right, plot.foot), taken=taken, curves=curves
    )
    return Picture(
        plot.paper.name, plot.paper.width, foot + _note_height(plot),
        (*marks, *dots, *below, *_note(plot, foot)),
    )  # fmt: skip


def _grid(plot: _Frame, unit: str) -> list[Mark]:
    """The axis, its numbers, and above them what is counted."""
    marks: list[Mark] = [Words("scale", unit, 0, plot.top - 14)] if unit else []
    for n, step in enumerate(plot.scale.steps):
        y = plot.y(step)
        marks.append(Path("grid" if n else "axis", ((plot.left, y), (plot.right, y))))
        marks.append(Words("scale", number(step), plot.left - 8, y + 5, "end"))
    return marks


def _labels(plot: _Frame, labels: Sequence[str]) -> tuple[list[Words], int]:
    """As many labels as there is room for, and where they end."""
    slot = (plot.right - plot.left) / max(len(labels) - 1, 1)
    lines = [wrapped(label, plot.paper.width // 2) for label in labels]
    most = max(widest(one) for one in lines) + 8
    each = max(1, -(-most // max(int(slot), 1)))
    marks: list[Words] = []
    free = 0
    for order in range(0, len(labels), each):
        width = widest(lines[order])
        x = within(plot.x(order), width, 0, plot.paper.width)
        if x - (width + 1) // 2 >= free:
            marks += lines_of(lines[order], x, plot.foot + 10, anchor="middle")
            free = x + (width + 1) // 2 + 4
    return marks, plot.foot + 14 + LINE * max(len(one) for one in lines)


def _pieces(plot: _Frame, values: Values, cuts: Sequence[int]) -> list[list[Point]]:
    """Points that are joined: nothing is drawn over a missing number or a break."""
    pieces: list[list[Point]] = []
    joined = False
    for order, value in enumerate(values[: plot.count]):
        if value is None:
            joined = False
            continue
        point = plot.x(order), plot.y(value)
        if joined and order not in cuts:
            pieces[-1].append(point)
        else:
            pieces.append([point])
        joined = True
    return pieces


def _band(plot: _Frame, band: Band, cuts: Sequence[int]) -> list[Mark]:
    pairs = list(zip(band.low, band.high, strict=True))
    known = [low is not None and high is not None for low, high in pairs]
    low = [one if ok else None for one, ok in zip(band.low, known, strict=True)]
    high = [one if ok else None for one, ok in zip(band.high, known, strict=True)]
    under, over = _pieces(plot, low, cuts), _pieces(plot, high, cuts)
    return [
        Path("band", (*below, *reversed(above)), closed=True)
        for below, above in zip(under, over, strict=True)
    ]


def _band_end(plot: _Frame, band: Band | None) -> list[End]:
    """Its words stand by its last range, at the upper half."""
    if band is None:
        return []
    known = [
        (order, low, high)
        for order, (low, high) in enumerate(zip(band.low, band.high, strict=True))
        if low is not None and high is not None
    ]
    if not known:
        return []
    order, low, high = known[-1]
    y = plot.y(high - (high - low) / 4)
    return [End(plot.x(order), y, _end_lines(band.words, plot.paper))]


def _breaks(plot: _Frame, breaks: Sequence[Break]) -> list[Mark]:
    """A dashed line between two labels with its words on top, each on a height of its own."""
    marks: list[Mark] = []
    top = 0
    for one in breaks:
        x = plot.x(max(one.at - 0.5, 0))
        lines = _break_words(one, plot.paper)
        middle = within(x, widest(lines), 0, plot.paper.width)
        marks.append(Path("break", ((x, top + LINE * len(lines) + 2), (x, plot.foot))))
        marks += lines_of(lines, middle, top, anchor="middle")
        top += LINE * len(lines)
    return marks


def _note_height(plot: _Frame) -> int:
    return LINE * len(_note_lines(plot))


def _note_lines(plot: _Frame) -> tuple[str, ...]:
    if not plot.scale.begins:
        return ()
    words = _("たての目もりは%(number)sから始まります。") % {"number": number(plot.scale.begins)}
    return wrapped(words, plot.paper.width)


def _note(plot: _Frame, foot: int) -> list[Words]:
    return lines_of(_note_lines(plot), 0, foot)
