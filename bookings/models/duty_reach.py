"""Which sessions and asks lie on days that departments are taken out of. Reads only.

A department is touched by what it has accepted, by what was agreed with it, and by what those gave
whose work it does on the first of the days.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.once import once
from bookings.models.assignment import Assignment
from bookings.models.duty import Duty
from bookings.models.event import RequestEvent
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession
from bookings.rules import Slot, minutes_of
from bookings.status import (
    AGREED,
    ASSIGNMENT_OPEN,
    REQUEST_OPEN,
    AssignmentRole,
    AssignmentState,
    SessionState,
    Verb,
)
from config import clock
from lectures.models import Department, Lecture
from lectures.working_days import Closed
from lectures.zones import local, venue_zone

_DAY = timedelta(days=1)
# How a session comes onto a day. Another time is refused there, another place is not.
_FIXED = AGREED | {Verb.SESSION_ADDED, Verb.SESSION_CORRECTED}
Span = tuple[int, int]


@dataclass(frozen=True)
class Reach:
    """Days, hours of each day (None: all), departments by key (None: all)."""

    first_on: date
    last_on: date
    hours: tuple[time, time] | None = None
    departments: frozenset[int] | None = None

    def covers(self, slot: Slot) -> bool:
        """Whether some of that time lies in it."""
        starts, ends = local(slot.starts_at), local(slot.ends_at)
        day = max(starts.date(), self.first_on)
        while day <= min(ends.date(), self.last_on):
            opens, closes = self._of(day)
            if starts < closes and opens < ends:
                return True
            day += _DAY
        return False

    def takes_out(self, departments: Iterable[int], *, charges: "Charges") -> bool:
        """Whether one of them, or who does its work now, is out."""
        if self.departments is None:
            return True
        return any(
            pk in self.departments or charges.get(pk) in self.departments for pk in departments
        )

    def _of(self, day: date) -> tuple[datetime, datetime]:
        zone = venue_zone()
        if self.hours is None:
            midnight = datetime.combine(day, time(), zone)
            return midnight, datetime.combine(day + _DAY, time(), zone)
        return datetime.combine(day, self.hours[0], zone), datetime.combine(
            day, self.hours[1], zone
        )


Charges = Mapping[int, int | None]


def reach_of(duty: Duty) -> Reach:
    """Of a decision as it stands; few queries if `departments` were prefetched."""
    named = None if duty.everybody else frozenset(row.pk for row in duty.departments.all())
    return Reach(duty.first_on, duty.last_on, duty.hours, named)


def sessions_in(reach: Reach, *, at: datetime) -> list[LectureSession]:
    """Planned ones of those days that are not over, in their order. A fixed number of queries."""
    rows = _within(LectureSession.objects.all(), reach).filter(
        state=SessionState.PLANNED, ends_at__gt=at
    )
    found = [
        row
        for row in rows.select_related(
            "lecture", "department", "centre", "room__centre",
            "request__group", "request__fiscal_year", "class_period", "day_plan",
        ).order_by("starts_at", "pk")
        if reach.covers(Slot(row.starts_at, row.ends_at))
    ]  # fmt: skip
    if reach.departments is None:
        return found
    charges, given = _charges(reach), _accepted(row.request_id for row in found)
    return [
        row
        for row in found
        if reach.takes_out([row.department_id, *given.get(row.request_id, ())], charges=charges)
    ]


def asks_in(reach: Reach, *, at: datetime) -> list[Assignment]:
    """Those that still wait for an answer, and help that was promised, for a time in those days."""
    rows = _within(Assignment.objects.all(), reach).filter(
        request__status__in=REQUEST_OPEN, starts_at__gt=at
    )
    waiting = rows.filter(state__in=ASSIGNMENT_OPEN)
    helping = rows.filter(role=AssignmentRole.SUPPORT, state=AssignmentState.ACCEPTED)
    found = (waiting | helping).select_related(
        "department", "request__group", "request__fiscal_year", "request__lecture"
    )
    charges = _charges(reach)
    return [
        row
        for row in found.order_by("starts_at", "pk")
        if reach.covers(Slot(row.starts_at, row.ends_at))
        and reach.takes_out([row.department_id], charges=charges)
    ]


def requests_asked(*, at: datetime) -> QuerySet[BookingRequest]:
    """With an ask that still waits for a day closed since, or a session that came onto it later.

    What was left as planned when the day was closed is meant so. A fixed number of queries.
    """
    duties = _closing(since=local(at).date())
    if not duties:
        return BookingRequest.objects.none()
    linked = cache(Department.objects.linked)
    asks, sessions = list(_waiting(duties, at=at)), list(_fixed(duties, at=at))
    given = _accepted(row.request_id for row in sessions)
    found: set[int] = set()
    for duty in duties:
        reach = reach_of(duty)
        charges = _charges(reach, linked=linked)
        rows = [(row, [row.department_id]) for row in asks]
        rows += [
            (row, [row.department_id, *given.get(row.request_id, ())])
            for row in sessions
            if row.fixed_at is not None and row.fixed_at > duty.decided_at
        ]
        found |= {
            row.request_id
            for row, departments in rows
            if reach.covers(Slot(row.starts_at, row.ends_at))
            and reach.takes_out(departments, charges=charges)
        }
    return BookingRequest.objects.filter(pk__in=found)


def _waiting(duties: Iterable[Duty], *, at: datetime) -> QuerySet[Assignment]:
    return _within(Assignment.objects.all(), _around(duties)).filter(
        request__status__in=REQUEST_OPEN, starts_at__gt=at, state__in=ASSIGNMENT_OPEN
    )


def _fixed(duties: Iterable[Duty], *, at: datetime) -> QuerySet[LectureSession]:
    """`fixed_at`: when it came onto its day; None of the further classes of a row."""
    events = RequestEvent.objects.filter(session=OuterRef("pk"), verb__in=_FIXED).order_by("-pk")
    return (
        _within(LectureSession.objects.all(), _around(duties))
        .filter(state=SessionState.PLANNED, ends_at__gt=at)
        .annotate(fixed_at=Subquery(events.values("at")[:1]))
    )


def _around(duties: Iterable[Duty]) -> Reach:
    rows = list(duties)
    return Reach(min(row.first_on for row in rows), max(row.last_on for row in rows))


@dataclass(frozen=True)
class Closing:
    """The decisions of days to come, read once for many questions."""

    duties: list[Duty]
    linked: Callable[[], Mapping[int, Department]]

    def in_the_way(self, slot: Slot, departments: Iterable[int]) -> Duty | None:
        """The decision for which none of them goes out at that time."""
        wanted = list(departments)
        for duty in self.duties:
            reach = reach_of(duty)
            if not reach.covers(slot):
                continue
            if reach.takes_out(wanted, charges=_charges(reach, linked=self.linked)):
                return duty
        return None


def closing(*, since: date) -> Closing:
    return Closing(_closing(since=since), cache(Department.objects.linked))


def in_the_way(slot: Slot, departments: Iterable[int]) -> Duty | None:
    """The same, read anew: of one time."""
    return closing(since=local(slot.starts_at).date()).in_the_way(slot, departments)


def closed_days(lecture: Lecture) -> tuple[Closed, ...]:
    """Whole days on which nobody gives this lecture."""
    return tuple(
        Closed(duty.first_on, duty.last_on, False, str(duty.get_cause_display()))
        for duty in _closing_for(lecture)
        if duty.hours is None
    )


def closed_hours(lecture: Lecture, *, first: date, last: date) -> dict[date, tuple[Span, ...]]:
    """Minutes of days between the two, where only some hours are closed."""
    found: dict[date, tuple[Span, ...]] = {}
    for duty in _closing_for(lecture):
        if duty.hours is None:
            continue
        span = minutes_of(duty.hours[0]), minutes_of(duty.hours[1])
        day = max(first, duty.first_on)
        while day <= min(last, duty.last_on):
            found[day] = (*found.get(day, ()), span)
            day += _DAY
    return found


def _closing_for(lecture: Lecture) -> list[Duty]:
    def read() -> list[Duty]:
        duties = _closing(since=clock.today(venue_zone()))
        if all(duty.everybody for duty in duties):
            return duties
        theirs = [lecture.department_id, *lecture.others()]
        linked = cache(Department.objects.linked)
        return [
            duty
            for duty in duties
            if (reach := reach_of(duty)).takes_out(theirs, charges=_charges(reach, linked=linked))
        ]

    return once(("duties of", lecture.pk, lecture.department_id), read)


def _closing(*, since: date) -> list[Duty]:
    rows = Duty.objects.closing().filter(last_on__gte=since)
    return list(rows.prefetch_related("departments").order_by("pk"))


def _within(rows: QuerySet, reach: Reach) -> QuerySet:
    zone = venue_zone()
    return rows.filter(
        starts_at__lt=datetime.combine(reach.last_on + _DAY, time(), zone),
        ends_at__gt=datetime.combine(reach.first_on, time(), zone),
    )


def _charges(
    reach: Reach, *, linked: Callable[[], Mapping[int, Department]] | None = None
) -> Charges:
    """`linked`: all departments, where the caller asks for more than one day."""
    if reach.departments is None:
        return {}

    def read() -> Charges:
        rows = (linked or Department.objects.linked)()
        there = {pk: row.in_charge(on=reach.first_on) for pk, row in rows.items()}
        return {pk: row.pk if row else None for pk, row in there.items()}

    return once(("charges", reach.first_on), read)


def _accepted(requests: Iterable[int]) -> dict[int, list[int]]:
    rows = Assignment.objects.filter(
        request__in=set(requests), role=AssignmentRole.LECTURE, state=AssignmentState.ACCEPTED
    )
    found: dict[int, list[int]] = {}
    for request_id, department_id in rows.values_list("request_id", "department_id"):
        found.setdefault(request_id, []).append(department_id)
    return found
