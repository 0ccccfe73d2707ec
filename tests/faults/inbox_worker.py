"""One part of the inbox as a process of its own: `python -m tests.faults.inbox_worker ROLE JOB.json`.

poll reads the mailbox, lmtp is the server for the mail server, pull judges what was sorted. All three
go on until they are killed. Their clock shows the job's moment and goes on from there.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

ABANDONED = timedelta(seconds=5)


def main(role: str, file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    job = json.loads(Path(file).read_text())
    django.setup()

    def now() -> datetime:
        return datetime.fromisoformat(job["at"]) + timedelta(seconds=time.time() - job["started"])

    {"poll": poll, "lmtp": lmtp, "pull": pull}[role](job, now)


def poll(_job: dict[str, Any], now: Callable[[], datetime]) -> None:
    from notifications.inbox import poll, receiving

    forever(
        lambda: poll.poll_inbox(now=now) + receiving.sort_stored(at=now(), older_than=ABANDONED),
        rest=1.0,  # a look is a whole login, and beat has it only every ten seconds
    )


def pull(_job: dict[str, Any], now: Callable[[], datetime]) -> None:
    from bookings.actions import receiving

    forever(lambda: receiving.pull_all(seconds=10, now=now))


def lmtp(job: dict[str, Any], now: Callable[[], datetime]) -> None:
    from notifications.lmtp.server import Server

    asyncio.run(Server(now=now).run(job["lmtp"], ready=lambda: print("ready", flush=True)))


def forever(work: Callable[[], int], *, rest: float = 0.2) -> None:
    """As a worker does: what fails is tried again on a new connection; `rest` where nothing came."""
    from django.db import Error, connection

    print("ready", flush=True)
    while True:
        try:
            done = work()
        except Error as problem:
            print(type(problem).__name__, flush=True)
            connection.close()
            done = 0
        if not done:
            time.sleep(rest)


if __name__ == "__main__":
    main(*sys.argv[1:])
