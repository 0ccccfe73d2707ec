from datetime import timedelta

import pytest

from accounts.ids import encode, uuid7
from notifications.inbox import receiving, sorting
from notifications.inbox.authentication import Verdict
from notifications.models import InboundEmail, OutgoingEmail, SuppressedAddress
from notifications.status import Auth, State
from tests.factories.notifications import AT, DOMAIN, inbound_email, outgoing_email
from tests.notifications import mails

pytestmark = pytest.mark.django_db

# corpus mail → what became of our mail ("sent" = nothing), and whether its address is suppressed
BOUNCES = {
    "bounce_postfix": ("bounced", True),
    "bounce_exchange": ("bounced", True),
    "bounce_gateway_japanese": ("bounced", True),
    "bounce_qmail_full": ("bounced", True),
    "bounce_policy": ("bounced", False),
    "bounce_unclear": ("bounced", False),
    "bounce_delayed": ("sent", False),
    "bounce_delivered": ("delivered", False),
    "bounce_forged": ("sent", False),
    "bounce_without_our_address": ("sent", False),
    "auto_vacation_to_bounce_address": ("sent", False),
    "report_complaint": ("complained", False),
}
KIND_OF = {"calendar": "reply", "auto": "auto_reply"}


@pytest.fixture
def sent(identity):
    mail = outgoing_email(to="hoken@city.example.jp")
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state=State.SENT, handoff_at=AT, sent_at=AT, smtp_code=250
    )
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("name", mails.names())
def test_every_mail_of_the_corpus_is_sorted_as_its_name_says(sent, name):
    inbound = inbound_email(mails.raw(name, sent))

    prefix = name.partition("_")[0]
    assert inbound.kind == KIND_OF.get(prefix, prefix)
    waits = inbound.kind in ("reply", "unreadable")
    assert inbound.state == ("sorted" if waits else "handled")
    assert list(InboundEmail.objects.waiting()) == ([inbound] if waits else [])
    sent.refresh_from_db()
    outcome = (sent.state, SuppressedAddress.objects.exists())
    assert outcome == BOUNCES.get(name, ("sent", False))


@pytest.mark.parametrize("name", [name for name in mails.names() if name.startswith("reply")])
def test_a_reply_names_the_object_of_its_tag(sent, name):
    assert inbound_email(mails.raw(name, sent)).tag_public_id == mails.TAGGED


def test_a_reply_is_tied_to_the_mail_that_it_answers(sent):
    assert inbound_email(mails.raw("reply_gmail", sent)).answers_to == sent


def test_a_bounce_is_tied_to_the_mail_that_bounced(sent):
    inbound = inbound_email(mails.raw("bounce_postfix", sent))

    assert (inbound.answers_to, inbound.reason) == (sent, "bounce address")


def test_a_bounce_of_a_mail_of_unknown_outcome_proves_that_it_was_sent(sent):
    OutgoingEmail.objects.update(state=State.UNKNOWN, handoff_at=None, sent_at=None)

    inbound_email(mails.raw("bounce_postfix", sent))

    sent.refresh_from_db()
    assert (sent.state, sent.handoff_at) == ("bounced", AT)
    assert list(OutgoingEmail.objects.needs_person()) == [sent]


def test_the_envelope_recipient_is_enough_for_a_bounce(sent):
    raw = mails.raw("bounce_qmail_full", sent)
    bounce_to = next(line[14:] for line in raw.split(b"\r\n") if line.startswith(b"Delivered-To"))
    bare = raw.replace(bounce_to, b"undisclosed")

    inbound_email(bare, to=bounce_to.decode())

    sent.refresh_from_db()
    assert sent.state == "bounced"


def test_sorting_a_mail_again_changes_nothing(sent):
    inbound = inbound_email(mails.raw("reply_gmail", sent))
    receiving.mark_handled(inbound, at=AT)

    receiving.sort(inbound, at=AT + timedelta(hours=1))

    inbound.refresh_from_db()
    assert (inbound.state, inbound.handled_at) == ("handled", AT)


def test_one_tag_written_to_again_and_again_by_one_sender_goes_to_a_person(sent):
    for number in range(sorting.SAME_TAG_PER_HOUR + 1):
        raw = mails.raw("reply_cybozu", sent).replace(b"20261201112000", b"%d" % number)
        last = inbound_email(raw)

    assert (last.kind, last.reason, last.state) == ("reply", "same tag too often", "sorted")
    assert InboundEmail.objects.waiting().count() == sorting.SAME_TAG_PER_HOUR + 1


def test_what_others_write_to_a_tag_does_not_count_for_its_owner(sent):
    genuine = mails.raw("reply_cybozu", sent)
    other = genuine.replace(b"<hoken@city", b"<who@elsewhere")
    for number in range(sorting.SAME_TAG_PER_HOUR + 1):
        inbound_email(other.replace(b"20261201112000", b"%d" % number))

    assert inbound_email(genuine).reason == ""


def test_of_a_name_without_proof_the_proven_owner_is_told_apart(sent, monkeypatch):
    genuine = mails.raw("reply_cybozu", sent)
    for number in range(sorting.SAME_TAG_PER_HOUR + 1):
        inbound_email(genuine.replace(b"20261201112000", b"%d" % number))
    monkeypatch.setattr(receiving, "verdict", lambda *a, **k: Verdict(Auth.PASS))

    assert inbound_email(genuine).reason == ""


def test_another_towns_bounce_address_changes_nothing(sent):
    foreign = f"b-{'a' * 52}@{DOMAIN}"
    raw = mails.raw("bounce_qmail_full", sent)
    bounce_to = next(line[14:] for line in raw.split(b"\r\n") if line.startswith(b"Delivered-To"))

    inbound = inbound_email(raw.replace(bounce_to, foreign.encode()))

    sent.refresh_from_db()
    assert (inbound.kind, sent.state) == ("bounce", "sent")
    assert inbound.reason == "no valid bounce address: recorded only"


def test_a_mail_that_our_code_stumbles_over_goes_to_a_person(sent, monkeypatch, caplog):
    def stumble(*args, **kwargs):
        raise ZeroDivisionError("hoken@city.example.jp")

    monkeypatch.setattr(sorting, "_kind_of", stumble)

    inbound = inbound_email(mails.raw("reply_gmail", sent))

    assert (inbound.kind, inbound.state) == ("unreadable", "sorted")
    assert "ZeroDivisionError" in caplog.text
    assert "hoken@" not in caplog.text


def test_two_tags_name_nothing(sent):
    other = mails.TAG.replace(mails.TAG[:26], encode(uuid7()))
    raw = mails.raw("reply_cybozu", sent).replace(
        b"Delivered-To: ", f"Delivered-To: a-{other}@{DOMAIN}\r\nDelivered-To: ".encode()
    )

    assert inbound_email(raw).tag_public_id is None


def set_aside() -> list[str]:
    return [mail.kind for mail in InboundEmail.objects.set_aside()]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("List-Id: <hoken.city.example.jp>", "auto_reply"),
        ("Precedence: list", "auto_reply"),
        ("Auto-Submitted: auto-replied", "auto_reply"),
        ("Content-Type: multipart/report; report-type=disposition-notification", "receipt"),
        ("\r\n".join(["Received: from x"] * 31), "loop"),
    ],
)
def test_what_a_machine_wrote_to_an_ask_can_be_seen(sent, headers, kind):
    """An answer through a mailing list looks just the same."""
    inbound_email(
        f"From: hoken@city.example.jp\r\nTo: a-{mails.TAG}@{DOMAIN}\r\n{headers}\r\n\r\n承諾".encode()
    )

    assert set_aside() == [kind]


def test_a_copy_by_a_second_way_is_not_seen_twice(sent):
    raw = mails.raw("auto_exchange_absent", sent)
    inbound_email(raw)
    inbound_email(b"Received: from another way\r\n" + raw)

    assert (set_aside(), InboundEmail.objects.count()) == (["auto_reply"], 2)


def test_what_names_no_ask_of_ours_is_not_shown(sent):
    inbound_email(b"From: news@example.com\r\nList-Id: <news>\r\n\r\nx")
    inbound_email(mails.raw("bounce_postfix", sent))  # proven: shown at its mail

    assert set_aside() == []


@pytest.mark.parametrize("name", ["bounce_forged", "bounce_without_our_address"])
def test_a_bounce_that_proves_nothing_is_shown_at_the_mail_that_it_returns(sent, name):
    inbound = inbound_email(mails.raw(name, sent))

    sent.refresh_from_db()
    assert (sent.state, inbound.answers_to) == ("sent", sent)
    assert set_aside() == ["bounce"]


def test_a_mail_that_is_too_much_to_read_still_names_its_ask(sent):
    raw = f"To: a-{mails.TAG}@{DOMAIN}\r\n".encode() + mails.raw("unreadable_parts", sent)

    inbound = inbound_email(raw)

    assert (inbound.kind, inbound.tag_public_id) == ("unreadable", mails.TAGGED)


def test_of_a_flood_of_unreadable_mails_to_one_ask_none_is_set_aside(sent):
    for number in range(sorting.SAME_TAG_PER_HOUR + 1):
        raw = f"To: a-{mails.TAG}@{DOMAIN}\r\nX: {number}\r\n".encode()
        last = inbound_email(raw + b"--\r\n" * 10 + b"\r\n" + b"--x\r\n" * 3000)

    assert (last.kind, last.state) == ("unreadable", "sorted")
