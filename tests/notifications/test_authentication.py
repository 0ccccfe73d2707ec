from email import message_from_string

import pytest

from notifications.inbox.authentication import verdict
from notifications.status import Auth

OURS = "mx.test"


def auth(headers: str, sender: str = "hoken@city.example.lg.jp") -> str:
    message = message_from_string(f"{headers}From: 佐藤 <{sender}>\n\nx\n")
    return verdict(message, authserv_id=OURS).auth


def results(text: str, server: str = OURS) -> str:
    return f"Authentication-Results: {server}; {text}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dmarc=pass header.from=city.example.lg.jp", "pass"),
        ("dmarc=pass (p=none dis=none) header.from=CITY.example.lg.jp;", "pass"),
        ("spf=pass smtp.mailfrom=bounce@city.example.lg.jp; dkim=fail header.d=x.jp", "pass"),
        ("spf=pass smtp.mailfrom=mail.city.example.lg.jp", "pass"),
        ("dkim=pass header.i=@example.lg.jp", "pass"),
        ("dkim=pass header.d=city.example.lg.jp header.s=s1", "pass"),
        ("dmarc=fail header.from=city.example.lg.jp", "fail"),
        ("dmarc=pass header.from=evil.example.com", "fail"),
        ("spf=pass smtp.mailfrom=evil.example.com; dkim=pass header.d=evil.example.com", "fail"),
        ("dkim=pass header.d=lg.jp", "fail"),
        ("dkim=pass header.d=ty.example.lg.jp", "fail"),
        ("spf=pass smtp.helo=city.example.lg.jp", "fail"),
        ("none", "none"),
        ("spf=pass smtp.mailfrom=<>", "none"),
        ("", "none"),
    ],
)
def test_only_a_result_for_the_domain_in_from_counts(text, expected):
    assert auth(results(text)) == expected


def test_another_servers_results_are_not_believed():
    text = "dmarc=pass header.from=city.example.lg.jp"

    assert auth(results(text, server="mx.evil.example.com")) == "none"
    assert auth(results(text, server="mx.test.evil.example.com")) == "none"


def test_a_header_below_our_own_is_not_believed():
    forged = results("dmarc=pass header.from=city.example.lg.jp")
    received = "Received: from x by mx.test; Tue, 1 Dec 2026 11:00:00 +0900\n"

    assert auth(results("dmarc=fail header.from=city.example.lg.jp") + received + forged) == "fail"
    assert auth(results("none") + received + forged) == "none"
    assert auth(results("broken;;;=") + received + forged) == "none"


def test_two_headers_of_our_server_count_together():
    spf = results("spf=fail smtp.mailfrom=x.jp")

    assert auth(spf + results("dmarc=pass header.from=city.example.lg.jp")) == "pass"


def test_without_a_server_name_in_the_settings_nothing_is_believed():
    message = message_from_string(
        results("dmarc=pass header.from=a.jp", server="") + "From: x@a.jp\n\nx"
    )

    assert verdict(message, authserv_id="").auth == "none"


@pytest.mark.parametrize("sender", ["a@city.example.lg.jp, b@evil.example.com", "", "nobody"])
def test_a_mail_without_exactly_one_sender_fails(sender):
    message = message_from_string(
        results("dmarc=pass header.from=city.example.lg.jp") + f"From: {sender}\n\nx"
    )

    assert verdict(message, authserv_id=OURS).auth == "fail"


def test_a_second_from_header_fails():
    headers = results("dmarc=pass header.from=city.example.lg.jp") + "From: evil@example.com\n"

    assert auth(headers) == "fail"


def test_the_detail_says_what_it_rests_on():
    message = message_from_string(
        results("spf=fail smtp.mailfrom=x.jp; dmarc=pass header.from=a.example.jp")
        + "From: x@a.example.jp\n\nx"
    )

    assert verdict(message, authserv_id=OURS).detail == {
        "domain": "a.example.jp",
        "spf": "fail",
        "dmarc": "pass",
        "aligned": "dmarc",
    }


@pytest.mark.parametrize(
    "header",
    [
        "mx.example.jp; spf=pass smtp.mailfrom==?utf-8?q?x=40e=3Bdmarc=3Dpass_header.from=3D"
        "city.mikagami.example=3Bspf=3Dnone_smtp.mailfrom=3D?=@evil.example",
        "mx.example.jp; dmarc=fail header.from=city.mikagami.example; dkim=pass header.d=evil.example"
        " header.i==?utf-8?q?=3Bdmarc=3Dpass_header.from=3Dcity.mikagami.example?=@evil.example",
        "=?utf-8?q?mx.example.jp?=; dmarc=pass header.from=city.mikagami.example",
    ],
)
def test_results_hidden_in_encoded_words_are_not_believed(header):
    message = message_from_string(
        f"Authentication-Results: {header}\nFrom: tanaka@city.mikagami.example\n\n承諾\n"
    )

    assert verdict(message, authserv_id="mx.example.jp").auth != Auth.PASS


def test_a_failed_dmarc_outweighs_every_pass():
    message = message_from_string(
        "Authentication-Results: mx.example.jp; dkim=pass header.d=city.mikagami.example;"
        " dmarc=fail header.from=city.mikagami.example\nFrom: tanaka@city.mikagami.example\n\nx\n"
    )

    assert verdict(message, authserv_id="mx.example.jp").auth == Auth.FAIL


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("=?utf-8?b?5L2Q6JekLCDoirHlrZA=?= <a@city.mikagami.example>", "pass"),  # 佐藤, 花子
        ("=?utf-8?q?b=40city.mikagami.example?= <a@city.mikagami.example>", "pass"),
        ("=?utf-8?q?a=40city.mikagami.example?=", "fail"),
        ("=?utf-8?q?=3Ca=40city.mikagami.example=3E?= <x@evil.example>", "fail"),
    ],
)
def test_an_encoded_word_is_a_name_and_never_an_address(header, expected):
    message = message_from_string(
        "Authentication-Results: mx.test; dmarc=pass header.from=city.mikagami.example\n"
        f"From: {header}\n\nx\n"
    )

    assert verdict(message, authserv_id=OURS).auth == expected
