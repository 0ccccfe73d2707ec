"""課べつの返事: how many answers each department owes, and how long it took for those it gave.

A department stands with what it has taken over from others. Reads only; three queries.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from statistics import median

from bookings.models import Assignment
from bookings.status import REQUEST_OPEN, AssignmentState
from lectures.eras import fiscal_year_of, fiscal_year_range
from lectures.models import Department
from lectures.zones import local, venue_zone


@dataclass(frozen=True)
class AnswerTimes:
    """`days`: the median from ask to answer, in calendar days; None: it gave none this year."""

    department: Department
    waiting: int
    late: int
    days: int | None


@dataclass
class _Held:
    waiting: int = 0
    late: int = 0
    days: list[int] = field(default_factory=list)


def by_department(*, at: datetime) -> list[AnswerTimes]:
    """Who owes most comes first."""
    held: dict[int, _Held] = defaultdict(_Held)
    rows = Assignment.objects.filter(
        state=AssignmentState.ASKED, request__status__in=REQUEST_OPEN
    ).values_list("department", "due_at")
    for department, due_at in rows:
        held[department].waiting += 1
        held[department].late += due_at < at
    for department, days in _answered(at=at):
        held[department].days.append(days)
    found = [
        AnswerTimes(department, one.waiting, one.late, int(median(one.days)) if one.days else None)
        for department, one in _by_charge(held, at=at)
    ]
    return sorted(found, key=lambda row: (-row.late, -row.waiting, row.department.code))


def _answered(*, at: datetime) -> Iterator[tuple[int, int]]:
    """(department, days) of every answer of this fiscal year."""
    first, _last = fiscal_year_range(fiscal_year_of(local(at).date()))
    begins = datetime.combine(first, time(), venue_zone())
    rows = Assignment.objects.filter(asked_at__gte=begins, answered_at__isnull=False)
    for department, asked, answered in rows.values_list("department", "asked_at", "answered_at"):
        assert answered is not None
        yield department, (local(answered).date() - local(asked).date()).days


def _by_charge(held: dict[int, _Held], *, at: datetime) -> Iterator[tuple[Department, _Held]]:
    rows, together = Department.objects.linked(), defaultdict(_Held)
    for pk, one in held.items():
        there = rows[pk].in_charge(on=local(at).date()) if pk in rows else None
        whole = together[there.pk if there else pk]
        whole.waiting += one.waiting
        whole.late += one.late
        whole.days += one.days
    return ((rows[pk], one) for pk, one in together.items() if pk in rows)
