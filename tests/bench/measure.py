"""Measures one engine in a process of its own and prints JSON: `python -m tests.bench.measure`.

Names of parts may follow: pages, actions, delivery, inbox, mixed, search, million.

The settings are the real ones; the environment names the servers.
"""

import json
import logging
import os
import smtplib
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import django

PAGE_CALLS, ACTION_CALLS, MAILS = 20, 20, 40


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    logging.disable(logging.WARNING)
    from django_scopes import scope
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    from tests.bench.inbox import inbox
    from tests.bench.million import million
    from tests.bench.mixed import mixed
    from tests.bench.search import search
    from tests.factories.town import make_town

    with scope(site=site):
        town = make_town(site)
        parts = {
            "pages": partial(pages, site, town), "actions": partial(actions, site),
            "delivery": delivery, "inbox": partial(inbox, town), "mixed": partial(mixed, town),
            "search": partial(search, site), "million": partial(million, town),
        }  # fmt: skip
        found: dict[str, dict[str, float]] = {}
        for name in sys.argv[1:] or parts:
            found |= parts[name]()
    print(json.dumps(found))
    sys.stdout.flush()


def pages(site: Any, town: Any) -> dict[str, dict[str, float]]:
    """A visitor without a session: no server and no network, only our work."""
    from django.test import Client

    from tests.bench.rounds import ROUNDS, milliseconds, statements
    from tests.factories import lectures as rows

    menu = rows.menu(site, title="今年度の講座")
    category = rows.category(site)
    made = [
        rows.lecture_page(
            menu,
            title=f"講座{number + 1}",
            number=f"1-{number + 1:02}",
            department=town.department,
            category=category,
        )
        for number in range(30)
    ]
    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for name, path in (
        ("an empty answer (/healthz)", "/healthz"),
        ("menu page, 30 lectures", menu.url),
        ("lecture page", made[0].url),
    ):
        get = partial(_get, client, path)
        get()
        found[name] = {
            "ms": milliseconds([[get] * PAGE_CALLS] * ROUNDS),
            "sql": statements(get),
            "calls": PAGE_CALLS,
        }
    return found


def _get(client: Any, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"


def actions(site: Any) -> dict[str, dict[str, float]]:
    """The two busiest verbs, each with its mails stored and its worker woken."""
    from bookings.actions import answering, asking, submitting
    from lectures.models import Department, Lecture
    from tests.bench.rounds import ROUNDS, milliseconds, statements
    from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, make_lecturer, particulars

    lecture = Lecture.objects.get(number="3-07")
    department = Department.objects.get(code="0305")
    drafts = [
        submitting.start_draft(lecture_id=lecture.pk, language="ja", at=NOW)
        for _ in range(ROUNDS * ACTION_CALLS + 1)
    ]
    submits = [
        partial(
            submitting.submit, request_id=one.pk, particulars=particulars(), by=GROUP, at=NOW
        )
        for one in drafts
    ]  # fmt: skip
    found = {"submit": _timed(submits, milliseconds, statements)}
    accepts = []
    for number, one in enumerate(drafts):
        ask = asking.ask(request_id=one.pk, by=OFFICE, at=NOW)[0]
        lecturer = make_lecturer(
            department, name=f"講師{number}", email=f"koushi{number}@city.mikagami.example"
        )
        accepts.append(
            partial(
                answering.accept,
                assignment_id=ask.pk,
                version=ask.version,
                by=DEPARTMENT,
                at=NOW,
                lecturer_ids=[lecturer.pk],
            )
        )
    return found | {"accept": _timed(accepts, milliseconds, statements)}


def _timed(
    calls: list[Callable[[], Any]], milliseconds: Callable, statements: Callable
) -> dict[str, float]:
    first, rest = calls[0], calls[1:]
    counted = statements(first)
    rounds = [rest[start : start + ACTION_CALLS] for start in range(0, len(rest), ACTION_CALLS)]
    return {"ms": milliseconds(rounds), "sql": counted, "calls": ACTION_CALLS}


def delivery() -> dict[str, dict[str, float]]:
    """From the outbox to the mail server, and the same server without the outbox."""
    from django.conf import settings
    from django.db import transaction

    from config import clock
    from notifications import mime, outbox
    from notifications.delivery import dispatch
    from notifications.models import OutgoingEmail
    from notifications.transports.smtp import SmtpTransport
    from tests.bench.rounds import ROUNDS, milliseconds

    OutgoingEmail.objects.filter(state="ready").update(not_before="2100-01-01T00:00:00Z")
    domain = os.environ["BENCH_MAIL_DOMAIN"]

    def fill(number: int) -> None:
        with transaction.atomic():
            for index in range(MAILS):
                outbox.store(
                    dedup_key=f"bench:{number}:{index}", to=f"to{index}@{domain}",
                    subject="受付のお知らせ", text="お申込みを受け付けました。\n" * 20,
                    at=clock.now(),
                )  # fmt: skip

    def deliver() -> None:
        assert dispatch.deliver_due(transport=SmtpTransport(settings.EMAIL_URL)) == MAILS

    def bare() -> None:
        address = settings.EMAIL_URL.removeprefix("smtp://")
        with smtplib.SMTP(address) as smtp:
            for index in range(MAILS):
                smtp.sendmail(f"from@{domain}", [f"to{index}@{domain}"], content)

    means = []
    for number in range(ROUNDS):
        fill(number)
        means.append(milliseconds([[deliver]]))
    content = mime.render(OutgoingEmail.objects.filter(state="sent").last())
    ours, theirs = sorted(means)[ROUNDS // 2], milliseconds([[bare]] * ROUNDS)
    return {
        "outbox to mail server": {"ms": ours / MAILS, "calls": MAILS},
        "the same bytes by smtplib alone": {"ms": theirs / MAILS, "calls": MAILS},
    }


if __name__ == "__main__":
    main()
