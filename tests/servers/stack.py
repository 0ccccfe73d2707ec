"""A whole installation for a story: gunicorn, a Celery worker and beat, as separate processes.

    with Stack(folder, database_url=…, redis_url=…, email_url=…, inbox_url=…) as stack:
        page.goto(stack.base_url)

The database must be migrated. Its clock may be moved (`config.clock.move`), each part may be killed.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from tests.servers import templates
from tests.servers.processes import Process, free_port

CELERY = [sys.executable, "-m", "celery", "--app", "config.celery"]
PARTS = ("web", "worker", "beat")


class Stack:
    """`stack.base_url` answers as soon as the `with` block begins."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str,
        redis_url: str,
        email_url: str = "mailbox://",
        inbox_url: str = "mailbox://",
        **settings: str,
    ) -> None:
        self.folder, self.port = folder, free_port()
        self.base_url = settings.get("BASE_URL", f"http://127.0.0.1:{self.port}")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("TEST_")
        } | {
            "DJANGO_SETTINGS_MODULE": "config.settings", "ENV_FILE": os.devnull,
            "DATABASE_URL": database_url, "REDIS_URL": redis_url,
            "EMAIL_URL": email_url, "INBOX_URL": inbox_url, "AUTHSERV_ID": "mx.test",
            "DATA_DIR": str(folder), "BASE_URL": self.base_url, "DEBUG": "0",
            "STATIC_ROOT": str(templates.static_root()), "CLOCK_MAY_MOVE": "1",
            # Every request of a test comes from one address, and most from one phone.
            "REQUESTS_AN_HOUR": "100000", "REQUESTS_A_DAY_OF_A_PHONE": "100000", **settings,
        }  # fmt: skip
        self.processes: dict[str, Process] = {}

    def start(self, *parts: str) -> None:
        for part in parts or PARTS:
            self.processes[part] = Process(
                self._command(part),
                log=self.folder / f"{part}.log",
                env=self.environment,
                cwd=templates.ROOT,
            )

    def stop(self) -> None:
        for part in ("web", "beat", "worker"):
            if part in self.processes:
                self.processes.pop(part).stop()

    def kill(self, part: str) -> None:
        """As a power cut would; `start(part)` brings it back."""
        self.processes.pop(part).kill()

    def wait_until_ready(self, *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while (state := self.state()) != "ready":
            for part, process in self.processes.items():
                if process.popen.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{part}: {state}\n{process.tail()}")
            time.sleep(0.2)

    def state(self) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                return "ready"
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError as error:
            return str(error)

    def _command(self, part: str) -> list[str]:
        return {
            "web": [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "1",
                    "--threads", "4", "--worker-class", "gthread", "--no-control-socket",
                    "--bind", f"127.0.0.1:{self.port}"],
            "worker": [*CELERY, "worker", "--concurrency", "1", "--loglevel", "INFO",
                       "--without-gossip", "--without-mingle", "--hostname", f"w{self.port}@%h"],
            "beat": [*CELERY, "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "INFO"],
        }[part]  # fmt: skip

    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_facts: object) -> None:
        self.stop()
