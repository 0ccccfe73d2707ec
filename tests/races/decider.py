"""One of two at the same moment: `python -m tests.races.decider officer|clerk FILE`.

The officer closes a day of which the page showed no session; the clerk accepts an ask for that day.
The one named in "slow" is held up between looking and writing: only then does the other one begin.
With "unguarded" nobody waits for the other.
"""

import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

# With the lock the other one cannot come to an end meanwhile, so this one stops waiting for it.
PAUSE, LONGEST = 4.0, 60.0


def main(role: str, file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django_scopes import scope
    from wagtail.models import Site

    job = json.loads(Path(file).read_text())
    if job["unguarded"]:
        _take_lock_away()
    if job["slow"] == role:
        _look_slowly(Path(job["folder"]), longest=LONGEST if job["unguarded"] else PAUSE)
    act = {"officer": _decide, "clerk": _accept}[role]
    if job["slow"] != role:
        _wait_for(Path(job["folder"]) / "looked", longest=LONGEST)
    with scope(site=Site.objects.get(is_default_site=True)):
        print(json.dumps({f"{role}: {_outcome(act, job)}": 1}))
    (Path(job["folder"]) / "done").touch()


def _wait_for(sign: Path, *, longest: float) -> None:
    until = time.monotonic() + longest
    while not sign.exists() and time.monotonic() < until:
        time.sleep(0.05)


def _decide(job: dict[str, Any]) -> None:
    from bookings.actions import duty
    from bookings.models.duty_reach import Reach
    from tests.factories.town import NOW, OFFICE

    day = date.fromisoformat(job["day"])
    choice = duty.Choice(Reach(day, day), "disaster", "", {}, {})
    duty.decide(choice, submission_id=uuid4(), by=OFFICE, at=NOW)


def _accept(job: dict[str, Any]) -> None:
    from bookings.actions import answering
    from tests.factories.town import DEPARTMENT, NOW

    answering.accept(assignment_id=job["ask"], version=0, by=DEPARTMENT, at=NOW)


def _outcome(act: Any, job: dict[str, Any]) -> str:
    from bookings.actions.moves import Refused

    try:
        act(job)
    except Refused as refusal:
        return type(refusal).__name__
    return "done"


def _take_lock_away() -> None:
    from bookings.models import day_lock

    day_lock._hold = lambda function: None


def _look_slowly(folder: Path, *, longest: float) -> None:
    """After the days were looked at, before anything is written."""
    from bookings.actions import answering
    from bookings.actions.duty import deciding

    def after(real: Any) -> Any:
        def slow(*args: Any, **kwargs: Any) -> Any:
            found = real(*args, **kwargs)
            (folder / "looked").touch()
            _wait_for(folder / "done", longest=longest)
            return found

        return slow

    deciding.sessions_in = after(deciding.sessions_in)
    answering.refuse_closed = after(answering.refuse_closed)


if __name__ == "__main__":
    main(*sys.argv[1:])
