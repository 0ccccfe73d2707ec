"""What stands beside a session at a time: taken lecturers, rooms, absences, days off. Reads only.

Warnings for a person: what must never happen (a lecturer at two places) the database refuses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bookings.actions.allocating import lecturers_on
from bookings.actions.sessions import Venue
from bookings.emails.facts import when
from bookings.models import Allocation, Assignment, LectureSession
from bookings.models.duty_reach import closed_hours
from bookings.models.rulebook import centre_of, rules_at
from bookings.rules import Availability, Slot, Usable, slot_problem
from bookings.status import AllocationState, AssignmentRole, AssignmentState, SessionState
from lectures.models import Absence, Centre, Department, Lecturer, Room
from lectures.zones import local, venue_zone


@dataclass(frozen=True)
class Beside:
    """One sentence, and the session that it speaks of. `forbids`: the step would be refused."""

    words: str
    session: LectureSession | None = None
    forbids: bool = False


def beside(
    session: LectureSession, slot: Slot, *, venue: Venue | None, but: set[int], at: datetime
) -> list[Beside]:
    """Of the session at another time or place, the gravest first. `but`: sessions that move too."""
    going = lecturers_on(session)
    found = [
        *_taken(going, slot, but=but, at=at),
        *_at_the_place(session, slot, venue=venue, but=but),
        *_away(going, session.department, slot),
        *_rules(session, slot, venue=venue),
        *_of_the_department(session, slot, but=but),
    ]
    return sorted(found, key=lambda row: not row.forbids)


def _taken(
    going: Sequence[Lecturer], slot: Slot, *, but: set[int], at: datetime
) -> Iterable[Beside]:
    rows = _overlapping(Allocation.objects.all(), slot).filter(
        Q(state=AllocationState.CONFIRMED) | Q(state=AllocationState.HOLD, expires_at__gt=at),
        resource__lecturer__in=going,
    )
    rows = rows.exclude(session__in=but).select_related(
        "resource__lecturer", "session__request__fiscal_year", "session__request__group"
    )
    for row in rows.order_by("starts_at", "pk"):
        words = _("%(name)sさんは、%(when)sにほかの予定があります。") % {
            "name": row.resource.lecturer,
            "when": when(row.starts_at, row.ends_at),
        }
        yield Beside(words, row.session, forbids=True)


def _at_the_place(
    session: LectureSession, slot: Slot, *, venue: Venue | None, but: set[int]
) -> Iterable[Beside]:
    place = venue or Venue(session.centre_id, session.room_id)
    room = Room.objects.select_related("centre").filter(pk=place.room_id).first()
    centre_id = room.centre_id if room else place.centre_id
    if centre_id is None:
        return
    rows = _overlapping(_planned(), slot).exclude(pk__in=but)
    for row in rows.filter(Q(centre=centre_id) | Q(room__centre=centre_id)).order_by("starts_at"):
        if room and row.room_id and row.room_id != room.pk:
            continue  # another room of the same house
        same = room is not None and row.room_id == room.pk
        yield Beside(
            _("%(venue)sに、同じ時間の講座があります（%(when)s）。")
            % {"venue": row.venue, "when": when(row.starts_at, row.ends_at)},
            row,
            forbids=same and room is not None and room.centre.rooms_booked_here,
        )
    yield from _hours_of(Centre.objects.get(pk=centre_id), slot)


def _hours_of(centre: Centre, slot: Slot) -> Iterable[Beside]:
    if centre.opens_at is None or centre.closes_at is None:
        return
    starts, ends = local(slot.starts_at).time(), local(slot.ends_at).time()
    if starts < centre.opens_at or ends > centre.closes_at:
        yield Beside(_("%(centre)sが開いている時間の外です。") % {"centre": centre})


def _away(going: Sequence[Lecturer], department: Department, slot: Slot) -> Iterable[Beside]:
    day = local(slot.starts_at).date()
    theirs = Q(lecturer__in=going) | Q(department__in=department.line(on=day))
    for row in Absence.objects.on(day).filter(theirs).select_related("department", "lecturer"):
        who = row.lecturer or row.department
        yield Beside(_("%(who)sは、その日は不在です。") % {"who": who})
    there = set(Lecturer.objects.of(department, on=day).values_list("pk", flat=True))
    for lecturer in going:
        if lecturer.pk not in there:
            yield Beside(
                _("%(name)sさんは、その日には%(department)sにいません。")
                % {"name": lecturer, "department": department}
            )


def _rules(session: LectureSession, slot: Slot, *, venue: Venue | None) -> Iterable[Beside]:
    """The town's conditions, as they hold for a request; the office may go past them."""
    request = session.request
    day = local(slot.starts_at).date()
    usable = Usable() if venue else Usable(request.usable_from, request.usable_until)
    problem = slot_problem(
        rules_at(session.lecture, _centre_at(venue) if venue else centre_of(session)), slot, usable=usable, zone=venue_zone(),
        availability=Availability(shut=closed_hours(session.lecture, first=day, last=day)),
    )  # fmt: skip
    if problem:
        yield Beside(_("申込条件の外です：%(words)s") % {"words": problem.sentence})


def _centre_at(venue: Venue) -> Centre | None:
    if venue.room_id:
        return Centre.objects.get(rooms=venue.room_id)
    return Centre.objects.get(pk=venue.centre_id) if venue.centre_id else None


def _of_the_department(session: LectureSession, slot: Slot, *, but: set[int]) -> Iterable[Beside]:
    department = session.department
    for row in _overlapping(_planned(), slot).filter(department=department).exclude(pk__in=but):
        yield Beside(
            _("%(department)sは、同じ時間にほかの講座があります（%(when)s）。")
            % {"department": department, "when": when(row.starts_at, row.ends_at)},
            row,
        )
    asked = Assignment.objects.filter(
        department=department, role=AssignmentRole.LECTURE, state=AssignmentState.ASKED
    ).exclude(request=session.request)
    for row in _overlapping(asked, slot).select_related("request__fiscal_year"):
        yield Beside(
            _("%(department)sには、同じ時間の依頼（%(reference)s）も出ています。")
            % {"department": department, "reference": row.request.reference}
        )


def _planned() -> QuerySet[LectureSession]:
    return LectureSession.objects.filter(state=SessionState.PLANNED).select_related(
        "centre", "room__centre", "request__fiscal_year", "request__group", "department"
    )


def _overlapping(rows: QuerySet, slot: Slot) -> QuerySet:
    return rows.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)
