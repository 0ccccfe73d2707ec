"""A year that can be closed: its sessions given by the real actions, its last day over."""

from datetime import datetime, timedelta

from accounts.models import User
from bookings.actions import aiming, answering, asking, closing_year, deciding, reporting
from bookings.actions.moves import By
from bookings.actions.reporting import Numbers
from bookings.actions.year_checks import checks_of
from bookings.models import LectureSession, YearClosing
from bookings.rules import Slot
from bookings.status import Way
from lectures.models import FiscalYear
from tests.factories.town import DEPARTMENT, LECTURER, NOW, OFFICE, Town, make_department, submitted

YEAR = 2026
SPRING = datetime.fromisoformat("2027-04-20T10:00+09:00")
PEOPLE = Numbers(adults=20, children=3, minutes=60)


def planned(town: Town, starts: datetime, *, moment: datetime | None = None) -> LectureSession:
    """Agreed with the department, by phone, two weeks before."""
    moment = moment or min(NOW, starts - timedelta(days=14))
    request = submitted(town, moment=NOW)
    return deciding.confirm_agreed(
        request_id=request.pk, slot=Slot(starts, starts + timedelta(hours=1)), lecturer_ids=[],
        by=OFFICE, at=moment,
    )  # fmt: skip


def held(town: Town, starts: datetime, *, numbers: Numbers = PEOPLE) -> LectureSession:
    session = planned(town, starts)
    tell(session, numbers=numbers)
    session.refresh_from_db()
    return session


def tell(
    session: LectureSession, *, numbers: Numbers = PEOPLE, by: By = LECTURER, at: datetime | None = None
) -> None:  # fmt: skip
    reporting.report(
        session_id=session.pk, numbers=numbers, by=by, at=at or session.ends_at + timedelta(hours=1)
    )


def officer() -> User:
    return User.objects.get_or_create(email="tanaka@city.example", defaults={"last_name": "田中"})[
        0
    ]


def at_desk(why: str = "") -> By:
    return By(OFFICE.actor, Way.DESK, officer(), why)


def aimed(town: Town, *, year: int = YEAR, target: int = 80) -> None:
    aiming.aim(
        year=year, aims=[aiming.Aim(target, None)], source="本部会議", site_id=town.site.pk,
        user=officer(), at=NOW,
    )  # fmt: skip


def closed(year: int = YEAR, *, at: datetime = SPRING) -> YearClosing:
    """With everything that may be let stand, let stand."""
    waivers = {
        check.code: closing_year.Waiver(check.number, "確かめました")
        for check in checks_of(year, at=at)
        if not check.stops
    }
    return closing_year.close(year=year, waivers=waivers, user=officer(), at=at)


def is_closed(year: int = YEAR) -> bool:
    return FiscalYear.objects.get(year=year).closed_at is not None


def two_departments(town: Town) -> LectureSession:
    """One session that two departments accept; part 1 is the town's own."""
    other = make_department(
        town.site, code="0900", name="環境課", email="kankyo@city.mikagami.example"
    )
    request = submitted(town, moment=NOW)
    starts = datetime.fromisoformat("2026-12-17T10:00+09:00")
    slot = Slot(starts, starts + timedelta(hours=1))
    for part, department in enumerate((town.department, other), start=1):
        asking.ask(
            request_id=request.pk, by=OFFICE, at=NOW, slot=slot, department_id=department.pk,
            part=part,
        )  # fmt: skip
    for ask in request.assignments.order_by("part"):
        answering.accept(
            assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW, lecturer_ids=[]
        )
    return request.sessions.get()
