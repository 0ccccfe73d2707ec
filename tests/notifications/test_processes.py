"""Real processes, a real mail server, a real SIGKILL."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from config import clock
from notifications.delivery import dispatch, settle
from notifications.models import OutgoingEmail
from tests.factories.notifications import outgoing_email

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROOT = Path(__file__).parents[2]


def mail_due_now(**fields: object) -> OutgoingEmail:
    """The processes use the real clock."""
    return outgoing_email(at=clock.now(), **fields)


def database_url() -> str:
    """The test's own database, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)


def worker(mode: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.notifications.worker", mode],
        cwd=ROOT,
        env=os.environ | {"TEST_DATABASE_URL": database_url(), "TEST_REDIS_URL": ""} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def by_smtp(mail, settings):
    settings.EMAIL_URL = mail.smtp_url
    settings.OUTBOX_LOOKUP_URL = mail.log_url
    return mail


def kill_one_in_data(mail_servers) -> OutgoingEmail:
    doomed = worker("kill-in-data", EMAIL_URL=mail_servers.smtp_url)
    with doomed:
        doomed.communicate("\n", timeout=60)
    assert doomed.returncode == -signal.SIGKILL
    return OutgoingEmail.objects.get(state="handoff")


def settle_later(**times: float) -> None:
    settle.settle_unknown(at=clock.now() + timedelta(**times))


def test_a_mail_goes_through_a_real_mail_server(identity, by_smtp, mail_domain):
    mail = mail_due_now(to=f"hoken@{mail_domain}", text="承諾か辞退をお答えください。")

    assert dispatch.deliver_due() == 1

    (arrived,) = by_smtp.messages(f"hoken@{mail_domain}")
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["Return-Path"].startswith("<b-")
    assert "承諾か辞退" in arrived.get_content()


def test_a_refusing_server_is_understood(identity, by_smtp, mail_domain):
    by_smtp.refuse(f"gone@{mail_domain}", "550 5.1.1 no such user")
    by_smtp.refuse(f"full@{mail_domain}", "452 4.2.2 full", at="data")
    mail_due_now(to=f"gone@{mail_domain}")
    mail_due_now(to=f"full@{mail_domain}")

    dispatch.deliver_due()

    outcome = OutgoingEmail.objects.order_by("id").values_list("state", "smtp_code")
    assert list(outcome) == [("failed", 550), ("ready", 452)]


def test_a_server_that_is_away_is_waited_for(identity, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    mail_due_now()

    dispatch.deliver_due()

    assert list(OutgoingEmail.objects.values_list("state", "attempt")) == [("ready", 0)]


@pytest.mark.faults
def test_a_killed_worker_leaves_one_copy_and_the_log_settles_it(identity, by_smtp, mail_domain):
    to = f"hoken@{mail_domain}"
    mail_due_now(to=to)
    killed = kill_one_in_data(by_smtp)

    settle_later(minutes=12)
    killed.refresh_from_db()
    assert killed.state == "unknown"
    settle.settle_unknown(at=killed.changed_at + timedelta(minutes=11))
    dispatch.deliver_due(now=lambda: clock.now() + timedelta(days=1))

    killed.refresh_from_db()
    assert (killed.state, killed.attempt) == ("sent", 1)
    assert len(by_smtp.messages(to)) == 1


@pytest.mark.faults
def test_a_mail_that_never_arrived_is_sent_only_after_the_log_proves_it(
    identity, by_smtp, mail_domain
):
    to = f"hoken@{mail_domain}"
    mail_due_now(to=to)
    dispatch.deliver_due()
    lost = mail_due_now(to=to)
    OutgoingEmail.objects.filter(pk=lost.pk).update(
        state="unknown", handoff_at=clock.now(), changed_at=clock.now()
    )

    settle_later(minutes=11)
    lost.refresh_from_db()
    assert lost.state == "unknown"  # nothing later is in the log: it may have stopped

    mail_due_now(to=to)
    dispatch.deliver_due()
    settle_later(minutes=11)
    dispatch.deliver_due()

    lost.refresh_from_db()
    assert lost.state == "sent"
    assert len(by_smtp.messages(to)) == 3


@pytest.mark.faults
def test_without_a_look_up_a_killed_workers_mail_waits_for_a_person(
    identity, by_smtp, mail_domain, settings
):
    settings.OUTBOX_LOOKUP_URL = ""
    mail_due_now(to=f"hoken@{mail_domain}")
    killed = kill_one_in_data(by_smtp)

    settle_later(minutes=12)
    killed.refresh_from_db()
    settle.settle_unknown(at=killed.changed_at + timedelta(minutes=61))

    assert OutgoingEmail.objects.needs_person().get().state == "held"
    assert len(by_smtp.messages(f"hoken@{mail_domain}")) == 1


def test_two_processes_claim_every_mail_once(identity):
    mails = {mail_due_now().pk for _ in range(60)}
    workers = [worker("batch"), worker("batch")]

    for process in workers:
        process.stdin.write("\n")
        process.stdin.flush()
    taken = [[int(pk) for pk in process.communicate(timeout=60)[0].split()]
             for process in workers]  # fmt: skip

    assert sorted(taken[0] + taken[1]) == sorted(mails)
