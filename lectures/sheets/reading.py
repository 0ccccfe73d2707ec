"""A file as it was uploaded → a `Table`, or sentences with row and column. Changes nothing."""

import csv
import io
import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from lectures.sheets import opening
from lectures.sheets.columns import KEY, Column
from lectures.sheets.decoding import decoded, unreadable_line
from lectures.sheets.table import Line, NotRead, Problem, Table, column_words, whole

MOST_BYTES = 3_000_000
MOST_PROBLEMS = 100
_ALWAYS = (KEY, "number")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

_Rows = list[tuple[int, list[str]]]


def table_in(data: bytes, *, columns: Sequence[Column], needed: Collection[str] = _ALWAYS) -> Table:
    """NotRead: nothing of the file is taken, and every reason that was found is said."""
    if not data:
        raise whole(_("ファイルが空です。"))
    if len(data) > MOST_BYTES:
        raise too_big()
    if data.startswith((opening.ZIP, opening.OLE)):
        rows, encoding = opening.cells_of(data), ""
    else:
        rows, encoding = _rows_of_text(data)
    if not rows:
        raise whole(_("表が空です。"))
    (row, head), *others = rows
    places = _places(row, head, columns, needed)
    lines = _lines(others, head, places)
    if not lines:
        raise whole(_("1行目の見出しのほかに、行がありません。"))
    return Table(places, lines, cp932=encoding == "cp932", text=bool(encoding))


def too_big() -> NotRead:
    return whole(_("ファイルが大きすぎます（3MBまで）。読みこむ表だけにしてください。"))


def _rows_of_text(data: bytes) -> tuple[_Rows, str]:
    if not opening.looks_like_text(data):
        raise whole(_("表計算のファイルではありません。xlsxかCSVで保存し直してください。"))
    found = decoded(data)
    if found is None:
        raise NotRead(
            Problem(
                unreadable_line(data), "",
                _("文字が読めません。「CSV UTF-8」として保存し直してください。"),
            )
        )  # fmt: skip
    text, encoding = found
    rows = _cells(text.lstrip("\ufeff"))
    if len(rows) > opening.MOST_ROWS:
        most = {"most": opening.MOST_ROWS}
        raise NotRead(Problem(rows[-1][0], "", _("行が多すぎます。%(most)d行までにしてください。") % most))  # fmt: skip
    return rows, encoding


def _cells(text: str) -> _Rows:
    """Rows are counted as a spreadsheet program does: a cell of two lines is one row."""
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise NotRead(Problem(row, "", _("読めない文字（NUL）が入っています。CSVとして保存し直してください。")))  # fmt: skip
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    found: _Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                found.append((row, cells))
    except csv.Error:
        row = len(found) + 1
        raise NotRead(Problem(row, "", _("表の形が読めません。「\"」の数などを確かめて、CSVとして保存し直してください。"))) from None  # fmt: skip
    return found


def _places(
    row: int, head: list[str], columns: Sequence[Column], needed: Collection[str]
) -> dict[str, int]:
    by_heading = {column.heading: column.key for column in columns}
    places: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(text.strip() for text in head):
        key = by_heading.get(cell)
        if key in places:
            said = _("同じ見出しの列が、もう一つあります。一つにしてください。")
            problems.append(Problem(row, column_words(place, cell), said))
        elif key is not None:
            places[key] = place
        elif cell:
            said = _("知らない見出しです。ダウンロードしたファイルの見出しのままにしてください。")
            problems.append(Problem(row, column_words(place, cell[:40]), said))
    missing = [column.heading for column in columns if column.key in needed and column.key not in places]  # fmt: skip
    if missing:
        said = _("1行目に、列の見出しがありません：%(names)s") % {"names": "、".join(missing)}
        problems.insert(0, Problem(row, "", said))
    if problems:
        raise NotRead(*problems[:MOST_PROBLEMS])
    return places


def _lines(rows: _Rows, head: list[str], places: dict[str, int]) -> list[Line]:
    lines, problems = [], []
    last = max(places.values())
    named = set(places.values())
    for row, cells in rows:
        problems += _misshapen(row, cells, head, named)
        if len(cells) <= last:
            problems.append(Problem(row, "", _("列が足りません。ほかの行と同じ数にしてください。")))
            continue
        lines.append(Line(row, {key: cells[place] for key, place in places.items()}))
    if problems:
        raise NotRead(*problems[:MOST_PROBLEMS])
    return lines


def _misshapen(row: int, cells: list[str], head: list[str], named: set[int]) -> list[Problem]:
    problems = []
    for place, cell in enumerate(cells):
        if cell.strip() and place not in named:
            said = _("見出しのない列に、文字が入っています。")
            problems.append(Problem(row, column_words(place, ""), said))
        if _CONTROL.search(cell):
            said = _("目に見えない文字（制御文字）が入っています。入れ直してください。")
            heading = head[place].strip() if place < len(head) else ""
            problems.append(Problem(row, column_words(place, heading), said))
    return problems
