"""Groups write while everything that serves them is killed; then the books are compared.

FAULT_REQUESTS says how many requests are sent (default 60). Web, worker and beat, the groups'
browsers and, on PostgreSQL, the database's sessions die without warning; the mail server's own log
is what doubtful mails are looked up in.
"""

import os
import re
import time
from collections import Counter
from datetime import timedelta

import pytest
from celery import Celery
from django.db import OperationalError, connection
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from bookings.management.commands.doctor import all_breaches
from bookings.models import BookingRequest, EventMail
from bookings.models.rulebook import rules_for
from bookings.rules import day_problem
from bookings.status import RequestStatus
from config import clock
from lectures.eras import fiscal_year_of
from lectures.zones import local
from notifications.models import DeliveryAttempt, MailIdentity, OutgoingEmail
from tests.factories.town import make_town
from tests.faults.chaos import KILLABLE, Chaos, Writer, kill_database_sessions, slow_relay
from tests.faults.writer import Ledger
from tests.servers.mail import Mail

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    # A process that is killed closes nothing; neither does a session that the server ended.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
REQUESTS = int(os.environ.get("FAULT_REQUESTS", "60"))
SEED = 7
WHO = {"group_name": "桜が丘自治会", "people": "25", "connection": "living"}
WHERE = {"place": "01", "booked": "yes"}
PROMISE = {"pledged": "1"}
CONTACT = {
    "representative": "佐藤 花子",
    "same_person": "on",
    "contact_kana": "さとう はなこ",
    "phone": "090-0000-0001",
    "notify_by": "email",
}
MOVING = ("ready", "leased", "handoff", "unknown")


@pytest.fixture
def site(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        yield site


@pytest.fixture
def town(site, mail_domain):
    town = make_town(site, year=fiscal_year_of(local(clock.now()).date()))
    MailIdentity.objects.update(mail_domain=mail_domain, from_address=f"uketsuke@{mail_domain}")
    town.office.email = f"office@{mail_domain}"
    town.office.save()
    return town


@pytest.fixture
def stack(town, live, mail, tmp_path, mail_domain):
    """The installation, behind a slow mail server whose next one keeps a log."""
    mail.catch_all(mail_domain, mailbox=f"all@{mail_domain}")
    if connection.vendor == "postgresql":  # the tests' own server is too lazy to survive a kill
        with connection.cursor() as cursor:
            cursor.execute(
                f"ALTER DATABASE {connection.settings_dict['NAME']} SET synchronous_commit = on"
            )
    relay, url = slow_relay(tmp_path, next_port=mail.smtp_port, seconds=0.04)
    with relay:
        yield live(
            email_url=url,
            OUTBOX_LOOKUP_URL=mail.log_url,
            OUTBOX_DOMAIN_BURST="10000",
            OUTBOX_DOMAIN_PER_SECOND="1000",
            PGAPPNAME=KILLABLE,
        )


@pytest.fixture
def send(tmp_path):
    """`send("name", job)` starts a writer; all of them end with the test."""
    writers: list[Writer] = []

    def start(name: str, work: dict) -> Writer:
        writers.append(Writer(tmp_path, name=name, job=work))
        return writers[-1]

    yield start
    for writer in writers:
        writer.stop()


def job(town, stack, *, domain: str, wanted: int) -> dict:
    today = local(clock.now()).date()
    rules = rules_for(town.lecture)
    days = (today + timedelta(days=ahead) for ahead in range(30, 120))
    day = next(day for day in days if day_problem(rules, day, today=today) is None)
    when = {"wish1_day": day.isoformat(), "wish1_part": "morning"}
    return {
        "base": stack.base_url,
        "lecture": str(town.lecture.public_id),
        "domain": domain,
        "wanted": wanted,
        "pages": {"who": WHO, "when": when, "where": WHERE, "contact": CONTACT, "check": PROMISE},
    }


def wait_for(question, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if question():
                return
        except OperationalError:
            connection.close()
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.3)


def in_states(*states: str) -> int:
    return OutgoingEmail.objects.filter(state__in=states).count()


def ask_worker(stack, *tasks: str) -> None:
    """What beat asks for every half minute, now."""
    with Celery(broker=stack.environment["REDIS_URL"]) as app:
        for task in tasks:
            app.send_task(task, queue=stack.environment["CELERY_TASK_DEFAULT_QUEUE"])


def settle(stack) -> None:
    """Time passes: dead leases end, doubtful mails are looked up, and what is absent is sent."""
    wait_for(lambda: in_states("ready") == 0)
    clock.move(timedelta(minutes=12))
    ask_worker(stack, "notifications.tasks.settle_unknown", "notifications.tasks.deliver_due")
    wait_for(lambda: in_states("ready", "leased", "handoff") == 0)
    clock.move(timedelta(minutes=11))
    ask_worker(stack, "notifications.tasks.settle_unknown", "notifications.tasks.deliver_due")
    wait_for(lambda: in_states(*MOVING) == 0)


def test_whatever_is_killed_each_acknowledged_request_is_there_once_and_each_mail_came_once(
    town, stack, send, mail, mail_domain
):
    def between(kills: int) -> None:
        if connection.vendor == "postgresql" and kills % 8 == 4:
            sessions.append(kill_database_sessions())

    sessions: list[int] = []
    work = job(town, stack, domain=mail_domain, wanted=REQUESTS // 2)
    writers = [send(f"writer-{index}", work) for index in range(2)]
    chaos = Chaos(stack, writers, seed=SEED)

    chaos.go_on_until_written(between=between)
    # A look-up believes in absence only when the log shows a later mail.
    stack.wait_until_ready(seconds=120)
    writers.append(send("last", {**work, "wanted": 1}))
    wait_for(lambda: not writers[-1].running())
    settle(stack)

    print(f"\n{connection.vendor}: {dict(chaos.killed)}, database {len(sessions)} times")
    assert_requests_agree([writer.ledger for writer in writers])
    assert_mails_agree(mail, mail_domain)
    with scopes_disabled():
        assert list(all_breaches(at=clock.now())) == []


def assert_requests_agree(ledgers: list[Ledger]) -> None:
    """What was acknowledged is there once, with that reference; nothing is there twice."""
    begun = {email for ledger in ledgers for email in ledger.begun()}
    acknowledged = {
        email: number for one in ledgers for email, number in one.acknowledged().items()
    }
    rows = list(BookingRequest.objects.exclude(status=RequestStatus.DRAFT).select_related("group"))
    references = {row.group.email: row.reference for row in rows}
    print(f"{len(acknowledged)} acknowledged, {len(rows)} requests of {len(begun)} begun")

    assert len(acknowledged) >= REQUESTS
    assert {email: references.get(email) for email in acknowledged} == acknowledged
    assert set(references) <= begun
    assert len(rows) == len(references) == len(set(references.values()))


def assert_mails_agree(mail: Mail, domain: str) -> None:
    """Each request has its two mails; each mail came once, or waits for a person as doubtful."""
    requests = BookingRequest.objects.exclude(status=RequestStatus.DRAFT)
    told = EventMail.objects.values_list("event__request_id", "kind")
    states = dict(OutgoingEmail.objects.values_list("message_id", "state"))
    came = arrived(mail, domain)
    looked_up = DeliveryAttempt.objects.filter(step="lookup").values_list("outcome", flat=True)
    print(
        f"{len(states)} mails: {dict(Counter(states.values()))}; looked up: {dict(Counter(looked_up))};"
        f" taken over from a dead worker: {OutgoingEmail.objects.filter(attempt__gt=1).count()}"
    )

    assert Counter(told) == Counter(
        (request.pk, kind) for request in requests for kind in ("group_received", "office_received")
    )
    assert len(states) == 2 * len(requests)
    assert came == logged(mail, domain)
    assert set(came.values()) == {1}
    assert {states.get(message_id) for message_id in came} <= {"sent", "held"}
    assert {states[message_id] for message_id in set(states) - set(came)} <= {"held"}


def arrived(mail: Mail, domain: str) -> Counter[str]:
    """Message-IDs in the mailbox of everybody in that domain."""
    return Counter(message["Message-ID"] for message in mail.messages(f"all@{domain}"))


def logged(mail: Mail, domain: str) -> Counter[str]:
    lines = (mail.folder / "mail.log").read_text().splitlines()
    return Counter(
        re.search(r"message-id=(\S+)", line)[1] for line in lines if f"@{domain}>" in line
    )
