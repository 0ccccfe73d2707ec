"""異動・機構改革 as the office sees it: what needs care, and what a table would change. Reads only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.actions import turning
from bookings.actions.turning import Care
from bookings.models import Allocation, Assignment, LectureSession
from bookings.status import ASSIGNMENT_OPEN, AllocationState, SessionState
from lectures.models import Department, Lecture, Lecturer, LecturerMembership
from lectures.reorganising import Change, Fate, Move, steps_of
from lectures.zones import local, venue_zone

OPEN, ASKED, NAMED = "open", "asked", "named"
STATES: dict[str, Promise] = {
    OPEN: _("まだきいていない"),
    ASKED: _("きいた・返事待ち"),
    NAMED: _("かわりが決まった"),
}


@dataclass(frozen=True)
class Row:
    """One session ahead: who leaves, who is asked, how far it is."""

    care: Care
    state: str
    department: Department | None

    @property
    def words(self) -> Promise:
        return STATES[self.state]

    @property
    def names(self) -> str:
        return "、".join(row.name for row in self.care.leaving)

    @property
    def going(self) -> str:
        return "、".join(row.resource.lecturer.name for row in self.care.session.going)


@dataclass(frozen=True)
class Overview:
    rows: list[Row]
    orphans: list[Care]
    asks: list[Assignment]
    lectures: list[tuple[Lecture, str]]
    ended: list[Department]
    heirs: list[Department]

    @property
    def counts(self) -> list[tuple[Promise, int]]:
        return [
            (words, sum(row.state == key for row in self.rows)) for key, words in STATES.items()
        ]

    @property
    def open_count(self) -> int:
        return sum(row.state == OPEN for row in self.rows)

    @property
    def orphan_count(self) -> int:
        return len(self.orphans) + len(self.asks)


def overview(*, at: datetime) -> Overview:
    found = turning.cares(at=at)
    today = local(at).date()
    charges = Department.objects.charges(on=today)
    rows = [
        Row(care, _state(care), charges[care.session.department_id])
        for care in found
        if care.named or care.leaving
    ]
    orphans, asks = [care for care in found if care.orphan], turning.orphaned_asks(at=at)
    lacking = [*(row for care in orphans for row in care.ended), *turning.ended_of(asks, at=at)]
    ended = list(dict.fromkeys(lacking))
    return Overview(
        rows=rows,
        orphans=orphans,
        asks=asks,
        lectures=left_over_lectures(today=today),
        ended=ended,
        heirs=[row for row in departments_on(today) if row not in ended] if ended else [],
    )


def left_over_lectures(*, today: date) -> list[tuple[Lecture, str]]:
    """Lectures of this year and later whose department has ended or will have, and who took over."""
    departments = Department.objects.linked()
    rows = (
        Lecture.objects.filter(
            fiscal_year__year__gte=today.year - 1, department__ends_on__isnull=False
        )
        .select_related("fiscal_year", "department")
        .prefetch_related("pages")
    )
    found = []
    for row in rows.order_by("fiscal_year__year", "number"):
        day = max(today, date(row.fiscal_year.year, 4, 1))
        own = departments[row.department_id]
        if day <= date(row.fiscal_year.year + 1, 3, 31) and not own.is_there(on=day):
            there = own.in_charge(on=day)
            found.append((row, there.name if there else ""))
    return found


@dataclass(frozen=True)
class Effect:
    """What one line of the table changes: numbers of what goes along."""

    old: str
    words: Promise | str
    new: str
    lectures: int
    asks: int
    sessions: int
    lecturers: int


def effects(changes: Iterable[Change], *, day: date) -> list[Effect]:
    """For the preview; nothing is changed."""
    changes = list(changes)
    rows = {row.code: row for row in Department.objects.all()}
    names = {row.code: row.name for row in rows.values()}
    names |= {row.new_code: row.name for row in changes if row.new_code and row.name}
    names |= {row.code: row.name for row in changes if row.fate == Fate.RENAME and row.name}
    return [
        _effect(row, rows.get(row.code), names, day=day) for row in changes if row.fate != Fate.KEEP
    ]


def lecturer_rows(*, day: date) -> list[tuple[Lecturer, list[Department]]]:
    """Who belongs to a department up to that day, with these."""
    until = day - timedelta(days=1)
    rows = Lecturer.objects.prefetch_related("memberships__department").order_by("kana", "name")
    found = []
    for row in rows:
        theirs = {
            one.department.pk: one.department
            for one in row.memberships.all()
            if one.since <= until and (one.until is None or one.until >= until)
        }
        if theirs:
            found.append((row, list(theirs.values())))
    return found


@dataclass(frozen=True)
class MoveEffect:
    """What one tick changes: `left` and `later` are names of departments."""

    name: str
    left: list[str]
    later: list[str]
    sessions: int


def move_effects(moves: Iterable[Move], *, day: date) -> list[MoveEffect]:
    """For the preview; nothing is changed."""
    moves = list(moves)
    counts = _sessions_of([move.lecturer for move in moves], day=day)
    found = []
    for move in moves:
        steps = steps_of(move, day=day)
        later = [_from(row, day=day) for row in steps.stays]
        if steps.begins is not None:
            later.append(steps.begins.name)
        left = [row.department.name for row in (*steps.ends, *steps.drops)]
        found.append(MoveEffect(move.lecturer.name, left, later, counts[move.lecturer.pk]))
    return found


def _from(row: LecturerMembership, *, day: date) -> str:
    if row.since <= day:
        return row.department.name
    return gettext("%(name)s（%(day)sから）") % {
        "name": row.department.name, "day": row.since.isoformat(),
    }  # fmt: skip


def _sessions_of(lecturers: list[Lecturer], *, day: date) -> Counter[int]:
    """How many sessions each has to give from that day on."""
    rows = Allocation.objects.filter(
        state=AllocationState.CONFIRMED,
        resource__lecturer__in=lecturers,
        session__state=SessionState.PLANNED,
        session__starts_at__gte=datetime.combine(day, time(), venue_zone()),
    )
    return Counter(rows.values_list("resource__lecturer", flat=True))


def departments_on(day: date) -> list[Department]:
    return list(Department.objects.on(day).order_by("code"))


def _state(care: Care) -> str:
    if care.named:
        return NAMED
    return ASKED if care.asked else OPEN


def _effect(row: Change, old: Department | None, names: dict[str, str], *, day: date) -> Effect:
    goal = {
        Fate.RENAME: row.name or (old.name if old else ""),
        Fate.NEW: row.name,
        Fate.MERGE: names.get(row.successor, row.successor),
    }.get(row.fate, "")
    lectures = asks = sessions = lecturers = 0
    if old is not None:
        lectures = old.lectures.filter(fiscal_year__year__gte=day.year).count()
        asks = old.assignments.filter(state__in=ASSIGNMENT_OPEN).count()
        sessions = LectureSession.objects.filter(
            department=old, state=SessionState.PLANNED, starts_at__date__gte=day
        ).count()
        lecturers = Lecturer.objects.of(old, on=day - timedelta(days=1)).count()
    return Effect(
        old.name if old else "－", row.fate.label, goal, lectures, asks, sessions, lecturers
    )
