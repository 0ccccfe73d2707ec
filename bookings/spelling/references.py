"""受付番号 as people type it: R8-0048, R80048, r8 48, 令和8-48, 8-48, 2026-48, or 48 alone.

Pure: text in, what it may mean out. Whether such a request exists is nobody's business here.
"""

import re
from collections.abc import Iterator

from bookings.spelling import folding
from lectures.eras import year_of_era

_PARTED = re.compile(r"(R|H|S|令和|平成)?(\d{1,4}|元)(?:年度? ?第?|[-の ]{1,3})(\d{1,9})番?")
_JOINED = re.compile(r"(R|H|S|令和|平成)(\d{2,8})番?")
_ALONE = re.compile(r"(?:No\.?|№|第)?\s*(\d{1,9})番?", re.IGNORECASE)
_CONSULTATION = re.compile(r"S([0-9]{1,2})(?:-([0-9]{1,9})|([0-9]{4}))")
_MOST = 2**31 - 1  # of the column
Meant = tuple[int | None, int]


def meant(text: str) -> list[Meant]:
    """(fiscal year, number) pairs that it can stand for; the year None: it was not said."""
    typed = folding.dashes(text).upper().replace(" -", "-").replace("- ", "-")
    typed = re.sub(r"(?<=[RHS和成]) (?=\d)", "", typed)
    return [pair for pair in dict.fromkeys(_read(typed)) if 0 < pair[1] <= _MOST]


def of_consultation(text: str) -> tuple[int, int] | None:
    """S8-0012, and S80012 as people type it: (fiscal year, number) of a 相談."""
    found = _CONSULTATION.fullmatch(folding.dashes(text).upper().replace(" ", ""))
    if not found or not int(found[1]):
        return None
    return year_of_era("R", int(found[1])), int(found[2] or found[3])


def _read(typed: str) -> Iterator[Meant]:
    if found := _PARTED.fullmatch(typed):
        era, year, number = found.groups()
        yield from _of_year(era or "", 1 if year == "元" else int(year), int(number))
    elif found := _JOINED.fullmatch(typed):
        era, figures = found.groups()
        for cut in (1, 2):  # R80048: of R8 or of R80
            if figures[cut:]:
                yield from _of_year(era, int(figures[:cut]), int(figures[cut:]))
    elif found := _ALONE.fullmatch(typed):
        yield None, int(found[1])


def _of_year(era: str, year: int, number: int) -> Iterator[Meant]:
    """Without an era, small years are of this one, large ones are written as 2026."""
    if not era and year >= 1000:
        yield year, number
    elif 1 <= year <= 99:
        yield year_of_era(era or "R", year), number
