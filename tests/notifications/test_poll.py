"""A real IMAP server."""

import imaplib

import pytest
from django_scopes import scopes_disabled

from notifications import tasks, wake
from notifications.inbox import access, parts, poll, receiving
from notifications.models import InboundEmail
from tests.factories.notifications import AT, mail_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(site, mail, mail_domain, settings):
    """Every address of the domain arrives in the polled mailbox."""
    mail_identity(site, mail_domain=mail_domain)
    box = f"inbox@{mail_domain}"
    mail.catch_all(mail_domain, mailbox=box)
    settings.INBOX_URL, settings.AUTHSERV_ID = mail.imap_url(box), "mx.test"
    return mail


def send(servers, domain, number=1, body="承諾"):
    servers.send(
        f"From: hoken@city.example.jp\r\nMessage-ID: <{number}@{domain}>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n".encode(),
        sender="hoken@city.example.jp",
        to=f"a-tag@{domain}",
    )


def polled():
    return poll.poll_inbox(now=lambda: AT)


def test_new_mail_is_taken_in_once(inbox, mail_domain):
    inbox.trust("city.example.jp")
    send(inbox, mail_domain, 1)
    send(inbox, mail_domain, 2)

    assert [polled(), polled()] == [2, 0]

    mails = InboundEmail.objects.order_by("message_id")
    assert [(mail.kind, mail.state, mail.auth) for mail in mails] == [
        ("reply", "sorted", "pass")
    ] * 2


def test_a_mail_stays_new_until_its_bytes_are_committed(inbox, mail_domain, monkeypatch):
    send(inbox, mail_domain)

    class Died(BaseException):
        pass

    def die(*args, **kwargs):
        raise Died

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "store", die)
        with pytest.raises(Died):
            polled()

    assert polled() == 1


def test_of_two_pollers_one_fetches(inbox, mail_domain, monkeypatch):
    send(inbox, mail_domain)
    store, meanwhile = receiving.store, []

    def storing(raw, **facts):
        meanwhile.append(polled())
        return store(raw, **facts)

    monkeypatch.setattr(receiving, "store", storing)

    assert (polled(), meanwhile) == (1, [0])


def test_without_the_turn_both_would_fetch_the_same_mail(inbox, mail_domain, monkeypatch):
    send(inbox, mail_domain)
    store, meanwhile = receiving.store, []

    def storing(raw, **facts):
        if not meanwhile:
            meanwhile.append("fetching")
            meanwhile.append(polled())
        return store(raw, **facts)

    monkeypatch.setattr(receiving, "store", storing)
    monkeypatch.setattr(access, "take_turn", lambda at: True)

    assert (polled(), meanwhile[1]) == (1, 1)
    assert InboundEmail.objects.count() == 1


def test_a_poller_that_was_killed_keeps_its_turn_for_seconds_only(inbox, mail_domain):
    send(inbox, mail_domain)
    access.take_turn(at=AT - access.TURN / 2)
    assert polled() == 0

    assert poll.poll_inbox(now=lambda: AT + access.TURN) == 1


def test_a_mail_that_cannot_be_stored_stays_new_and_holds_up_nobody(
    inbox, mail_domain, monkeypatch, caplog
):
    send(inbox, mail_domain, 1)
    send(inbox, mail_domain, 2)
    store = receiving.store

    def stumble(raw, **facts):
        if b"<1@" in raw:
            raise ZeroDivisionError
        return store(raw, **facts)

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "store", stumble)
        assert polled() == 1

    assert "could not be stored: ZeroDivisionError" in caplog.text
    assert polled() == 1


def test_a_mail_seen_twice_because_the_flag_was_lost_is_one_mail(inbox, mail_domain, settings):
    send(inbox, mail_domain)
    polled()
    with imaplib.IMAP4("127.0.0.1", inbox.imap_port) as imap:
        imap.login(f"inbox@{mail_domain}", "test")
        imap.select("INBOX")
        imap.store("1", "-FLAGS", r"\Seen")

    assert polled() == 1
    assert InboundEmail.objects.count() == 1


def test_of_a_mail_that_is_too_large_only_the_headers_are_fetched(inbox, mail_domain, monkeypatch):
    monkeypatch.setattr(parts, "MAX_BYTES", 3000)
    send(inbox, mail_domain, body="長い\r\n" * 2000)

    assert polled() == 1
    inbound = InboundEmail.objects.get()
    assert (inbound.kind, inbound.state) == ("unreadable", "sorted")
    assert bytes(inbound.raw).rstrip().endswith(b"charset=utf-8")


@pytest.mark.parametrize("most", [2_000_000, 3000])
def test_many_mails_come_in_several_questions_each_mail_once(inbox, mail_domain, monkeypatch, most):
    """Where two are too large for one question, each is asked for by itself."""
    monkeypatch.setattr(poll, "_AT_ONCE", 2)
    monkeypatch.setattr(parts, "MAX_BYTES", most)
    for number in range(1, 6):
        send(inbox, mail_domain, number, body="長い\r\n" * 200)

    assert polled() == 5
    assert polled() == 0
    assert not InboundEmail.objects.filter(kind="unreadable").exists()
    stored = InboundEmail.objects.order_by("pk").values_list("message_id", flat=True)
    assert [name.partition("@")[0] for name in stored] == [f"<{number}" for number in range(1, 6)]


def test_mail_is_moved_where_the_url_says(inbox, mail_domain, settings):
    with imaplib.IMAP4("127.0.0.1", inbox.imap_port) as imap:
        imap.login(f"inbox@{mail_domain}", "test")
        imap.create("Done")
    settings.INBOX_URL += "?move=Done"
    send(inbox, mail_domain)

    assert polled() == 1
    assert inbox.messages(f"inbox@{mail_domain}") == []


@pytest.mark.parametrize("url", ["imap://a:b@127.0.0.1:9/INBOX", "mailbox://"])
def test_an_inbox_that_is_away_or_not_there_is_no_error(db, settings, url):
    settings.INBOX_URL = url

    assert polled() == 0


def test_the_reader_is_called_when_something_came(inbox, mail_domain, monkeypatch, settings):
    called = []
    monkeypatch.setattr(wake, "send", called.append)
    send(inbox, mail_domain)

    with scopes_disabled():
        tasks.poll_inbox()
        tasks.poll_inbox()

    assert called == [settings.INBOX_READER]
