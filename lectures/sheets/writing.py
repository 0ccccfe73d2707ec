"""Lines of text → a workbook or CSV. May not lose a letter, and writes nothing that is computed."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from lectures.sheets.columns import KEY, Column
from lectures.sheets.decoding import as_cp932, not_in_cp932
from lectures.sheets.kinds import Day, Whole

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_COMPUTED = re.compile(r"'*[=+\-@\t\r]")
_AS_TEXT = "@"


class NotInShiftJis(ValueError):
    """A sentence that names the letters."""


def cell(sheet: object, value: object, *, bold: bool = False) -> WriteOnlyCell:
    """Words stay words: what somebody typed is never a formula."""
    if isinstance(value, str):
        value = _UNPRINTABLE.sub("", value)
    found = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        found.data_type = "s"
    if bold:
        found.font = Font(bold=True)
    return found


def workbook(columns: Sequence[Column], rows: Iterable[Mapping[str, str]], *, title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Sheet1")
    sheet.freeze_panes = "D2"
    for place, column in enumerate(columns, start=1):
        shape = sheet.column_dimensions[_letters(place)]
        shape.width, shape.hidden = column.width, column.key == KEY
    sheet.append([_heading(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_typed(sheet, column, row.get(column.key, "")) for column in columns])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def csv_file(
    columns: Sequence[Column], rows: Iterable[Mapping[str, str]], *, cp932: bool = False
) -> bytes:
    """UTF-8 with a mark, which spreadsheet programs need. NotInShiftJis: a letter would be lost."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([guarded(row.get(column.key, "")) for column in columns])
    text = held.getvalue()
    if not cp932:
        return text.encode("utf-8-sig")
    if letters := not_in_cp932(text):
        raise NotInShiftJis(
            _("Shift_JISにない文字（%(letters)s）があります。ExcelかUTF-8をえらんでください。")
            % {"letters": " ".join(letters[:10])}
        )
    return as_cp932(text).encode("cp932")


def guarded(text: str) -> str:
    """An apostrophe before what would be computed; `reading` takes it away again."""
    return f"'{text}" if _COMPUTED.match(text) else text


def _letters(place: int) -> str:
    head, last = divmod(place - 1, 26)
    return (_letters(head) if head else "") + chr(ord("A") + last)


def _heading(sheet: object, column: Column) -> WriteOnlyCell:
    found = cell(sheet, column.heading, bold=True)
    found.fill = PatternFill("solid", fgColor="E8E8E8")
    found.alignment = Alignment(wrap_text=True, vertical="top")
    return found


def _typed(sheet: object, column: Column, text: str) -> WriteOnlyCell:
    """Numbers and days can be sorted; all else is text, codes with their leading zeros."""
    value: Any = column.kind.value(text) if text and isinstance(column.kind, Day | Whole) else text
    found = cell(sheet, value)
    found.number_format = "yyyy-mm-dd" if isinstance(value, date) else "General"
    if isinstance(value, str):
        found.number_format = _AS_TEXT
    return found
