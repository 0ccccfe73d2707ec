"""A duty officer's process: `python -m tests.races.officer FILE`, decides and carries out.

Reads its job as JSON, waits for the common start, prints what became of it. "dies_at" kills it
without warning in the middle of that group's transaction; with "unguarded" neither lock nor state
is asked.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django


def main(file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django_scopes import scope
    from wagtail.models import Site

    job = json.loads(Path(file).read_text())
    if job.get("unguarded"):
        _take_guards_away()
    if job.get("dies_at"):
        _die_at(job["dies_at"])
    time.sleep(max(0.0, job["start"] - time.time()))
    moment = datetime.fromisoformat(job["at"])
    results: Counter[str] = Counter()
    with scope(site=Site.objects.get(is_default_site=True)):
        if job.get("day"):
            results[_decide(job, moment)] += 1
        _carry(moment, job)
    print(json.dumps(results))


def _decide(job: dict[str, Any], moment: datetime) -> str:
    """Both have read the same page."""
    from bookings.actions import duty
    from bookings.actions.moves import Refused
    from bookings.models.duty_reach import Reach
    from tests.factories.town import OFFICE

    day, seen = date.fromisoformat(job["day"]), {UUID(key): 0 for key in job["seen"]}
    fates = dict.fromkeys(seen, "postpone")
    choice = duty.Choice(Reach(day, day), "disaster", "", fates, seen)
    try:
        duty.decide(choice, submission_id=uuid4(), by=OFFICE, at=moment)
    except Refused as refusal:
        return type(refusal).__name__
    return "decided"


def _carry(moment: datetime, job: dict[str, Any]) -> None:
    """All of what waits; the twin looks at its groups first, as if another had not come between."""
    from bookings.actions import duty
    from bookings.actions.duty import carrying

    if job.get("groups"):
        carrying.bundles = lambda state: job["groups"] if state == "waiting" else []
    duty.carry(now=lambda: moment)


def _take_guards_away() -> None:
    from bookings.actions.duty import taking_off
    from bookings.models import DutySession

    def unlocked(rows: list[int], *, state: str) -> list[DutySession]:
        found = DutySession.objects.filter(pk__in=rows).select_related(
            "duty__decided_by", "session__lecture", "session__request__group",
            "session__request__lecture", "session__request__fiscal_year",
        )  # fmt: skip
        for row in found:
            row.session.state = "planned"
        return list(found)

    taking_off.held = unlocked


def _die_at(group: int) -> None:
    """After that group's mail was stored, before its transaction ends."""
    from bookings.actions.duty import taking_off

    tell, told = taking_off.on_duty.off, Counter[str]()

    def dying(*args: Any, **kwargs: Any) -> None:
        tell(*args, **kwargs)
        told["groups"] += 1
        if told["groups"] == group:
            os.kill(os.getpid(), signal.SIGKILL)

    taking_off.on_duty.off = dying


if __name__ == "__main__":
    main(*sys.argv[1:])
