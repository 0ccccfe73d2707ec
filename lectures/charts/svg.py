"""A picture as SVG: for a page with classes alone, for paper with everything it needs inside.

The content policy refuses styles on elements; presentation attributes are none, and only paper
has them. Every word is escaped.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from config.readings import plain
from lectures.charts.chart import Chart
from lectures.charts.looks import DASHED, GREY, LINES, NO_EDGE, PATTERNS, SOLID
from lectures.charts.marks import Box, Dot, Mark, Path, Picture, Words
from lectures.charts.words import SIZE

FONTS = "Noto Sans JP, Hiragino Sans, BIZ UDPGothic, Meiryo, sans-serif"
INK, PALE = "#1a1a1a", "#595959"


def picture_svg(chart: Chart, picture: Picture) -> SafeString:
    """For a page: the style sheet says how it looks."""
    key = f"{chart.key}-{picture.paper}"
    return mark_safe(
        f'<svg class="{picture.paper}" viewBox="0 0 {picture.width} {picture.height}" role="img"'
        f' aria-labelledby="{key}-title {key}-desc">'
        f"{_inside(chart, picture, key, _Page())}</svg>"
    )


def svg_text(chart: Chart, *, narrow: bool = False, colour: str = INK) -> str:
    """A file of its own, for paper: fonts by name, patterns inside, readable in black and white."""
    picture = chart.narrow if narrow else chart.wide
    key = f"{chart.key}-paper"
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {picture.width}'
        f' {picture.height}" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' font-family="{FONTS}" font-size="{SIZE}">'
        f'<rect width="{picture.width}" height="{picture.height}" fill="#fff"/>'
        f"{_inside(chart, picture, key, _Paper(colour))}</svg>"
    )


class _Page:
    """Classes; only a reference to a pattern has to stand on the element."""

    def fill(self, look: str, key: str) -> str:
        pattern = f' fill="url(#{key}-{look})"' if look in PATTERNS else ""
        return f' class="{look}-fill"{pattern}'

    def line(self, look: str) -> str:
        return f' class="{look}"'

    def dot(self, look: str, shape: str) -> str:
        return f' class="dot {look}-dot {shape}"'

    def words(self, look: str) -> str:
        return f' class="{look}"'

    def ground(self) -> str:
        return ' class="ground"'

    def strokes(self, look: str, width: float) -> str:
        return f' class="{look}-strokes" stroke-width="{width}"'


class _Paper(_Page):
    """The same as attributes."""

    def __init__(self, colour: str) -> None:
        self.colour = colour

    def fill(self, look: str, key: str) -> str:
        inside = self.colour if look in SOLID else "#fff"
        if look in PATTERNS:
            inside = f"url(#{key}-{look})"
        edge = "" if look in NO_EDGE else f' stroke="{self.colour}"'
        if look == "target-mark":  # seen on a solid bar, too
            edge = ' stroke="#fff"'
        dashes = ' stroke-dasharray="4 3"' if look in DASHED else ""
        return f' fill="{inside}"{edge}{dashes}'

    def line(self, look: str) -> str:
        name = look.removesuffix("-line")
        dashes, width = LINES[name]
        colour = PALE if name in GREY else self.colour
        if name == "grid":
            colour = "#bfbfbf"
        drawn = f' fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"'
        if name == "planned":
            drawn += ' stroke-linecap="round"'
        return drawn + (f' stroke-dasharray="{dashes}"' if dashes else "")

    def dot(self, look: str, shape: str) -> str:
        colour = PALE if look in GREY else self.colour
        inside = "#fff" if shape == "hollow" else colour
        return f' fill="{inside}" stroke="{colour}" stroke-width="2"'

    def words(self, look: str) -> str:
        colour = {"inside": "#fff", "scale": PALE}.get(look, INK)
        halo = ' stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        return f' fill="{colour}"{halo if look == "word" else ""}'

    def ground(self) -> str:
        return ' fill="#fff"'

    def strokes(self, look: str, width: float) -> str:
        return f' fill="none" stroke="{self.colour}" stroke-width="{width}"'


def _inside(chart: Chart, picture: Picture, key: str, ink: _Page) -> str:
    used = sorted({mark.look for mark in picture.marks if _is_fill(mark)} & set(PATTERNS))
    patterns = "".join(_pattern(look, key, ink) for look in used)
    return (
        f'<title id="{key}-title">{escape(plain(chart.title))}</title>'
        f'<desc id="{key}-desc">{escape(plain(chart.description))}</desc>\n'
        f"{f'<defs>{patterns}</defs>' if patterns else ''}{_drawn(picture.marks, key, ink)}"
    )


def _is_fill(mark: Mark) -> bool:
    return isinstance(mark, Box) or (isinstance(mark, Path) and mark.closed)


def _pattern(look: str, key: str, ink: _Page) -> str:
    pattern = PATTERNS[look]
    size = f'width="{pattern.size}" height="{pattern.size}"'
    return (
        f'<pattern id="{key}-{look}" {size} patternUnits="userSpaceOnUse">'
        f'<rect {size}{ink.ground()}/><path d="{pattern.d}"{ink.strokes(look, pattern.width)}/>'
        "</pattern>"
    )


def _drawn(marks: Iterable[Mark], key: str, ink: _Page) -> str:
    return "\n".join(_one(mark, key, ink) for mark in marks)


def _one(mark: Mark, key: str, ink: _Page) -> str:
    match mark:
        case Box():
            place = f'x="{mark.x}" y="{mark.y}" width="{mark.width}" height="{mark.height}"'
            return f"<rect {place}{ink.fill(mark.look, key)}/>"
        case Path(closed=True):
            return f'<polygon points="{_points(mark)}"{ink.fill(mark.look, key)}/>'
        case Path():
            return f'<polyline points="{_points(mark)}"{ink.line(mark.look)}/>'
        case Dot():
            return _dot(mark, ink)
        case Words():
            anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
            place = f'x="{mark.x}" y="{mark.y}"{anchor}'
            return f"<text {place}{ink.words(mark.look)}>{escape(mark.text)}</text>"


def _points(mark: Path) -> str:
    return " ".join(f"{x},{y}" for x, y in mark.points)


def _dot(mark: Dot, ink: _Page) -> str:
    x, y, look = mark.x, mark.y, ink.dot(mark.look, mark.shape)
    if mark.shape == "square":
        return f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10"{look}/>'
    if mark.shape == "diamond":
        return f'<polygon points="{x},{y - 6} {x + 6},{y} {x},{y + 6} {x - 6},{y}"{look}/>'
    return f'<circle cx="{x}" cy="{y}" r="{3 if mark.shape == "small" else 5}"{look}/>'
