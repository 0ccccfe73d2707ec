"""Reads what stands in the way of a lecture between two days. Reads only.

The number of queries depends neither on the days nor on how many sessions the town gives.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bookings.models import duty_reach
from bookings.models.allocation import Allocation
from bookings.models.assignment import Assignment
from bookings.models.request import BookingRequest, PreferredSlot
from bookings.models.session import LectureSession
from bookings.rules import Availability, Days, Diary, Host, minutes_of
from bookings.status import (
    AllocationState,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
)
from lectures.eras import fiscal_year_of
from lectures.models import Absence, Department, Lecture, LecturerMembership
from lectures.zones import local, venue_zone

_DAY = timedelta(days=1)
_MIDNIGHT = 24 * 60
_WAITING = (RequestStatus.SUBMITTED, RequestStatus.ASKING, RequestStatus.PROPOSING)
_COUNTED = (SessionState.PLANNED, SessionState.DELIVERED)
# A department's line between two reorganisations: the days, and who has its work then.
_Line = list[tuple[Days, frozenset[int]]]
_Taken = dict[date, tuple[tuple[int, int], ...]]


def availability_for(
    lecture: Lecture, *, days: Days, at: datetime, but: BookingRequest | None = None
) -> Availability:
    """`but`: a request that stands in nobody's way, because it is the one that asks."""
    own = but.pk if but else None
    return Availability(
        counted=counted_by_year(lecture, but=own),
        hosts=_hosts(lecture, days=days, at=at, but=own),
        wished=_wished(lecture, days=days, but=own),
        shut=duty_reach.closed_hours(lecture, first=days.first, last=days.last),
    )


def availability_from(request: BookingRequest, *, at: datetime) -> Availability:
    """For another date of a request: a year from today on."""
    today = local(at).date()
    days = Days(today, today + timedelta(days=366))
    return availability_for(request.lecture, days=days, at=at, but=request)


def counted_by_year(lecture: Lecture, *, but: int | None = None) -> dict[int, int]:
    """What the quota counts, by the year of its day."""
    found: Counter[int] = Counter()
    for (_lecture, year), number in counted_of(_line_of(lecture), but=but).items():
        found[year] += number
    return dict(found)


def counted_of(
    lectures: QuerySet[Lecture] | Iterable[int], *, but: int | None = None
) -> Counter[tuple[int, int]]:
    """By lecture and year: sessions planned and delivered, and asks that were accepted."""
    sessions = LectureSession.objects.filter(lecture__in=lectures, state__in=_COUNTED)
    rows = sessions.exclude(request=but).values_list("lecture", "fiscal_year__year").order_by()
    counted = Counter({(pk, year): number for pk, year, number in rows.annotate(Count("pk"))})
    fixed = LectureSession.objects.filter(request=OuterRef("request"))
    accepted = Assignment.objects.filter(
        ~Exists(fixed.exclude(state=SessionState.POSTPONED)),
        request__lecture__in=lectures,
        role=AssignmentRole.LECTURE,
        state=AssignmentState.ACCEPTED,
    ).exclude(request=but)
    starts = accepted.values_list("request", "request__lecture", "starts_at")
    promised = {request: (lecture, moment) for request, lecture, moment in starts}  # one session
    counted.update((pk, fiscal_year_of(local(at).date())) for pk, at in promised.values())
    return counted


def _line_of(lecture: Lecture) -> QuerySet[Lecture]:
    """The lecture of this year, of the year before and of the year after."""
    if lecture.pk is None:
        return Lecture.objects.none()
    near = Q(pk=lecture.pk) | Q(continued_from=lecture.pk) | Q(pk=lecture.continued_from_id)
    return Lecture.objects.filter(near).order_by()


def _wished(lecture: Lecture, *, days: Days, but: int | None) -> frozenset[date]:
    if lecture.pk is None:
        return frozenset()
    rows = PreferredSlot.objects.filter(
        request__lecture=lecture,
        request__status__in=_WAITING,
        day__range=(days.first, days.last),
    ).exclude(request=but)
    return frozenset(rows.values_list("day", flat=True))


def _hosts(lecture: Lecture, *, days: Days, at: datetime, but: int | None) -> tuple[Host, ...]:
    departments = Department.objects.linked()
    lines = [
        _line(departments[pk], departments, days=days)
        for pk in [lecture.department_id, *lecture.others()]
    ]
    involved = {pk for line in lines for _days, there in line for pk in there}
    stays = _stays(involved, days=days)
    lecturers = {lecturer for lecturer, _department, _days in stays}
    away = _absences(involved, lecturers, days=days)
    taken = _taken(lecturers, days=days, at=at, but=but)
    return tuple(_host(line, stays, away=away, taken=taken) for line in lines)


def _line(department: Department, everybody: Mapping[int, Department], *, days: Days) -> _Line:
    """Who has the department's work, from one change of the town's departments to the next."""
    changes = {row.starts_on for row in everybody.values()}
    changes |= {row.ends_on + _DAY for row in everybody.values() if row.ends_on}
    inside = {day for day in changes if day and days.first < day <= days.last}
    cuts = [days.first, *sorted(inside), days.last + _DAY]
    return [
        (Days(first, following - _DAY), frozenset(row.pk for row in department.line(on=first)))
        for first, following in pairwise(cuts)
    ]


def _stays(departments: Iterable[int], *, days: Days) -> list[tuple[int, int, Days]]:
    """(lecturer, department, days)."""
    rows = LecturerMembership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=days.first),
        department__in=departments,
        since__lte=days.last,
    ).values_list("lecturer_id", "department_id", "since", "until")
    return [(who, where, Days(since, until or date.max)) for who, where, since, until in rows]


def _absences(
    departments: Iterable[int], lecturers: Iterable[int], *, days: Days
) -> list[tuple[int | None, int | None, Days]]:
    """(department or None, lecturer or None, days)."""
    rows = Absence.objects.filter(
        Q(department__in=departments) | Q(lecturer__in=lecturers),
        starts_on__lte=days.last,
        ends_on__gte=days.first,
    ).values_list("department_id", "lecturer_id", "starts_on", "ends_on")
    return [(where, who, Days(first, last)) for where, who, first, last in rows]


def _taken(
    lecturers: Iterable[int], *, days: Days, at: datetime, but: int | None
) -> dict[int, _Taken]:
    """By lecturer and local day: the minutes that are held or confirmed. A hold past its time is none."""
    zone = venue_zone()
    rows = Allocation.objects.filter(
        Q(state=AllocationState.CONFIRMED) | Q(state=AllocationState.HOLD, expires_at__gt=at),
        resource__lecturer__in=lecturers,
        starts_at__lt=datetime.combine(days.last + _DAY, time(), zone),
        ends_at__gt=datetime.combine(days.first, time(), zone),
    )
    if but is not None:
        rows = rows.exclude(session__request=but).exclude(assignment__request=but)
    found: dict[int, _Taken] = defaultdict(dict)
    for who, starts_at, ends_at in rows.values_list("resource__lecturer", "starts_at", "ends_at"):
        for day, span in _by_day(local(starts_at), local(ends_at)):
            found[who][day] = (*found[who].get(day, ()), span)
    return found


def _by_day(starts: datetime, ends: datetime) -> list[tuple[date, tuple[int, int]]]:
    """The minutes of each day between two moments; a begun minute is taken."""
    over = minutes_of(ends.time()) + bool(ends.second or ends.microsecond)
    if starts.date() == ends.date():
        return [(starts.date(), (minutes_of(starts.time()), over))]
    between = range(1, (ends.date() - starts.date()).days)
    return [
        (starts.date(), (minutes_of(starts.time()), _MIDNIGHT)),
        *((starts.date() + _DAY * number, (0, _MIDNIGHT)) for number in between),
        (ends.date(), (0, over)),
    ]


def _host(
    line: _Line,
    stays: Sequence[tuple[int, int, Days]],
    *,
    away: Sequence[tuple[int | None, int | None, Days]],
    taken: Mapping[int, _Taken],
) -> Host:
    there: dict[int, list[Days]] = defaultdict(list)
    for days, departments in line:
        for who, where, stay in stays:
            if where in departments and (common := stay.within(days)):
                there[who].append(common)
    closed = [
        common
        for days, departments in line
        for where, _who, absent in away
        if where in departments and (common := absent.within(days))
    ]
    return Host(
        tuple(closed),
        tuple(
            Diary(
                tuple(spans),
                tuple(absent for _where, absentee, absent in away if absentee == who),
                taken.get(who, {}),
            )
            for who, spans in sorted(there.items())
        ),
    )
