"""Sessions as rows, many and quick: for counting, where no story is told."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bookings.models import ApplicantGroup, Area, BookingRequest, LectureSession, SessionReport
from bookings.status import Reason, RequestStatus, SessionState, Way
from lectures.models import Category, Centre, Department, FiscalYear, Lecture
from tests.factories.town import ZONE, Town, make_department

S = SessionState
AGES = ("60代〜80代", "小学4年生", "", "親子", "40代", "0歳から2歳", "65歳以上")


@dataclass
class Random:
    """A random town around `town`: three departments, two categories, four lectures, two centres."""

    town: Town
    chance: random.Random
    lectures: list[Lecture] = field(default_factory=list)
    centres: list[Centre | None] = field(default_factory=list)
    numbers: int = 0

    def __post_init__(self) -> None:
        site = self.town.site
        departments = [self.town.department]
        departments += [
            make_department(site, code=f"09{n}0", name=f"課{n}", email=f"ka{n}@city.example")
            for n in range(2)
        ]
        categories = [self.town.lecture.category, Category.objects.create(site=site, name="環境")]
        self.lectures = [self.town.lecture]
        for n in range(3):
            self.lectures.append(
                Lecture.objects.create(
                    site=site,
                    fiscal_year=self.town.lecture.fiscal_year,
                    number=f"8-{n:02d}",
                    title=f"話{n}",
                    category=self.chance.choice(categories),
                    department=self.chance.choice(departments),
                    need_kind=self.chance.choice(Lecture.NeedKind.values),
                    led_by=self.chance.choice(Lecture.LedBy.values),
                    format=self.chance.choice(Lecture.Format.values),
                )
            )
        other = Centre.objects.create(
            site=site, code="C9", name="東センター", area="東地区", address="東町1"
        )
        self.centres = [self.town.centre, other, None]
        Area.objects.create(site=site, name="西地区", towns="西町\n西町北")
        Area.objects.create(site=site, name="東地区", towns="東町")

    def request(self) -> BookingRequest:
        self.numbers += 1
        lecture = self.chance.choice(self.lectures)
        group = ApplicantGroup.objects.create(
            site=self.town.site,
            name="集まり",
            kind=self.chance.choice(["", *ApplicantGroup.Kind.values]),
            contact_name="係",
            phone="0000000000",
            notify_by="phone",
            keep_until=datetime(2030, 3, 31).date(),
        )
        at = datetime(2026, 4, 1, tzinfo=ZONE)
        return BookingRequest.objects.create(
            site=self.town.site, lecture=lecture, status=RequestStatus.CONFIRMED, created_at=at,
            submitted_at=at, fiscal_year=lecture.fiscal_year, number=self.numbers, group=group,
            people=20, ages=self.chance.choice(AGES),
            way=self.chance.choice([Way.WEB, Way.PHONE, Way.FAX, Way.DEPARTMENT]),
        )  # fmt: skip

    def moment(self) -> datetime:
        """In one of three fiscal years; often on their edges."""
        edge = [
            datetime(2026, 3, 31, 23, 30), datetime(2026, 4, 1), datetime(2027, 3, 31, 23, 59),
            datetime(2027, 4, 1, 0, 0), datetime(2028, 2, 29, 10),
        ]  # fmt: skip
        if self.chance.random() < 0.3:
            return self.chance.choice(edge).replace(tzinfo=ZONE)
        day = datetime(2025, 5, 1, 10, tzinfo=ZONE) + timedelta(days=self.chance.randrange(1000))
        return day + timedelta(minutes=30 * self.chance.randrange(-4, 12))

    def session(self, request: BookingRequest, *, starts: datetime | None = None) -> LectureSession:
        starts = starts or self.moment()
        centre = self.chance.choice(self.centres)
        address = self.chance.choice(["西町北2-3", "東町１番地", "遠い町"])
        session = LectureSession.objects.create(
            site=self.town.site, request=request, lecture=request.lecture,
            department=request.lecture.department, fiscal_year=year_of(self.town, starts),
            order=request.sessions.count() + 1, starts_at=starts,
            ends_at=starts + timedelta(hours=1), centre=centre,
            venue_address="" if centre else address,
        )  # fmt: skip
        self.settle(session)
        return session

    def settle(self, session: LectureSession) -> None:
        """Some state; a report where it was held."""
        state = self.chance.choice([S.DELIVERED, S.DELIVERED, *S])
        session.state = state
        session.reason = Reason.DISASTER if state in (S.CANCELLED, S.POSTPONED) else ""
        session.save()
        if state == S.DELIVERED:
            self.report(session)

    def report(self, session: LectureSession) -> None:
        SessionReport.objects.create(
            site=self.town.site, session=session, version=session.reports.count() + 1,
            adults=self.chance.randrange(60), children=self.chance.choice([0, 0, 12]), minutes=60,
            way=Way.WEB, at=session.ends_at,
        )  # fmt: skip

    def change(self) -> None:
        """Something happens: to a session, its report, its request, its lecture, its place."""
        sessions = list(LectureSession.objects.order_by("pk"))
        one = self.chance.choice(sessions)
        kind = self.chance.randrange(8)
        if kind == 0:
            self.session(self.chance.choice(list(BookingRequest.objects.order_by("pk"))))
        elif kind == 1:
            self.settle(one)
        elif kind == 2:
            self.report(one)
        elif kind == 3:
            one.starts_at = self.moment()
            one.ends_at = one.starts_at + timedelta(hours=1)
            one.fiscal_year = year_of(self.town, one.starts_at)
            one.save()
        elif kind == 4:
            lecture = self.chance.choice(self.lectures)
            lecture.need_kind = self.chance.choice(Lecture.NeedKind.values)
            lecture.category = self.chance.choice(list(Category.objects.order_by("pk")))
            lecture.save()
        elif kind == 5:
            centre = self.chance.choice([centre for centre in self.centres if centre])
            Centre.objects.filter(pk=centre.pk).update(
                area=self.chance.choice(["東地区", "南地区", ""])
            )
        elif kind == 6:
            kind_of_group = self.chance.choice(ApplicantGroup.Kind.values)
            ApplicantGroup.objects.filter(requests__sessions=one).update(kind=kind_of_group)
        else:
            department = self.chance.choice(list(Department.objects.order_by("pk")))
            LectureSession.objects.filter(pk=one.pk).update(department=department)


def year_of(town: Town, moment: datetime) -> FiscalYear:
    local = moment.astimezone(ZONE)
    year = local.year if local.month >= 4 else local.year - 1
    return FiscalYear.objects.get_or_create(site=town.site, year=year)[0]


def made_town(town: Town, chance: random.Random, *, requests: int = 8) -> Random:
    """A random town with sessions; at least one was held in 2026."""
    some = Random(town, chance)
    for _one in range(requests):
        request = some.request()
        starts = some.moment()
        for order in range(chance.choice([1, 1, 3])):
            some.session(request, starts=starts + timedelta(hours=order))
    held = some.session(some.request(), starts=datetime(2026, 6, 1, 10, tzinfo=ZONE))
    LectureSession.objects.filter(pk=held.pk).update(state=S.DELIVERED, reason="")
    some.report(held)
    return some
