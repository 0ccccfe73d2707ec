"""年度の締め: what the pages of closing a year show. Reads only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.actions.year_checks import Check
from bookings.counting import Dimension, amended
from bookings.counting.amended import Change, Entry
from bookings.counting.dimensions import labels
from bookings.counting.facts import Fact
from bookings.models import LectureSession, YearClosing
from bookings.status import SessionState
from bookings.yearbook import Table
from lectures.eras import fiscal_year_label

D = Dimension
# What of a fact is said by the name of a row: the column, and the table that names it.
_NAMED = (
    ("department_id", D.DEPARTMENT), ("category_id", D.CATEGORY), ("lecture_id", D.LECTURE),
    ("centre_id", D.CENTRE), ("need_kind", D.NEED_KIND), ("led_by", D.LED_BY), ("format", D.FORMAT),
    ("menu", D.MENU), ("group_kind", D.GROUP_KIND), ("age", D.AGE), ("way", D.WAY), ("reason", D.REASON),
)  # fmt: skip
_MATTERS = {"no-report": "no-report", "differing": "differing", "no-date": "no-date"}


@dataclass(frozen=True)
class Line:
    """One amendment in words. `at` None: not yet on the list of the sums."""

    at: datetime | None
    session: LectureSession
    changed: list[str]
    by: str
    why: str


@dataclass(frozen=True)
class Closed:
    """A closing as its page shows it. `whole`: the year's number; `tables`: what it was closed with."""

    closing: YearClosing
    whole: Change
    changes: list[tuple[Dimension, list[Change]]]
    lines: list[Line]
    tables: list[Table]


def closed_page(closing: YearClosing, *, on: date) -> Closed:
    entries = amended.entries_of(closing)
    found = amended.changes(closing, entries, on=on)
    whole = next(iter(found.pop(D.ALL)), Change("", "", 0, 0, 0, 0))
    touched = [(one, rows) for one, rows in found.items() if any(_differs(row) for row in rows)]
    return Closed(
        closing=closing,
        whole=whole,
        changes=touched,
        lines=list(_lines(entries, on=on)),
        tables=[Table.of_data(data) for data in closing.figures["tables"]],
    )


def mending(check: Check, *, year: int) -> str:
    """Where the office mends it."""
    if check.code in _MATTERS:
        return f"{reverse('desk:inbox')}?{urlencode({'matter': _MATTERS[check.code]})}"
    if check.code == "direct":
        return reverse("desk:direct")
    if check.code == "target":
        return f"{reverse('desk:targets')}?year={year}"
    return reverse("desk:inbox") if check.code == "open" else ""


def _differs(row: Change) -> bool:
    return bool(row.change or row.people_change)


def _lines(entries: list[Entry], *, on: date) -> Iterator[Line]:
    rows = LectureSession.objects.select_related("request__fiscal_year", "lecture")
    sessions = rows.in_bulk([entry.session_id for entry in entries])
    names = {one: labels(one, on=on) for _column, one in _NAMED} if entries else {}
    for entry in entries:
        event = entry.event
        yield Line(
            at=entry.at,
            session=sessions[entry.session_id],
            changed=words_of(entry.before, entry.after, names),
            by=str(event.user or event.get_actor_display()) if event else "",
            why=event.note.text if event and hasattr(event, "note") else "",
        )


def words_of(
    before: Fact | None, after: Fact | None, names: Mapping[Dimension, Mapping[str, str]]
) -> list[str]:
    """What is different, each in a few words: 実施済→予定."""
    if after is None:
        return []
    if before is None:
        people = _("%(number)d人") % {"number": after.people}
        return [_("新しい回：%(what)s") % {"what": f"{SessionState(after.state).label} {people}"}]
    return [f"{was}→{now}" for was, now in _pairs(before, after, names) if was != now]


def _pairs(
    before: Fact, after: Fact, names: Mapping[Dimension, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    says: Iterable[Callable[[Fact], str]] = (
        lambda fact: fiscal_year_label(fact.year),
        lambda fact: _("%(month)d月%(day)d日") % {"month": fact.day.month, "day": fact.day.day},
        lambda fact: str(SessionState(fact.state).label),
        lambda fact: _("%(number)d人") % {"number": fact.people},
        lambda fact: _("%(number)d回と数える") % {"number": fact.counted},
        lambda fact: fact.area or _("地区が分からない会場"),
    )
    for say in says:
        yield say(before), say(after)
    for column, table in _NAMED:
        yield _name(before, column, names[table]), _name(after, column, names[table])


def _name(fact: Fact, column: str, names: Mapping[str, str]) -> str:
    value: Any = getattr(fact, column)
    key = "" if value is None else str(value)
    return names.get(key, key) or _("なし")
