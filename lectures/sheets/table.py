"""What was read from a file: lines by column, and sentences about what is wrong, with their place."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """Row and column as the spreadsheet program shows them; 0 and "" mean the whole file."""

    row: int
    column: str
    sentence: str

    @property
    def place(self) -> str:
        if not self.row:
            return _("ファイル全体")
        row = _("%(row)d行目") % {"row": self.row}
        return f"{row} {self.column}" if self.column else row


class NotRead(Exception):
    """The file is no table of lectures; `problems` say why and where."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.sentence for problem in problems))
        self.problems = list(problems)


def whole(sentence: str) -> NotRead:
    return NotRead(Problem(0, "", sentence))


@dataclass(frozen=True)
class Line:
    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """`places`: where each column stands, by its key; a column that is not there stays as it is.
    `text`: of a file in which words and formulas look alike."""

    places: dict[str, int]
    lines: list[Line] = field(default_factory=list)
    cp932: bool = False
    text: bool = False

    def packed(self) -> dict[str, Any]:
        return {
            "places": self.places,
            "lines": [[line.row, *line.cells.values()] for line in self.lines],
            "cp932": self.cp932,
            "text": self.text,
        }

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> "Table":
        lines = [
            Line(row, dict(zip(packed["places"], cells, strict=True)))
            for row, *cells in packed["lines"]
        ]
        return cls(packed["places"], lines, packed["cp932"], packed.get("text", False))


def letter(place: int) -> str:
    """0 → A, 26 → AA."""
    head, last = divmod(place, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + last)


def column_words(place: int, heading: str) -> str:
    where = _("%(letter)s列") % {"letter": letter(place)}
    return f"{where}「{heading}」" if heading else where
