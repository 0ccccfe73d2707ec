"""Taking and freeing lecturers and rooms. The database has the last word on clashes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import Refused
from bookings.models import Allocation, Assignment, LectureSession, Resource
from bookings.models.standins import absent_lecturers
from bookings.rules import Slot
from bookings.sentence import sentence
from bookings.status import AllocationState
from lectures.eras import short_day, time_range
from lectures.models import Department, Lecturer, Room
from lectures.zones import local

TAKEN = (AllocationState.HOLD, AllocationState.CONFIRMED)


class Clash(Refused):
    """Somebody or some room is already taken at that time."""


def lecturers_of(department: Department, *, ids: Iterable[int], slot: Slot) -> list[Lecturer]:
    """The named lecturers, each a member of the department on that day. Refused otherwise."""
    wanted = sorted(set(ids))
    day = local(slot.starts_at).date()
    found = list(Lecturer.objects.of(department, on=day).filter(pk__in=wanted).order_by("pk"))
    if [lecturer.pk for lecturer in found] != wanted:
        raise Refused(_("えらんだ講師は、その日にこの課にいません。えらび直してください。"))
    if away := absent_lecturers(wanted, on=day):
        names = "、".join(lecturer.name for lecturer in away)
        raise Refused(
            sentence("%(names)sは、その日は不在です。ほかの人をえらんでください。", names=names)
        )
    return found


def take(
    resource: Resource,
    *,
    slot: Slot,
    state: AllocationState,
    at: datetime,
    assignment: Assignment | None = None,
    session: LectureSession | None = None,
    expires_at: datetime | None = None,
) -> Allocation:
    """Put one resource into one slot. Clash: the constraint refused it."""
    release_expired(resource, at=at)
    try:
        with transaction.atomic():
            return Allocation.objects.create(
                site_id=resource.site_id,
                resource=resource,
                assignment=assignment,
                session=session,
                state=state,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                expires_at=expires_at,
            )
    except IntegrityError as refusal:
        if "allocation_no_overlap" not in str(refusal):
            raise
        raise Clash(
            sentence(
                "%(who)sは、%(when)sにもうほかの予定が入っています。ほかの人か、ほかの日時をえらんでください。",
                who=str(resource),
                when=(slot.starts_at, slot.ends_at),
            )
        ) from refusal


def release_expired(resource: Resource, *, at: datetime) -> None:
    """A hold past its time is no hold."""
    resource.allocations.filter(state=AllocationState.HOLD, expires_at__lte=at).update(
        state=AllocationState.RELEASED
    )


def release(*, session: LectureSession | None = None, assignment: Assignment | None = None) -> None:
    """Free what this session or this ask has taken."""
    rows = Allocation.objects.filter(state__in=TAKEN)
    rows = rows.filter(session=session) if session else rows.filter(assignment=assignment)
    rows.update(state=AllocationState.RELEASED)


def release_lecturer(session: LectureSession, lecturer: Lecturer) -> None:
    """Free one person of the session; the others stay."""
    Allocation.objects.filter(state__in=TAKEN, session=session, resource__lecturer=lecturer).update(
        state=AllocationState.RELEASED
    )


def resource_for(thing: Lecturer | Room) -> Resource:
    """The row that stands for a lecturer or a room."""
    key = {"lecturer": thing} if isinstance(thing, Lecturer) else {"room": thing}
    return Resource.objects.get_or_create(**key, defaults={"site_id": thing.site_id})[0]


def take_for_session(
    session: LectureSession, *, lecturers: Iterable[Lecturer], at: datetime
) -> None:
    """Confirm these lecturers and, where the town books its rooms here, the room."""
    things: list[Lecturer | Room] = list(lecturers)
    if session.room and session.room.centre.rooms_booked_here:
        things.append(session.room)
    slot = Slot(session.starts_at, session.ends_at)
    # In one order for everybody: two sessions that want the same two cannot wait in a circle.
    for resource in sorted((resource_for(thing) for thing in things), key=lambda row: row.pk):
        take(resource, slot=slot, state=AllocationState.CONFIRMED, at=at, session=session)


def lecturers_on(session: LectureSession) -> list[Lecturer]:
    """Who is confirmed for this session, in the order they were named."""
    return list(
        Lecturer.objects.filter(
            resource__allocations__session=session,
            resource__allocations__state=AllocationState.CONFIRMED,
        ).order_by("resource__allocations__pk")
    )


def slot_words(slot: Slot) -> str:
    """12月17日（木）10時〜11時, in the venue's zone."""
    starts, ends = local(slot.starts_at), local(slot.ends_at)
    return f"{short_day(starts.date())} {time_range(starts, ends)}"
