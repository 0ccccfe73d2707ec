"""A chart: its finding, two pictures (wide and for a phone) and the same numbers as a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lectures.charts.marks import NARROW, WIDE, Picture, Words
from lectures.charts.words import LINE, SIZE, wrapped

_KEY = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Table:
    """A row with a single cell goes across the whole table: a break in the counting."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """`pictures`: the wide one, then the narrow one; a single one serves both.

    `title` states the finding in a sentence and `description` says what is drawn how; `key` makes
    ids unique on a page. An empty title or a key that is no id: ValueError.
    """

    kind: str
    key: str
    title: str
    description: str
    pictures: tuple[Picture, ...]
    table: Table | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a chart states its finding")
        if not _KEY.fullmatch(self.key):
            raise ValueError("the key of a chart is letters, digits and hyphens")

    @property
    def wide(self) -> Picture:
        return self.pictures[0]

    @property
    def narrow(self) -> Picture:
        return self.pictures[-1]


def nothing_yet(words: str) -> tuple[Picture, Picture]:
    """Both pictures where there is no number at all: it is said in words."""
    wide, narrow = (
        Picture(paper.name, paper.width, 2 * LINE + LINE * len(lines), tuple(
            Words("word", line, paper.width // 2, LINE + SIZE + LINE * n, "middle")
            for n, line in enumerate(lines)
        ))
        for paper in (WIDE, NARROW)
        for lines in [wrapped(words, paper.width - 20)]
    )  # fmt: skip
    return wide, narrow


def table_of(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], breaks: dict[int, str]
) -> Table:
    """Rows with the words of each break in front of the row that it stands before."""
    mixed: list[tuple[str, ...]] = []
    for place, row in enumerate(rows):
        if breaks.get(place):
            mixed.append((breaks[place],))
        mixed.append(tuple(row))
    return Table(caption, tuple(head), tuple(mixed))
