"""A small town behind a real web server, and the addresses of its public pages, for measuring them.

`python -m tests.bench.visited` (in the environment of that server) fills the rows and prints the
addresses; `visited()` does all of it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import django

from tests.servers import templates
from tests.servers.stack import Stack
from tests.servers.valkey import Valkey

SECRETS = {"SECRET_KEY": "only-for-measuring-" + "0123456789" * 5, "LINK_KEYS": "b=" + "0f" * 32}


# Days on which nobody comes, as the usual rules have them.
CLOSED = {(12, day) for day in range(28, 32)} | {(1, day) for day in range(1, 5)}


class Place(NamedTuple):
    """A page, and the link that opens it in a browser first, or nothing."""

    name: str
    path: str
    key: str = ""


@contextmanager
def visited() -> Iterator[tuple[str, list[Place]]]:
    """(http://…, its pages) while the server runs."""
    with (
        tempfile.TemporaryDirectory(prefix="okigaru-visited-") as name,
        Valkey(Path(name)) as redis,
    ):
        folder = Path(name)
        shutil.copy(templates.sqlite_template(), folder / "town.sqlite3")
        stack = Stack(
            folder, database_url=f"sqlite:///{folder}/town.sqlite3", redis_url=redis.url, **SECRETS
        )
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.visited"], cwd=templates.ROOT,
            env=stack.environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        try:
            stack.start("web")
            stack.processes["web"].wait_for(lambda: not stack.state().startswith("<urlopen"))
            yield stack.base_url, [Place(*row) for row in json.loads(done.stdout.splitlines()[-1])]
        finally:
            stack.stop()


def main() -> None:
    django.setup()
    from django_scopes import scope
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    Site.objects.filter(pk=site.pk).update(hostname="127.0.0.1")
    with scope(site=site):
        print(json.dumps(fill(site)))


def fill(site: object) -> list[Place]:
    from bookings.actions import asking, day_keys, reporting
    from bookings.models import Grant
    from bookings.rules import Wish
    from bookings.status import RequestStatus
    from config import clock
    from lectures.eras import fiscal_year_of
    from tests.bookings.public.conftest import Citizen
    from tests.browser.town import build
    from tests.factories.bookings import group_grant
    from tests.factories.town import OFFICE

    now = clock.now()
    days = [now.date() + timedelta(days=30 + number) for number in range(14)]
    days = [day for day in days if day.weekday() < 5 and (day.month, day.day) not in CLOSED]
    town = build(site, english=False, year=fiscal_year_of(days[-1]))
    request, proposing = (
        town.request(status=status, moment=now, wishes=(Wish(day, "morning"),))
        for status, day in zip(
            (RequestStatus.CONFIRMED, RequestStatus.PROPOSING), days, strict=False
        )
    )
    citizen = Citizen(town.town)
    citizen.client.defaults["SERVER_NAME"] = "127.0.0.1"
    citizen.start()
    citizen.post("who", kind="school")
    citizen.post("classes", {"classes": ""})
    citizen.post("when", wish1_day=days[2].isoformat())
    citizen.fill("where", "contact")
    over = town.request(status=RequestStatus.WITHDRAWN)
    session = request.sessions.get()
    ask = asking.ask(request_id=town.request().pk, by=OFFICE, at=now)[0]
    accepted = request.assignments.get()
    report = reporting.report_grant(session, lecturer=town.town.lecturers[0], at=now)
    of_day = day_keys.issue(session, at=now)
    draft = Grant.objects.get(purpose=Grant.Purpose.DRAFT, request__public_id=citizen.draft_id)
    key, own = f"/k/{draft.token}/", f"/k/{group_grant(request).token}/"
    start = f"/apply/{town.lecture_page.lecture.public_id}/"
    steps = ("who", "classes", "when", "where", "centres", "contact", "check", "resume")
    return [
        Place("home", "/"), Place("menu", town.menu.get_url()),
        Place("lecture", town.lecture_page.get_url()),
        Place("courses", "/courses/"), Place("course", "/courses/rivers/"),
        Place("article", "/how/"), Place("results", "/results/"), Place("look-up", "/requests/"),
        Place("not found", "/nowhere/"), Place("key refused", "/k/wrong/"),
        Place("sign in", "/sign-in/"), Place("before the questions", start),
        *[Place(step, f"/apply/{citizen.draft_id}/{step}/", key) for step in steps],
        Place("the group's page", f"/requests/{request.public_id}/", own),
        Place("the day", f"/requests/{request.public_id}/day/1/", own),
        Place("withdraw", f"/requests/{request.public_id}/withdraw/", own),
        *[Place(name, f"/requests/{request.public_id}/{name}/", own)
          for name in ("messages", "details", "move/1", "postpone/1")],
        Place("consultation", "/consult/"), Place("search", "/search/?q=ごみ"),
        Place("programme", "/courses/college/"), Place("open data", "/open-data/"),
        Place("booklet", f"/paper/menus/{town.menu.pk}/"),
        Place("again", f"/requests/{over.public_id}/again/", f"/k/{group_grant(over).token}/"),
        Place("answer", f"/answers/{ask.public_id}/",
              f"/k/{ask.grants.get(purpose=Grant.Purpose.ANSWER).token}/"),
        Place("who goes", f"/answers/{accepted.public_id}/lecturers/",
              f"/k/{accepted.grants.get(purpose=Grant.Purpose.ANSWER).token}/"),
        Place("report", f"/reports/{session.public_id}/", f"/k/{report.token}/"),
        Place("the day, its department", f"/days/{session.public_id}/", f"/k/{of_day.token}/"),
        Place("other dates", f"/requests/{proposing.public_id}/counter/",
              f"/k/{group_grant(proposing).token}/"),
    ]  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
