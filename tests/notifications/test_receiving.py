from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, OperationalError, transaction
from django_scopes import scope, scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import ids
from notifications.inbox import parts, receiving
from notifications.models import InboundEmail
from tests.factories.notifications import AT, DOMAIN, inbound_email, mail_identity

pytestmark = pytest.mark.django_db


def raw(*, message_id="<1@city.example.jp>", body="承諾", trace="", headers=""):
    return (
        f"{trace}From: =?utf-8?b?5L2Q6Jek?= <hoken@city.example.jp>\r\nTo: uketsuke@{DOMAIN}\r\n"
        f"Subject: =?utf-8?b?5om/6Ku+?=\r\nDate: Tue, 1 Dec 2026 11:00:00 +0900\r\n"
        f"Message-ID: {message_id}\r\n{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{body}\r\n"
    ).encode()


def test_a_mail_is_kept_byte_for_byte_with_the_facts_of_its_headers(identity):
    content = raw()

    inbound = inbound_email(content)

    inbound.refresh_from_db()
    assert bytes(inbound.raw) == content
    assert (inbound.from_address, inbound.subject) == ("hoken@city.example.jp", "承諾")
    assert inbound.sent_at == datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    assert (inbound.received_at, inbound.kept_until) == (AT, date(2027, 12, 1))
    assert (inbound.kind, inbound.state, inbound.auth) == ("reply", "sorted", "none")


def test_the_same_bytes_again_are_the_same_mail(identity):
    first = inbound_email(raw())
    receiving.mark_handled(first, at=AT)

    second = inbound_email(raw(), at=AT + timedelta(days=1))

    assert (second, second.state) == (first, "handled")
    assert InboundEmail.objects.count() == 1


def test_a_second_copy_by_another_way_is_kept_and_needs_nobody(identity):
    first = inbound_email(raw(trace="Delivered-To: a@x\r\n"))
    second = inbound_email(raw(trace="Delivered-To: b@x\r\nReceived: from y\r\n"))

    assert (second.copy_of, second.copy_differs, second.state) == (first, False, "handled")
    assert list(InboundEmail.objects.waiting()) == [first]


def test_other_words_under_the_same_message_id_go_to_a_person(identity):
    first = inbound_email(raw(body="承諾"))
    second = inbound_email(raw(body="辞退"))

    assert (second.copy_of, second.copy_differs, second.state) == (first, True, "sorted")


def test_the_database_lets_only_one_mail_be_the_first_of_its_message_id(identity):
    inbound = inbound_email(raw())
    copy = InboundEmail.objects.get(pk=inbound.pk)
    copy.pk, copy.sha256 = None, "x"

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_mails_without_a_message_id_are_no_copies_of_each_other(identity):
    mails = [inbound_email(raw(message_id="", body=body)) for body in ("一", "二")]

    assert [mail.copy_of for mail in mails] == [None, None]


def test_a_mail_that_is_too_large_keeps_its_headers_for_a_person(identity, monkeypatch):
    monkeypatch.setattr(parts, "MAX_BYTES", 1000)

    inbound = inbound_email(raw(body="長" * 1000))

    assert (inbound.kind, inbound.state, inbound.reason) == ("unreadable", "sorted", "too large")
    assert len(bytes(inbound.raw)) < 1000
    assert inbound.size > 3000


def test_the_town_is_found_by_the_recipients_domain(identity, site):
    other = type(site).objects.create(hostname="b.test", port=80, root_page=site.root_page)
    mail_identity(other, mail_domain="reply.b.example.jp")

    found = inbound_email(raw().replace(DOMAIN.encode(), b"REPLY.b.example.jp"))
    given = inbound_email(raw(message_id="<2@x>"), to="x@reply.b.example.jp")
    lost = inbound_email(raw(message_id="<3@x>").replace(DOMAIN.encode(), b"else.example.jp"))

    assert [mail.site for mail in (found, given, lost)] == [other, other, site]
    with scope(site=other):
        assert InboundEmail.objects.count() == 2


def test_the_sender_is_checked_by_our_own_mail_server_only(identity, monkeypatch):
    monkeypatch.setattr(django_settings, "AUTHSERV_ID", "mx.test")
    checked = "Authentication-Results: {}; dmarc=pass header.from=city.example.jp\r\n"

    ours = inbound_email(raw(trace=checked.format("mx.test")))
    theirs = inbound_email(raw(message_id="<2@x>", trace=checked.format("mx.evil.test")))

    assert (ours.auth, ours.auth_detail["aligned"]) == ("pass", "dmarc")
    assert (theirs.auth, theirs.auth_detail) == ("none", {})


def test_what_a_dead_process_stored_is_sorted_later(identity):
    stored = receiving.store(raw(), envelope_to=[], at=AT)
    assert stored.state == "stored"

    assert receiving.sort_stored(at=AT, older_than=timedelta(minutes=2)) == 0
    assert receiving.sort_stored(at=AT + timedelta(minutes=3), older_than=timedelta(minutes=2)) == 1

    stored.refresh_from_db()
    assert stored.state == "sorted"


def test_a_database_that_goes_away_says_nothing_about_the_mail(identity, monkeypatch):
    monkeypatch.setattr(receiving.sorting, "sort", ended_session)

    inbound = inbound_email(raw())

    assert (inbound.state, inbound.kind) == ("stored", "")
    monkeypatch.undo()
    receiving.sort_stored(at=AT + timedelta(minutes=3))
    inbound.refresh_from_db()
    assert (inbound.state, inbound.kind) == ("sorted", "reply")


def test_a_mail_that_the_database_refuses_for_ten_minutes_goes_to_a_person(identity, monkeypatch):
    monkeypatch.setattr(receiving.sorting, "sort", ended_session)
    inbound = inbound_email(raw())

    receiving.sort_stored(at=AT + timedelta(minutes=11))

    inbound.refresh_from_db()
    assert (inbound.state, inbound.kind) == ("sorted", "unreadable")


def ended_session(*_args, **_options):
    raise OperationalError("terminating connection due to administrator command")


def test_a_mail_is_handled_once(identity):
    inbound = inbound_email(raw())

    assert [receiving.mark_handled(inbound, at=AT) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n\r\n",
        b"no headers at all",
        b"From: \xff\xff\r\nDate: never\r\nMessage-ID: \x00\r\n\r\n\x00",
        b"From: =?utf-8?b?AAAA?=\r\nSubject: " + b"x" * 5000 + b"\r\n\r\nx",
        b"Date: Tue, 99 Dec 99999 99:99:99 +9999\r\n\r\nx",
        b"From: " + b"<" * 3000 + b"\r\n\r\n",
        b"Message-ID: <" + "長".encode() * 900 + b">\r\n\r\n",
        b"From: " + b"(" * 50_000 + b"\r\nTo: " + b"(" * 50_000 + b"\r\n\r\n",
        b"Subject: " + b"=?a?q?" * 50_000 + b"\r\n\r\n",
        b"References: " + b"<a@b> " * 5000 + b"\r\n\r\n",
    ],
)
def test_any_bytes_are_stored_and_sorted(identity, content):
    inbound = inbound_email(content)

    assert inbound.kind in ("reply", "unreadable")
    assert bytes(inbound.raw) == content


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Content-Type",
            "References",
            "Authentication-Results",
            "Auto-Submitted",
        ]
    ),
    value=st.binary(max_size=80),
    body=st.binary(max_size=80),
)
def test_any_header_is_survived(identity, name, value, body):
    line = name.encode() + b": " + value.replace(b"\n", b"").replace(b"\r", b"")

    inbound = inbound_email(line + b"\r\n\r\n" + body)

    assert inbound.reason != "could not be sorted"


def test_receiving_needs_no_open_town(identity):
    with scopes_disabled():
        assert receiving.receive(raw(), envelope_to=[], at=AT).site == identity.site


A, B = (f"a-{ids.encode(ids.uuid7())}{'b' * 26}@{DOMAIN}" for _number in range(2))


def to_both(at=AT, *, first_handled: bool = True):
    """The same bytes, handed over for one ask and then for another."""
    first = inbound_email(raw(), to=A)
    if first_handled:
        receiving.mark_handled(first, at=AT)
    return first, inbound_email(raw(), to=B, at=at)


def test_the_same_bytes_for_another_ask_after_the_first_was_handled_go_to_a_reader(identity):
    first, second = to_both()

    assert (second.copy_of, second.state, second.envelope_to) == (first, "sorted", [B])
    assert second.tag_public_id != first.tag_public_id
    first.refresh_from_db()
    assert (first.state, first.envelope_to) == ("handled", [A])


def test_handed_over_for_it_again_they_are_the_second_mail(identity):
    _first, second = to_both()
    receiving.mark_handled(second, at=AT)

    again = [inbound_email(raw(), to=B), inbound_email(raw(), to=A)]

    assert [row.pk for row in again] == [second.pk, _first.pk]
    assert InboundEmail.objects.count() == 2


def test_before_the_first_was_handled_its_reader_sees_both(identity):
    first, second = to_both(first_handled=False)

    assert (second, second.envelope_to) == (first, [A, B])


def test_another_address_that_is_no_asks_makes_no_second_mail(identity):
    first = inbound_email(raw(), to=A)
    receiving.mark_handled(first, at=AT)

    assert inbound_email(raw(), to=f"uketsuke@{DOMAIN}") == first
    assert InboundEmail.objects.count() == 1


def test_a_copy_by_another_way_for_another_ask_goes_to_a_reader(identity):
    first = inbound_email(raw(trace=f"Delivered-To: {A}\r\n"))
    second = inbound_email(raw(trace=f"Delivered-To: {B}\r\n"))

    assert (second.copy_of, second.copy_differs, second.state) == (first, True, "sorted")


def test_without_the_look_at_its_tags_the_second_ask_hears_nothing(identity, monkeypatch):
    monkeypatch.setattr(receiving, "_tags", lambda inbound: set())

    first, second = to_both()

    assert (second, InboundEmail.objects.count()) == (first, 1)
    assert not InboundEmail.objects.waiting().exists()
