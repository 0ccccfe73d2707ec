"""本部会議 on one page: what each department offers, was asked, answered and gave. Reads only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from bookings.counting import YearCount, year_count
from bookings.models import Assignment, BookingRequest
from bookings.status import AssignmentRole, AssignmentState
from lectures.models import Department, Lecture
from lectures.zones import local

_NAMES = ("lectures", "asked", "accepted", "declined", "answered", "in_time")


@dataclass
class Line:
    """`numbers` by name; what was asked is of requests that came in that year."""

    name: str
    numbers: Counter[str] = field(default_factory=Counter)
    delivered: int = 0
    planned: int = 0
    people: int = 0
    target: Decimal | None = None


@dataclass(frozen=True)
class Headquarters:
    count: YearCount
    lines: tuple[Line, ...]
    total: Line
    finding: str


def headquarters(year: int, *, at: datetime) -> Headquarters:
    """Departments of today, with what they have taken over; by code."""
    count = year_count(year, at=at)
    charges = Department.objects.charges(on=local(at).date())
    numbers: dict[int, Counter[str]] = {}
    for pk, name, number in [*_lectures(year), *_asks(year)]:
        there = charges.get(pk)
        numbers.setdefault(there.pk if there else pk, Counter())[name] += number
    held = {row.department.pk: row for row in count.departments}
    rows = Department.objects.in_bulk([*numbers, *held])
    lines = []
    for department in sorted(rows.values(), key=lambda one: one.code):
        line = Line(department.name, numbers.get(department.pk, Counter()))
        row = held.get(department.pk)
        if row is not None:
            line.delivered, line.planned = row.delivered, row.planned
            line.people, line.target = row.people, row.target
        lines.append(line)
    total = Line(_("合わせて"), sum((line.numbers for line in lines), Counter()))
    total.delivered, total.planned, total.people = count.delivered, count.planned, count.people
    total.target = count.target
    return Headquarters(count, tuple(lines), total, _finding(lines))


def _lectures(year: int) -> Iterable[tuple[int, str, int]]:
    rows = Lecture.objects.filter(fiscal_year__year=year, off_menu=False).order_by()
    for pk, number in rows.values_list("department").annotate(number=Count("pk")):
        yield pk, "lectures", number


def _asks(year: int) -> Iterable[tuple[int, str, int]]:
    state = AssignmentState
    of_year = BookingRequest.objects.filter(fiscal_year__year=year)
    rows = Assignment.objects.filter(  # `in`: a join reads the asks of all years
        request__in=of_year.values("pk"), role=AssignmentRole.LECTURE
    ).exclude(state=state.RECALLED, answered_at__isnull=True)
    found = rows.order_by().values("department").annotate(
        asked=Count("pk"),
        accepted=Count("pk", filter=Q(state=state.ACCEPTED)),
        declined=Count("pk", filter=Q(state=state.DECLINED)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(answered_at__lte=F("due_at"))),
    )  # fmt: skip
    for row in found:
        for name, number in row.items():
            if name != "department":
                yield row["department"], name, number


def _finding(lines: Sequence[Line]) -> str:
    giving = [line for line in lines if line.delivered]
    if not giving:
        return _("この年度に実施した講座は、まだありません。")
    words = {"number": len(giving), "whole": len(lines)}
    return _("%(whole)dの課のうち%(number)dの課が、講座を実施しました。") % words
