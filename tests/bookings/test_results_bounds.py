"""What the pages and files of the results cost: no more of the database with more to show."""

import random
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import SiteRole, User
from bookings.counting.folding import fold_all
from bookings.models import LectureSession, SessionFact
from bookings.status import SessionState
from bookings.yearbook import sessions
from tests.factories.figures import Random, made_town
from tests.factories.town import NOW, ZONE, make_department, make_town


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


@pytest.fixture
def office(town, site) -> Client:
    user = User.objects.create_user("office@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    client = Client()
    client.force_login(user)
    return client


def held(some: Random, *, year: int, department) -> None:
    session = some.session(some.request(), starts=datetime(year, 6, 1, 10, tzinfo=ZONE))
    rows = LectureSession.objects.filter(pk=session.pk)
    rows.update(state=SessionState.DELIVERED, reason="", department=department)
    some.report(session)


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "path",
    [
        "/results/?year=2026",
        "/desk/results/?year=2026",
        "/desk/results/headquarters/?year=2026",
        "/desk/results/by/department/?year=2026",
        "/desk/results/out/?year=2026",
        "/api/results/2026/",
    ],
)
def test_one_department_and_one_year_cost_as_many_statements_as_three(office, town, path):
    some = Random(town, random.Random(1))
    others = [
        make_department(town.site, code=f"08{n}0", name=f"係{n}", email=f"k{n}@city.example")
        for n in range(2)
    ]
    held(some, year=2026, department=town.department)
    fold_all(at=NOW)
    one = statements(office, path)

    for year, department in [(2025, others[0]), (2024, others[1])]:
        held(some, year=year, department=department)
    for department in others:
        held(some, year=2026, department=department)
    fold_all(at=NOW)

    assert statements(office, path) == one


@pytest.fixture
def folded(town) -> int:
    """How many sessions of 2026 the list holds."""
    some = made_town(town, random.Random(5))
    for _one in range(3):
        held(some, year=2026, department=town.department)
    fold_all(at=NOW)
    return SessionFact.objects.filter(year=2026, state=SessionState.DELIVERED).count()


def pages_read(client: Client, path: str) -> list[str]:
    """The statements that read rows of the list while it is sent."""
    with CaptureQueriesContext(connection) as caught:
        b"".join(client.get(path).streaming_content)
    return [
        one["sql"] for one in caught
        if "bookings_sessionfact" in one["sql"] and "ORDER BY" in one["sql"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "times"),
    [
        ("/desk/results/out/sessions.csv?year=2026", 1),
        ("/open-data/results-2026.csv", 2),  # once for the numbers that are too small
    ],
)
def test_a_list_is_never_in_memory_but_read_a_few_rows_at_a_time(
    office, folded, monkeypatch, path, times
):
    monkeypatch.setattr(sessions, "AT_ONCE", 2)

    read = pages_read(office, path)

    assert len(read) == times * (folded // 2 + 1) > 2
    assert all("LIMIT 2" in sql for sql in read)


def test_without_pages_all_rows_come_at_once(office, folded, monkeypatch):
    """The twin."""
    monkeypatch.setattr(sessions, "AT_ONCE", 10**6)

    assert len(pages_read(office, "/desk/results/out/sessions.csv?year=2026")) == 1
