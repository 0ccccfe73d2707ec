"""年度がわり: sessions ahead whose lecturer will have left by their day, and who goes instead.

The department in charge today is asked; the group hears nothing until the name changes. Dates and
departments themselves are changed by `lectures.reorganising`, never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from bookings.actions.consenting import naming_grant
from bookings.actions.moves import SYSTEM, By, Refused, locked_session, record
from bookings.chases import MORNING, morning_before
from bookings.emails import to_hosts
from bookings.models import Allocation, Assignment, BookingRequest, LectureSession, RequestEvent
from bookings.models.event import naming
from bookings.models.office_days import working_days
from bookings.models.session import LectureSessionQuerySet
from bookings.status import (
    ASSIGNMENT_OPEN,
    AllocationState,
    AssignmentRole,
    AssignmentState,
    SessionState,
    Verb,
)
from lectures.models import Department, Lecturer
from lectures.working_days import WorkingDays
from lectures.zones import local, venue_zone

CHASE_DAYS = 5
LAST_CALL = 14
_APART = timedelta(days=3)


@dataclass(frozen=True)
class Care:
    """A session ahead that the turn of the year touches.

    `leaving`: confirmed lecturers who will have left, and whose department can be asked. `since`:
    when the first of them leaves. `asked`: our questions about any of them; `last_asked`: about
    anybody. `orphans`: departments that give it and that nobody has taken over from by its day.
    """

    session: LectureSession
    leaving: tuple[Lecturer, ...]
    since: date | None
    asked: tuple[RequestEvent, ...]
    orphans: tuple[Department, ...] = ()
    last_asked: datetime | None = None
    named: bool = False

    @property
    def orphan(self) -> bool:
        return bool(self.orphans)

    @property
    def ended(self) -> tuple[Department, ...]:
        """Of the orphans, or of who took over from them, those that lack a successor."""
        day = local(self.session.starts_at).date()
        return tuple(dict.fromkeys(row.line(on=day)[-1] for row in self.orphans))

    def asked_about(self, lecturer: Lecturer) -> list[RequestEvent]:
        return [row for row in self.asked if _is_about(row, lecturer)]


def cares(*, at: datetime) -> list[Care]:
    """Every session ahead that somebody must look at, or has looked at since; the next one first."""
    departments = Department.objects.linked()
    found = (_care(row, departments) for row in _sessions(at))
    return [care for care in found if care.leaving or care.orphan or care.named]


def care_of(session: LectureSession) -> Care:
    return _care(_rows().get(pk=session.pk), Department.objects.linked())


def orphaned_asks(*, at: datetime) -> list[Assignment]:
    """Open asks, of a lecture or of help, whose department nobody has taken over from by the day."""
    departments = Department.objects.linked()
    rows = Assignment.objects.filter(state__in=ASSIGNMENT_OPEN).order_by("starts_at", "pk")
    return [
        row
        for row in rows.select_related("department", "request__lecture")
        if departments[row.department_id].in_charge(on=last_day(row, at=at)) is None
    ]


def ended_of(asks: Sequence[Assignment], *, at: datetime) -> list[Department]:
    """Which department lacks a successor, for each of them."""
    departments = Department.objects.linked() if asks else {}
    return [departments[row.department_id].line(on=last_day(row, at=at))[-1] for row in asks]


def last_day(ask: Assignment, *, at: datetime) -> date:
    """The day by which somebody must do it: its own; today, where that is over."""
    return local(max(ask.starts_at, at)).date()


def is_due(care: Care, *, at: datetime, days: WorkingDays) -> bool:
    return bool(due_of(care, at=at, days=days))


def due_of(care: Care, *, at: datetime, days: WorkingDays) -> list[Lecturer]:
    """Whose successor is to be asked for now; never within three days of another question."""
    if at >= care.session.starts_at:
        return []
    if care.last_asked is not None and at - care.last_asked < _APART:
        return []
    return [row for row in care.leaving if _is_due(care, row, at=at, days=days)]


def _is_due(care: Care, lecturer: Lecturer, *, at: datetime, days: WorkingDays) -> bool:
    """From the first of the month of the transfer; again after five working days; 14 days before."""
    asked = care.asked_about(lecturer)
    if not asked:
        first = days.on_or_after((care.since or local(at).date()).replace(day=1))
        return at >= _morning(first)
    last = asked[-1].at
    again = _morning(days.after(local(asked[0].at).date(), days=CHASE_DAYS))
    final = morning_before(care.session.starts_at, days=LAST_CALL, zone=venue_zone())
    return any(last < moment <= at for moment in (again, final))


def due(*, at: datetime) -> list[int]:
    """The sessions of the open town whose department is to be asked now."""
    days = working_days()
    return [row.session.pk for row in cares(at=at) if is_due(row, at=at, days=days)]


@transaction.atomic
def ask_in_time(*, session_id: int, at: datetime) -> bool:
    """The step that is due now, by itself; False: none is any more."""
    request, session = locked_session(session_id)
    care = care_of(session)
    leaving = due_of(care, at=at, days=working_days())
    if session.state != SessionState.PLANNED or not leaving:
        return False
    _want(request, session, leaving, by=SYSTEM, at=at)
    return True


@transaction.atomic
def want_successor(*, session_id: int, by: By, at: datetime) -> RequestEvent:
    """だれが行くか、課にきく. Refused: it is over or called off, nobody leaves, or asked just now."""
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or at >= session.starts_at:
        raise Refused(_("この講座は、もう終わったか、取りやめになりました。"))
    care = care_of(session)
    if care.orphan and not care.leaving:
        raise Refused(
            _(
                "課を引き継いだ課がないので、きけません。台帳の課に「引き継いだ課」を入れるか、ほかの課に依頼してください。"
            )
        )
    if not care.leaving:
        raise Refused(_("この講座にうかがう人は、その日も課にいます。"))
    if care.asked and local(care.asked[-1].at).date() == local(at).date():
        raise Refused(_("きょう、もうききました。返事を待ってください。"))
    return _want(request, session, care.leaving, by=by, at=at)


def _want(
    request: BookingRequest,
    session: LectureSession,
    leaving: Sequence[Lecturer],
    *,
    by: By,
    at: datetime,
) -> RequestEvent:
    event = record(
        request,
        verb=Verb.SUCCESSOR_WANTED,
        by=by,
        at=at,
        session=session,
        assignment=to_hosts.ask_of(leaving[0], session),
        note=naming(leaving),
    )
    to_hosts.successor_wanted(event, session, leaving, grant=naming_grant(session, at=at))
    return event


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, venue_zone())


def _rows() -> LectureSessionQuerySet:
    going = Allocation.objects.filter(
        state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    ).select_related("resource__lecturer")
    return LectureSession.objects.select_related(
        "department", "lecture", "centre", "room__centre", "request__group", "request__fiscal_year"
    ).prefetch_related(
        Prefetch("allocations", going.order_by("pk"), to_attr="going"),
        "going__resource__lecturer__memberships",
        Prefetch(
            "events",
            RequestEvent.objects.filter(verb=Verb.SUCCESSOR_WANTED)
            .select_related("note")
            .order_by("pk"),
            to_attr="questions",
        ),
        Prefetch(
            "request__assignments",
            Assignment.objects.filter(state=AssignmentState.ACCEPTED),
            to_attr="accepted",
        ),
    )


def _sessions(at: datetime) -> LectureSessionQuerySet:
    rows = _rows().filter(state=SessionState.PLANNED, starts_at__gt=at)
    return rows.order_by("starts_at", "pk")


def _care(session: LectureSession, departments: dict[int, Department]) -> Care:
    day = local(session.starts_at).date()
    hosts = {session.department_id, *(row.department_id for row in session.request.accepted)}
    theirs = {there.pk for pk in hosts if (there := departments[pk].in_charge(on=day)) is not None}
    going = [row.resource.lecturer for row in session.going]
    left = [row for row in going if not _stays(row, theirs, departments, day=day)]
    orphans = [row for row in _giving(session, departments) if row.in_charge(on=day) is None]
    # A question about whom a dissolved department sent would only reach the office itself.
    leaving = [row for row in left if not orphans or _can_be_asked(row, session, day=day)]
    lasts = [_last_day(row, theirs, departments, day=day) for row in leaving]
    asked = [row for row in session.questions if any(_is_about(row, one) for one in leaving)]
    return Care(
        session=session,
        leaving=tuple(leaving),
        since=min((last for last in lasts if last is not None), default=None),
        asked=tuple(asked),
        orphans=tuple(orphans),
        last_asked=session.questions[-1].at if session.questions else None,
        named=bool(going) and not left and bool(session.questions),
    )


def _giving(session: LectureSession, departments: dict[int, Department]) -> list[Department]:
    """Whose acceptance made the session or helps with it; else the one it was agreed with."""
    asks = [row for row in session.request.accepted if row.starts_at == session.starts_at]
    made = any(row.role == AssignmentRole.LECTURE for row in asks)
    pks = [*([] if made else [session.department_id]), *(row.department_id for row in asks)]
    return [departments[pk] for pk in dict.fromkeys(pks)]


def _can_be_asked(lecturer: Lecturer, session: LectureSession, *, day: date) -> bool:
    return to_hosts.sender_of(lecturer, session).in_charge(on=day) is not None


def _stays(
    lecturer: Lecturer, theirs: set[int], departments: dict[int, Department], *, day: date
) -> bool:
    """Whether one of the lecturer's departments of that day gives the session then."""
    there = [
        departments[row.department_id]
        for row in lecturer.memberships.all()
        if row.since <= day and (row.until is None or day <= row.until)
    ]
    return any(_goes_to(row, day=day) & theirs for row in there)


def _last_day(
    lecturer: Lecturer, theirs: set[int], departments: dict[int, Department], *, day: date
) -> date | None:
    """When they leave who gives the session, whatever other stay of theirs ends and when."""
    ended = [row for row in lecturer.memberships.all() if row.until and row.until < day]
    ours = [row for row in ended if _goes_to(departments[row.department_id], day=day) & theirs]
    return max((row.until for row in ours or ended if row.until), default=None)


def _goes_to(department: Department, *, day: date) -> set[int]:
    there = department.in_charge(on=day)
    return set() if there is None else {there.pk}


def _is_about(event: RequestEvent, lecturer: Lecturer) -> bool:
    """By who was written down: who was named since has not been asked about."""
    note = getattr(event, "note", None)
    return note is not None and note.is_about(lecturer)
