"""A million delivered sessions over ten years: how long the pages of the results take, and folding.

SESSIONS says how many (default 1,000,000). Five sessions to a request, so a school's or a series'
share; each with its report. What is measured is compared with plain SQL first: a wrong number is
not worth its speed.
"""

import os
import random
import resource
import time
from datetime import UTC, datetime, timedelta
from typing import Any

SESSIONS = int(os.environ.get("SESSIONS", "1000000"))
YEARS, FIRST = 10, 2017
EACH, AT_ONCE = 5, 2000
DEPARTMENTS, LECTURES, CENTRES, GROUPS = 25, 80, 21, 2000


def million(town: Any) -> dict[str, dict[str, float]]:
    """Loads, folds, compares, measures."""
    from bookings.counting.folding import fold

    began = time.perf_counter()
    load(town)
    loaded = time.perf_counter() - began
    began, marks = time.perf_counter(), 0
    while done := fold(at=datetime(2026, 12, 1, tzinfo=UTC), most=5000):
        marks += done
    folded = time.perf_counter() - began
    print(
        f"loaded {SESSIONS} in {loaded:.0f} s, folded {marks} sessions in {folded:.0f} s",
        flush=True,
    )
    compare()
    found = {f"million: {name}": timed(call) for name, call in calls(town).items()}
    found["million: folding one changed session"] = timed(one_change(town))
    found["million: most memory of this process, MB"] = {
        "sql": 0, "calls": 1, "ms": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip
    return found


def load(town: Any) -> None:
    from django.db import transaction

    from bookings.models import ApplicantGroup, BookingRequest, LectureSession, SessionReport
    from bookings.status import RequestStatus, SessionState, Way

    chance, site = random.Random(1), town.site
    years, lectures, centres = rows_around(town)
    groups = ApplicantGroup.objects.bulk_create(
        [
            ApplicantGroup(
                site=site, name=f"会{n}", kind=chance.choice(ApplicantGroup.Kind.values),
                contact_name="係", phone="0000000000", notify_by="phone",
                keep_until=datetime(2040, 3, 31).date(),
            )
            for n in range(GROUPS)
        ]
    )  # fmt: skip
    ages = ["60代〜80代", "小学4年生", "", "親子", "40代"]
    for start in range(0, SESSIONS, AT_ONCE):
        with transaction.atomic():
            requests = BookingRequest.objects.bulk_create(
                [
                    BookingRequest(
                        site=site, lecture=chance.choice(lectures[n % YEARS]), number=n + 1,
                        status=RequestStatus.CLOSED, group=chance.choice(groups), people=20,
                        ages=chance.choice(ages), way=chance.choice([Way.WEB, Way.PHONE, Way.FAX]),
                        fiscal_year=years[n % YEARS], created_at=moment(n, chance),
                        submitted_at=moment(n, chance),
                    )
                    for n in range(start // EACH, (start + AT_ONCE) // EACH)
                ]
            )  # fmt: skip
            sessions = LectureSession.objects.bulk_create(
                [
                    LectureSession(
                        site=site, request=one, lecture=one.lecture,
                        department=one.lecture.department, fiscal_year=one.fiscal_year, order=order,
                        state=SessionState.DELIVERED, centre=chance.choice(centres),
                        starts_at=(starts := moment(one.fiscal_year.year - FIRST, chance)),
                        ends_at=starts + timedelta(hours=1),
                    )
                    for one in requests
                    for order in range(1, EACH + 1)
                ]
            )  # fmt: skip
            SessionReport.objects.bulk_create(
                SessionReport(
                    site=site,
                    session=one,
                    version=1,
                    adults=chance.randrange(60),
                    children=5,
                    minutes=60,
                    way=Way.WEB,
                    at=one.ends_at,
                )
                for one in sessions
            )


def rows_around(town: Any) -> tuple[list[Any], list[list[Any]], list[Any]]:
    from lectures.models import Category, Centre, FiscalYear, Lecture
    from tests.factories.town import make_department

    site, chance = town.site, random.Random(2)
    years = [FiscalYear.objects.get_or_create(site=site, year=FIRST + n)[0] for n in range(YEARS)]
    departments = [
        make_department(site, code=f"7{n:03d}", name=f"課{n}", email=f"ka{n}@city.example")
        for n in range(DEPARTMENTS)
    ]
    categories = [Category.objects.create(site=site, name=f"分野{n}") for n in range(8)]
    centres = [
        Centre.objects.create(
            site=site, code=f"M{n}", name=f"センター{n}", area=f"地区{n % 7}", address=f"町{n}"
        )
        for n in range(CENTRES)
    ]
    lectures = [
        [
            Lecture.objects.create(
                site=site, fiscal_year=year, number=f"M-{n:03d}", title=f"話{n}",
                category=chance.choice(categories), department=chance.choice(departments),
                need_kind=chance.choice(Lecture.NeedKind.values),
            )
            for n in range(LECTURES)
        ]
        for year in years
    ]  # fmt: skip
    return years, lectures, [*centres, None]


def moment(n: int, chance: random.Random) -> datetime:
    """A day of the fiscal year FIRST + n."""
    first = datetime(FIRST + n % YEARS, 4, 1, 1, tzinfo=UTC)
    return first + timedelta(days=chance.randrange(360), hours=chance.randrange(8))


def compare() -> None:
    """By hand, in SQL: every year's number and its people."""
    from django.db import connection

    from bookings import counting

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT y.year, COUNT(*), SUM(r.people) FROM bookings_lecturesession s"
            " JOIN lectures_fiscalyear y ON y.id = s.fiscal_year_id"
            " JOIN bookings_sessionreport r ON r.session_id = s.id"
            " WHERE s.state = 'delivered' GROUP BY y.year ORDER BY y.year"
        )
        true = [tuple(row) for row in cursor.fetchall()]
    shown = [(one.year, one.delivered, one.people) for one in counting.series()]
    assert shown == true, "the sums are not what a recount finds"


def calls(town: Any) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from accounts.models import Role, SiteRole
    from bookings import counting
    from config import clock

    settings.SECOND_FACTOR = "off"
    user = get_user_model().objects.create_user(email="office@city.example", password=None)
    SiteRole.objects.create(site=town.site, user=user, role=Role.OFFICE)
    office, anybody = (Client(SERVER_NAME="127.0.0.1") for _one in range(2))
    office.force_login(user)
    at = clock.now()

    def page(client: Client, path: str) -> Any:
        def call() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        return call

    everything = list(counting.Dimension)
    return {
        "page for everybody": page(anybody, f"/results/?year={FIRST + 8}"),
        "page of the desk": page(office, f"/desk/results/?year={FIRST + 8}"),
        "page by lecture": page(office, f"/desk/results/by/lecture/?year={FIRST + 8}"),
        "page for the headquarters": page(office, f"/desk/results/headquarters/?year={FIRST + 8}"),
        "every table of one year": lambda: counting.breakdowns(FIRST + 8, everything, at=at),
        "ten years beside each other": counting.series,
    }


def one_change(town: Any) -> Any:
    from bookings.counting.folding import fold
    from bookings.models import LectureSession
    from config import clock

    keys = iter(LectureSession.objects.order_by("pk").values_list("pk", flat=True)[:1000])

    def call() -> None:
        LectureSession.objects.filter(pk=next(keys)).update(centre=None)
        assert fold(at=clock.now()) == 1

    return call


def timed(call: Any) -> dict[str, float]:
    from tests.bench.rounds import ROUNDS, milliseconds, statements

    sql = statements(call)
    return {"sql": sql, "ms": milliseconds([[call] * 3 for _turn in range(ROUNDS)]), "calls": 3}
