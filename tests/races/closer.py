"""One process of the race around a closing: `python -m tests.races.closer closer|reporter|folder FILE`.

Reads its job as JSON, waits for the common start, prints what became of it. With "unguarded" the
closing neither waits for folds nor keeps one view of the rows.
"""

import json
import os
import sys
import time
from collections import Counter
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import django

READING = 12  # seconds that a busy machine takes to read all modules


def main(role: str, file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django_scopes import scope
    from wagtail.models import Site

    job = json.loads(Path(file).read_text())
    if job.get("unguarded"):
        _take_guards_away(float(job.get("dawdles", 0)))
    # Read now, not after the start: all begin at one moment.
    from bookings.actions import closing_year, reporting  # noqa: F401
    from tests.factories import town  # noqa: F401

    act = {"closer": _close, "reporter": _report, "folder": _fold}[role]
    time.sleep(max(0.0, job["start"] + READING - time.time()))
    results: Counter[str] = Counter()
    with scope(site=Site.objects.get(is_default_site=True)):
        act(job, datetime.fromisoformat(job["at"]), results)
    print(json.dumps(results))


def _close(job: dict[str, Any], moment: datetime, results: Counter[str]) -> None:
    """In the midst of the reports: what is left is let stand without looking how much it is."""
    from accounts.models import User
    from bookings.actions import closing_year

    closing_year._waived = lambda checks, waivers: []
    time.sleep(job["after"])
    officer = User.objects.get(pk=job["officer"])
    closing_year.close(year=job["year"], waivers={}, user=officer, at=moment)
    results["closed"] += 1


def _report(job: dict[str, Any], moment: datetime, results: Counter[str]) -> None:
    from bookings.actions import reporting
    from bookings.actions.closed_years import YearClosed
    from bookings.actions.reporting import Numbers
    from tests.factories.town import LECTURER

    for one in job["sessions"]:
        try:
            reporting.report(
                session_id=one, numbers=Numbers(one % 50, 1, 60), by=LECTURER, at=moment
            )
        except YearClosed:
            results["refused"] += 1
        else:
            results["reported"] += 1


def _fold(job: dict[str, Any], moment: datetime, results: Counter[str]) -> None:
    from bookings.counting import folding

    until = time.time() + job["seconds"]
    while time.time() < until:
        results["folded"] += folding.fold(at=moment, most=3)


def _take_guards_away(dawdles: float) -> None:
    """The closing reads its sums first and writes a while later, as if nobody came between."""
    from bookings.actions import closing_year

    lines = closing_year._lines

    def slow(year: int) -> list[list[Any]]:
        found = lines(year)
        time.sleep(dawdles)
        return found

    closing_year._lines = slow
    closing_year._alone = nullcontext
    closing_year._tables = lambda year, *, at: []  # reading them keeps folds waiting, too
    closing_year.folding.fold_all = lambda at: None


if __name__ == "__main__":
    main(*sys.argv[1:])
