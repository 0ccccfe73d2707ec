"""A table of past years, read line by line, or sentences with row and column. Changes nothing.

Columns: 年度, 区分, 名前, 回数, 人数. Headings and 区分 are part of the file's format, so they are
the same in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.actions.past_years import PastLine, PastYear, counted_here, counted_words
from bookings.models import ApplicantGroup
from bookings.models.past import PastDimension
from bookings.sentence import in_source
from bookings.spelling import SpellingError, folding
from bookings.spelling.amounts import parse_whole
from bookings.spelling.years import parse_fiscal_year
from lectures import eras
from lectures.models import Category, Department
from lectures.sheets.columns import Column
from lectures.sheets.decoding import bare
from lectures.sheets.kinds import Whole, Words
from lectures.sheets.reading import table_in
from lectures.sheets.table import Line, Problem, Table, column_words
from lectures.zones import local

MOST_LETTERS = 120
_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
COLUMNS = [
    Column("year", "年度", Words(30), 14),
    Column("part", "区分", Words(30), 14),
    Column("name", "名前", Words(MOST_LETTERS), 34),
    Column("sessions", "回数", Whole(0, 10**8), 10),
    Column("people", "人数", Whole(0, 10**8), 10),
]
_NEEDED = ("year", "part", "sessions")
_UNKNOWN = ("", "-", "不明", "なし", "…", "...")
_D = PastDimension
# What a 区分 is called; the first of each is what the template says.
PARTS: dict[PastDimension, tuple[str, ...]] = {
    _D.TOTAL: ("合計", "計", "総計", "全体", "総数", "年度計"),
    _D.MONTH: ("月", "月別", "月べつ"),
    _D.DEPARTMENT: ("課", "担当課", "課別", "課べつ", "部署", "所属"),
    _D.CATEGORY: ("分野", "分野別", "ジャンル", "カテゴリ"),
    _D.GROUP_KIND: ("団体の種類", "団体", "団体種別", "団体別"),
    _D.AREA: ("地域", "地区", "地域別", "地区別"),
    _D.LECTURE: ("講座", "講座名", "講座別"),
}
_BY_NAME = {eras.folded(name): part for part, names in PARTS.items() for name in names}


@dataclass
class Read:
    """What a file says. `empty`: lines without any number, which are passed over."""

    years: list[PastYear] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0


def read_table(data: bytes) -> Table:
    """NotRead: nothing of it is taken."""
    return table_in(data, columns=COLUMNS, needed=_NEEDED)


def years_in(table: Table, *, at: datetime) -> Read:
    return _Reading(table, this_year=eras.fiscal_year_of(local(at).date())).run()


def template_rows(*, at: datetime) -> list[dict[str, str]]:
    """The three years before our own, with months and the departments of today to fill in."""
    this_year = eras.fiscal_year_of(local(at).date())
    first = min(counted_here(range(this_year - 30, this_year + 1)), default=this_year)
    names = [("合計", "")]
    names += [("月", f"{month}月") for month in _MONTHS]
    names += [("課", row.name) for row in Department.objects.on(local(at).date()).order_by("code")]
    return [
        {"year": f"{eras.wareki_year(year)}度", "part": part, "name": name}
        for year in range(first - 3, first)
        for part, name in names
    ]


class _Reading:
    def __init__(self, table: Table, *, this_year: int) -> None:
        self.table, self.this_year = table, this_year
        self.found = Read()
        self.known = _known()
        self.lines: dict[int, dict[tuple[str, str], PastLine]] = {}
        self.first_row: dict[int, int] = {}

    def run(self) -> Read:
        for line in self.table.lines:
            self._line(line)
        for year in sorted(counted_here(list(self.lines))):
            self._say(self.first_row[year], "year", counted_words(year))
        for year, lines in self.lines.items():
            if (_D.TOTAL.value, "") not in lines:
                said = _(
                    "%(year)sに「合計」の行がありません。その年度の全部の回数を1行に入れてください。"
                )
                self._say(
                    self.first_row[year], "part", said % {"year": eras.fiscal_year_words(year)}
                )
        self.found.problems.sort(key=lambda problem: problem.row)
        self.found.years = [
            PastYear(year, tuple(lines.values())) for year, lines in sorted(self.lines.items())
        ]
        return self.found

    def _line(self, line: Line) -> None:
        cells = {key: bare(folding.spaces(text)) for key, text in line.cells.items()}
        if not cells["sessions"] and cells.get("people", "") in _UNKNOWN:
            self.found.empty += 1
            return
        before = len(self.found.problems)
        year, part = self._year(line.row, cells["year"]), self._part(line.row, cells["part"])
        name = self._name(line.row, part, cells.get("name", ""))
        sessions = self._whole(line.row, "sessions", cells["sessions"])
        people = None
        if folding.dashes(cells.get("people", "")) not in _UNKNOWN:
            people = self._whole(line.row, "people", cells["people"])
        if len(self.found.problems) == before and year and part and name:
            assert sessions is not None
            self._add(line.row, year, PastLine(part.value, *name, sessions, people))

    def _add(self, row: int, year: int, line: PastLine) -> None:
        self.first_row.setdefault(year, row)
        lines = self.lines.setdefault(year, {})
        if (line.dimension, line.key) in lines:
            self._say(
                row,
                "name",
                _("同じ年度・区分・名前の行が、上にもあります。1行にまとめてください。"),
            )
        lines.setdefault((line.dimension, line.key), line)

    def _year(self, row: int, text: str) -> int | None:
        try:
            year = parse_fiscal_year(text)
        except SpellingError as misspelt:
            self._say(row, "year", f"{misspelt}。")
            return None
        if year > self.this_year:
            self._say(row, "year", _("まだ始まっていない年度です。年度を確かめてください。"))
            return None
        return year

    def _part(self, row: int, text: str) -> PastDimension | None:
        part = _BY_NAME.get(eras.folded(text))
        if part is None:
            few = "、".join(names[0] for names in PARTS.values())
            self._say(row, "part", _("区分は、%(few)sのどれかにしてください。") % {"few": few})
        return part

    def _name(self, row: int, part: PastDimension | None, text: str) -> tuple[str, str] | None:
        """(key, label)."""
        if part is None or part == _D.TOTAL:
            return ("", "")
        if not text:
            self._say(
                row, "name", _("名前が空です。どの月・課・分野・地域・講座の数かを入れてください。")
            )
        elif len(text) > MOST_LETTERS:
            self._say(row, "name", _("名前は120字までにしてください。"))
        elif part == _D.MONTH:
            return self._month(row, text)
        else:
            return self.known[part].get(eras.folded(text), (text, text))
        return None

    def _month(self, row: int, text: str) -> tuple[str, str] | None:
        figure = eras.folded(text).removesuffix("月").strip()
        if figure.isdecimal() and int(figure) in _MONTHS:
            return (str(int(figure)), f"{int(figure)}月")
        self._say(row, "name", _("月は、4月や12月のように入れてください。日付に変わっていたら、列の書式を「文字列」にしてください。"))  # fmt: skip
        return None

    def _whole(self, row: int, key: str, text: str) -> int | None:
        try:
            return parse_whole(text)
        except SpellingError as misspelt:
            self._say(row, key, f"{misspelt}。")
            return None

    def _say(self, row: int, key: str, sentence: str) -> None:
        heading = next(column.heading for column in COLUMNS if column.key == key)
        place = self.table.places.get(key)
        where = "" if place is None else column_words(place, heading)
        self.found.problems.append(Problem(row, where, sentence))


def _known() -> dict[PastDimension, Mapping[str, tuple[str, str]]]:
    """A name as it may be written → (key, label), where we know the row."""
    departments = list(Department.objects.order_by("pk"))
    named = {eras.folded(row.name): (row.code, row.name) for row in departments}
    coded = {eras.folded(row.code): (row.code, row.name) for row in departments}
    kinds = {
        eras.folded(words): (str(kind), words)
        for kind in ApplicantGroup.Kind
        if (words := in_source(kind.label))
    }
    categories = Category.objects.values_list("name", flat=True)
    return {part: {} for part in PastDimension} | {
        _D.DEPARTMENT: coded | named,
        _D.GROUP_KIND: kinds,
        _D.CATEGORY: {eras.folded(name): (name, name) for name in categories},
    }
