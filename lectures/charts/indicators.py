"""One indicator of the plan: its base, what was reached, its target. Several make small multiples."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _

from lectures.charts.chart import Chart, Table, nothing_yet
from lectures.charts.ends import crossings
from lectures.charts.marks import (
    NARROW,
    Box,
    Dot,
    Mark,
    Path,
    Picture,
    Point,
    Words,
    lines_of,
    overlap,
    within,
)  # fmt: skip
from lectures.charts.scale import Scale, scale_for
from lectures.charts.words import LINE, measured, number, widest, width_of, wrapped

_ROOM = 3 * LINE  # above the plot, so that the numbers of close points find a place
_HEIGHT = 110
_FOOT = _ROOM + _HEIGHT
_LEFT, _RIGHT = 40, NARROW.width - 40


@dataclass(frozen=True)
class Value:
    """Of one year; `number` None: nothing was measured."""

    year: int
    number: float | None


@dataclass(frozen=True)
class _Plot:
    scale: Scale
    base: Value | None
    actual: tuple[Value, ...]
    target: Value | None
    unit: str

    @property
    def years(self) -> list[int]:
        return [one.year for one in (self.base, *self.actual, self.target) if one is not None]

    def x(self, year: int) -> int:
        first, last = min(self.years), max(self.years)
        return _LEFT + round((_RIGHT - _LEFT) * (year - first) / max(last - first, 1))

    def y(self, value: float) -> int:
        return _FOOT - self.scale.place(value, _HEIGHT)

    def named(self) -> list[tuple[Value, str]]:
        """The three that words are written at: base, newest, target."""
        newest = [one for one in self.actual if one.number is not None][-1:]
        three = [(self.base, _("基準")), *((one, _("実績")) for one in newest)]
        three.append((self.target, _("目標")))
        return [(one, words) for one, words in three if one is not None]


def indicator_chart(
    *,
    base: Value | None,
    actual: Sequence[Value],
    target: Value | None,
    title: str,
    description: str,
    key: str,
    unit: str,
) -> Chart:
    """Years are the fiscal ones, in their true distances. A base that is missing is drawn as that.

    Percentages begin where it serves and say so; everything else begins at nought.
    """
    table = Table(title, (_("年度"), _("何の数字か"), unit), tuple(_rows(base, actual, target)))
    known = [one for one in (base, *actual, target) if one is not None and one.number is not None]
    if not known:
        return Chart(
            "indicator", key, title, description, nothing_yet(_("まだ数字がありません。")), table
        )
    values = [one.number for one in known if one.number is not None]
    scale = scale_for(values, begins=begins_at(values, unit))
    ordered = tuple(sorted(actual, key=lambda one: one.year))
    picture = _picture(_Plot(scale, base, ordered, target, unit))
    return Chart("indicator", key, title, description, (picture,), table)


def _rows(
    base: Value | None, actual: Sequence[Value], target: Value | None
) -> list[tuple[str, str, str]]:
    named = [(base, _("基準")), *((one, _("実績")) for one in actual), (target, _("目標"))]
    return [
        (str(one.year), words, _("数字なし") if one.number is None else number(one.number))
        for one, words in named
        if one is not None
    ]


def begins_at(values: Sequence[float], unit: str) -> int:
    """Nought, unless all percentages lie high up: then a ten well below the lowest."""
    lowest = min(values)
    return (
        floor(lowest / 10 - 0.5) * 10 if unit == "%" and lowest >= 20 and max(values) <= 100 else 0
    )


def _picture(plot: _Plot) -> Picture:
    lines = _lines(plot)
    curves = [line.points for line in lines]
    numbers = _numbers(plot, curves)
    lowest = max((words.bounds[3] for words in numbers), default=0)
    years, end = _years(plot, max(_FOOT + 6, lowest + 2))
    notes = _notes(plot.scale, plot.unit)
    marks: list[Mark] = [Path("axis", ((_LEFT - 20, _FOOT), (_RIGHT + 20, _FOOT))), *lines]
    marks += [*_dots(plot), *numbers, *years, *lines_of(notes, 0, end)]
    return Picture("single", NARROW.width, end + LINE * len(notes) + 2, tuple(marks))


def _lines(plot: _Plot) -> list[Path]:
    """Full between neighbours that were measured, dashed from the last one to the target."""
    pieces: list[list[Point]] = [[]]
    for one in (plot.base, *plot.actual):
        if one is None or one.number is None:
            pieces.append([])
        else:
            pieces[-1].append((plot.x(one.year), plot.y(one.number)))
    found = [Path("done-line", tuple(piece)) for piece in pieces if len(piece) > 1]
    last = [piece[-1] for piece in pieces if piece][-1:]
    if last and plot.target is not None and plot.target.number is not None:
        end = plot.x(plot.target.year), plot.y(plot.target.number)
        found.append(Path("target-line", (last[0], end)))
    return found


def _dots(plot: _Plot) -> list[Mark]:
    """A base without a number is an empty place on the axis."""
    shaped = [(plot.base, "done", "hollow"), *((one, "done", "round") for one in plot.actual)]
    shaped.append((plot.target, "target", "diamond"))
    marks: list[Mark] = []
    for one, look, shape in shaped:
        if one is not None and one.number is not None:
            marks.append(Dot(look, plot.x(one.year), plot.y(one.number), shape))
        elif one is not None:
            marks.append(Box("missing", plot.x(one.year) - 8, _FOOT - 24, 16, 24))
    return marks


def _numbers(plot: _Plot, curves: Sequence[Sequence[Point]]) -> list[Words]:
    """Each number above or below its point: where no other stands and the fewest lines run."""
    marks: list[Words] = []
    for one, _name in plot.named():
        if one.number is None:
            continue
        words = measured(one.number, plot.unit)
        x = within(plot.x(one.year), width_of(words), 0, NARROW.width)
        y = plot.y(one.number)
        places = [Words("word", words, x, y + dy, "middle") for dy in (-10, 24, -28, 42, -46, 60)]
        on_paper = [at for at in places if at.bounds[1] >= 0]
        free = [at for at in on_paper if not any(overlap(at.bounds, two.bounds) for two in marks)]
        marks.append(min(free or on_paper, key=lambda at: crossings(at.bounds, curves)))
    return marks


def _years(plot: _Plot, top: int) -> tuple[list[Words], int]:
    """Under the axis what each point is; close ones on lines of their own."""
    marks: list[Words] = []
    for one, name in plot.named():
        said = name if one.number is not None else f"{name} {_('数字なし')}"
        lines = wrapped(f"{said} {one.year}", 90)
        x = within(plot.x(one.year), widest(lines), 0, NARROW.width)
        y = top
        while any(
            overlap(a.bounds, b.bounds)
            for a in lines_of(lines, x, y, anchor="middle")
            for b in marks
        ):
            y += LINE
        marks += lines_of(lines, x, y, anchor="middle")
    return marks, max((words.bounds[3] for words in marks), default=top) + 4


def _notes(scale: Scale, unit: str) -> tuple[str, ...]:
    if not scale.begins:
        return ()
    words = _("たての目もりは%(number)sから始まります。") % {"number": measured(scale.begins, unit)}
    return wrapped(words, NARROW.width)
