"""A table from a spreadsheet: an uploaded file or pasted cells become lines, or a clear sentence.

UTF-8 or CP932, commas or tabs. Pure; what the lines mean for the town is checked elsewhere.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from unicodedata import normalize

from django.utils.translation import gettext as _

from lectures.reorganising.changes import Change, Fate
from lectures.sheets.decoding import decoded

MOST_BYTES = 1_000_000
NOBODY = ("なし", "無し", "-", "none")
_DEPARTMENTS = {
    "code": ("コード", "課コード", "code"),
    "new_code": ("新コード", "新しいコード", "new code", "new_code"),
    "name": ("新しい名前", "新名称", "名前", "new name", "new_name"),
    "email": ("メール", "新しいメール", "email"),
    "successor": ("引き継ぐ課", "引継ぎ先", "successor"),
}
_LECTURERS = {
    "name": ("講師", "名前", "氏名", "name"),
    "email": ("メール", "email"),
    "leaves": ("離れる課", "いまの課", "leaves"),
    "successor": ("新しい課", "異動先", "department"),
}


def text_in(data: bytes | str) -> str:
    """As it is shown again under a sentence about it; what cannot be read is left out."""
    text = data if isinstance(data, str) else _text(data[:MOST_BYTES]) or ""
    return "" if "\x00" in text else text


def departments_in(data: bytes | str) -> tuple[list[Change], list[str]]:
    """(changes, problems). What a line does follows from which cells are filled in."""
    lines, problems = _lines(data, columns=_DEPARTMENTS, needed=("code",))
    return [_change(number, cells) for number, cells in lines], problems


def lecturers_in(data: bytes | str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """((line, {name, email, leaves, successor}), problems). A new department なし is nobody's."""
    return _lines(data, columns=_LECTURERS, needed=("name", "successor"))


def _change(number: int, cells: dict[str, str]) -> Change:
    successor = cells["successor"]
    new = any(cells[key] for key in ("new_code", "name", "email"))
    if not cells["code"]:
        fate = Fate.NEW
    elif successor.lower() in NOBODY:
        fate, successor = Fate.END, ""
    elif successor:
        fate = Fate.MERGE
    else:
        fate = Fate.RENAME if new else Fate.KEEP
    return Change(
        fate, cells["code"], cells["new_code"], cells["name"], cells["email"], successor, number
    )


def _lines(
    data: bytes | str, *, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    if len(data) > MOST_BYTES:
        return [], [_("ファイルが大きすぎます。課の表だけにしてください。")]
    text = data if isinstance(data, str) else _text(data)
    if text is None or "\x00" in text:
        return [], [
            _("文字が読めませんでした。表計算ソフトで「CSV UTF-8」として保存し直してください。")
        ]
    try:
        rows = list(enumerate(_cells(text), start=1))
    except csv.Error:
        return [], [_("表の形が読めませんでした。CSVとして保存し直してください。")]
    filled = [(number, row) for number, row in rows if any(row)]
    if not filled:
        return [], [_("表が空です。")]
    if len(filled) == 1:
        return [], [_("1行目の見出しのほかに、行がありません。")]
    places = _places(filled[0][1], columns)
    missing = [columns[key][0] for key in needed if key not in places]
    if missing:
        return [], [_("1行目に、列の名前がありません：%(names)s") % {"names": "、".join(missing)}]
    return [
        (number, {key: _at(row, places.get(key)) for key in columns}) for number, row in filled[1:]
    ], []


def _text(data: bytes) -> str | None:
    found = decoded(data)
    return found and found[0]


def _cells(text: str) -> Iterator[list[str]]:
    first = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter="\t" if "\t" in first else ","
    )
    for row in reader:
        yield [" ".join(cell.split()) for cell in row]


def _places(head: list[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    named = {normalize("NFKC", cell).lower(): place for place, cell in enumerate(head)}
    # The first of a column's names that is there counts.
    return {
        key: next(named[name] for name in names if name in named)
        for key, names in columns.items()
        if any(name in named for name in names)
    }


def _at(row: list[str], place: int | None) -> str:
    """Codes and addresses are compared as the ledger keeps them: half width."""
    return normalize("NFKC", row[place]) if place is not None and place < len(row) else ""
