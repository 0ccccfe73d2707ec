from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError
from kombu.exceptions import OperationalError

from accounts import ids
from notifications import outbox, suppression, wake
from notifications.models import OutgoingAttachment, OutgoingEmail
from notifications.status import State
from tests.factories.notifications import AT, DOMAIN, mail_identity, outgoing_email

pytestmark = pytest.mark.django_db


def test_a_stored_mail_waits_with_a_fixed_message_id_sender_and_date(identity):
    mail = outgoing_email(to="hoken@city.example.jp")

    mail.refresh_from_db()
    assert mail.state == State.READY
    assert mail.message_id == f"<{ids.encode(mail.public_id)}@{DOMAIN}>"
    assert (mail.from_name, mail.from_address) == (identity.from_name, identity.from_address)
    assert (mail.dated_at, mail.not_before, mail.created_at) == (AT, AT, AT)
    assert mail.bounce.startswith("b-{{secret:bounce:")
    assert mail.bounce.endswith(f"@{DOMAIN}")
    assert mail.to_domain == "city.example.jp"


def test_storing_twice_with_one_key_stores_one_mail_with_the_first_words(identity):
    first = outgoing_email(dedup_key="k", text="はじめ")
    second = outgoing_email(dedup_key="k", text="つぎ")

    assert second == first
    assert [mail.text for mail in OutgoingEmail.objects.all()] == ["はじめ"]


def test_two_rows_with_one_key_are_refused_by_the_database(identity):
    mail = outgoing_email()
    copy = OutgoingEmail.objects.get(pk=mail.pk)
    copy.pk, copy.message_id, copy.public_id = None, "<other@x>", ids.uuid7()

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_mail_outside_a_transaction_is_refused(identity):
    with pytest.raises(outbox.NotInTransaction):
        outbox.store(dedup_key="k", to="a@example.jp", subject="s", text="t", at=AT)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_rolled_back_change_leaves_no_mail(identity):
    with transaction.atomic():
        outbox.store(dedup_key="k", to="a@example.jp", subject="s", text="t", at=AT)
        transaction.set_rollback(True)

    assert list(OutgoingEmail.objects.all()) == []


def test_a_mail_without_an_open_town_is_refused(db):
    with scopes_disabled(), pytest.raises(ScopeError):
        outgoing_email()


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@x.jp, evil@y.jp", "a@x.jp\nBcc: evil@y.jp", "a b@x.jp", "<a@x.jp>"]
)
def test_only_one_valid_recipient_is_taken(identity, to):
    with pytest.raises(ValidationError):
        outgoing_email(to=to)


@pytest.mark.parametrize("field", ["subject", "reply_to", "bounce", "calendar_method"])
@pytest.mark.parametrize("line_break", ["\r\nBcc: evil@y.jp", "\n", "\r"])
def test_a_line_break_in_a_header_is_refused(identity, field, line_break):
    with pytest.raises(ValidationError):
        outgoing_email(**{field: f"x{line_break}"})


def test_a_japanese_domain_is_written_in_ascii(identity):
    assert outgoing_email(to="a@例え.jp").to_address == "a@xn--r8jz45g.jp"


def test_attachments_are_kept_in_their_order(identity):
    mail = outgoing_email(
        attachments=[outbox.Attachment("b.ics", b"1"), outbox.Attachment("a.pdf", b"2", "x/y")]
    )

    kept = OutgoingAttachment.objects.filter(email=mail)
    assert [(file.filename, bytes(file.content)) for file in kept] == [
        ("b.ics", b"1"),
        ("a.pdf", b"2"),
    ]


def test_urgent_mail_goes_before_a_mailing(identity):
    for mail_class in ("bulk", "normal", "critical"):
        outgoing_email(mail_class=mail_class)

    ordered = OutgoingEmail.objects.order_by("priority")
    assert [mail.mail_class for mail in ordered] == ["critical", "normal", "bulk"]


def test_a_later_mail_is_dated_when_it_is_due(identity):
    later = AT + timedelta(days=3)

    assert outgoing_email(not_before=later).dated_at == later


def test_cancelling_takes_back_only_a_mail_that_still_waits(identity):
    waiting, in_hand, gone = outgoing_email(), outgoing_email(), outgoing_email()
    OutgoingEmail.objects.filter(pk=in_hand.pk).update(
        state=State.LEASED, lease_token=uuid4(), lease_until=AT + timedelta(minutes=5)
    )
    OutgoingEmail.objects.filter(pk=gone.pk).update(state=State.SENT, handoff_at=AT, sent_at=AT)

    taken = [outbox.cancel(mail.pk, at=AT) for mail in (waiting, in_hand, gone)]

    assert taken == [True, True, False]
    assert [(m.state, m.lease_token) for m in OutgoingEmail.objects.order_by("id")] == [
        ("cancelled", None), ("cancelled", None), ("sent", None),
    ]  # fmt: skip


def test_a_mail_to_a_suppressed_address_is_stored_but_never_due(identity):
    bounced = outgoing_email(to="gone@example.jp")
    waiting = outgoing_email(to="Gone@example.jp")
    suppression.suppress(bounced, reason="5.1.1", at=AT)

    later = outgoing_email(to="GONE@example.jp")

    waiting.refresh_from_db()
    assert (waiting.state, later.state) == (State.SUPPRESSED, State.SUPPRESSED)
    assert suppression.lift("gone@example.jp") is True
    assert outgoing_email(to="gone@example.jp").state == State.READY


def test_the_address_itself_is_not_kept_in_the_list_of_suppressed_addresses(identity):
    mail = outgoing_email(to="gone@example.jp")
    suppression.suppress(mail, reason="5.1.1", at=AT)

    row = suppression.SuppressedAddress.objects.get()
    assert "gone" not in row.address_hash
    assert "example" not in row.address_hash


def test_one_transaction_wakes_the_worker_once(identity, django_capture_on_commit_callbacks):
    with patch.object(wake.current_app, "send_task") as send_task:
        with django_capture_on_commit_callbacks(execute=True):
            outgoing_email()
            outgoing_email()

    assert [call.args for call in send_task.call_args_list] == [(wake.DELIVER,)]


@pytest.mark.parametrize("problem", [OperationalError("x"), ConnectionRefusedError()])
def test_a_broker_that_is_away_does_not_disturb_the_request(
    identity, django_capture_on_commit_callbacks, caplog, problem
):
    with patch.object(wake.current_app, "send_task", side_effect=problem):
        with django_capture_on_commit_callbacks(execute=True):
            mail = outgoing_email()

    assert mail.state == State.READY
    assert "the sweep will do it" in caplog.text


def test_towns_have_their_own_keys(identity, site):
    outgoing_email(dedup_key="k")
    other = type(site).objects.create(hostname="b.test", port=80, root_page=site.root_page)
    mail_identity(other, mail_domain="reply.b.example.jp")

    with scope(site=other):
        outgoing_email(dedup_key="k")

    with scopes_disabled():
        assert OutgoingEmail.objects.filter(dedup_key="k").count() == 2
