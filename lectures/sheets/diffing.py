"""A table against what is kept: which cells differ, and what cannot be. Pure: no row, no clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lectures.sheets.columns import KEY, STATES, Column, Part
from lectures.sheets.decoding import as_cp932, bare, is_formula, is_left_of
from lectures.sheets.kinds import Unfit
from lectures.sheets.table import Line, Problem, Table, column_words

_RANGES = (("min_people", "max_people"), ("season_from", "season_until"))


@dataclass(frozen=True)
class Record:
    """A lecture as its newest draft has it, in the words of the cells. `page` 0: not there yet."""

    key: str
    page: int
    texts: Mapping[str, str]
    version: str = ""
    numbers: frozenset[str] = frozenset()  # that others cannot take while they are kept here
    may_edit: bool = True
    publishes: bool = False  # a change goes to the site at once
    has_row: bool = False


@dataclass(frozen=True)
class Cell:
    key: str
    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    row: int
    record: Record
    cells: list[Cell]

    @property
    def is_new(self) -> bool:
        return not self.record.page

    @property
    def texts(self) -> dict[str, str]:
        return {**self.record.texts, **{cell.key: cell.new for cell in self.cells}}


@dataclass
class Difference:
    changes: list[RowChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0


class Comparing:
    """One table against one menu's records."""

    def __init__(
        self,
        table: Table,
        records: Sequence[Record],
        *,
        columns: Sequence[Column],
        department_names: Mapping[str, str],
        former_names: Mapping[int, Collection[str]],
        may_rules: bool,
        may_add: bool,
    ) -> None:
        self.table, self.records = table, records
        self.names, self.former = department_names, former_names
        self.columns = [column for column in columns if column.key in table.places]
        self.by_key = {column.key: column for column in columns}
        self.may_rules, self.may_add = may_rules, may_add
        self.found = Difference()

    def run(self) -> Difference:
        known = {record.key: record for record in self.records}
        seen: dict[str, int] = {}
        for line in self.table.lines:
            key = line.cells[KEY].strip()
            if key and key in seen:
                self._say(line, KEY, _("%(row)d行目と同じキーです。行を写したときは、キーを空けてください。") % {"row": seen[key]})  # fmt: skip
            elif key and key not in known:
                self._say(line, KEY, _("この目次に、このキーの講座はありません。消された講座か、ほかの目次の講座です。新しい講座として足すときは、キーを空けてください。"))  # fmt: skip
            elif key:
                seen[key] = line.row
                self._compare(line, known[key])
            elif any(self._is_as(line, record) for record in self.records):
                self.found.same += 1
            else:
                self._compare(line, Record("", 0, {}))
        return self.found

    def _is_as(self, line: Line, record: Record) -> bool:
        """The lecture that the same line has made before: a button was pressed twice."""
        return all(
            self._same(column, record.texts.get(column.key, ""), line)
            or (not line.cells[column.key].strip() and record.texts.get(column.key) == column.usual)
            for column in self.columns
            if column.part is Part.PAGE
        )

    def _compare(self, line: Line, record: Record) -> None:
        before = len(self.found.problems)
        cells = [cell for column in self.columns if (cell := self._cell(column, record, line))]
        if len(self.found.problems) > before:
            return
        if not cells:
            self.found.same += 1
            return
        change = RowChange(line.row, record, self._with_usual(cells, record))
        self._check_row(change, line)
        if len(self.found.problems) == before:
            self.found.changes.append(change)

    def _cell(self, column: Column, record: Record, line: Line) -> Cell | None:
        old = record.texts.get(column.key, "")
        if column.part is Part.KEY or self._same(column, old, line):
            return None
        if column.part is Part.TOLD:
            self._told(column, record, line)
            return None
        if self.table.text and is_formula(line.cells[column.key]):
            said = _("式が入っています。計算した値だけを入れてください。")
            self._say(line, column.key, said)
            return None
        try:
            new = column.kind.read(self._words(line, column))
        except Unfit as unfit:
            self._say(line, column.key, str(unfit))
            return None
        if new == old or self._kept(old) == new:
            return None
        if column.part is Part.RULES and (why := self._why_no_rules(record)):
            self._say(line, column.key, why)
        return Cell(column.key, column.heading, old, new)

    def _same(self, column: Column, old: str, line: Line) -> bool:
        """In a file of text, words that look like a formula are known by what stands here."""
        kept = old.strip()
        said = {line.cells[column.key].strip(), self._words(line, column).strip()}
        if said & {kept, self._kept(kept).strip()}:
            return True
        return self.table.cp932 and any(is_left_of(kept, cell) for cell in said)

    def _words(self, line: Line, column: Column) -> str:
        cell = line.cells[column.key]
        return bare(cell) if self.table.text else cell

    def _kept(self, text: str) -> str:
        return as_cp932(text) if self.table.cp932 else text

    def _told(self, column: Column, record: Record, line: Line) -> None:
        """Names beside codes may say what the code says, or nothing."""
        said = line.cells[column.key].strip()
        if not said or said in STATES:
            return  # what the page was when the file was made
        if column.key == "state":
            self._say(
                line,
                column.key,
                _("この列は、見るだけです。公開と非公開は、講座のページでします。"),
            )
            return
        code = line.cells.get("department", record.texts.get("department", "")).strip()
        name = self.names.get(code)
        if name is not None and self._kept(name) != self._kept(said):
            if record.page and code != record.texts.get("department"):
                return  # the code is new, the name beside it is still the old one's
            if said in map(self._kept, self.former.get(record.page, ())):
                return  # the same file again, after its code was brought in
            self._say(line, column.key, _("コード「%(code)s」は「%(name)s」です。課をかえるときは、課コードを直してください。") % {"code": code, "name": name})  # fmt: skip

    def _why_no_rules(self, record: Record) -> str:
        if not self.may_rules:
            return _("申込条件を直せるのは、事務局だけです。")
        if not record.has_row:
            return _("申込条件は、講座を公開してから入れられます。")
        return ""

    def _with_usual(self, cells: list[Cell], record: Record) -> list[Cell]:
        if record.page:
            return cells
        filled = {cell.key for cell in cells}
        usual = [
            Cell(column.key, column.heading, "", column.usual)
            for column in self.by_key.values()
            if column.usual and column.key not in filled
        ]
        return cells + usual

    def _check_row(self, change: RowChange, line: Line) -> None:
        if change.is_new and not self.may_add:
            self._say(line, KEY, _("この目次に、新しい講座を足す権限がありません。"))
        if not change.record.may_edit:
            self._say(
                line, KEY, _("この講座を直す権限がありません。ほかの課の講座は、直せません。")
            )
        texts = change.texts
        for column in self.by_key.values():
            if column.needed and not texts.get(column.key):
                self._say(line, column.key, _("空けておけません。"))
        for low, high in _RANGES:
            pair = texts.get(low, ""), texts.get(high, "")
            if all(pair) and self._wrong_way(*pair) and {low, high} & {c.key for c in change.cells}:
                self._say(line, high, _("おわりや上限を、はじまりや下限より小さくはできません。"))

    def _wrong_way(self, low: str, high: str) -> bool:
        return int(low) > int(high) if low.isdigit() and high.isdigit() else low > high

    def _say(self, line: Line, key: str, sentence: str) -> None:
        place = self.table.places.get(key)
        where = column_words(place, self.by_key[key].heading) if place is not None else ""
        self.found.problems.append(Problem(line.row, where, sentence))
