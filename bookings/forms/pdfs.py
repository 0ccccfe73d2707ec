"""A PDF that somebody uploads, made harmless: its pages alone, written anew.

What could act by itself (scripts, attachments, films, links that start programs) is left behind.
"""

from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

MOST_PAGES = 40
# An annotation that only shows something; the rest plays, opens or carries a file.
_KEPT = {
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight",
    "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Ink", "/Widget",
}  # fmt: skip
_ACTS = ("/A", "/AA", "/PA", "/Parent", "/FS", "/RichMediaContent", "/Popup", "/IRT")
# All that a page needs to be seen as it was.
_PAGE = {
    "/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Annots",
}  # fmt: skip
# Files that may hang on anything: a page, a picture, a note, the look of a note.
_CARRIED = ("/AF", "/EF", "/PieceInfo", "/Metadata")
# What a broken or hostile file makes the reader raise.
_UNREADABLE = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
    AssertionError, NotImplementedError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip


def written_anew(data: bytes) -> bytes:
    """ValidationError: it cannot be read, is locked, or is too long."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise forms.ValidationError(
                _("パスワードのかかったPDFは入れられません。パスワードを外してください。")
            )
        if len(reader.pages) > MOST_PAGES:
            raise forms.ValidationError(
                _("PDFは%(most)dページまでにしてください。"), params={"most": MOST_PAGES}
            )
        return _pages_of(reader)
    except _UNREADABLE as unreadable:
        raise forms.ValidationError(
            _("PDFを読めません。ほかの形で保存しなおしてから、えらんでください。")
        ) from unreadable


def _pages_of(reader: PdfReader) -> bytes:
    writer, held, seen = PdfWriter(), BytesIO(), set[int]()
    for page in reader.pages:
        _calm(page)
        _unload(page, seen=seen)
        writer.add_page(page)
    writer.metadata = None
    writer.write(held)
    return held.getvalue()


def _calm(page: PageObject) -> None:
    """Without actions of the page or of what lies on it."""
    found = ArrayObject()
    for one in _annotations(page):
        if one.get("/Subtype") in _KEPT:
            for name in _ACTS:
                one.pop(NameObject(name), None)
            found.append(one)
    for name in [name for name in page if name not in _PAGE or name == "/Annots"]:
        del page[name]
    if found:
        page[NameObject("/Annots")] = found


def _unload(page: PageObject, *, seen: set[int]) -> None:
    """Without files, on whatever of it they hang. `seen`: what pages share is looked at once."""
    waiting: list[Any] = [page]
    while waiting:
        one = waiting.pop().get_object()
        if id(one) in seen or not isinstance(one, DictionaryObject | ArrayObject):
            continue
        seen.add(id(one))
        if isinstance(one, DictionaryObject):
            for name in _CARRIED:
                one.pop(NameObject(name), None)
        waiting += one.values() if isinstance(one, DictionaryObject) else list.__iter__(one)


def _annotations(page: PageObject) -> list[DictionaryObject]:
    listed: Any = page.get("/Annots")
    rows = listed.get_object() if listed is not None else []
    objects = [row.get_object() for row in rows] if isinstance(rows, list) else []
    return [row for row in objects if isinstance(row, DictionaryObject)]
