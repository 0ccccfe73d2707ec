"""予定表: the sessions and open asks of some days, with what clashes, is absent or closed. Reads only.

Everything of the days is read in a fixed number of queries and chosen from afterwards, so that a
clash with what the reader has filtered away is still seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import jpholiday
from django.utils.translation import gettext as _

from bookings.desk.agenda import lecturer_names, with_lecturers
from bookings.desk.closures import Closure, closures_in
from bookings.models import Assignment, LectureSession
from bookings.rules import Closed, Days, Slot
from bookings.status import AssignmentRole, AssignmentState, RequestStatus, SessionState
from lectures.eras import time_range
from lectures.models import Absence, Blackout, Centre, Department, Lecturer
from lectures.zones import local, venue_zone

_DAY = timedelta(days=1)
_SHOWN = (SessionState.PLANNED, SessionState.DELIVERED)
_WAITS = (AssignmentState.ASKED, AssignmentState.COUNTERED)


@dataclass(frozen=True)
class Chosen:
    """What the reader wants to see; None: all. `departments`: the chosen one and whom it follows."""

    department: Department | None = None
    departments: frozenset[int] = frozenset()
    centre: Centre | None = None
    lecturer: Lecturer | None = None


@dataclass(frozen=True)
class Entry:
    """A session, or an ask that waits for its answer."""

    row: LectureSession | Assignment
    departments: frozenset[int]
    lecturers: frozenset[int]
    centre: int | None
    names: str
    clashes: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        return isinstance(self.row, Assignment)

    @property
    def time(self) -> str:
        return time_range(local(self.row.starts_at), local(self.row.ends_at))

    @property
    def day(self) -> date:
        return local(self.row.starts_at).date()

    @property
    def venue(self) -> str:
        return self.row.request.venue if isinstance(self.row, Assignment) else self.row.venue

    @property
    def may_move(self) -> bool:
        if isinstance(self.row, Assignment) or self.row.state != SessionState.PLANNED:
            return False
        return self.row.request.status == RequestStatus.CONFIRMED

    def fits(self, chosen: Chosen) -> bool:
        return (
            (chosen.department is None or bool(self.departments & chosen.departments))
            and (chosen.centre is None or self.centre == chosen.centre.pk)
            and (chosen.lecturer is None or chosen.lecturer.pk in self.lecturers)
        )


@dataclass(frozen=True)
class Day:
    """`off`: why the town goes nowhere; `out`: who else does not, or when; `away`: who is absent."""

    day: date
    today: bool
    off: str
    away: tuple[Absence, ...]
    entries: tuple[Entry, ...]
    out: tuple[str, ...] = ()

    @property
    def clashing(self) -> int:
        return sum(bool(entry.clashes) for entry in self.entries)


def days_of(days: Days, chosen: Chosen, *, at: datetime) -> list[Day]:
    """Every day of the range, empty ones too."""
    closed, closures, absent = _closed(), closures_in(days), _absent(days)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in _entries(days):
        by_day[entry.day].append(entry)
    return [
        _day(
            day,
            by_day[day],
            chosen,
            off=_off(day, closed),
            absent=absent,
            at=at,
            closures=[row for row in closures if row.is_on(day)],
        )
        for day in (
            days.first + _DAY * number for number in range((days.last - days.first).days + 1)
        )
    ]


def _day(
    day: date,
    entries: Sequence[Entry],
    chosen: Chosen,
    *,
    off: str,
    absent: Sequence[Absence],
    at: datetime,
    closures: Sequence[Closure],
) -> Day:
    away = [row for row in absent if row.starts_on <= day <= row.ends_on]
    marked = (
        replace(
            entry, clashes=tuple(_clashes(entry, entries, away=away, off=off, closures=closures))
        )
        for entry in entries
        if entry.fits(chosen)
    )
    shown = tuple(row for row in away if _concerns(row, chosen))
    whole = next((row.why for row in closures if row.is_whole), "")
    out = tuple(row.words for row in closures if not row.is_whole and _hits(row, chosen))
    return Day(day, day == local(at).date(), off or whole, shown, tuple(marked), out)


def _clashes(
    entry: Entry,
    others: Sequence[Entry],
    *,
    away: Iterable[Absence],
    off: str,
    closures: Iterable[Closure],
) -> Iterable[str]:
    slot = Slot(entry.row.starts_at, entry.row.ends_at)
    shut = (row.why for row in closures if row.hits(slot, entry.departments))
    for why in dict.fromkeys([off, *shut] if off else shut):
        yield _("休みの日です（%(why)s）") % {"why": why}
    for row in away:
        if row.department_id in entry.departments or row.lecturer_id in entry.lecturers:
            yield _("%(who)sは不在です") % {"who": row.lecturer or row.department}
    for other in others:
        if _same_place(entry, other):
            yield _("同じ会場に、%(reference)sがあります（%(time)s）") % {
                "reference": other.row.request.reference,
                "time": other.time,
            }
        if other.row != entry.row and other.lecturers & entry.lecturers and _overlap(entry, other):
            yield _("同じ講師に、%(reference)sがあります（%(time)s）") % {
                "reference": other.row.request.reference,
                "time": other.time,
            }


def _overlap(one: Entry, other: Entry) -> bool:
    return one.row.starts_at < other.row.ends_at and other.row.starts_at < one.row.ends_at


def _same_place(one: Entry, other: Entry) -> bool:
    """The same room; without a room on either side, perhaps the same: somebody should look."""
    if one.row == other.row or one.centre is None or one.centre != other.centre:
        return False
    if one.row.request_id == other.row.request_id or not _overlap(one, other):
        return False
    rooms = [_room(one), _room(other)]
    return None in rooms or rooms[0] == rooms[1]


def _room(entry: Entry) -> int | None:
    row = entry.row
    return row.request.room_id if isinstance(row, Assignment) else row.room_id


def _entries(days: Days) -> list[Entry]:
    begins, ends = _span(days)
    asks = Assignment.objects.filter(
        role=AssignmentRole.LECTURE,
        state__in=[*_WAITS, AssignmentState.ACCEPTED],
        starts_at__lt=ends,
        ends_at__gt=begins,
    ).select_related(
        "department", "request__group", "request__lecture", "request__fiscal_year",
        "request__centre", "request__room__centre",
    )  # fmt: skip
    asked, accepted = [], defaultdict(set)
    for ask in asks.order_by("starts_at", "pk"):
        if ask.state == AssignmentState.ACCEPTED:
            accepted[ask.request_id].add(ask.department_id)
        else:
            asked.append(_of_ask(ask))
    sessions = with_lecturers().filter(state__in=_SHOWN, starts_at__gte=begins, starts_at__lt=ends)
    found = [_of_session(row, accepted[row.request_id]) for row in sessions]
    return sorted([*found, *asked], key=lambda entry: (entry.row.starts_at, entry.row.pk))


def _of_session(row: LectureSession, accepted: set[int]) -> Entry:
    lecturers = frozenset(taken.resource.lecturer_id for taken in row.taken)
    centre = row.centre_id or (row.room.centre_id if row.room else None)
    theirs = frozenset({row.department_id, *accepted})
    return Entry(row, theirs, lecturers, centre, lecturer_names(row))


def _of_ask(ask: Assignment) -> Entry:
    request = ask.request
    centre = request.centre_id or (request.room.centre_id if request.room else None)
    return Entry(ask, frozenset({ask.department_id}), frozenset(), centre, "")


def _closed() -> list[Closed]:
    return [row.days for row in Blackout.objects.filter(lecture__isnull=True).order_by("pk")]


def _off(day: date, closed: Iterable[Closed]) -> str:
    named = next((row.reason for row in closed if row.covers(day)), "")
    return named or jpholiday.is_holiday_name(day) or ""


def _absent(days: Days) -> list[Absence]:
    rows = Absence.objects.filter(starts_on__lte=days.last, ends_on__gte=days.first)
    return list(rows.select_related("department", "lecturer").order_by("starts_on", "pk"))


def _hits(row: Closure, chosen: Chosen) -> bool:
    return chosen.department is None or row.takes_out(chosen.departments)


def _concerns(row: Absence, chosen: Chosen) -> bool:
    if chosen.lecturer is not None:
        return row.lecturer_id == chosen.lecturer.pk
    if chosen.department is not None:
        return row.department_id in chosen.departments
    return True


def _span(days: Days) -> tuple[datetime, datetime]:
    zone = venue_zone()
    return (
        datetime.combine(days.first, time(), zone),
        datetime.combine(days.last + _DAY, time(), zone),
    )
