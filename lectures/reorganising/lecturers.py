"""異動: a lecturer leaves one department and goes to another, dated; the past stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from lectures.models import Department, Lecturer, LecturerMembership
from lectures.reorganising.departments import NotApplied
from lectures.reorganising.returning import keep
from lectures.reorganising.traces import LecturerTraces

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    """`department` None: to no other one. `leaves`: keys of the departments left; empty: all."""

    lecturer: Lecturer
    department: Department | None = None
    leaves: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Steps:
    """What a move does to the rows: these end on the eve, these never begin, one begins or not."""

    ends: list[LecturerMembership] = field(default_factory=list)
    drops: list[LecturerMembership] = field(default_factory=list)
    stays: list[LecturerMembership] = field(default_factory=list)
    begins: Department | None = None
    until: date | None = None

    @property
    def change(self) -> bool:
        return bool(self.ends or self.drops or self.begins)


@transaction.atomic
def move_lecturers(moves: Sequence[Move], *, day: date, today: date, by: User | None = None) -> int:
    """From that day on; how many changed. Saying it twice says it once. NotApplied: it has come."""
    if day <= today:
        raise NotApplied([_("きょうより後の日をえらんでください。")])
    return sum(_move(move, day=day, by=by) for move in moves)


def steps_of(move: Move, *, day: date) -> Steps:
    """Reads only. Rows that begin after the day, planned for later, stay as they are."""
    goal = move.department.pk if move.department else None
    rows = [row for row in move.lecturer.memberships.all() if row.until is None or row.until >= day]
    others = [row for row in rows if row.department_id != goal]
    ends = [row for row in others if row.since < day and _leaves(move, row)]
    # Said before, and now otherwise: what was to begin that day never will.
    again = not move.leaves or any(
        row.until == day - _DAY and _leaves(move, row) for row in move.lecturer.memberships.all()
    )
    drops = [row for row in others if row.since == day and (again or _leaves(move, row))]
    gone = {row.pk for row in (*ends, *drops)}
    stays = [row for row in rows if row.pk not in gone]
    there = any(row.department_id == goal and row.since <= day for row in stays)
    lasts = [row.until for row in (*ends, *drops) if row.until is not None]
    return Steps(
        ends, drops, stays,
        begins=None if there else move.department,
        until=max(lasts) if lasts and len(lasts) == len(gone) else None,
    )  # fmt: skip


def _move(move: Move, *, day: date, by: User | None) -> bool:
    list(LecturerMembership.objects.select_for_update().filter(lecturer=move.lecturer))
    fresh = Move(Lecturer.objects.get(pk=move.lecturer.pk), move.department, move.leaves)
    steps = steps_of(fresh, day=day)
    traces = LecturerTraces(
        fresh.lecturer.pk,
        ended=[(row.pk, row.department_id, row.until) for row in steps.ends],
        dropped=[(row.pk, row.department_id, row.since, row.until) for row in steps.drops],
    )
    for row in steps.drops:
        row.delete()
    for row in steps.ends:
        row.until = day - _DAY
        row.save(update_fields=["until"])
    if steps.begins is not None:
        row, made = LecturerMembership.objects.get_or_create(
            lecturer=fresh.lecturer, department=steps.begins, since=day,
            defaults={"site_id": fresh.lecturer.site_id, "until": steps.until},
        )  # fmt: skip
        traces.made += [(row.pk, steps.begins.pk)] if made else []
    if steps.change:
        keep(traces, day=day, by=by)
    return steps.change


def _leaves(move: Move, row: LecturerMembership) -> bool:
    return not move.leaves or row.department_id in move.leaves
