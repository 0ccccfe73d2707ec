"""Mail scanners open every link, some of them several times. In the demo town every link of every
kind of mail is opened three times by GET and by HEAD: not one row of any table is different then.
"""

import re
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.test import Client
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from bookings import tasks
from bookings.actions import answering
from bookings.actions.allocating import Clash
from bookings.desk import wording
from bookings.doctor import histories
from bookings.models import Assignment
from cms.demo import loader
from config import clock
from config.celery import AT_HOURS, EVERY_SECONDS
from lectures.models import Lecturer
from notifications import mime
from notifications.models import OutgoingEmail
from tests.factories.replies import SERVER
from tests.factories.town import DEPARTMENT, at
from tests.journeys import every_mail
from tests.journeys.every_mail import SOON

# Hundreds of links, each fetched thrice with every row compared: minutes on a small machine.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(1800)]
NOW = at("2026-11-20 10:00")
# Enough of each kind to meet the states in which its links may lead to something.
MAILS_OF_A_KIND = 12
# Days on which the demo's periodic work is done: it reminds, escalates, sums up and asks for reports.
DAYS_LATER = range(3, 22)
READ = {"text/plain", "text/html", "text/calendar", "application/ics"}
TEXTS = Path(__file__).parents[2] / "templates" / "bookings" / "mail" / "ja"
LINK = re.compile(r"https?://[^\s\"'<>）」]+")


@pytest.fixture
def demo(db, clock_at):
    clock_at(NOW)
    loader.load(Site.objects.get(is_default_site=True), at=NOW, tell=lambda _words: None)


@pytest.fixture
def eventful(demo, clock_at, settings):
    """The demo town in which everything else has happened too that a mail tells of."""
    settings.AUTHSERV_ID = SERVER
    clock_at(SOON)
    with scope(site=Site.objects.get(is_default_site=True)):
        every_mail.happen(Site.objects.get(is_default_site=True))


def three_weeks_pass(clock_at) -> None:
    """Lecturers are asked themselves, and the periodic work goes on."""
    with scope(site=Site.objects.get(is_default_site=True)):
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
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        every_mail.report_by_mail(site, moment=clock.now())
        every_mail.answer_the_digest(site, moment=clock.now())


def every_row() -> dict[str, list[dict]]:
    """Of all tables, those between two models and the visitors' sessions among them."""
    with scopes_disabled():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
        }


def links_by_kind() -> dict[str, set[str]]:
    """Of every kind that was sent; what stands in its mails as they arrive, the secrets filled in."""
    found: dict[str, set[str]] = defaultdict(set)
    taken: Counter[str] = Counter()
    with scopes_disabled():
        for mail in OutgoingEmail.objects.order_by("-id"):
            if taken[mail.kind] < MAILS_OF_A_KIND:
                taken[mail.kind] += 1
                found[mail.kind] |= links_of(mime.render(mail))
    return found


def links_of(raw: bytes) -> set[str]:
    """Every address in the text, the HTML and the calendars of a mail, attached ones too."""
    found: set[str] = set()
    for part in message_from_bytes(raw).walk():
        if part.get_content_type() in READ:
            text = part.get_payload(decode=True).decode()
            if part.get_content_type() == "text/html":
                text = unescape(text)
            elif part.get_content_type() != "text/plain":
                text = re.sub(r"\r\n[ \t]", "", text)
            found |= set(LINK.findall(text))
    return found


def known_kinds() -> set[str]:
    """By all three lists that a new kind of mail is written in."""
    texts = {path.stem for path in TEXTS.glob("*.txt")} - set(wording.PAPER_TEXTS)
    told = {*histories.MUST_TELL.values(), *histories.SUPPORT_MUST_TELL.values()}
    return texts | told | set(histories.MUST_TELL_GROUP.values()) | set(wording.MAIL_KINDS)


def fetch(url: str, method: str) -> int:
    """As a scanner does: no cookie from before, redirects followed."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    response = getattr(Client(), method)(path, follow=True)
    return response.status_code


def scan(links: dict[str, set[str]], *, times: int = 3) -> Counter[int]:
    """Each link so many times by either method; the answers' codes."""
    wanted = sorted({url for urls in links.values() for url in urls})
    before = every_row()

    codes = Counter(
        fetch(url, method) for url in wanted for method in ("get", "head") for _time in range(times)
    )

    after = every_row()
    linked = sum(bool(urls) for urls in links.values())
    print(f"{len(wanted)} links in {linked} of {len(links)} kinds of mail: {dict(codes)}")
    assert [label for label in before if before[label] != after[label]] == []
    # A link that was withdrawn since says so; none fails.
    assert set(codes) <= {200, 404}
    return codes


def test_a_scanner_that_opens_every_link_three_times_changes_nothing(eventful, clock_at):
    # Before the reader, when nearly every key still opens its page.
    on_the_day = scan(links_by_kind(), times=1)
    three_weeks_pass(clock_at)
    links = links_by_kind()
    later = scan(links)

    untested = sorted(known_kinds() ^ set(links))
    assert untested == [], (
        f"let these happen in tests/journeys/every_mail.py, or name them: {untested}"
    )
    assert on_the_day[200] > 9 * on_the_day[404]
    assert later[200] > later[404]


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
