"""Sheets as a tagged PDF, set by Typst from data. The same sheets give the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pylopdf_fonts_jp
import typst

from bookings.papers.blocks import Sheet
from bookings.papers.window import FOLDS, PLACES

_HERE = Path(__file__).parent
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # a file that says when it was printed is never the same


def pdf_of(*sheets: Sheet) -> bytes:
    """One file; each sheet begins on a new page."""
    return _set(sheets, {"format": "pdf", "timestamp": _MADE})


def pictures_of(*sheets: Sheet, ppi: float = 80) -> list[bytes]:
    """The same pages as PNG, for looking at them."""
    found = _set(sheets, {"format": "png", "ppi": ppi})
    return found if isinstance(found, list) else [found]


def _set(sheets: Sequence[Sheet], how: dict) -> bytes:
    data = json.dumps([sheet.as_data() for sheet in sheets], ensure_ascii=False)
    return typst.compile(
        str(_HERE / "sheet.typ"),
        root=str(_HERE),
        font_paths=fonts(),
        sys_inputs={"sheets": data, "places": _places()},
        **how,
    )


@cache
def _places() -> str:
    places = {name: asdict(place) for name, place in PLACES.items()}
    return json.dumps({**places, "folds": FOLDS})


@cache
def fonts() -> typst.Fonts:
    """Only the fonts that are installed with us, so every machine sets the same lines."""
    folder = pylopdf_fonts_jp.serif_path().parent
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
