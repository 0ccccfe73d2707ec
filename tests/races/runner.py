"""One racer, run as a process of its own: `python -m tests.races.runner clerk|office|worker FILE`.

Reads its tries as JSON, waits for the common start, prints its results as JSON. With "unguarded"
it takes the application's own checks away first, inside this process only.
"""

import json
import os
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import django


def main(role: str, file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django_scopes import scope
    from wagtail.models import Site

    job = json.loads(Path(file).read_text())
    if job["unguarded"]:
        _take_checks_away()
    attempt = {"clerk": _accept, "office": _confirm, "worker": _escalate}[role]
    time.sleep(max(0.0, job["start"] - time.time()))
    results: Counter[str] = Counter()
    with scope(site=Site.objects.get(is_default_site=True)):
        for one in job["tries"]:
            results[attempt(one)] += 1
    print(json.dumps(results))


def _accept(one: dict[str, Any]) -> str:
    from bookings.actions import answering
    from tests.factories.town import DEPARTMENT, NOW

    return _outcome(
        lambda: answering.accept(
            assignment_id=one["id"],
            version=0,
            by=DEPARTMENT,
            at=NOW,
            lecturer_ids=one["lecturers"],
        )
    )


def _confirm(one: dict[str, Any]) -> str:
    from bookings.actions import deciding
    from bookings.rules import Slot
    from tests.factories.town import NOW, OFFICE

    slot = Slot(datetime.fromisoformat(one["starts"]), datetime.fromisoformat(one["ends"]))
    return _outcome(
        lambda: deciding.confirm_agreed(
            request_id=one["id"], slot=slot, lecturer_ids=one["lecturers"], by=OFFICE, at=NOW
        )
    )


def _escalate(one: dict[str, Any]) -> str:
    from bookings.actions import chasing

    moment = datetime.fromisoformat(one["at"])
    return "won" if chasing.escalate(assignment_id=one["id"], at=moment) else "late"


def _outcome(act: Any) -> str:
    """won, or the kind of sentence that the loser gets; IntegrityError only without the checks."""
    from django.db import IntegrityError

    from bookings.actions.moves import Refused

    try:
        act()
    except Refused as refusal:
        return f"{type(refusal).__name__}: {str(refusal)[-12:]}"
    except IntegrityError:
        return "IntegrityError"
    return "won"


def _take_checks_away() -> None:
    """The state and version check of an answer, and its row lock."""
    from bookings.actions import answering, moves
    from bookings.models import Assignment, BookingRequest

    def unlocked(
        assignment_id: int, version: int, *, locked: object = None
    ) -> tuple[BookingRequest, Assignment]:
        assignment = Assignment.objects.select_related("department").get(pk=assignment_id)
        request = BookingRequest.objects.get(pk=assignment.request_id)
        assignment.state, assignment.version = "asked", version
        request.status = "asking"
        return request, assignment

    answering._awaited = unlocked
    moves.locked = lambda request_id: BookingRequest.objects.get(pk=request_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
