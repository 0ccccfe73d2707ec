"""Codes and words of mail servers, as a person would say them."""

import pytest

from notifications.inbox import bounces, parts
from notifications.plain import ADVICE, NOT_MADE, STOPPED, UNSURE, WHY, Cause, cause_of, trouble_of
from notifications.status import State


@pytest.mark.parametrize(
    ("status", "words", "cause"),
    [
        ("5.1.1", "", Cause.NO_ADDRESS),
        ("5.1.10", "", Cause.NO_ADDRESS),
        ("5.1.2", "550 Host unknown", Cause.NO_DOMAIN),
        ("5.2.2", "552 5.2.2 mailbox full", Cause.FULL),
        ("bounce", "メールボックスの容量を超過しています。", Cause.FULL),
        ("5.3.4", "552 message too big", Cause.TOO_LARGE),
        ("bounce", "メールのサイズが上限を超えたため", Cause.TOO_LARGE),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", Cause.NO_ADDRESS),
        ("4.4.1", "connect to mail.example: Connection timed out", Cause.UNREACHABLE),
        ("4.4.7", "", Cause.UNREACHABLE),
        ("5.4.6", "", Cause.LOOP),
        ("5.7.1", "554 5.7.1 Message rejected as spam", Cause.SPAM),
        ("5.7.26", "SPF and DKIM failed", Cause.SENDER),
        ("5.0.0", "550 sorry, no such user here", Cause.NO_ADDRESS),
        ("bounce", "宛先のアドレスが見つかりませんでした。", Cause.NO_ADDRESS),
        ("5.6.0", "", Cause.FORMAT),
        ("bounce", "", Cause.UNKNOWN),
        ("", "", Cause.UNKNOWN),
    ],
)
def test_a_code_or_what_the_server_wrote_names_the_cause(status, words, cause):
    assert cause_of(status=status, words=words) is cause


def test_a_bare_reply_code_is_a_last_resort():
    assert cause_of(status="SMTP 552", words="", smtp_code=552) is Cause.FULL
    assert cause_of(status="SMTP 550", words="", smtp_code=550) is Cause.UNKNOWN


def test_every_cause_has_a_reason_and_something_to_do():
    assert set(WHY) == set(ADVICE) == set(Cause)


def test_a_hostile_text_costs_no_time():
    assert cause_of(words="x user " * 100_000) is Cause.UNKNOWN


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("bounce_postfix", Cause.NO_ADDRESS),
        ("bounce_exchange", Cause.NO_ADDRESS),
        ("bounce_qmail_full", Cause.FULL),
        ("bounce_policy", Cause.SPAM),
        ("bounce_gateway_japanese", Cause.NO_ADDRESS),
        ("bounce_unclear", Cause.UNKNOWN),
    ],
)
def test_real_bounces_are_explained(name, cause):
    with open(f"tests/corpus/mails/{name}.eml", "rb") as file:
        news = bounces.news(parts.parse(file.read()))

    assert cause_of(status=news.status, words=news.words) is cause


@pytest.mark.parametrize(
    ("state", "code", "trouble"),
    [(State.HELD, None, UNSURE), (State.FAILED, None, NOT_MADE), (State.SUPPRESSED, None, STOPPED)],
)
def test_a_doubt_or_a_fault_of_ours_is_not_told_as_a_refusal(state, code, trouble):
    assert trouble_of(state=state, status="", words="", smtp_code=code) == trouble


def test_a_refusal_is_told_with_its_cause():
    refused = trouble_of(state=State.FAILED, status="", words="user unknown", smtp_code=550)

    assert (refused.why, refused.advice) == (WHY[Cause.NO_ADDRESS], ADVICE[Cause.NO_ADDRESS])


def test_words_of_a_bounce_can_be_stored_and_hold_no_secret():
    token = "a2" * 26
    raw = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\n"
        "Action: failed\r\nStatus: 5.7.1\r\n"
        f"Diagnostic-Code: smtp; 550 no\0 https://x.example/k/{token}/ b-{token}@x.example\r\n\r\n--x--\r\n"
    )

    words = bounces.news(parts.parse(raw.encode())).words

    assert words == "550 no\ufffd https://x.example/k/…/ b-…@x.example"
