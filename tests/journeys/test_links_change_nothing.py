"""Mail scanners open every link, some of them several times. In the demo town every link of every
kind of mail is opened three times by GET and by HEAD: not one row of any table is different then.
"""

import re
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from accounts import secrets
from bookings import tasks
from bookings.actions import answering
from bookings.actions.allocating import Clash
from bookings.models import Assignment
from cms.demo import loader
from config.celery import AT_HOURS, EVERY_SECONDS
from lectures.models import Lecturer, OfficeSettings
from notifications.models import OutgoingEmail
from tests.factories.town import DEPARTMENT, at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = at("2026-11-20 10:00")
# Enough of each kind to meet the states in which its links may lead to something.
MAILS_OF_A_KIND = 12
# Days on which the demo's periodic work is done: it reminds, escalates, sums up and asks for reports.
DAYS_LATER = range(1, 22)
LINK = re.compile(r"https?://[^\s\"'<>）」]+")


@pytest.fixture
def demo(db, clock_at):
    clock_at(NOW)
    loader.load(Site.objects.get(is_default_site=True), at=NOW, tell=lambda _words: None)


@pytest.fixture
def three_weeks(demo, clock_at):
    """Lecturers are asked themselves, and the periodic work goes on."""
    with scope(site=Site.objects.get(is_default_site=True)):
        OfficeSettings.objects.update(lecturers_answer=True)
        for ask in Assignment.objects.filter(state="asked", role="lecture", starts_at__gt=NOW)[:3]:
            named = Lecturer.objects.of(ask.department, on=ask.starts_at.date()).exclude(email="")
            with suppress(Clash):
                answering.accept(
                    assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW,
                    lecturer_ids=named.values_list("pk", flat=True)[:1],
                )  # fmt: skip
    for days in DAYS_LATER:
        clock_at(NOW + timedelta(days=days))
        for name in sorted({*EVERY_SECONDS, *AT_HOURS}):
            module, _dot, task = name.rpartition(".")
            if module == "bookings.tasks":
                getattr(tasks, task)()


def every_row() -> dict[str, list[dict]]:
    """Of all tables but that of visitors' sessions."""
    with scopes_disabled():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models()
            if model is not Session and model._meta.managed
        }


def links_by_kind() -> dict[str, set[str]]:
    """What stands in the mails as they arrive: the secrets filled in."""
    found: dict[str, set[str]] = defaultdict(set)
    taken: Counter[str] = Counter()
    with scopes_disabled():
        for mail in OutgoingEmail.objects.order_by("-id"):
            if taken[mail.kind] < MAILS_OF_A_KIND:
                taken[mail.kind] += 1
                found[mail.kind] |= set(LINK.findall(secrets.fill(f"{mail.text}\n{mail.html}")))
    return found


def fetch(url: str, method: str) -> int:
    """As a scanner does: no cookie from before, redirects followed."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    response = getattr(Client(), method)(path, follow=True)
    return response.status_code


def test_a_scanner_that_opens_every_link_three_times_changes_nothing(three_weeks):
    links = links_by_kind()
    wanted = sorted({url for urls in links.values() for url in urls})
    before = every_row()

    codes = Counter(
        fetch(url, method) for url in wanted for method in ("get", "head") for _time in range(3)
    )

    after = every_row()
    print(f"{len(wanted)} links of {len(links)} kinds ({sorted(links)}): {dict(codes)}")
    assert [label for label in before if before[label] != after[label]] == []
    # A link that was withdrawn since says so; none fails.
    assert set(codes) <= {200, 404}
    assert codes[200] > codes[404]
    assert len(wanted) > 20


def test_a_link_that_acted_by_being_opened_would_be_seen(demo, monkeypatch):
    """The twin: with an opening that writes, the comparison shows it."""
    from bookings import keys
    from bookings.models import Grant

    give = keys.give

    def give_and_write(response, grant, **options):
        Grant.objects.filter(pk=grant.pk).update(used_at=NOW)
        return give(response, grant, **options)

    monkeypatch.setattr(keys, "give", give_and_write)
    before = every_row()

    for url in sorted({url for urls in links_by_kind().values() for url in urls}):
        fetch(url, "get")

    after = every_row()
    assert [label for label in before if before[label] != after[label]] == ["bookings.Grant"]
