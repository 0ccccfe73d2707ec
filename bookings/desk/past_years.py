"""What the pages of past years show: what would change, what does not add up, what stood before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.actions.past_years import (
    Origin,
    PastLine,
    PastYear,
    newest_import,
    says_the_same,
    versions,
)
from bookings.models import PastFigure, PastImport
from bookings.models.past import PastDimension, PastUnit
from lectures.eras import fiscal_year_words

Numbers = tuple[int, int | None]


@dataclass(frozen=True)
class Difference:
    """One line, before and after; None: it is not there."""

    part: str
    label: str
    before: Numbers | None
    after: Numbers | None


@dataclass(frozen=True)
class YearChange:
    """One year of a file against what stands. `remarks`: what does not add up; nothing is refused."""

    year: int
    version: int
    same: bool
    unit_was: str
    differences: list[Difference]
    remarks: list[str]

    @property
    def year_words(self) -> str:
        return fiscal_year_words(self.year)

    @property
    def is_new(self) -> bool:
        return not self.version


@dataclass(frozen=True)
class Part:
    """The lines of one dimension, for a table."""

    name: str
    lines: list[PastLine]


def changes_of(years: Sequence[PastYear], origin: Origin) -> list[YearChange]:
    """A file has few years: each is compared on its own."""
    standing = versions(row.year for row in years)
    found = []
    for row in years:
        newest = newest_import(row.year)
        before = lines_of(newest) if newest else []
        was = newest.unit if newest and newest.lines and newest.unit != origin.unit else ""
        found.append(
            YearChange(
                row.year, standing[row.year], says_the_same(row, origin),
                str(PastUnit(was).label) if was else "",
                differences(before, row.lines), remarks(row.lines),
            )
        )  # fmt: skip
    return found


def lines_of(made: PastImport) -> list[PastLine]:
    return [PastLine(*line) for line in made.lines]


def differences(before: Collection[PastLine], after: Collection[PastLine]) -> list[Difference]:
    """Only what is not the same, in the order of the newer lines."""
    old = {(line.dimension, line.key): line for line in before}
    new = {(line.dimension, line.key): line for line in after}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = _numbers(old.get(key)), _numbers(new.get(key))
        if was != now:
            line = new.get(key) or old[key]
            found.append(Difference(part_name(line.dimension), line.label, was, now))
    return found


def remarks(lines: Collection[PastLine]) -> list[str]:
    """Parts that do not make the year's number, in words."""
    total = next((line for line in lines if line.dimension == PastDimension.TOTAL), None)
    if total is None:
        return []
    found = []
    for dimension in PastDimension:
        parts = [line for line in lines if line.dimension == dimension]
        if dimension == PastDimension.TOTAL or not parts:
            continue
        data = {"part": part_name(dimension)}
        added = sum(line.sessions for line in parts)
        if added != total.sessions:
            found.append(
                _("%(part)sごとの回数を足すと%(added)d回で、合計の%(total)d回と%(gap)d回ちがいます。")
                % {**data, "added": added, "total": total.sessions, "gap": abs(added - total.sessions)}
            )  # fmt: skip
        people = [line.people for line in parts if line.people is not None]
        if total.people is not None and len(people) == len(parts) and sum(people) != total.people:
            found.append(
                _("%(part)sごとの人数を足すと%(added)d人で、合計の%(total)d人と%(gap)d人ちがいます。")
                % {**data, "added": sum(people), "total": total.people, "gap": abs(sum(people) - total.people)}
            )  # fmt: skip
    return found


def parts_of(year: int) -> list[Part]:
    """The figures of a year as they stand, by dimension."""
    rows = PastFigure.objects.filter(year=year).order_by("order")
    lines = [PastLine(row.dimension, row.key, row.label, row.sessions, row.people) for row in rows]
    return [
        Part(part_name(dimension), there)
        for dimension in PastDimension
        if (there := [line for line in lines if line.dimension == dimension])
    ]


def part_name(dimension: str) -> str:
    return str(PastDimension(dimension).label)


def done_words(count: int) -> str:
    if not count:
        return _("ちがいはありませんでした。何も変えていません。")
    return ngettext(
        "%(count)dつの年度を読みこみました。前の数は、履歴に残っています。",
        "%(count)dつの年度を読みこみました。前の数は、履歴に残っています。",
        count,
    ) % {"count": count}


def _numbers(line: PastLine | None) -> Numbers | None:
    return (line.sessions, line.people) if line else None
