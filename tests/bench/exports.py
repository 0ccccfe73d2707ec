"""What leaves the town as files: seconds, and how much memory its process takes while it is made.

Each in a process of its own: `python -m tests.bench.exports NAME` prints JSON. Linux only.
"""

import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

YEAR = 2025
OUT = "/desk/results/out/"
NAMES = (
    "sessions of a year, CSV",
    "sessions of ten years, CSV",
    "tables of a year, CSV",
    "sessions of a year for everybody, CSV",
    "sessions of a year, XLSX",
    "sessions of ten years, XLSX",
    "tables of a year, XLSX",
    "report of a year, PDF",
    "API: all years",
    "API: one year",
)


def measured() -> dict[str, dict[str, float]]:
    found = {}
    for name in NAMES:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.exports", name], stdout=subprocess.PIPE, text=True,
            check=True,
        )  # fmt: skip
        found[f"million: {name}"] = json.loads(done.stdout.splitlines()[-1])
    return found


def exports(site: Any) -> dict[str, Callable[[], int]]:
    """By name; each makes its file and says its size in bytes."""
    from django.test import Client

    from tests.bench.million import clerk

    office, anybody = clerk(site), Client(SERVER_NAME="127.0.0.1")
    made = (
        partial(got, office, f"{OUT}sessions.csv?year={YEAR}"),
        partial(got, office, f"{OUT}sessions.csv"),
        partial(tables, office),
        partial(got, anybody, f"/open-data/results-{YEAR}.csv"),
        partial(job, site, "sessions", YEAR),
        partial(job, site, "sessions", 0),
        partial(job, site, "tables", YEAR),
        partial(job, site, "pdf", YEAR),
        partial(got, anybody, "/api/results/"),
        partial(got, anybody, f"/api/results/{YEAR}/"),
    )
    return dict(zip(NAMES, made, strict=True))


def got(client: Any, path: str) -> int:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return sent(answer.streaming_content if answer.streaming else [answer.content])


def sent(chunks: Iterable[bytes]) -> int:
    return sum(len(chunk) for chunk in chunks)


def tables(client: Any) -> int:
    """Every table that the page offers."""
    page = client.get(f"{OUT}?year={YEAR}").content.decode()
    paths = sorted(set(re.findall(rf"{OUT}tables/[a-z_-]+\.csv", page)))
    assert len(paths) > 10, page
    return sum(got(client, f"{path}?year={YEAR}") for path in paths)


def job(site: Any, kind: str, year: int) -> int:
    """As the worker makes it, and as it is sent."""
    from django.contrib.auth import get_user_model

    from bookings.actions import year_reports
    from config import clock

    user = get_user_model().objects.get(email="office@city.example")
    asked = year_reports.ask(kind, year, site_id=site.pk, user=user, at=clock.now())
    assert year_reports.make(asked.pk, now=clock.now)
    asked.refresh_from_db()
    size = sent(year_reports.chunks(asked))
    assert size == asked.size
    return size


def memory(what: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at most."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(rf"{what}:\s+(\d+) kB", status)[0]) / 1024


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.test import Client
    from django_scopes import scope
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        make = exports(site)[sys.argv[1]]
        got(
            Client(SERVER_NAME="127.0.0.1"), "/healthz"
        )  # what a process has loaded before its first page
        Path("/proc/self/clear_refs").write_text("5")  # VmHWM begins anew
        before, began = memory("VmRSS"), time.perf_counter()
        size = make()
        taken = time.perf_counter() - began
    peak = memory("VmHWM")
    print(
        json.dumps(
            {"ms": taken * 1000, "calls": 1, "mb": peak - before, "peak": peak, "bytes": size}
        )
    )


if __name__ == "__main__":
    main()
