"""A real Postfix hands its mail to `manage.py receive_lmtp`."""

import os
import shutil
import smtplib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from notifications.models import InboundEmail
from tests.factories.notifications import DOMAIN
from tests.servers import templates
from tests.servers.postfix import Postfix
from tests.servers.processes import Process, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not shutil.which("postfix", path="/usr/sbin") or os.geteuid() != 0,
        reason="needs Postfix and root",
    ),
]
RAW = b"From: a@city.example.jp\r\nMessage-ID: <%d@city.example.jp>\r\n\r\n.\r\n..x\r\n\xe6\x89\xbf\r\n"


@pytest.fixture
def lmtp(tmp_path, database_url, identity):
    """(its port, how to start it)"""
    port, running = free_port(), []

    def start() -> Process:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_DATABASE_URL": database_url,
            "TEST_REDIS_URL": "",
        }
        server = Process(
            [sys.executable, "manage.py", "receive_lmtp", "--listen", f"127.0.0.1:{port}"],
            log=tmp_path / f"lmtp-{len(running)}.log", env=environment, cwd=templates.ROOT,
        )  # fmt: skip
        running.append(server)
        server.wait_for(lambda: "listening" in server.tail())
        return server

    yield port, start
    for server in running:
        server.stop()


@pytest.fixture
def postfix(lmtp):
    with tempfile.TemporaryDirectory(prefix="okigaru-postfix-") as folder:
        with Postfix(Path(folder), domain=DOMAIN, lmtp=f"inet:127.0.0.1:{lmtp[0]}") as running:
            yield running


def send(postfix: Postfix, number: int, *to: str) -> dict:
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        return smtp.sendmail("hoken@city.example.jp", list(to), RAW % number)


def wait_for(question: Callable[[], bool], postfix: Postfix, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, postfix.log.read_text()[-3000:]
        time.sleep(0.2)


def rows() -> list[InboundEmail]:
    return list(InboundEmail._base_manager.order_by("id"))


def test_postfix_hands_over_each_mail_with_its_envelope(lmtp, postfix):
    lmtp[1]()
    to = [f"a-1@{DOMAIN}", f"a-2@{DOMAIN}"]

    send(postfix, 1, *to)
    wait_for(lambda: len(rows()) == 1, postfix)

    (inbound,) = rows()
    raw = bytes(inbound.raw)
    assert sorted(inbound.envelope_to) == to
    assert raw.startswith(b"Return-Path: <hoken@city.example.jp>\r\nReceived: from ")
    assert raw.endswith(b"\r\n\r\n.\r\n..x\r\n\xe6\x89\xbf\r\n")
    assert inbound.message_id == "<1@city.example.jp>"


def test_while_we_are_away_postfix_keeps_the_mail(lmtp, postfix):
    send(postfix, 1, f"a-1@{DOMAIN}")
    wait_for(lambda: "status=deferred" in postfix.log.read_text(), postfix)
    assert rows() == []

    server = lmtp[1]()
    wait_for(lambda: len(rows()) == 1, postfix)
    server.kill()
    send(postfix, 2, f"a-1@{DOMAIN}")
    lmtp[1]()

    wait_for(lambda: len(rows()) == 2, postfix)
    wait_for(lambda: postfix.log.read_text().count("status=sent") == 2, postfix)


def test_a_mail_for_another_domain_is_refused_at_the_door(lmtp, postfix):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(postfix, 1, "a@elsewhere.example")
