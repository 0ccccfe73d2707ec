"""A map of tiles: each area a tile at its row and column, with its name and its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lectures.charts.chart import Chart, Table, nothing_yet
from lectures.charts.items import KeyEntry, key_marks
from lectures.charts.marks import NARROW, WIDE, Box, Mark, Paper, Picture, lines_of
from lectures.charts.scale import nice_step
from lectures.charts.words import LINE, measured, number, widest, with_unit, wrapped

STEPS = 5
_NARROWEST = 44  # px of a tile that still holds three letters
_PAD = 5


@dataclass(frozen=True)
class Tile:
    """One area; `row` and `column` from 0. `words` stand in place of a number that is not told."""

    name: str
    row: int
    column: int
    value: int
    words: str = ""


def tile_map(
    tiles: Sequence[Tile], *, title: str, description: str, key: str, of: str, unit: str
) -> Chart:
    """`unit` stands behind every number: 回. Two tiles on one place: ValueError."""
    if len({(tile.row, tile.column) for tile in tiles}) < len(tiles):
        raise ValueError("two tiles on one place")
    table = Table(
        title, (of, unit), tuple((tile.name, tile.words or number(tile.value)) for tile in tiles)
    )
    if not tiles:
        return Chart(
            "tiles", key, title, description, nothing_yet(_("まだ地区がありません。")), table
        )
    bounds = bounds_of(max(tile.value for tile in tiles))
    wide, narrow = (_picture(tiles, paper, bounds, unit) for paper in (WIDE, NARROW))
    return Chart("tiles", key, title, description, (wide, narrow), table)


def bounds_of(most: int) -> tuple[int, ...]:
    """The last number of each step: at most five equal steps of round width."""
    step = nice_step(most) if most > STEPS else 1
    return tuple(step * n for n in range(1, STEPS + 1) if step * (n - 1) < most)


def step_of(value: int, bounds: Sequence[int]) -> str:
    """ "step0" is nothing; fewer steps than five take the strongest patterns."""
    if not value:
        return "step0"
    place = next(n for n, last in enumerate(bounds) if value <= last)
    return f"step{STEPS - len(bounds) + place + 1}"


def _key(tiles: Sequence[Tile], bounds: Sequence[int], unit: str) -> list[KeyEntry]:
    untold = dict.fromkeys(tile.words for tile in tiles if tile.words)
    entries = [KeyEntry("step0", "・".join([measured(0, unit), *untold]))]
    for first, last in zip((0, *bounds), bounds, strict=False):
        words = number(last) if last == first + 1 else f"{number(first + 1)}–{number(last)}"
        entries.append(KeyEntry(step_of(last, bounds), with_unit(words, unit)))
    return entries


def _picture(tiles: Sequence[Tile], paper: Paper, bounds: Sequence[int], unit: str) -> Picture:
    marks, y = key_marks(_key(tiles, bounds, unit), paper, 0)
    rows = _laid_out(tiles, paper)
    columns = max(column for row in rows for column, _tile in row) + 1
    width = min(120, (paper.width - 2) // columns)
    for row in rows:
        words = [_words(tile, width, unit) for _column, tile in row]
        height = max(LINE * len(lines) for lines in words) + 4 * _PAD
        for (column, tile), lines in zip(row, words, strict=True):
            marks += _tile(tile, lines, (1 + width * column, y, width - 4, height), bounds)
        y += height + 4
    return Picture(paper.name, paper.width, y, tuple(marks))


def _laid_out(tiles: Sequence[Tile], paper: Paper) -> list[list[tuple[int, Tile]]]:
    """Rows of (column, tile). A map too wide for the paper becomes a list in reading order."""
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    first = min(tile.column for tile in ordered)
    if (max(tile.column for tile in ordered) - first + 1) * _NARROWEST <= paper.width:
        lines = sorted({tile.row for tile in ordered})
        return [
            [(tile.column - first, tile) for tile in ordered if tile.row == row] for row in lines
        ]
    each = paper.width // 72
    return [list(enumerate(ordered[n : n + each])) for n in range(0, len(ordered), each)]


def _words(tile: Tile, width: int, unit: str) -> tuple[str, ...]:
    room = width - 4 - 2 * _PAD
    return (*wrapped(tile.name, room), *wrapped(tile.words or measured(tile.value, unit), room))


def _tile(
    tile: Tile, lines: tuple[str, ...], place: tuple[int, int, int, int], bounds: Sequence[int]
) -> list[Mark]:
    """Pattern up to the edge; the words on a plate in the middle of it."""
    x, y, width, height = place
    plate = min(widest(lines) + 6, width - 4)
    left, top = x + (width - plate) // 2, y + (height - LINE * len(lines)) // 2
    return [
        Box(step_of(tile.value, bounds), x, y, width, height),
        Box("plate", left, top - 1, plate, LINE * len(lines) + 2),
        *lines_of(lines, x + width // 2, top, look="word", anchor="middle"),
    ]
