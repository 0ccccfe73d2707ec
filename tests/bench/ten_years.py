"""A town of ten years, written as fast as the driver takes rows: `executemany`, no models in between.

Five sessions to a request, so a school's or a series' share; each with its report. Of every request
one session was judged by its group and by one listener.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model, UUIDField

from accounts.ids import uuid7
from bookings.models import (
    ApplicantGroup,
    Assignment,
    AudienceAnswer,
    BookingRequest,
    LectureSession,
    SessionReport,
    SurveyResponse,
)
from bookings.status import AssignmentState, RequestStatus, SessionState, Way
from lectures.models import Category, Centre, FiscalYear, Lecture
from tests.factories.town import make_department

YEARS, FIRST, EACH, AT_ONCE = 10, 2017, 5, 4000
DEPARTMENTS, LECTURES, CENTRES, GROUPS = 25, 80, 21, 2000
_AGES = ["60代〜80代", "小学4年生", "", "親子", "40代"]


def load(site: Any, *, sessions: int) -> None:
    """`AT_ONCE` requests in a transaction."""
    chance = random.Random(1)
    years, lectures, centres = rows_around(site)
    groups = groups_of(site, chance)
    tables = [Rows(example) for example in examples(site, lectures[0][0])]
    for start in range(0, sessions // EACH, AT_ONCE):
        rows: list[list[dict[str, Any]]] = [[] for _table in tables]
        for n in range(start, min(start + AT_ONCE, sessions // EACH)):
            lecture = chance.choice(lectures[n % YEARS])
            about = {"lecture_id": lecture.pk, "fiscal_year_id": years[n % YEARS].pk}
            of_request = written(
                n, chance, about, lecture.department_id, keys=(tables[0].keys, tables[1].keys),
                group=chance.choice(groups), centres=centres,
            )  # fmt: skip
            for held, more in zip(rows, of_request, strict=True):
                held += more
        with transaction.atomic():
            for table, some in zip(tables, rows, strict=True):
                table.insert(some)
    for table in tables:
        table.close()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute, and SQLite when asked


def written(
    n: int, chance: random.Random, about: dict[str, Any], department: int,
    *, keys: tuple[Iterator[int], Iterator[int]], group: int, centres: list[int | None],
) -> tuple[list[dict[str, Any]], ...]:  # fmt: skip
    """The rows of one request, in the order of `examples`."""
    key, came = next(keys[0]), moment(n, chance)
    request = {
        "id": key, "number": n + 1, "group_id": group, "ages": chance.choice(_AGES),
        "way": chance.choice([Way.WEB, Way.PHONE, Way.FAX]), "created_at": came,
        "submitted_at": came, **about,
    }  # fmt: skip
    sessions = []
    for order in range(1, EACH + 1):
        starts = moment(n, chance)
        sessions.append({
            "id": next(keys[1]), "request_id": key, "order": order, "starts_at": starts,
            "ends_at": starts + timedelta(hours=1), "department_id": department,
            "centre_id": chance.choice(centres), **about,
        })  # fmt: skip
    reports = [
        {"session_id": row["id"], "adults": chance.randrange(60), "at": row["ends_at"]}
        for row in sessions
    ]
    marks = {"understood": chance.randint(1, 4), "useful": chance.randint(1, 4)}
    judged = {"session_id": sessions[0]["id"], "at": sessions[0]["ends_at"], **marks}
    ask = {
        "request_id": key, "department_id": department, "asked_at": came,
        "starts_at": sessions[0]["starts_at"], "ends_at": sessions[0]["ends_at"],
        "due_at": came + timedelta(days=7), "answered_at": came + timedelta(days=3),
    }  # fmt: skip
    return [request], sessions, reports, [judged], [judged], [ask]


class Rows:
    """One table. `example` has what all rows share; a row has what differs, by the field's attname."""

    def __init__(self, example: Model) -> None:
        self.model = type(example)
        fields = [one for one in self.model._meta.concrete_fields if not one.generated]
        self.fields = {one.attname: one for one in fields}
        self.shared = self.kept({name: getattr(example, name) for name in self.fields})
        self.names = [one.attname for one in fields if isinstance(one, UUIDField)]
        last = self.model._base_manager.aggregate(last=Max("pk"))["last"]
        self.keys = count(1 + (last or 0))

    def kept(self, row: dict[str, Any]) -> dict[str, Any]:
        """As the database has it."""
        return {
            name: self.fields[name].get_db_prep_save(value, connection)
            for name, value in row.items()
        }

    def insert(self, rows: Iterable[dict[str, Any]]) -> None:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(one.column)) for one in self.fields.values())
        places = ", ".join(["%s"] * len(self.fields))
        sql = f"INSERT INTO {quote(self.model._meta.db_table)} ({columns}) VALUES ({places})"
        with connection.cursor() as cursor:
            cursor.executemany(sql, [self.values(row) for row in rows])

    def values(self, row: dict[str, Any]) -> list[Any]:
        own = dict(row)
        if "id" not in own:
            own["id"] = next(self.keys)
        own |= {name: uuid7() for name in self.names}
        return list((self.shared | self.kept(own)).values())

    def close(self) -> None:
        """The next row that Django writes takes a key of its own."""
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(sql)


def examples(site: Any, lecture: Lecture) -> list[Model]:
    """In the order in which they need each other."""
    return [
        BookingRequest(site=site, status=RequestStatus.CLOSED, people=20),
        LectureSession(site=site, state=SessionState.DELIVERED),
        SessionReport(site=site, version=1, children=5, minutes=60, way=Way.WEB),
        SurveyResponse(site=site, way=Way.WEB),
        AudienceAnswer(site=site),
        Assignment(site=site, state=AssignmentState.ACCEPTED),
    ]


def groups_of(site: Any, chance: random.Random) -> list[int]:
    """Their keys."""
    made = ApplicantGroup.objects.bulk_create(
        ApplicantGroup(
            site=site, name=f"会{n}", kind=chance.choice(ApplicantGroup.Kind.values),
            contact_name="係", phone="0000000000", notify_by="phone", keep_until=date(2040, 3, 31),
        )
        for n in range(GROUPS)
    )  # fmt: skip
    return [row.pk for row in made]


def rows_around(site: Any) -> tuple[list[FiscalYear], list[list[Lecture]], list[int | None]]:
    """Years, the lectures of each, and the keys of halls with None for any other place."""
    chance = random.Random(2)
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
    return years, lectures, [*(row.pk for row in centres), None]


def moment(n: int, chance: random.Random) -> datetime:
    """An hour of a day of the fiscal year FIRST + n, for every tenth n."""
    first = datetime(FIRST + n % YEARS, 4, 1, 1, tzinfo=UTC)
    return first + timedelta(days=chance.randrange(360), hours=chance.randrange(8))
