"""One worker that pulls the inbox, as a process of its own: `python -m tests.races.reader FILE`.

Reads the mails' ids as JSON, waits for the common start, takes each; prints what became of them.
With "unguarded" a mail may be handled by whoever comes, and an ask answered whatever its state.
"""

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

import django


def main(file: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django_scopes import scope
    from wagtail.models import Site

    from bookings.actions import receiving

    job = json.loads(Path(file).read_text())
    settings.AUTHSERV_ID = job["server"]
    if job["unguarded"]:
        _take_guards_away()
    time.sleep(max(0.0, job["start"] - time.time()))
    results: Counter[str] = Counter()
    with scope(site=Site.objects.get(is_default_site=True)):
        for inbound_id in job["mails"]:
            results[_outcome(inbound_id, receiving)] += 1
    print(json.dumps(results))


def _outcome(inbound_id: int, receiving) -> str:  # type: ignore[no-untyped-def]
    from django.db import IntegrityError

    from tests.bookings.replying import LATER

    try:
        return type(receiving.take(inbound_id, at=LATER)).__name__
    except IntegrityError:
        return "IntegrityError"


def _take_guards_away() -> None:
    from bookings.actions import receiving
    from notifications.models import InboundEmail

    receiving.claim = lambda pk, at: InboundEmail.objects.select_related("site").get(pk=pk)


if __name__ == "__main__":
    main(*sys.argv[1:])
