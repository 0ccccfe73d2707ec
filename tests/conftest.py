"""What every test may ask for. Rows come from tests/factories/, servers from tests/servers/."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from django_scopes import scope
from hypothesis import settings as properties
from wagtail.models import Site

from config import clock
from tests.servers import templates
from tools import catalogues

pytest_plugins = ["tests.servers.fixtures"]

# Playwright keeps an event loop in this thread; Django would refuse its ordinary calls.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A property is true or not; how long one example takes on a busy machine says nothing about it.
properties.register_profile("patient", parent=properties(), deadline=None)
properties.load_profile("patient")


_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "live", "database_url"}


def pytest_configure() -> None:
    """Before Django reads a catalogue: what it did not find then it never looks for again."""
    catalogues.compile_all()


def pytest_itemcollected(item: pytest.Item) -> None:
    """What cannot reach the database says the same on both engines."""
    names = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("django_db") is None and not names & _DATABASE:
        item.add_marker(pytest.mark.once)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with real transactions ends with empty tables: the migrated rows come back to it, and it
    runs after all others. What keeps a browser for the whole session comes last: no second one starts
    beside its loop."""
    real = []
    for item in items:
        marker = item.get_closest_marker("django_db")
        wanted = marker is not None and marker.kwargs.get("transaction")
        if wanted or {"transactional_db", "live_server", "live"} & set(item.fixturenames):
            item.add_marker(
                pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False
            )
            real.append(item)
    last = set(map(id, real))
    real.sort(key=lambda item: "browser" in item.fixturenames)
    items[:] = [item for item in items if id(item) not in last] + real


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start from a copy of the migrated file; migrating it again then finds nothing to do."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        shutil.copy(templates.sqlite_template(), database["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Playwright's event loop makes Django open a second connection object in the same thread: it
    must know the migrated rows as well, and be gone before the database is dropped."""
    contents = getattr(connection, "_test_serialized_contents", None)
    if contents is not None:
        BaseDatabaseWrapper._test_serialized_contents = contents
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """The cache, the clock and the language start fresh in every test."""
    cache.clear()
    clock._cached = None
    translation.activate(settings.LANGUAGE_CODE)
    yield
    clock._cached = None


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    """The one town of a fresh database, its scope open."""
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        yield site


@pytest.fixture
def clock_at() -> Iterator[Callable[[str | datetime], datetime]]:
    """`clock_at("2026-12-01 10:00")` stops the clock there; a text without zone is Tokyo's."""
    travellers: list[time_machine.travel] = []

    def stop(at: str | datetime) -> datetime:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo("Asia/Tokyo"))
        travellers.append(time_machine.travel(moment, tick=False))
        travellers[-1].start()
        return moment

    yield stop
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """A test that reaches for the internet fails instead of passing by luck."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guard(self: socket.socket, address: object) -> None:
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and address[0] not in ("127.0.0.1", "::1", "localhost"):  # type: ignore[index]
            raise PermissionError(f"tests may not connect to {address}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        guard(self, address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        guard(self, address)
        return connect_ex(self, address)

    socket.socket.connect, socket.socket.connect_ex = guarded_connect, guarded_connect_ex
    yield
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex
