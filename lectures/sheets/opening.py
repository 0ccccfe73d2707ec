"""A workbook's bytes → its one sheet's cells as text, or sentences. May not trust the file: what is
too big is refused before it is unpacked, and nothing in it is computed."""

import codecs
import warnings
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from lectures.sheets.table import NotRead, Problem, column_words, whole

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
MOST_UNPACKED = 12_000_000
_MOST_PARTS = 400
MOST_ROWS, MOST_COLUMNS = 2_000, 60
# What openpyxl raises for workbooks that are not as they should be.
_BROKEN = (
    BadZipFile, InvalidFileException, zlib.error, ArithmeticError, AssertionError, AttributeError,
    EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def cells_of(data: bytes) -> list[tuple[int, list[str]]]:
    """(row, texts) of every row that is not empty. NotRead: why it cannot be taken."""
    if data.startswith(OLE):
        raise whole(_old(data))
    _check_parts(data)
    sheet = _only_sheet(data)
    _check_shape(sheet)
    problems: list[Problem] = []
    rows = [(cells[0].row, [_text(cell, problems) for cell in cells]) for cells in _rows(sheet)]
    if problems:
        raise NotRead(*problems)
    return [(row, texts) for row, texts in rows if any(text.strip() for text in texts)]


def _old(data: bytes) -> str:
    if _ENCRYPTED in data:
        return _("パスワードがかかっています。パスワードを外して保存し直してください。")
    return _("古い形のファイル（xls）です。「Excelブック（xlsx）」として保存し直してください。")


def _check_parts(data: bytes) -> None:
    """What the parts say they hold is what the reader takes from them, so it can be believed."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            found = parts.infolist()
            names = {part.filename for part in found}
            size = sum(part.file_size for part in found)
            if size > MOST_UNPACKED or len(found) > _MOST_PARTS:
                raise whole(
                    _(
                        "中身が大きすぎるファイルです。読みこむ表だけを新しいファイルに写してください。"
                    )
                )
            if "xl/workbook.xml" not in names:
                raise whole(
                    _("Excelのファイル（xlsx）ではありません。xlsxかCSVで保存し直してください。")
                )
            if any(_declares(parts.read(part)) for part in found if _is_xml(part.filename)):
                raise whole(_("読めない作りのファイルです。xlsxとして保存し直してください。"))
    except _BROKEN:
        raise whole(_broken()) from None


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _declares(part: bytes) -> bool:
    """Entities grow without end; no spreadsheet program writes any, nor XML in UTF-16."""
    return b"<!DOCTYPE" in part or b"\x00<" in part or b"<\x00" in part


def _broken() -> str:
    return _("ファイルがこわれていて読めません。もう一度xlsxとして保存してください。")


def _only_sheet(data: bytes) -> Worksheet:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decoration that is not read
            book = load_workbook(BytesIO(data), keep_links=False)
    except _BROKEN:
        raise whole(_broken()) from None
    filled = [sheet for sheet in book.worksheets if _has_cells(sheet)]
    if not filled:
        raise whole(_("表が空です。"))
    if len(filled) > 1:
        names = "」「".join(sheet.title for sheet in filled)
        raise whole(_("シートが何枚もあります（「%(names)s」）。読みこむ表のシートだけにしてください。") % {"names": names})  # fmt: skip
    return filled[0]


def _has_cells(sheet: Worksheet) -> bool:
    return any(cell.value is not None for cell in sheet._cells.values())


def _check_shape(sheet: Worksheet) -> None:
    places = [place for place, cell in sheet._cells.items() if cell.value is not None]
    row, column = max(row for row, _column in places), max(column for _row, column in places)
    if row > MOST_ROWS:
        raise NotRead(Problem(row, "", _("行が多すぎます。%(most)d行までにしてください。") % {"most": MOST_ROWS}))  # fmt: skip
    if column > MOST_COLUMNS:
        raise NotRead(Problem(1, column_words(column - 1, ""), _("列が多すぎます。余分な列を消してください。")))  # fmt: skip
    merged = [
        Problem(area.min_row, column_words(area.min_col - 1, ""),
                _("セルが結合されています（%(area)s）。結合を外してください。") % {"area": area.coord})
        for area in sheet.merged_cells.ranges
    ]  # fmt: skip
    filled = {row for row, _column in places}
    hidden = [
        Problem(row, "", _("行が隠れています。フィルターや非表示をやめて、全部が見えるようにしてください。"))
        for row, shape in sorted(sheet.row_dimensions.items())
        if shape.hidden and row in filled
    ]  # fmt: skip
    if merged or hidden:
        raise NotRead(*merged, *hidden)


def _rows(sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    return sheet.iter_rows(
        max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS)
    )


def _text(cell: Any, problems: list[Problem]) -> str:
    if cell.data_type in ("f", "e"):
        sentence = (
            _("式が入っています。計算した値だけを入れてください。")
            if cell.data_type == "f"
            else _("計算のまちがい（%(value)s）が入っています。値を入れ直してください。")
            % {"value": str(cell.value)[:20]}
        )
        problems.append(Problem(cell.row, column_words(cell.column - 1, ""), sentence))
        return ""
    return _spelt(cell.value)


def _spelt(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def looks_like_text(data: bytes) -> bool:
    """No workbook, no picture, no PDF: NUL is in no text but UTF-16, which says what it is."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return marked or not data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"<!DOCTYPE", b"<html"))
