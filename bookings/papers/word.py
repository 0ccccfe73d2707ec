"""The same sheet as a Word file, so that an office can change what it prints. Words stay words."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bookings.papers.blocks import (
    Addressee,
    Beside,
    Block,
    DateLine,
    Footer,
    Heading,
    Lines,
    NumberLine,
    Paragraph,
    Picture,
    Record,
    SealBoxes,
    Sender,
    Sheet,
    Title,
    WindowAddress,
)
from bookings.papers.window import FOLDS, place_of

# What every Japanese Word has; another program takes its own Mincho and Gothic.
MINCHO, GOTHIC = "ＭＳ 明朝", "ＭＳ ゴシック"
_TWIPS_A_MM = 56.7
_SIZES = ((50, 10), (75, 8.5), (999, 6.5))  # points in the envelope's window, by letters
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same sheet gives the same file
_Place = Any  # a document, or a cell of a table


def docx_of(sheet: Sheet) -> bytes:
    document = Document()
    _page(document, sheet)
    for block in sheet.blocks:
        _put(document, block)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    sides, ends = (18, 14) if sheet.gothic else (25, 25)
    section.left_margin = section.right_margin = Mm(sides)
    section.top_margin = section.bottom_margin = Mm(ends)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(2)
    font = GOTHIC if sheet.gothic else MINCHO
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), font)
    told = document.core_properties
    told.title, told.author = _UNWRITABLE.sub("", sheet.subject)[:250], ""
    told.language = sheet.language
    told.created = told.modified = _MADE


def _put(place: _Place, block: Block) -> None:
    _WAYS[type(block)](place, block)


def _line(
    place: _Place, text: str, *, align: Any = None, above: float = 0, below: float = 2
) -> Any:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(above)
    paragraph.paragraph_format.space_after = Pt(below)
    _words(paragraph, text)
    return paragraph


def _words(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run()
    for number, line in enumerate(_UNWRITABLE.sub("", text).split("\n")):
        if number:
            run.add_break()
        run.add_text(line)
    return run


def _at_the_right(place: _Place, block: NumberLine | DateLine) -> None:
    _line(place, block.text, align=ALIGN.RIGHT)


def _addressee(place: _Place, block: Addressee) -> None:
    for line in block.lines:
        kept = _line(place, line)
        kept.paragraph_format.right_indent = Mm(50)


def _sender(place: _Place, block: Sender) -> None:
    for line in (*block.lines, *filter(None, [block.seal])):
        _line(place, f"{line}　", align=ALIGN.RIGHT)


def _title(place: _Place, block: Title) -> None:
    paragraph = _line(place, block.text, align=ALIGN.CENTER, above=14, below=14)
    paragraph.runs[0].font.size = Pt(14)


def _heading(place: _Place, block: Heading) -> None:
    paragraph = _line(place, block.text, above=6)
    paragraph.runs[0].font.bold = True
    paragraph.paragraph_format.keep_with_next = True


def _paragraph(place: _Place, block: Paragraph) -> None:
    paragraph = _line(place, block.text)
    paragraph.paragraph_format.line_spacing = 1.4
    if block.indent:
        paragraph.paragraph_format.first_line_indent = Pt(11)


def _record(place: _Place, block: Record) -> None:
    if not block.framed:
        _line(place, "記", align=ALIGN.CENTER, above=14, below=8)
    columns = (Mm(34), Mm(120)) if block.framed else (Mm(10), Mm(34), Mm(112))
    table = _table(place, columns, framed=block.framed)
    for number, (label, value) in enumerate(block.rows, start=1):
        held = (label, value) if block.framed else (f"{number}", label, value)
        _row(table, held, columns)
    if not block.framed:
        _line(place, "以上", align=ALIGN.RIGHT, above=8)


def _table(place: _Place, columns: Iterable[Any], *, framed: bool) -> Any:
    widths = list(columns)
    table = place.add_table(0, len(widths))
    if framed:
        _frame(table)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _frame(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)


def _row(table: Any, values: Iterable[str], widths: Iterable[Any]) -> None:
    row = table.add_row()
    for cell, value, width in zip(row.cells, values, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].paragraph_format.space_after = Pt(3)
        _words(cell.paragraphs[0], value)


def _picture(place: _Place, block: Picture) -> None:
    run = place.add_paragraph().add_run()
    drawn = run.add_picture(BytesIO(b64decode(block.data)), width=Mm(block.width_mm))
    if drawn.height > Mm(block.height_mm):
        drawn.width = int(drawn.width * Mm(block.height_mm) / drawn.height)
        drawn.height = Mm(block.height_mm)
    drawn._inline.docPr.set("descr", block.alt)


def _beside(place: _Place, block: Beside) -> None:
    columns = [Mm(92), Mm(80)]
    cells = _table(place, columns, framed=False).add_row().cells
    for cell, width, held in zip(cells, columns, (block.left, block.right), strict=True):
        cell.width = width
        for one in held:
            _put(cell, one)


def _lines(place: _Place, block: Lines) -> None:
    _line(place, block.label, above=6)
    for _number in range(block.count):
        _line(place, "　" + "＿" * 40, above=6)


def _seals(place: _Place, block: SealBoxes) -> None:
    columns = [Mm(18)] * len(block.labels)
    table = _table(place, columns, framed=True)
    table.alignment = 2  # at the right
    _row(table, block.labels, columns)
    table.add_row().height = Mm(18)
    _line(place, "")


def _window(place: _Place, block: WindowAddress) -> None:
    at = place_of(block.envelope)
    lines = (f"〒{block.postcode}" if block.postcode else "", block.address, *block.to)
    letters = len("".join((block.address, *block.to)))
    size = next(points for most, points in _SIZES if letters <= most)
    for line in filter(None, lines):
        paragraph = _line(place, line, below=0)
        paragraph.runs[0].font.size = Pt(size)
        _framed(paragraph, x=at.x, y=at.y, width=at.width, height=at.height)
    for fold in FOLDS:
        _framed(_line(place, "―", below=0), x=4, y=fold - 2, width=6, height=4)
    _line(place, "", above=float(max(0, at.y + at.height - 25)) * 2.83)


def _framed(paragraph: Any, *, x: int, y: int, width: int, height: int) -> None:
    """Where a paragraph stands on the page, whatever comes before it."""
    frame = OxmlElement("w:framePr")
    measures = {"w": width, "h": height, "x": x, "y": y}
    for name, value in measures.items():
        frame.set(qn(f"w:{name}"), str(round(value * _TWIPS_A_MM)))
    held = {"hRule": "atLeast", "hAnchor": "page", "vAnchor": "page", "wrap": "around"}
    for name, word in held.items():
        frame.set(qn(f"w:{name}"), word)
    paragraph._p.get_or_add_pPr().insert(0, frame)


def _footer(place: _Place, block: Footer) -> None:
    foot = place.sections[0].footer
    for number, line in enumerate(block.lines):
        paragraph = foot.paragraphs[0] if number == 0 else foot.add_paragraph()
        _words(paragraph, line).font.size = Pt(9)


_WAYS: dict[type[Block], Callable[[_Place, Any], None]] = {
    NumberLine: _at_the_right,
    DateLine: _at_the_right,
    Addressee: _addressee,
    Sender: _sender,
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Record: _record,
    Picture: _picture,
    Beside: _beside,
    Lines: _lines,
    SealBoxes: _seals,
    WindowAddress: _window,
    Footer: _footer,
}
