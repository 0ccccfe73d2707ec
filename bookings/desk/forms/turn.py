"""What the office typed into the tables of 異動・機構改革, read back exactly; nothing is lost.

The tables are as long as the town has departments, so the cells are named by code and number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bookings.emails.ask import one_line
from bookings.spelling import DayError, parse_day
from lectures.eras import folded
from lectures.models import Department, Lecturer
from lectures.reorganising import Change, Fate, Move
from lectures.reorganising.changes import in_lines
from lectures.reorganising.sheets import NOBODY

NEW_ROWS, MOST_NEW_ROWS = 4, 200
_NEW = "new"
_FURTHEST = 3 * 366


@dataclass(frozen=True)
class Line:
    """One row of the table as it was typed; `key` names its cells."""

    key: str
    title: str
    fate: str
    new_code: str
    name: str
    email: str
    successor: str

    @property
    def is_new(self) -> bool:
        return self.key.startswith(_NEW)

    @property
    def change(self) -> Change:
        """What is filled in counts, even where the row still says that all stays as it is."""
        fate = Fate(self.fate) if self.fate in Fate.values else Fate.KEEP
        if fate == Fate.KEEP and self.successor:
            fate = Fate.MERGE
        elif fate == Fate.KEEP and (self.new_code or self.name or self.email):
            fate = Fate.RENAME
        code = "" if self.is_new else self.key
        new_code, email = folded(self.new_code), folded(self.email)
        return Change(fate, code, new_code, self.name, email, self.successor)


def next_turn(today: date) -> date:
    """The next 1 April."""
    return date(today.year + (today >= date(today.year, 4, 1)), 4, 1)


def day_of(typed: str, *, today: date) -> tuple[date, str]:
    """(the day, a sentence if what was typed is none)."""
    if not typed.strip():
        return next_turn(today), ""
    try:
        day = parse_day(typed, today)
    except DayError as misspelt:
        return next_turn(today), str(misspelt)
    if abs((day - today).days) > _FURTHEST:
        return next_turn(today), _("日にちは、きょうから3年のあいだで入れてください。")
    return day, ""


def ahead(typed: str, *, today: date) -> tuple[date, str]:
    """As `day_of`, for a day on which something is to change."""
    day, problem = day_of(typed, today=today)
    if day <= today and not problem:
        return day, _("きょうより後の日をえらんでください。")
    return day, problem


def lines_of(departments: Iterable[Department], posted: Mapping[str, str]) -> list[Line]:
    """Every department of today and some empty rows, with what was typed."""
    rows = [
        _typed(row.code, f"{row.code} {row.name}", posted, usual=Fate.KEEP) for row in departments
    ]
    count = max(NEW_ROWS, _new_rows(posted))
    empty = [_typed(f"{_NEW}{number}", "", posted, usual=Fate.NEW) for number in range(count)]
    return [*rows, *empty]


def _new_rows(posted: Mapping[str, str]) -> int:
    """How many rows of new departments the page or the sheet has."""
    there = (f"fate-{_NEW}{number}" in posted for number in range(MOST_NEW_ROWS))
    return max((number for number, one in enumerate(there, start=1) if one), default=0)


def cells_of(changes: Sequence[Change]) -> dict[str, str]:
    """The cells of the table as a sheet has filled them.

    A successor named by the code it will have is chosen on the page by the one it has today.
    """
    cells: dict[str, str] = {}
    new = 0
    renamed = {row.new_code: row.code for row in changes if row.fate == Fate.RENAME}
    renamed.pop("", None)
    for row in changes:
        key = row.code
        if row.fate == Fate.NEW:
            key, new = f"{_NEW}{new}", new + 1
        cells |= {
            f"fate-{key}": row.fate.value,
            f"new_code-{key}": row.new_code,
            f"name-{key}": row.name,
            f"email-{key}": row.email,
            f"successor-{key}": renamed.get(row.successor, row.successor),
        }
    return cells


def changes_of(lines: Iterable[Line]) -> list[Change]:
    """What is to be done; an empty new row is nothing."""
    found = (line.change for line in lines)
    return [
        row for row in found
        if row.fate != Fate.KEEP
        and (row.fate != Fate.NEW or row.new_code or row.name or row.email)
    ]  # fmt: skip


def leaves_key(row: Lecturer, department: Department) -> str:
    return f"leaves-{row.public_id}-{department.code}"


def moves_of(
    rows: Iterable[tuple[Lecturer, list[Department]]],
    posted: Mapping[str, str],
    *,
    departments: Mapping[str, Department],
) -> tuple[list[Move], list[str]]:
    """The ticked lecturers and where they go; a sentence for each that cannot be read."""
    moves, problems = [], []
    for row, theirs in rows:
        left = frozenset(one.pk for one in theirs if posted.get(leaves_key(row, one)))
        code = posted.get(f"to-{row.public_id}", "")
        if code and not left:
            problems.append(_("%(name)s：離れる課に、しるしをつけてください。") % {"name": row})
        elif code and code not in departments:
            problems.append(_("%(name)s：新しい課をえらび直してください。") % {"name": row})
        elif left and any(one.pk in left and one.code == code for one in theirs):
            problems.append(_("%(name)s：離れる課と新しい課が同じです。") % {"name": row})
        elif left:
            moves.append(Move(row, departments.get(code), left))
    return moves, problems


def moves_in(
    lines: Iterable[tuple[int, dict[str, str]]],
    *,
    lecturers: Sequence[tuple[Lecturer, list[Department]]],
    departments: Mapping[str, Department],
) -> tuple[dict[str, str], list[str]]:
    """The cells that a sheet fills, and a sentence for each of its lines that cannot be done."""
    cells: dict[str, str] = {}
    problems = []
    seen: dict[int, list[int]] = {}
    for number, typed in lines:
        found = [pair for pair in lecturers if _is(pair[0], typed)]
        if len(found) != 1:
            words = _("同じ名前の講師が二人以上います") if found else _("この名前の講師はいません")
            problems.append(_line(number, typed["name"], words))
            continue
        (row, theirs), goal = found[0], _goal(typed["successor"], departments)
        left = [one for one in theirs if typed["leaves"] in ("", one.code, one.name)]
        seen.setdefault(row.pk, []).append(number)
        if words := _wrong(typed, theirs, left, goal):
            problems.append(_line(number, typed["name"], words))
        else:
            cells |= {leaves_key(row, one): "on" for one in left}
            cells[f"to-{row.public_id}"] = goal or ""
    twice = _("同じ講師の行が二つ以上あります。一つにしてください。")
    problems += [in_lines(numbers, twice) for numbers in seen.values() if len(numbers) > 1]
    return cells, problems


def _goal(typed: str, departments: Mapping[str, Department]) -> str | None:
    """The code of the new department; "" none; None: there is no such one."""
    if typed.lower() in NOBODY:
        return ""
    by_name = {row.name: code for code, row in departments.items()}
    return typed if typed in departments else by_name.get(typed)


def _wrong(
    typed: Mapping[str, str], theirs: list[Department], left: list[Department], goal: str | None
) -> str:
    if goal is None:
        return _("新しい課のコードがありません")
    if not left:
        return _("離れる課が、この講師の課ではありません")
    if len(left) > 1 and not typed["leaves"]:
        return _("課が二つ以上あります。「離れる課」の列を入れてください")
    return ""


def _is(row: Lecturer, typed: Mapping[str, str]) -> bool:
    if typed["email"]:
        return row.email.lower() == typed["email"].lower()
    return "".join(row.name.split()) == "".join(typed["name"].split())


def _line(number: int, name: str, words: str) -> str:
    return _("%(number)d行目（%(name)s）：%(words)s。") % {
        "number": number, "name": name or "－", "words": words,
    }  # fmt: skip


def _typed(key: str, title: str, posted: Mapping[str, str], *, usual: Fate) -> Line:
    return Line(
        key=key,
        title=title,
        fate=posted.get(f"fate-{key}", usual.value),
        new_code=one_line(posted.get(f"new_code-{key}", "")),
        name=one_line(posted.get(f"name-{key}", "")),
        email=one_line(posted.get(f"email-{key}", "")),
        successor=folded(one_line(posted.get(f"successor-{key}", ""))),
    )
