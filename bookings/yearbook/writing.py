"""Rows as CSV and as workbooks, written while they are read."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from bookings.yearbook.tables import Cell, Table
from lectures.sheets.writing import TYPE, cell, guarded

CSV = "text/csv; charset=utf-8"
XLSX = TYPE
_AT_ONCE = 500
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_PLAIN = re.compile(r"[^=\x00-\x1f][^\x00-\x1f]*")
Line = Sequence[Cell | date]


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headings: Sequence[str], rows: Iterable[Line]) -> Iterator[bytes]:
    """UTF-8 with the mark that spreadsheets need, CRLF, nothing that they would compute."""
    writer = csv.writer(_Echo())
    held = ["\ufeff" + writer.writerow(list(headings))]
    for row in rows:
        held.append(writer.writerow([_safe(value) for value in row]))
        if len(held) >= _AT_ONCE:
            yield "".join(held).encode()
            held = []
    yield "".join(held).encode()


def _safe(value: Cell | date) -> object:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else value


class Book:
    """A workbook that is written row by row; openpyxl keeps the rows on disk, not in memory."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self.names: set[str] = set()

    def sheet(self, title: str, headings: Sequence[str], rows: Iterable[Line]) -> None:
        sheet = self.book.create_sheet(self._name(title))
        sheet.freeze_panes = "B2"
        for place, words in enumerate(headings, start=1):
            width = max(10, min(40, 2 * len(words) + 4))
            sheet.column_dimensions[get_column_letter(place)].width = 30 if place == 1 else width
        sheet.append([cell(sheet, words, bold=True) for words in headings])
        for row in rows:
            sheet.append([_value(sheet, value) for value in row])

    def save(self, file: IO[bytes]) -> None:
        self.book.save(file)

    def _name(self, title: str) -> str:
        """As Excel takes it, and each only once."""
        name = _FORBIDDEN.sub(" ", title)[:28] or "1"
        while name in self.names:
            name = f"{name[:26]}_{len(self.names)}"
        self.names.add(name)
        return name


def book_of(tables: Iterable[Table]) -> Book:
    """A sheet for each table; what stands below a table is its last line."""
    book = Book()
    for table in tables:
        note: list[Line] = [[table.note]] if table.note else []
        book.sheet(table.title, table.headings, [*table.rows, *note])
    return book


def _value(sheet: object, value: Cell | date) -> object:
    """Words stay words. A cell of its own only where it is needed: a million rows have many."""
    if isinstance(value, str) and value and not _PLAIN.fullmatch(value):
        return cell(sheet, value)
    return value
