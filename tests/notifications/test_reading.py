import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifications.inbox import reading
from notifications.inbox.charsets import UNREADABLE
from notifications.inbox.html import text_of_html
from tests.factories.notifications import DOMAIN, inbound_email, outgoing_email
from tests.notifications import mails

pytestmark = pytest.mark.django_db

FIRST_LINES = {
    "reply_exchange": ["承諾", "講師：田中"],
    "reply_gmail": ["2で"],
    "reply_apple": [
        "別日 12/24 14時から15時30分でお願いします。会場の準備があるため、少し遅い時間が助かります。"
    ],
    "reply_thunderbird": ["辞退 その日は全員が出張のため"],
    "reply_cybozu": ["承諾 10:00 田中"],
    "reply_html_only": ["承諾", "講師は田中です", "よろしく"],
    "reply_outlook_html": ["辞退", "理由：業務都合"],
    "reply_vendor_characters": ["①承諾", "講師 髙﨑㈱ ﾀﾅｶ"],
    "reply_x_sjis": ["承諾　②田中～"],
    "reply_wrong_label": ["辞退します"],
    "reply_utf7": ["承諾"],
    "reply_sanitised": ["【このメールは無害化されています】", "承諾"],
    "reply_absent_lecturer": ["辞退 田中が不在のため"],
    "calendar_google_accept": ["田中さんがこの招待を承諾しました。"],
    "calendar_apple_decline": ["鈴木さんはこの出席依頼を辞退しました。"],
}


@pytest.mark.parametrize("name", FIRST_LINES)
def test_the_words_of_a_person_are_read_as_written(identity, name):
    lines = reading.text_of(mails.raw(name, outgoing_email())).split("\n")

    assert [line for line in lines if line][: len(FIRST_LINES[name])] == FIRST_LINES[name]


def test_apples_quote_is_joined_but_stays_a_quote(identity):
    text = reading.text_of(mails.raw("reply_apple", outgoing_email()))

    assert (
        "> 2026/12/01 10:00、あおぞら市 お気軽講座 <uketsuke@reply.city.example.jp>のメール:"
        in text
    )


def test_quotes_of_an_html_mail_are_left_out(identity):
    text = reading.text_of(mails.raw("reply_html_only", outgoing_email()))

    assert "辞退" not in text
    assert "color" not in text


def test_a_mail_inside_a_mail_is_not_read(identity):
    text = reading.text_of(mails.raw("reply_with_forwarded_mail", outgoing_email()))

    assert text == "担当者のメールを転送します。"


@pytest.mark.parametrize("name", ["reply_broken_bytes", "unreadable_nesting", "unreadable_parts"])
def test_what_cannot_be_read_is_marked(identity, name):
    assert UNREADABLE in reading.text_of(mails.raw(name, outgoing_email()))


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("calendar_outlook_accept", ["REPLY"]),
        ("calendar_google_accept", ["REPLY"]),
        ("calendar_apple_decline", [""]),
        ("reply_gmail", []),
        ("unreadable_nesting", []),
    ],
)
def test_calendar_parts_are_found_once_each(identity, name, methods):
    found = reading.calendar_parts(mails.raw(name, outgoing_email()))

    assert [part.method for part in found] == methods
    assert all(part.data.startswith(b"BEGIN:VCALENDAR") for part in found)


def test_the_tag_is_read_from_the_recipient_in_any_case(identity):
    raw = mails.raw("reply_cybozu", outgoing_email())
    inbound = inbound_email(raw.replace(mails.TAG.encode(), mails.TAG.upper().encode()))

    assert reading.tag_of(inbound) == (mails.TAGGED, mails.TAG[26:])


def test_a_tag_of_the_envelope_that_no_header_names_is_enough(identity):
    raw = mails.raw("reply_cybozu", outgoing_email()).replace(mails.TAG.encode(), b"undisclosed")

    tagged = inbound_email(raw, to=f"a-{mails.TAG}@{DOMAIN}")

    assert reading.tag_of(tagged) == (mails.TAGGED, mails.TAG[26:])


def test_another_tag_in_the_envelope_than_in_the_headers_names_nothing(identity):
    other = "b" * 26 + "c" * 26
    inbound = inbound_email(mails.raw("reply_cybozu", outgoing_email()), to=f"a-{other}@{DOMAIN}")

    assert (reading.tag_of(inbound), inbound.tag_public_id) == (None, None)


@pytest.mark.parametrize("domain", ["evil.example.com", f"x.{DOMAIN}"])
def test_a_tag_at_another_domain_is_none(identity, domain):
    raw = mails.raw("reply_cybozu", outgoing_email())

    assert reading.tag_of(inbound_email(raw.replace(DOMAIN.encode(), domain.encode()))) is None


@pytest.mark.parametrize(
    "markup",
    ["<div>", "<!--", "<?", "</", "<![CDATA[", "<a b='", "<blockquote>", "&amp", "<table><tr>"],
)
def test_hostile_html_takes_no_time(markup):
    started = time.monotonic()

    text_of_html(markup * (1_000_000 // len(markup)))

    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>承諾&amp;確認<br>二行目</p>三行目", "承諾&確認\n二行目\n三行目"),
        ("<blockquote>a<blockquote>b</blockquote>c</blockquote>d", "d"),
        ('<div class="x gmail_quote">a<div>b</div></div><div>c</div>', "c"),
        ("<div id=divRplyFwdMsg>a</div>b", "b"),
        ("a<!-- b -->c<!-- d", "ac"),
        ("<script>if (a < b) x</script>c", "c"),
        ("<td>a</td><td>b</td>", "a\nb"),
        ("1 < 2", "1 < 2"),
        ("", ""),
    ],
)
def test_the_visible_words_of_html_are_read(html, text):
    assert text_of_html(html) == text


def test_a_text_of_half_a_megabyte_is_not_read():
    assert reading.text_of(b"\r\n" + b"x " * 300_000) == UNREADABLE


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n")
@example(b'Content-Type: text/plain; charset="\xff\xfe"\r\n\r\nx')
@example(b"Content-Type: text/plain; charset*=x'y'%ZZ\r\n\r\nx")
@example(b"Content-Transfer-Encoding: base64\r\n\r\n\xff=")
@example(b"Content-Type: text/calendar; method*0=R; method*9=x\r\n\r\nx")
def test_no_bytes_at_all_make_reading_fail(raw):
    assert isinstance(reading.text_of(raw), str)
    assert isinstance(reading.calendar_parts(raw), tuple)
