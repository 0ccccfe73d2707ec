"""The servers as fixtures. A driver (`python -m tests.servers.run`) starts them once and names them
in the environment; a plain `pytest` starts what a test asks for, when it asks."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.servers.mail import Mail, MailServers
from tests.servers.postgres import Postgres
from tests.servers.processes import program
from tests.servers.stack import Stack
from tests.servers.valkey import Valkey


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="okigaru-servers-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def valkey_url(server_folder: Path) -> Iterator[str]:
    """redis://… of a real Valkey or Redis."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with Valkey(server_folder) as server:
        yield server.url


@pytest.fixture(scope="session")
def postgres_url(server_folder: Path) -> Iterator[str]:
    """postgres://… of a real PostgreSQL, for tests that need one whatever the suite runs on."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    with Postgres(server_folder) as server:
        yield server.url


@pytest.fixture(scope="session")
def mail(server_folder: Path) -> Iterator[Mail]:
    """Real SMTP and IMAP; give every test its own domains and mailboxes."""
    if given := os.environ.get("TEST_MAIL"):
        yield Mail.from_text(given)
        return
    servers = MailServers(server_folder)
    yield servers.mail
    servers.stop()


@pytest.fixture
def mail_domain() -> str:
    """A domain that no other test uses; the servers are shared."""
    return f"t{uuid.uuid4().hex[:12]}.test"


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The test's own database, as another process opens it."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


@pytest.fixture
def live(
    settings: Any, tmp_path: Path, database_url: str, valkey_url: str
) -> Iterator[Callable[..., Stack]]:
    """`stack = live(email_url=…)`: real web, worker and beat on the test's own database.

    Rows must be committed before: ask for `live` (or `transactional_db`), never for `db` alone.
    """
    settings.CLOCK_MAY_MOVE = True
    running: list[Stack] = []

    def start(**options: str) -> Stack:
        # A queue of its own name: another test's worker on the same server must not take the work.
        queue = {"CELERY_TASK_DEFAULT_QUEUE": f"t{uuid.uuid4().hex[:12]}"}
        stack = Stack(
            tmp_path, database_url=database_url, redis_url=valkey_url, **(queue | options)
        )
        running.append(stack)
        return stack.__enter__()

    yield start
    for stack in running:
        stack.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real browser, for `playwright.chromium.launch(executable_path=…)`."""
    return program("chromium", package="chromium")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for all tests of a worker."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh Japanese visitor on a phone-sized screen."""
    context = browser.new_context(
        locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 375, "height": 800}
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()
