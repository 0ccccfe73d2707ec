import gzip

import pytest

from notifications import transports
from notifications.transports.lookup import ImapLookup, LogLookup, NoLookup
from notifications.transports.mailbox import MailboxLookup
from notifications.transports.smtp import Address
from notifications.transports.wire import Finding

ID = "<abc@reply.example.jp>"


def test_a_log_and_its_rotated_pieces_are_searched(tmp_path):
    log = tmp_path / "mail.log"
    log.write_text("Dec  1 10:00:00 mx postfix/cleanup: message-id=<other@x>\n")
    lookup = LogLookup(f"file://{log}")
    assert lookup.find(ID) is Finding.ABSENT

    with gzip.open(tmp_path / "mail.log.2.gz", "wt") as rotated:
        rotated.write(f"message-id={ID}\n")
    assert lookup.find(ID) is Finding.FOUND


@pytest.mark.parametrize("content", [None, b"no gzip"])
def test_a_log_that_cannot_be_read_is_no_answer(tmp_path, content):
    if content:
        (tmp_path / "mail.log").touch()
        (tmp_path / "mail.log.1.gz").write_bytes(content)

    assert LogLookup(f"file://{tmp_path}/mail.log").find(ID) is Finding.NO_ANSWER


def test_an_archive_mailbox_is_searched_by_message_id(mail, mail_domain):
    archive = f"archive@{mail_domain}"
    mail.send(
        f"From: a@x.test\r\nMessage-ID: {ID}\r\n\r\nx\r\n".encode(), sender="a@x.test", to=archive
    )

    lookup = ImapLookup(mail.imap_url(archive))

    assert lookup.find(ID) is Finding.FOUND
    assert lookup.find("<none@x>") is Finding.ABSENT


@pytest.mark.parametrize("url", ["imap://a:b@127.0.0.1:9/INBOX"])
def test_an_archive_that_is_away_is_no_answer(url):
    assert ImapLookup(url).find(ID) is Finding.NO_ANSWER


def test_an_archive_folder_that_does_not_exist_is_no_answer(mail, mail_domain):
    url = mail.imap_url(f"archive@{mail_domain}").replace("/INBOX", "/Nowhere")

    assert ImapLookup(url).find(ID) is Finding.NO_ANSWER


@pytest.mark.parametrize(
    ("email_url", "lookup_url", "kind"),
    [
        ("mailbox://", "file:///x", MailboxLookup),
        ("smtp://h", "file:///x", LogLookup),
        ("smtp://h", "imaps://a:b@h/Sent", ImapLookup),
        ("smtp://h", "", NoLookup),
    ],
)
def test_the_settings_choose_the_look_up(settings, email_url, lookup_url, kind):
    settings.EMAIL_URL, settings.OUTBOX_LOOKUP_URL = email_url, lookup_url

    assert type(transports.lookup_from_settings()) is kind


def test_a_mail_url_is_read_with_its_user_and_options():
    address = Address.parse("smtp+tls://us%40er:p%2Fw@mail.example.jp?timeout=5")

    assert (address.host, address.port, address.user, address.password, address.timeout) == (
        "mail.example.jp",
        587,
        "us@er",
        "p/w",
        5.0,
    )


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.jp"])
def test_a_wrong_mail_url_says_what_to_write(url):
    with pytest.raises(ValueError, match="write smtp://host"):
        Address.parse(url)


def test_every_outside_look_up_must_show_other_mails_before_absence_is_believed():
    assert [kind.needs_witnesses for kind in (ImapLookup, LogLookup, NoLookup)] == [True] * 3
