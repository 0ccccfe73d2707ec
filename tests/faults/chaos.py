"""Who writes, who is killed and when: processes only, no row is touched here."""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from tests.faults.writer import Ledger
from tests.servers import templates
from tests.servers.processes import Process, answers, free_port
from tests.servers.stack import Stack

# A part that is killed while it starts can break nothing: it may live this long first.
MAY_LIVE = {"web": 6.0, "worker": 4.0, "beat": 4.0, "writer-0": 2.0, "writer-1": 2.0}
WAIT_SECONDS = (0.5, 1.5)
KILLABLE = "killable"


class Writer:
    """One group's browser after the other, each a process."""

    def __init__(self, folder: Path, *, name: str, job: dict[str, Any]) -> None:
        self.folder, self.name = folder, name
        self.ledger = Ledger(folder / f"{name}.ledger")
        self.job = folder / f"{name}.json"
        self.job.write_text(json.dumps({**job, "name": name, "ledger": str(self.ledger.path)}))
        self.start()

    def start(self) -> None:
        self.process = Process(
            [sys.executable, "-m", "tests.faults.writer", self.job],
            log=self.folder / f"{self.name}.log", cwd=templates.ROOT,
        )  # fmt: skip

    def stop(self) -> None:
        self.process.stop()

    def running(self) -> bool:
        """Raises when it ended before its work was done."""
        code = self.process.popen.poll()
        if code:
            raise AssertionError(f"{self.name}: {self.process.tail()}")
        return code is None


class Chaos:
    """Kills one part after the other, and starts it again at once."""

    def __init__(self, stack: Stack, writers: list[Writer], *, seed: int) -> None:
        self.stack, self.dice = stack, random.Random(seed)
        self.writers = {writer.name: writer for writer in writers}
        self.since = dict.fromkeys(MAY_LIVE, time.monotonic())
        self.killed: Counter[str] = Counter()

    def go_on_until_written(self, *, between: Callable[[int], None]) -> None:
        """`between` is called after each kill with their number."""
        while any(writer.running() for writer in self.writers.values()):
            time.sleep(self.dice.uniform(*WAIT_SECONDS))
            if victims := self._victims():
                self._kill(self.dice.choice(victims))
                between(self.killed.total())

    def _victims(self) -> list[str]:
        now = time.monotonic()
        return [
            name for name, seconds in MAY_LIVE.items()
            if now - self.since[name] > seconds
            and (name not in self.writers or self.writers[name].running())
        ]  # fmt: skip

    def _kill(self, name: str) -> None:
        if name in self.writers:
            self.writers[name].process.kill()
            self.writers[name].start()
        else:
            self.stack.kill(name)
            self.stack.start(name)
        self.since[name] = time.monotonic()
        self.killed[name] += 1


def slow_relay(folder: Path, *, next_port: int, seconds: float) -> tuple[Process, str]:
    """(the running server, its smtp:// address)"""
    port = free_port()
    relay = Process(
        [sys.executable, "-m", "tests.faults.slow_relay", str(port), str(next_port), str(seconds)],
        log=folder / "slow-relay.log", cwd=templates.ROOT,
    )  # fmt: skip
    relay.wait_for(lambda: answers(port))
    return relay, f"smtp://127.0.0.1:{port}"


def kill_database_sessions() -> int:
    """End the sessions of the parts, in the middle of whatever they do; how many.

    Only of what was started with PGAPPNAME=KILLABLE. This process may hold more than one session:
    a browser's event loop gives the thread a second connection, and the next test would meet it dead.

    With FAULT_KILL_POSTGRES=1 one of them is killed by SIGKILL instead: the whole server then
    drops everybody and recovers from its log. Only where no other test uses the server.
    """
    named = f"WHERE datname = current_database() AND application_name = '{KILLABLE}'"
    with connection.cursor() as cursor:
        if os.environ.get("FAULT_KILL_POSTGRES") == "1":
            cursor.execute(f"SELECT pid FROM pg_stat_activity {named} LIMIT 1")
            sessions = [row[0] for row in cursor.fetchall()]
            for session in sessions:
                os.kill(session, signal.SIGKILL)
        else:
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {named}")
            sessions = cursor.fetchall()
    connection.close()
    return len(sessions)
