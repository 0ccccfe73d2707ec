"""年度の締め: what the pages of closing a year show. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from bookings.actions.year_checks import Check
from bookings.counting import Dimension, amended
from bookings.counting.amended import Change, Entry
from bookings.models import LectureSession, YearClosing
from bookings.yearbook import Table
from bookings.yearbook.amending import names_of, words_of

D = Dimension
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
    names = names_of(on=on) if entries else {}
    for entry in entries:
        event = entry.event
        yield Line(
            at=entry.at,
            session=sessions[entry.session_id],
            changed=words_of(entry.before, entry.after, names),
            by=str(event.user or event.get_actor_display()) if event else "",
            why=event.note.text if event and hasattr(event, "note") else "",
        )
