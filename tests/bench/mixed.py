"""Answers by the thousand, a third second copies, shared by two processes: mails a second.

From the bytes to what they do, no mail server between. BENCH_MAILS says how many. Also the process
itself: `python -m tests.bench.mixed FILE`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

TOTAL = int(os.environ.get("BENCH_MAILS", "600"))
WORKERS = 2
# Each takes in so many, then reads what waits, as its tasks follow each other in a worker.
ROUND = 50


def mixed(town: Any) -> dict[str, dict[str, float]]:
    """Starting the processes does not count; the last mail of the slower one does."""
    from notifications.models import InboundEmail
    from tests.faults.letters import letters

    before = InboundEmail.objects.count()
    raws = [b64encode(letter.raw).decode() for letter in letters(town, TOTAL, first=10_000)]
    with tempfile.TemporaryDirectory(prefix="okigaru-mixed-") as name:
        started = [_start(Path(name) / f"{at}.json", raws[at::WORKERS]) for at in range(WORKERS)]
        for worker in started:
            _told(worker)  # ready
        begun = time.perf_counter()
        for worker in started:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        spent = [float(_told(worker)) for worker in started]
        seconds = time.perf_counter() - begun
    assert not InboundEmail.objects.exclude(state="handled").exists()
    assert InboundEmail.objects.count() > before
    return {
        f"{TOTAL} mails by {WORKERS} processes, each": {"ms": seconds * 1000 / TOTAL},
        "… of it processor time": {"ms": sum(spent) * 1000 / TOTAL},
    }


def _start(file: Path, raws: list[str]) -> Any:
    file.write_text(json.dumps(raws))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.mixed", str(file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _told(worker: Any) -> str:
    line = worker.stdout.readline()
    assert line, "a process ended early"
    return line


def work(file: str) -> None:
    """Everything of its share, and what is left of the other's."""
    import django

    django.setup()
    from django.conf import settings

    from bookings.actions import receiving as reading
    from notifications.inbox import receiving
    from tests.factories.replies import SERVER
    from tests.factories.town import NOW

    settings.AUTHSERV_ID = SERVER
    raws = [b64decode(raw) for raw in json.loads(Path(file).read_text())]
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time()
    for start in range(0, len(raws), ROUND):
        for raw in raws[start : start + ROUND]:
            receiving.receive(raw, envelope_to=[], at=NOW)
        reading.pull_all(seconds=60, now=lambda: NOW)
    while _waiting():
        if not reading.pull_all(seconds=60, now=lambda: NOW):
            time.sleep(0.01)  # the other one has it in hand
    print(time.process_time() - began, flush=True)


def _waiting() -> bool:
    from django_scopes import scopes_disabled

    from notifications.models import InboundEmail

    with scopes_disabled():
        return InboundEmail.objects.waiting().exists()


if __name__ == "__main__":
    work(sys.argv[1])
