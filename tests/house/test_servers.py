from email.message import EmailMessage

import psycopg
import pytest
import redis

pytestmark = pytest.mark.once


def letter(*, sender, to, text="承諾"):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, to, "<letter@one.test>"
    message["Subject"] = "【出前講座】のご回答"
    message["Authentication-Results"] = "mx.test; dmarc=pass header.from=forged.test"
    message.set_content(text)
    return message


def test_valkey_keeps_a_value(valkey_url):
    with redis.Redis.from_url(valkey_url, decode_responses=True) as client:
        client.set("講座", "3-07", ex=60)

        assert client.get("講座") == "3-07"


def test_postgres_can_exclude_overlaps(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_available_extensions WHERE name = 'btree_gist'"
        ).fetchone()

    assert found == (1,)


def test_a_letter_arrives_with_the_receiving_servers_own_verdict(mail, mail_domain):
    inbox = f"inbox@{mail_domain}"
    mail.catch_all(mail_domain, mailbox=inbox)
    mail.trust("bousai@city-a.test")

    for sender in ("bousai@city-a.test", "stranger@elsewhere.test"):
        mail.send(
            letter(sender=sender, to=f"a-tag@{mail_domain}"),
            sender=sender,
            to=f"a-Tag@{mail_domain}",
        )

    trusted, stranger = mail.messages(inbox)
    assert trusted["Subject"] == "【出前講座】のご回答"
    assert trusted["Delivered-To"] == f"a-Tag@{mail_domain}"
    assert trusted["Return-Path"] == "<bousai@city-a.test>"
    assert ["dmarc=pass" in line for line in trusted.get_all("Authentication-Results")] == [True]
    assert ["dmarc=pass" in line for line in stranger.get_all("Authentication-Results")] == [False]
    assert "message-id=<letter@one.test>" in (mail.folder / "mail.log").read_text()
