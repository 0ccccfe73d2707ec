"""What a drawing is made of. All numbers are px of the drawing; nothing here draws."""

from dataclasses import dataclass, field

from lectures.charts.words import LINE, SIZE, width_of

Point = tuple[int, int]
Bounds = tuple[int, int, int, int]


@dataclass(frozen=True)
class Paper:
    """How wide a drawing is, and how high a plot on it."""

    name: str
    width: int
    plot: int


WIDE, NARROW = Paper("wide", 760, 240), Paper("narrow", 300, 200)


@dataclass(frozen=True)
class Box:
    look: str
    x: int
    y: int
    width: int
    height: int

    @property
    def bounds(self) -> Bounds:
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True)
class Path:
    """A line through points; `closed`: an area."""

    look: str
    points: tuple[Point, ...]
    closed: bool = False

    @property
    def bounds(self) -> Bounds:
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across), max(down)


@dataclass(frozen=True)
class Dot:
    """A point of a line, in the shape of its look: round, hollow, square or diamond."""

    look: str
    x: int
    y: int
    shape: str = "round"

    @property
    def bounds(self) -> Bounds:
        return self.x - 6, self.y - 6, self.x + 6, self.y + 6


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is its base line. `look`: word, scale, inside."""

    look: str
    text: str
    x: int
    y: int
    anchor: str = "start"

    @property
    def bounds(self) -> Bounds:
        width = width_of(self.text)
        left = self.x - {"start": 0, "middle": (width + 1) // 2, "end": width}[self.anchor]
        return left, self.y - SIZE, left + width, self.y + LINE - SIZE


Mark = Box | Path | Dot | Words


@dataclass(frozen=True)
class Picture:
    """A chart on one paper."""

    paper: str
    width: int
    height: int
    marks: tuple[Mark, ...] = field(default=())

    def words(self) -> tuple[str, ...]:
        """Everything that is written in it, in the order of drawing."""
        return tuple(mark.text for mark in self.marks if isinstance(mark, Words))


def lines_of(
    lines: tuple[str, ...], x: int, y: int, *, look: str = "scale", anchor: str = "start"
) -> list[Words]:
    """Several lines; `y` is the top of the first."""
    return [Words(look, text, x, y + SIZE + LINE * n, anchor) for n, text in enumerate(lines)]


def overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(x: int, width: int, left: int, right: int) -> int:
    """The middle of words that are `width` wide, moved until they stand between two edges."""
    half = (width + 1) // 2
    return max(left + half, min(x, right - half))
