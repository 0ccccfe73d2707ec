"""Mails that want an answer recorded which the department never gave: none of them gets one.

Each goes the whole way, from the bytes to the pulling task; what is left is an entry for a person,
or nothing. The log then holds no address, no subject and no name.
"""

import base64
import logging
from email.header import Header

import pytest
from django_scopes import scopes_disabled

from bookings.actions import answering, receiving
from bookings.models import Answer, Assignment, WaitingReply
from notifications.inbox.receiving import receive
from notifications.models import InboundEmail, OutgoingEmail
from tests.factories.replies import DEPARTMENT, FORGED, PROVEN, SERVER, asked, reply_address
from tests.factories.town import DEPARTMENT as BY_DEPARTMENT
from tests.factories.town import NOW, Town, at, make_town

LATER = at("2026-11-23 09:00")
PERSONAL = ("bousai@", "evil", "佐藤", "田中", "秘密の件名", "承諾", "桜が丘")


@pytest.fixture
def town(site, settings) -> Town:
    settings.AUTHSERV_ID = SERVER
    return make_town(site)


@pytest.fixture
def ask(town) -> Assignment:
    return asked(town)


@pytest.fixture
def log(caplog):
    """All that was logged, by anybody, at any level; never anything personal."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert [word for word in PERSONAL if word in caplog.text] == []


def mail(
    to: str,
    body: bytes = "承諾\r\n".encode(),
    *,
    results: str | None = PROVEN,
    trace: str = "",
    sender: str = f"防災課 <{DEPARTMENT}>",
    subject: str = "秘密の件名",
    charset: str = "utf-8",
    message_id: str = "<1@city.mikagami.example>",
    headers: str = "",
) -> bytes:
    proof = f"Authentication-Results: {results}\r\n" if results is not None else ""
    head = (
        f"{trace}{proof}From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{headers}"
        f"Message-ID: {message_id}\r\nContent-Type: text/plain; charset={charset}\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + body


def handled(raw: bytes, to: str, *, moment=LATER) -> InboundEmail:
    with scopes_disabled():
        inbound = receive(raw, envelope_to=[to], at=moment)
        receiving.pull(at=moment)
        inbound.refresh_from_db()
    return inbound


def unanswered(ask: Assignment) -> None:
    ask.refresh_from_db()
    assert (ask.state, ask.version) == ("asked", 0)
    assert Answer.objects.count() == 0


def test_the_honest_mail_that_the_others_pretend_to_be_is_an_answer(ask, log):
    to = reply_address(ask)

    handled(mail(to), to)

    assert [answer.kind for answer in Answer.objects.all()] == ["accept"]


RECEIVED = f"Received: from x by {SERVER}; Mon, 23 Nov 2026 09:00:00 +0900\r\n"
OTHER_SERVER = "mx.evil.example; dmarc=pass header.from=city.mikagami.example"
OURS_BELOW = f"{RECEIVED}Authentication-Results: {PROVEN}\r\n"


@pytest.mark.parametrize(
    "forged",
    [
        {"results": None},
        {"results": FORGED},
        {"results": OTHER_SERVER},
        {"results": f"{SERVER}.evil.example; dmarc=pass header.from=city.mikagami.example"},
        {"results": f"{SERVER}; dmarc=pass header.from=evil.example"},
        {"results": f"{SERVER}; spf=pass smtp.mailfrom=evil.example"},
        {"results": FORGED, "headers": OURS_BELOW},
        {"results": f"{SERVER}; none", "headers": OURS_BELOW},
        {"results": PROVEN, "sender": "evil@city.mikagami.example"},
        {"results": PROVEN, "headers": "From: evil@evil.example\r\n"},
        {"results": PROVEN, "sender": f"{DEPARTMENT}, evil@evil.example"},
        {"results": PROVEN, "sender": f'"{DEPARTMENT}" <evil@city.mikagami.example>'},
        {
            "results": PROVEN,
            "sender": f"=?utf-8?b?{base64.b64encode(DEPARTMENT.encode()).decode()}?=",
        },
    ],
)
def test_a_forged_sender_answers_nothing(ask, log, forged):
    to = reply_address(ask)

    handled(mail(to, **forged), to)

    unanswered(ask)
    assert WaitingReply.objects.get().why in ("unauthenticated", "stranger")


def test_a_guessed_tag_answers_nothing(ask, log):
    to = reply_address(ask)
    guesses = [
        to.replace(to[28:54], 26 * "a"),
        to.replace(to[2:28], 26 * "b"),
        to.replace("a-", "a"),
    ]

    for number, guess in enumerate(guesses):
        handled(mail(guess, message_id=f"<{number}@x>"), guess)

    unanswered(ask)
    assert {row.why for row in WaitingReply.objects.all()} <= {"wrong_tag", "no_tag"}
    assert WaitingReply.objects.count() == len(guesses)


def test_the_tag_of_another_ask_in_the_same_mail_answers_neither(ask, town, log):
    other = asked(town)
    to, also = reply_address(ask), reply_address(other)

    handled(mail(f"{to}, {also}"), to)

    unanswered(ask)
    unanswered(other)


def test_a_mail_handed_over_a_hundred_times_answers_once(ask, log):
    to = reply_address(ask)
    raw = mail(to)

    for _ in range(100):
        handled(raw, to)

    assert (Answer.objects.count(), InboundEmail.objects.count()) == (1, 1)
    assert WaitingReply.objects.count() == 0


def test_the_same_words_under_another_name_wait_for_a_person(ask, log):
    to = reply_address(ask)
    handled(mail(to), to)

    handled(mail(to, message_id="<2@city.mikagami.example>"), to)

    assert Answer.objects.count() == 1
    assert WaitingReply.objects.get().why == "closed"


def test_other_words_under_the_same_name_wait_for_a_person(ask, log):
    to = reply_address(ask)
    handled(mail(to, "今、相談しています。\r\n".encode()), to)

    handled(mail(to), to)

    unanswered(ask)
    assert WaitingReply.objects.count() == 2


def test_the_tag_of_a_closed_ask_answers_nothing(ask, log):
    to = reply_address(ask)
    answering.decline(
        assignment_id=ask.pk, version=0, by=BY_DEPARTMENT, at=NOW, reason="other"
    )  # fmt: skip

    handled(mail(to), to)

    assert [answer.kind for answer in Answer.objects.all()] == ["decline"]
    assert WaitingReply.objects.get().why == "closed"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("承\x00諾\r\n".encode(), "utf-8"),
        (b"\x00\r\n", "utf-8"),
        (b"+YH+K+A-\r\n", "us-ascii"),
        (b"+YH+K+A-\r\n", "utf-8"),
        ("\u202e諾承\u202c\r\n".encode(), "utf-8"),
        ("承諾\u202e退辞\u202c\r\n".encode(), "utf-8"),
        ("\u2066承諾\u2069しません\r\n".encode(), "utf-8"),
        ("承諾".encode("utf-16"), "utf-8"),
        (b"\xff\xfe\xff\r\n", "utf-8"),
        ("辞退\r\n".encode("cp932") + "承諾\r\n".encode(), "utf-8"),
        ("承諾".encode() + b"\x1b$B", "utf-8"),
    ],
)
def test_text_that_a_person_would_not_see_like_this_answers_nothing(ask, log, body, charset):
    to = reply_address(ask)

    handled(mail(to, body, charset=charset), to)

    unanswered(ask)
    assert WaitingReply.objects.count() == 1


INJECTED = "田中\r\nBcc: evil@evil.example\r\n\r\nevil"


@pytest.mark.parametrize(
    "where",
    [
        {"sender": f"{Header(INJECTED, 'utf-8', maxlinelen=500)} <evil@evil.example>"},
        {"subject": str(Header(INJECTED, "utf-8", maxlinelen=500)), "results": FORGED},
        {"message_id": "<1@x>\r\nBcc: evil@evil.example", "results": FORGED},
        {"sender": "=?utf-8?q?a=0D=0ABcc=3A_evil=40evil=2Eexample?= <x@evil.example>"},
    ],
)
def test_a_header_smuggled_into_a_name_reaches_no_mail_of_ours(ask, log, where):
    to = reply_address(ask)

    inbound = handled(mail(to, **where), to)

    unanswered(ask)
    assert "\r" not in inbound.subject + inbound.from_address + inbound.message_id
    assert "\n" not in inbound.subject + inbound.from_address + inbound.message_id
    assert not OutgoingEmail.objects.filter(to_address__contains="evil").exists()


def test_a_lecturers_name_with_a_header_in_it_is_nobodys_name(ask, log):
    to = reply_address(ask)

    handled(mail(to, "承諾 講師：田中\nBcc: evil@evil.example\r\n".encode()), to)

    assert not OutgoingEmail.objects.filter(text__contains="evil").exists()


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied\r\n",
        "Precedence: bulk\r\n",
        "X-Autoreply: yes\r\n",
        "List-Id: <all.city.mikagami.example>\r\n",
        "Return-Path: <>\r\n",
        "X-MS-Exchange-Inbox-Rules-Loop: x\r\n",
        RECEIVED * 31,
    ],
)
def test_what_a_machine_wrote_answers_nothing(ask, log, headers):
    to = reply_address(ask)

    inbound = handled(mail(to, headers=headers), to)

    unanswered(ask)
    assert inbound.kind in ("auto_reply", "bounce", "loop")
    assert InboundEmail.objects.set_aside().get() == inbound


def test_our_own_mail_coming_back_answers_nothing(ask, log):
    to = reply_address(ask)
    ours = OutgoingEmail.objects.filter(event_mail__event__assignment=ask).first()

    inbound = handled(mail(to, message_id=ours.message_id), to)

    unanswered(ask)
    assert (inbound.kind, inbound.reason) == ("loop", "our own mail")


def test_a_mail_too_large_to_read_waits_for_a_person(ask, log):
    to = reply_address(ask)
    raw = mail(to) + b"x" * 11_000_000

    inbound = handled(raw, to)

    unanswered(ask)
    waiting = WaitingReply.objects.get()
    assert (waiting.why, inbound.reason, waiting.assignment) == ("unreadable", "too large", ask)
    assert len(bytes(inbound.raw)) < 1000


@pytest.mark.parametrize("wrong", [b"", b"\r\n", b"\x00", b"From: x\r\n\r\n"])
def test_a_mail_that_is_almost_nothing_stops_nobody(ask, log, wrong):
    to = reply_address(ask)

    handled(wrong, "")
    handled(mail(to), to)

    assert Answer.objects.count() == 1
