"""The same days as a month of weeks, or as one week with a row for each department, place or person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from bookings.desk.calendars import Day, Entry
from bookings.rules import Days
from lectures.models import Absence, Centre, Department, Lecturer

_DAY = timedelta(days=1)
Named = Sequence[Department] | Sequence[Centre] | Sequence[Lecturer]


@dataclass(frozen=True)
class Place:
    """Where a row and a day meet."""

    day: date
    entries: tuple[Entry, ...]
    away: str


@dataclass(frozen=True)
class Row:
    name: str
    places: tuple[Place, ...]


def month_of(day: date) -> Days:
    first = day.replace(day=1)
    return Days(first, (first + timedelta(days=31)).replace(day=1) - _DAY)


def week_of(day: date) -> Days:
    """From Sunday to Saturday."""
    first = day - timedelta(days=(day.weekday() + 1) % 7)
    return Days(first, first + timedelta(days=6))


def weeks(days: Sequence[Day]) -> list[list[Day | None]]:
    """From Sunday to Saturday; None where another month's day would stand."""
    before = (days[0].day.weekday() + 1) % 7
    cells: list[Day | None] = [*[None] * before, *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def rows_by(kind: str, days: Sequence[Day], names: Mapping[str, Named]) -> list[Row]:
    """One row for each that has anything in the week, in the order of `names`; the rest last."""
    found = [Row(str(one), tuple(_place(kind, one.pk, day) for day in days)) for one in names[kind]]
    rest = {
        "department": "", "centre": _("そのほかの会場"), "lecturer": _("講師はまだ"),
    }[kind]  # fmt: skip
    if rest:
        found.append(Row(rest, tuple(_place(kind, None, day) for day in days)))
    return [row for row in found if any(place.entries or place.away for place in row.places)]


def _place(kind: str, key: int | None, day: Day) -> Place:
    entries = tuple(entry for entry in day.entries if key in _keys(kind, entry))
    return Place(day.day, entries, _away(kind, key, day.away) if key else "")


def _keys(kind: str, entry: Entry) -> Iterable[int | None]:
    if kind == "centre":
        return [entry.centre]
    return (entry.departments if kind == "department" else entry.lecturers) or [None]


def _away(kind: str, key: int, absences: Iterable[Absence]) -> str:
    if kind == "centre":
        return ""
    away = any(getattr(row, f"{kind}_id") == key for row in absences)
    return _("不在") if away else ""
