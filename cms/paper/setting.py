"""Words set on paper by Typst: a tagged PDF with text that can be selected, or pictures of its pages. Pure."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from bookings.papers.pdf import fonts

_HERE = Path(__file__).parent
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # a file that says when it was made is never the same
_FOR_EVERYBODY = "ua-1"
BOOKLET, POSTER = "booklet", "poster"


def pdf_of(kind: str, data: dict[str, Any]) -> bytes:
    """As PDF/UA, unless a letter that no font of ours knows forbids it: then as an ordinary one."""
    try:
        return _set(kind, data, {"format": "pdf", "pdf_standards": _FOR_EVERYBODY})[0]
    except typst.TypstError:
        return _set(kind, data, {"format": "pdf"})[0]


def pictures_of(kind: str, data: dict[str, Any], *, ppi: float = 80) -> list[bytes]:
    """The same pages as PNG."""
    return _set(kind, data, {"format": "png", "ppi": ppi})


def pages_in(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _set(kind: str, data: dict[str, Any], how: dict[str, Any]) -> list[bytes]:
    if how["format"] == "pdf":
        how = {"timestamp": _MADE, **how}
    found = typst.compile(
        str(_HERE / f"{kind}.typ"),
        root=str(_HERE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **how,
    )
    return found if isinstance(found, list) else [found]
