"""One window of a group, as a process of its own: `python -m tests.races.group postpone|wish|write FILE`."""

import json
import os
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import django


def main(act: str, file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django_scopes import scope
    from wagtail.models import Site

    job = json.loads(Path(file).read_text())
    if job["unguarded"]:
        _take_checks_away()
    time.sleep(max(0.0, job["start"] - time.time()))
    results: Counter[str] = Counter()
    with scope(site=Site.objects.get(is_default_site=True)):
        for one in job["tries"]:
            results[_outcome(act, one)] += 1
    print(json.dumps(results))


def _outcome(act: str, one: dict[str, Any]) -> str:
    from bookings.actions.moves import Refused

    try:
        _act(act, one)
    except Refused as refusal:
        return type(refusal).__name__
    return "won"


def _act(act: str, one: dict[str, Any]) -> None:
    from bookings.actions import postponing, talking, wishing
    from bookings.rules import Wish
    from tests.factories.town import GROUP, NOW

    about = {"session_id": one["session"], "seen": one["seen"], "by": GROUP, "at": NOW}
    days = (Wish(date(2026, 12, 24), "morning"),)
    if act == "postpone":
        postponing.postpone(**about, wishes=())
    elif act == "wish":
        wishing.wish(**about, wishes=days, venue=None)
    else:
        talking.write(request_id=one["id"], words="いすは足りますか", by=GROUP, at=NOW)


def _take_checks_away() -> None:
    """The state and the version that a postponement asks for, as every window saw them."""
    from bookings.actions import postponing
    from bookings.models import BookingRequest, LectureSession

    def unlocked(session_id: int) -> tuple[BookingRequest, LectureSession]:
        session = LectureSession.objects.select_related("lecture").get(pk=session_id)
        request = BookingRequest.objects.select_related("group", "lecture").get(
            pk=session.request_id
        )
        session.state = "planned"
        session.request = request
        return request, session

    postponing.locked_session = unlocked
    postponing.refuse_stale = lambda request, *, seen: None


if __name__ == "__main__":
    main(*sys.argv[1:])
