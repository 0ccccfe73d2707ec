"""`manage.py receive_lmtp` as a process, spoken to as a mail server would."""

import os
import smtplib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from wagtail.models import Site

from notifications.inbox import receiving
from notifications.lmtp import deposit
from notifications.lmtp.session import LATER, Envelope
from notifications.models import InboundEmail
from tests.factories.notifications import AT, DOMAIN, mail_identity
from tests.servers import templates
from tests.servers.processes import Process, answers, free_port

pytestmark = pytest.mark.django_db(transaction=True)
RAW = b"From: a@city.example.jp\r\nMessage-ID: <1@city.example.jp>\r\n\r\n\xe6\x89\xbf\r\n"


@pytest.fixture
def start(tmp_path, database_url, identity):
    running = []

    def started(listen: str) -> Process:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_DATABASE_URL": database_url,
            "TEST_REDIS_URL": "",
        }
        server = Process(
            [sys.executable, "manage.py", "receive_lmtp", "--listen", listen],
            log=tmp_path / f"lmtp-{len(running)}.log", env=environment, cwd=templates.ROOT,
        )  # fmt: skip
        running.append(server)
        server.wait_for(lambda: "listening" in server.tail())
        return server

    yield started
    for server in running:
        server.stop()


def send(host: str, port: int, *to: str, raw: bytes = RAW) -> dict[str, bytes]:
    """What is answered for each recipient; smtplib itself reads one answer only."""
    with smtplib.LMTP(host, port) as server:
        server.ehlo_or_helo_if_needed()
        server.mail("hoken@city.example.jp", [f"size={len(raw)}"])
        told = {address: server.rcpt(address) for address in to}
        taken = [address for address, (code, _words) in told.items() if code == 250]
        replies = [server.data(raw), *(server.getreply() for _ in taken[1:])]
    return {address: words for address, (_code, words) in told.items()} | {
        address: words for address, (_code, words) in zip(taken, replies, strict=True)
    }


def rows() -> list[InboundEmail]:
    return list(InboundEmail._base_manager.order_by("id"))


def test_a_mail_is_stored_before_it_is_acknowledged(start):
    port = free_port()
    start(f"127.0.0.1:{port}")

    told = send("127.0.0.1", port, f"a-1@{DOMAIN}", f"a-2@{DOMAIN}", "x@elsewhere.example")

    (inbound,) = rows()
    assert told == {
        f"a-1@{DOMAIN}": b"2.0.0 stored",
        f"a-2@{DOMAIN}": b"2.0.0 stored",
        "x@elsewhere.example": b"5.1.2 no such domain here",
    }
    assert bytes(inbound.raw) == b"Return-Path: <hoken@city.example.jp>\r\n" + RAW
    assert inbound.envelope_to == [f"a-1@{DOMAIN}", f"a-2@{DOMAIN}"]
    assert (inbound.kind, inbound.state) == ("reply", "sorted")


def test_a_mail_handed_over_again_is_one_mail(start):
    port = free_port()
    start(f"127.0.0.1:{port}")

    for _ in range(3):
        send("127.0.0.1", port, f"a-1@{DOMAIN}")

    assert len(rows()) == 1


def test_a_socket_in_the_file_system_is_listened_on(start, tmp_path):
    path = tmp_path / "lmtp.sock"
    start(f"unix://{path}").kill()
    start(f"unix://{path}")  # over the one that the killed server left

    assert path.stat().st_mode & 0o777 == 0o660
    send(str(path), 0, f"a-1@{DOMAIN}")
    assert len(rows()) == 1


def test_it_stops_when_it_is_asked_to(start):
    port = free_port()
    server = start(f"127.0.0.1:{port}")

    with smtplib.LMTP("127.0.0.1", port):  # somebody is still connected
        started = time.monotonic()
        server.popen.terminate()
        server.popen.wait(10)

    assert (server.popen.returncode, answers(port)) == (0, False)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("listen", ["0.0.0.0:8024", "192.0.2.1:8024", ":8024", "8024", "mx:25"])
def test_no_other_machine_can_reach_it(listen):
    # In a thread of its own: this one may hold the loop of a browser test.
    with ThreadPoolExecutor(max_workers=1) as thread:
        refused = thread.submit(call_command, "receive_lmtp", listen=listen)
        with pytest.raises(CommandError, match="LMTP_LISTEN must be"):
            refused.result()


def given(*to: str) -> list[str]:
    return deposit.deposit(RAW, Envelope("hoken@city.example.jp", list(to)), at=AT)


def test_each_town_gets_its_own_copy(identity, site):
    other = Site.objects.create(hostname="b.test", port=80, root_page=site.root_page)
    mail_identity(other, mail_domain="reply.b.example.jp")

    outcome = given(f"a-1@{DOMAIN}", "a-2@reply.b.example.jp", f"a-3@{DOMAIN}")

    assert outcome == [deposit.STORED] * 3
    assert {row.site: row.envelope_to for row in rows()} == {
        site: [f"a-1@{DOMAIN}", f"a-3@{DOMAIN}"],
        other: ["a-2@reply.b.example.jp"],
    }


def test_the_same_bytes_to_a_second_address_name_both(identity):
    given(f"a-1@{DOMAIN}")
    given(f"a-2@{DOMAIN}")

    assert [row.envelope_to for row in rows()] == [[f"a-1@{DOMAIN}", f"a-2@{DOMAIN}"]]


def test_a_database_that_is_away_keeps_the_mail_with_the_server(identity, monkeypatch, caplog):
    def away(*args, **kwargs):
        raise OperationalError("hoken@city.example.jp")

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "_save", away)
        assert given(f"a-1@{DOMAIN}") == [LATER]
        broken.setattr(deposit, "_town", away)
        assert given(f"a-1@{DOMAIN}") == [LATER]
        assert deposit.knows(DOMAIN) is None

    assert given(f"a-1@{DOMAIN}") == [deposit.STORED]
    assert "hoken@" not in caplog.text


def test_a_fault_of_our_own_keeps_the_mail_with_the_server(identity, monkeypatch, caplog):
    monkeypatch.setattr(receiving, "_save", lambda inbound: 1 / 0)

    assert given(f"a-1@{DOMAIN}") == ["451 4.3.0 could not be stored, try again later"]
    assert "ZeroDivisionError" in caplog.text


def test_a_stored_mail_that_cannot_be_sorted_now_is_acknowledged(identity, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "sort", away)
        assert given(f"a-1@{DOMAIN}") == [deposit.STORED]

    receiving.sort_stored(at=AT)
    assert [row.state for row in rows()] == ["sorted"]


def test_a_town_without_an_identity_is_known_by_its_host_name(site):
    assert (deposit.knows(site.hostname.upper()), deposit.knows("elsewhere.test")) == (True, False)


def test_the_log_of_the_process_holds_nobodys_address(start, tmp_path):
    port = free_port()
    start(f"127.0.0.1:{port}")
    send("127.0.0.1", port, f"a-1@{DOMAIN}")

    assert "city.example.jp" not in Path(tmp_path / "lmtp-0.log").read_text()
