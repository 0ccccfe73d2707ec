"""What happens to each department, checked as one table before anything is done. No rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lectures.eras import fiscal_year_of

_CODE, _NAME = 10, 60


class Fate(TextChoices):
    KEEP = "keep", gettext_lazy("このまま続く")
    RENAME = "rename", gettext_lazy("名前かメールが変わる")
    MERGE = "merge", gettext_lazy("ほかの課が引き継ぐ")
    END = "end", gettext_lazy("なくなる（引き継ぐ課なし）")
    NEW = "new", gettext_lazy("新しい課")


MAKING = (Fate.RENAME, Fate.NEW)  # these lines make a department; no others do


@dataclass(frozen=True)
class Change:
    """One line. `successor` is a code, of today or of this very table; `line` is 0 on a page."""

    fate: Fate
    code: str = ""
    new_code: str = ""
    name: str = ""
    email: str = ""
    successor: str = ""
    line: int = 0


def with_codes(changes: Iterable[Change], *, day: date) -> list[Change]:
    """Who gets a new name and no new code keeps the old one, marked with the year.

    A line that merges and repeats the code of its successor says the same twice.
    """
    return [_with_code(row, mark=f"-R{fiscal_year_of(day) - 2018}") for row in changes]


def _with_code(row: Change, *, mark: str) -> Change:
    if row.fate == Fate.MERGE and row.new_code == row.successor:
        return replace(row, new_code="")
    kept = row.fate == Fate.RENAME and row.new_code in ("", row.code)
    return replace(row, new_code=f"{row.code}{mark}") if kept and (row.name or row.email) else row


def problems_of(
    changes: Sequence[Change],
    *,
    names: Mapping[str, str],
    taken: Collection[str],
    beginning: Collection[str] = (),
    ends: Mapping[str, date] | None = None,
) -> list[str]:
    """A sentence for each line that cannot be done; none: the table can be applied as a whole.

    `names`: the departments there are until then, by code. `taken`: every code ever used.
    `beginning`: codes that begin on that day anyhow. `ends`: the last day that is decided already.
    """
    found = [*_twice(changes)]
    new_codes = {row.new_code for row in changes if row.fate in MAKING}
    known = {*names, *new_codes, *beginning}
    ending = {row.code: row.fate for row in changes if row.fate in (Fate.MERGE, Fate.END)}
    for row in changes:
        for problem in (*_of_line(row, names=names, taken=taken), *_of_end(row, ends or {})):
            found.append(_named(row, problem, names))
        if row.fate == Fate.MERGE and (problem := _of_successor(row, known, ending)):
            found.append(_named(row, problem, names))
    return found


def _twice(changes: Sequence[Change]) -> Iterator[str]:
    for column, words in (
        ("code", _("コード「%(code)s」の行が二つ以上あります。一つにしてください。")),
        ("new_code", _("新しいコード「%(code)s」が二つ以上あります。べつのコードにしてください。")),
    ):
        seen: dict[str, list[int]] = {}
        for row in changes:
            if (code := getattr(row, column)) and (column == "code" or row.fate in MAKING):
                seen.setdefault(code, []).append(row.line)
        for code, lines in seen.items():
            if len(lines) > 1:
                yield in_lines(lines, words % {"code": code})


def in_lines(lines: Sequence[int], words: str) -> str:
    """The sentence with the numbers of the lines it is about; a page has none."""
    numbers = "・".join(str(line) for line in lines if line)
    if not numbers:
        return words
    return _("%(numbers)s行目：%(words)s") % {"numbers": numbers, "words": words}


def _of_line(row: Change, *, names: Mapping[str, str], taken: Collection[str]) -> Iterator[str]:
    if row.fate != Fate.NEW and row.code not in names:
        yield _("コード「%(code)s」の課は、ありません。") % {"code": row.code}
    if row.fate in (Fate.MERGE, Fate.END) and (row.new_code or row.name or row.email):
        yield _("なくなる課の行では、新しいコード・名前・メールを空けてください。")
    if row.fate in (*MAKING, Fate.END) and row.successor:
        yield _("引き継ぐ課を入れるのは、「ほかの課が引き継ぐ」ときだけです。空けてください。")
    if row.fate not in MAKING:
        return
    if row.fate == Fate.NEW and not (row.new_code and row.name and row.email):
        yield _("新しい課には、新しいコードと名前とメールを入れてください。")
    if row.fate == Fate.RENAME and _same(row, names):
        yield _("新しい名前・新しいメール・新しいコードのどれかを入れてください。")
    yield from _of_cells(row, taken)


def _of_cells(row: Change, taken: Collection[str]) -> Iterator[str]:
    if row.new_code in taken:
        yield _("コード「%(code)s」は、もう使われています。べつのコードにしてください。") % {
            "code": row.new_code
        }
    if len(row.new_code) > _CODE:
        yield _("コードは%(most)d文字までです。") % {"most": _CODE}
    if len(row.name) > _NAME:
        yield _("名前は%(most)d文字までです。") % {"most": _NAME}
    if row.email and not _is_address(row.email):
        yield _("「%(email)s」は、メールアドレスの形ではありません。") % {"email": row.email}


def _same(row: Change, names: Mapping[str, str]) -> bool:
    """Nothing is new: it would only make a twin."""
    coded = bool(row.new_code) and not row.new_code.startswith(f"{row.code}-R")
    return row.name in ("", names.get(row.code)) and not row.email and not coded


def _of_end(row: Change, ends: Mapping[str, date]) -> Iterator[str]:
    if row.fate in (Fate.RENAME, Fate.MERGE, Fate.END) and row.code in ends:
        yield _(
            "%(day)sで終わることが、もう決まっています。先にそれを取り消すか、台帳で直してください。"
        ) % {"day": ends[row.code].isoformat()}


def _of_successor(row: Change, known: Collection[str], ending: Mapping[str, Fate]) -> str:
    if not row.successor:
        return _("引き継ぐ課をえらんでください。")
    if row.successor == row.code:
        return _("引き継ぐ課が、同じ課になっています。")
    if row.successor not in known:
        return _("引き継ぐ課「%(code)s」は、ありません。") % {"code": row.successor}
    if row.successor in ending:
        return _("引き継ぐ課「%(code)s」も、なくなります。その先の課を入れてください。") % {
            "code": row.successor
        }
    return ""


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _named(row: Change, problem: str, names: Mapping[str, str]) -> str:
    who = names.get(row.code) or row.name or row.new_code
    if row.line:
        return _("%(line)d行目（%(who)s）：%(problem)s") % {
            "line": row.line, "who": who or row.code or "－", "problem": problem,
        }  # fmt: skip
    return _("%(who)s：%(problem)s") % {"who": who or row.code, "problem": problem}
