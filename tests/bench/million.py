"""A million delivered sessions over ten years: pages, exports and folding.

SESSIONS says how many (default 1,000,000). What is measured is compared with a recount in plain SQL
first: a wrong number is not worth its speed.
"""

import os
import resource
import sys
import time
from datetime import UTC, datetime
from typing import Any

SESSIONS = int(os.environ.get("SESSIONS", "1000000"))
FIRST = 2017
AT = datetime(2026, 12, 1, tzinfo=UTC)
_FOLDED_AT_ONCE = 20_000
_TABLES = {
    "all": "CAST('' AS TEXT)",
    "month": "CAST({month} AS TEXT)",
    "department": "CAST(s.department_id AS TEXT)",
    "category": "CAST(l.category_id AS TEXT)",
    "centre": "COALESCE(CAST(s.centre_id AS TEXT), '')",
    "lecture": "CAST(s.lecture_id AS TEXT)",
    "need_kind": "l.need_kind",
    "group_kind": "g.kind",
    "way": "q.way",
    "area": "COALESCE(c.area, '')",
}
# Both: the month on the venue's clock, nine hours ahead of what is kept.
_MONTH = {
    "sqlite": "CAST(strftime('%m', s.starts_at, '+9 hours') AS INTEGER)",
    "postgresql": "CAST(EXTRACT(MONTH FROM s.starts_at AT TIME ZONE 'Asia/Tokyo') AS INTEGER)",
}
_RECOUNT = (
    "SELECT y.year, {key}, COUNT(*), SUM(r.adults + r.children) FROM bookings_lecturesession s"
    " JOIN lectures_fiscalyear y ON y.id = s.fiscal_year_id"
    " JOIN bookings_sessionreport r ON r.session_id = s.id AND r.version ="
    " (SELECT MAX(version) FROM bookings_sessionreport WHERE session_id = s.id)"
    " JOIN lectures_lecture l ON l.id = s.lecture_id"
    " JOIN bookings_bookingrequest q ON q.id = s.request_id"
    " JOIN bookings_applicantgroup g ON g.id = q.group_id"
    " LEFT JOIN lectures_centre c ON c.id = s.centre_id"
    " WHERE s.site_id = {site} AND s.state = 'delivered' GROUP BY y.year, {key}"
)


def million(town: Any) -> dict[str, dict[str, float]]:
    """Loads, folds, compares, measures."""
    from tests.bench import exports, ten_years

    began = time.perf_counter()
    ten_years.load(town.site, sessions=SESSIONS)
    say(f"{SESSIONS} sessions loaded in {time.perf_counter() - began:.0f} s")
    found = {"million: folding, each session": folded()}
    found |= measured(town.site)
    return found | exports.measured()


def measured(site: Any) -> dict[str, dict[str, float]]:
    """The pages of a town that is loaded; its numbers are recounted before and after a change."""
    compare(site)
    found = {f"million: {name}": timed(call) for name, call in calls(site).items()}
    found["million: folding one changed session"] = timed(one_change())
    compare(site)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"the process that served the pages: {peak:.0f} MB at most")
    return found


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def folded() -> dict[str, float]:
    from bookings.counting.folding import fold

    began, marked = time.perf_counter(), 0
    while done := fold(at=AT, most=_FOLDED_AT_ONCE):
        marked += done
    taken = time.perf_counter() - began
    say(f"{marked} sessions folded in {taken:.0f} s")
    return {"ms": 1000 * taken / max(1, marked), "calls": marked}


def compare(site: Any) -> None:
    """Every year's rows of ten tables, sessions and people, as SQL by hand counts them."""
    from django.db import connection

    from bookings.counting import Dimension
    from bookings.counting.exact import DELIVERED, figures

    rows = 0
    shown = {
        year: figures([Dimension(name) for name in _TABLES], years=[year])
        for year in range(FIRST, FIRST + 10)
    }
    month = _MONTH[connection.vendor]
    for name, column in _TABLES.items():
        true: dict[int, dict[str, tuple[int, int]]] = {year: {} for year in shown}
        with connection.cursor() as cursor:
            cursor.execute(_RECOUNT.format(key=column.format(month=month), site=site.pk))
            for year, key, number, people in cursor.fetchall():
                true.setdefault(year, {})[key] = (number, people)
        for year, read in shown.items():
            found = read.rows(Dimension(name), DELIVERED)
            told = {key: (one.number, one.people) for key, one in found.items()}
            assert told == true[year], f"{name} of {year} is not what a recount finds"
            rows += len(told)
    say(f"equal to a full recount in SQL: {rows} rows of {len(_TABLES)} tables of ten years")


def calls(site: Any) -> dict[str, Any]:
    from django.test import Client

    from bookings import counting

    office, anybody = clerk(site), Client(SERVER_NAME="127.0.0.1")
    year = FIRST + 8

    def page(client: Client, path: str) -> Any:
        def call() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        return call

    return {
        "page for everybody": page(anybody, f"/results/?year={year}"),
        "page of the desk": page(office, f"/desk/results/?year={year}"),
        "page of the desk, running year": page(office, "/desk/results/"),
        "page by lecture": page(office, f"/desk/results/by/lecture/?year={year}"),
        "page by area": page(office, f"/desk/results/by/area/?year={year}"),
        "page of the years": page(office, "/desk/results/by/years/"),
        "page for the headquarters": page(office, f"/desk/results/headquarters/?year={year}"),
        "page for the next menu": page(office, f"/desk/results/next-menu/?year={year}"),
        "page of the waiting times": page(office, f"/desk/results/waiting/?year={year}"),
        "page of the files": page(office, f"/desk/results/out/?year={year}"),
        "every table of one year": lambda: counting.breakdowns(
            year, list(counting.Dimension), at=AT
        ),
    }


def clerk(site: Any) -> Any:
    """Signed in."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from accounts.models import Role, SiteRole

    settings.SECOND_FACTOR = "off"
    user, _made = get_user_model().objects.get_or_create(email="office@city.example")
    SiteRole.objects.get_or_create(site=site, user=user, role=Role.OFFICE)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client


def one_change() -> Any:
    from bookings.counting.folding import fold
    from bookings.models import LectureSession

    rows = LectureSession.objects.exclude(centre=None).order_by("pk")
    keys = iter(rows.values_list("pk", flat=True)[:1000])

    def call() -> None:
        LectureSession.objects.filter(pk=next(keys)).update(centre=None)
        assert fold(at=AT) == 1

    return call


def timed(call: Any) -> dict[str, float]:
    from tests.bench.rounds import ROUNDS, milliseconds, statements

    call()
    sql = statements(call)
    return {"sql": sql, "ms": milliseconds([[call]] * ROUNDS), "calls": 1}
