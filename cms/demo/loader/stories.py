"""The steps that requests of the demo go through; each is the real action at an invented time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.once import reads_once
from bookings.actions import answering, asking, reporting, submitting
from bookings.actions.allocating import Clash
from bookings.actions.moves import Actor, By
from bookings.actions.reporting import Numbers
from bookings.actions.submitting import GroupFacts, Particulars
from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.models.openings import availability_for
from bookings.models.rulebook import rules_at
from bookings.rules import Days, Usable, Wish, wish_problem
from bookings.status import Way
from cms.demo.loader.people import Staff
from lectures.models import Centre, Lecture
from lectures.zones import local, venue_zone

GROUP = By(Actor.GROUP, Way.WEB)
OFFICE = By(Actor.OFFICE, Way.DESK)
PARTS = ("morning", "afternoon", "evening")
_USABLE = Usable(time(9), time(21))
_MOST_DAYS = 180


@dataclass(frozen=True)
class Wanted:
    """One request of the demo, before it is made."""

    lecture: Lecture
    group: GroupFacts
    centre: Centre
    day: date
    people: int = 20
    part: str = "morning"
    ages: str = "おもに60代から80代"
    remarks: str = ""
    way: Way = Way.WEB


@reads_once
def open_day(
    lecture: Lecture, day: date, *, part: str, at: datetime, centre: Centre | None = None
) -> date:
    """That day or the next one that can be asked for. StopIteration: none in the half year."""
    days = [day + timedelta(days=ahead) for ahead in range(_MOST_DAYS)]
    rules = rules_at(lecture, centre)
    availability = availability_for(lecture, days=Days(day, days[-1]), at=at)
    return next(
        one
        for one in days
        if wish_problem(
            rules, Wish(one, part), minutes=lecture.minutes, usable=_USABLE,
            today=local(at).date(), availability=availability,
        ) is None
    )  # fmt: skip


def request(wanted: Wanted, *, at: datetime) -> BookingRequest:
    """Submitted at that moment: a first wish, and a second one week later."""
    part, centre = wanted.part, wanted.centre
    first = open_day(wanted.lecture, wanted.day, part=part, at=at, centre=centre)
    week_later = first + timedelta(days=7)
    second = open_day(wanted.lecture, week_later, part=part, at=at, centre=centre)
    return submitting.enter(
        lecture_id=wanted.lecture.pk,
        particulars=Particulars(
            group=wanted.group,
            people=wanted.people,
            ages=wanted.ages,
            wishes=(Wish(first, wanted.part), Wish(second, wanted.part)),
            centre_id=wanted.centre.pk,
            venue_booked=True,
            usable_from=_USABLE.opens,
            usable_until=_USABLE.closes,
            remarks=wanted.remarks,
        ),
        by=By(Actor.GROUP, wanted.way),
        at=at,
    )


def ask(booking_request: BookingRequest, *, at: datetime) -> list[Assignment]:
    return asking.ask(request_id=booking_request.pk, by=OFFICE, at=at)


def accept(
    assignments: list[Assignment],
    *,
    staff: Staff,
    at: datetime,
    named: bool = True,
    way: Way = Way.WEB,
) -> LectureSession | None:
    """Every part accepts; the first free lecturer of each goes. None: nobody was free."""
    for assignment in assignments:
        if not _accept_one(assignment, staff=staff, at=at, named=named, way=way):
            return None
    return assignments[0].request.sessions.order_by("-order").first()


def _accept_one(
    assignment: Assignment, *, staff: Staff, at: datetime, named: bool, way: Way
) -> bool:
    chosen = [[row.pk] for row in staff.of(assignment.department)] if named else [[]]
    for lecturer_ids in chosen:
        try:
            answering.accept(
                assignment_id=assignment.pk,
                version=assignment.version,
                by=By(Actor.DEPARTMENT, way),
                at=at,
                lecturer_ids=lecturer_ids,
            )
        except Clash:
            continue
        return True
    return False


def deliver(session: LectureSession, *, adults: int, children: int) -> None:
    """Reported by the lecturer two hours after the end."""
    reporting.report(
        session_id=session.pk,
        numbers=Numbers(adults, children, session.lecture.minutes),
        by=By(Actor.LECTURER, Way.WEB),
        at=session.ends_at + timedelta(hours=2),
    )


def at_hour(day: date, hour: int) -> datetime:
    """That hour on the venue's clock."""
    return datetime.combine(day, time(hour), venue_zone())
