"""Answers pour in by both ways while everything that takes them in and reads them is killed.

INBOX_MESSAGES says how many mails come (default 150), INBOX_PAUSE the mean seconds between two kills
(default 1). Two thirds answer an ask of their own; the
others are second copies: the same bytes again, the same mail by another way, other words under the
same name. Pollers, the LMTP server, readers and, on PostgreSQL, the database's sessions die without
warning. In the end each ask was answered exactly once, and each mail had exactly one outcome. Only
where two mails of one name say different things, a person may have both.
"""

import imaplib
import json
import os
import random
import smtplib
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import Error, connection
from django.db.models import Count
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from bookings.management.commands.doctor import all_breaches
from bookings.models import Answer, EventMail, RequestEvent, WaitingReply
from notifications.models import InboundEmail, MailIdentity, OutgoingEmail
from tests.factories.replies import SERVER
from tests.factories.town import NOW, make_town
from tests.faults.chaos import KILLABLE, kill_database_sessions
from tests.faults.letters import Letter, letters
from tests.servers import templates
from tests.servers.processes import Process, free_port

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
MESSAGES = int(os.environ.get("INBOX_MESSAGES", "150"))
PAUSE = float(os.environ.get("INBOX_PAUSE", "1"))
SEED = 11
ROLES = {"poll-0": "poll", "poll-1": "poll", "lmtp": "lmtp", "pull-0": "pull", "pull-1": "pull"}
# What is killed while it starts can break nothing: it may work this long first.
MAY_WORK = 2.0
# Between two looks whether all is done, in seconds.
LOOK = 1.0


@pytest.fixture
def town(transactional_db, mail_domain, monkeypatch):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        town = make_town(site)
        MailIdentity.objects.update(mail_domain=mail_domain)
        yield town


class Inbox:
    """The five processes; each is started again at once when it was killed."""

    def __init__(self, folder: Path, *, environment: dict[str, str], lmtp_port: int) -> None:
        self.folder, self.environment = folder, environment
        self.dice, self.killed = random.Random(SEED), Counter[str]()
        self.job = folder / "job.json"
        facts = {"at": NOW.isoformat(), "started": time.time(), "lmtp": f"127.0.0.1:{lmtp_port}"}
        self.job.write_text(json.dumps(facts))
        self.running: dict[str, Process] = {}
        self.since: dict[str, float] = {}
        for name in ROLES:
            self.start(name)

    def start(self, name: str) -> None:
        self.running[name] = Process(
            [sys.executable, "-m", "tests.faults.inbox_worker", ROLES[name], self.job],
            log=self.folder / f"{name}.{self.killed[name]}.log", cwd=templates.ROOT, env=self.environment,
        )  # fmt: skip
        self.since.pop(name, None)

    def kill_one(self) -> None:
        now = time.monotonic()
        for name in ROLES:
            if name not in self.since and "ready" in self.running[name].tail():
                self.since[name] = now
        if old := [name for name, since in self.since.items() if now - since > MAY_WORK]:
            name = self.dice.choice(old)
            self.running[name].kill()
            self.killed[name] += 1
            self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            process.kill()


def put_in_mailbox(mail, box: str, wanted: list[Letter]) -> None:
    with imaplib.IMAP4("127.0.0.1", mail.imap_port) as imap:
        imap.login(box, "test")
        for letter in wanted:
            content = letter.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            assert imap.append("INBOX", None, None, content)[0] == "OK"


def hand_over(port: int, wanted: list[Letter]) -> None:
    """As a mail server does: what was not acknowledged is handed over again."""
    left = list(wanted)
    while left:
        try:
            with smtplib.LMTP("127.0.0.1", port, timeout=60) as server:
                while left:
                    server.sendmail("bousai@city.mikagami.example", [left[0].to], left[0].raw)
                    left.pop(0)
        except (OSError, smtplib.SMTPException):
            time.sleep(0.1)


def environment(database_url: str, folder: Path, inbox_url: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TEST_")} | {
        "DJANGO_SETTINGS_MODULE": "config.settings", "ENV_FILE": os.devnull, "DEMO": "0",
        "DATABASE_URL": database_url, "REDIS_URL": "", "DATA_DIR": str(folder), "DEBUG": "0",
        "LOG_LEVEL": "ERROR", "AUTHSERV_ID": SERVER, "INBOX_URL": inbox_url,
        "SQLITE_TIMEOUT": "60", "PGAPPNAME": KILLABLE,
    }  # fmt: skip


def settled(expected: Callable[[], bool], inbox: Inbox) -> int:
    """Kill until it is so; how many sessions of the database were ended."""
    deadline, sessions = time.monotonic() + 300 + MESSAGES, 0
    next_kill = time.monotonic() + PAUSE
    while not asked_patiently(expected):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(min(PAUSE, LOOK))
        if time.monotonic() < next_kill:
            continue
        next_kill = time.monotonic() + PAUSE * inbox.dice.uniform(0.5, 1.5)
        inbox.kill_one()
        if connection.vendor == "postgresql" and inbox.killed.total() % 8 == 4:
            sessions += kill_database_sessions()
    return sessions


def asked_patiently(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except Error:
        connection.close()
        return False


def all_in(sent: list[Letter]) -> bool:
    return InboundEmail.objects.count() == rows_of(sent) and all_handled()


def all_handled() -> bool:
    return not InboundEmail.objects.exclude(state="handled").exists()


def test_whatever_is_killed_each_ask_is_answered_exactly_once(
    town, mail, mail_domain, tmp_path, database_url
):
    box, port = f"inbox@{mail_domain}", free_port()
    sent = letters(town, MESSAGES)
    by_mailbox = [letter for letter in sent if letter.by == "mailbox"]
    by_lmtp = [letter for letter in sent if letter.by == "lmtp"]
    url = f"imap://{quote(box, safe='')}:test@127.0.0.1:{mail.imap_port}/INBOX"
    senders = [
        threading.Thread(target=put_in_mailbox, args=(mail, box, by_mailbox)),
        threading.Thread(target=hand_over, args=(port, by_lmtp)),
    ]
    inbox = Inbox(tmp_path, environment=environment(database_url, tmp_path, url), lmtp_port=port)
    started = time.monotonic()
    try:
        for sender in senders:
            sender.start()
        sessions = settled(lambda: all_in(sent), inbox)
        seconds = time.monotonic() - started
    finally:
        inbox.stop()

    told(sent, inbox, sessions=sessions, seconds=seconds)
    assert_each_answered_once(sent)
    with scopes_disabled():
        assert list(all_breaches(at=NOW)) == []


def rows_of(sent: list[Letter]) -> int:
    """The same bytes by the same way are one row."""
    return len({(letter.by, letter.raw) for letter in sent})


def told(sent: list[Letter], inbox: Inbox, *, sessions: int, seconds: float) -> None:
    twins = Counter(letter.twin for letter in sent if letter.twin)
    again = InboundEmail.objects.filter(copy_of__isnull=False).count()
    print(
        f"\n{connection.vendor}: {len(sent)} mails, of them {dict(twins)}; {seconds:.0f} s,"
        f" {len(sent) / seconds:.1f}/s; killed {dict(inbox.killed)}, database {sessions} times;"
        f" rows {InboundEmail.objects.count()}, copies {again},"
        f" for a person {dict(WaitingReply.objects.values_list('why').annotate(Count('id')))}"
    )


def assert_each_answered_once(sent: list[Letter]) -> None:
    doubtful = {letter.ask for letter in sent if letter.twin == "other words"}
    clear = {letter.ask for letter in sent} - doubtful
    answers = Counter(Answer.objects.values_list("assignment_id", flat=True))
    queued = Counter(WaitingReply.objects.values_list("assignment_id", flat=True))

    assert InboundEmail.objects.count() == rows_of(sent)
    assert {ask: answers[ask] for ask in clear} == dict.fromkeys(clear, 1)
    assert set(queued) <= doubtful
    assert set(answers.values()) == {1}
    assert answers + queued == Counter(clear) + Counter(dict.fromkeys(doubtful, 2))
    # What was done once was written down once and told once.
    assert events_of(*VERBS) == answers
    assert mails_of("department_answer_recorded") == answers
    assert OutgoingEmail.objects.count() == EventMail.objects.count()


VERBS = ("accepted", "declined")


def events_of(*verbs: str) -> Counter[int]:
    found = RequestEvent.objects.filter(verb__in=verbs)
    return Counter(found.values_list("assignment_id", flat=True))


def mails_of(kind: str) -> Counter[int]:
    found = EventMail.objects.filter(kind=kind)
    return Counter(found.values_list("event__assignment_id", flat=True))
