from email.message import Message
from email.parser import BytesHeaderParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.inbox import charsets
from notifications.inbox.flowed import unflow


@pytest.mark.parametrize(
    ("content", "label", "text"),
    [
        ("承諾".encode("iso-2022-jp"), "iso-2022-jp", "承諾"),
        (b"\x1b$B-!-j\x1b(B", "iso-2022-jp", "①㈱"),
        (b"\x1b$B|b\x1b(B", "ISO-2022-JP", "髙"),
        (b"\x1b(ICE6\x1b(B", "iso-2022-jp", "ﾃﾅｶ"),
        ("①髙".encode("cp932"), "shift_jis", "①髙"),
        ("①髙".encode("cp932"), "windows-31j", "①髙"),
        ("承諾".encode("euc_jp"), "euc-jp", "承諾"),
        ("承諾".encode("utf-7"), "unicode-1-1-utf-7", "承諾"),
        ("承諾".encode(), "iso-8859-999", "承諾"),
        ("承諾します".encode("cp932"), "us-ascii", "承諾します"),
        ("承諾".encode("iso-2022-jp"), "utf-8", "承諾"),
        ("承諾".encode(), None, "承諾"),
        (b"", "iso-2022-jp", ""),
    ],
)
def test_text_is_read_by_its_label_or_by_its_look(content, label, text):
    assert charsets.decode(content, label) == text


@pytest.mark.parametrize("content", [b"\x1b$B>5\x7f\x7f\x1b(B", b"\x1b$B>", b"\x1b$B}~}~\x1b(B"])
def test_what_cannot_be_read_stays_visible(content):
    assert charsets.UNREADABLE in charsets.decode(content, "iso-2022-jp")


@given(st.binary(max_size=200), st.sampled_from(["iso-2022-jp", "x-sjis", "utf-7", "x", None]))
def test_any_bytes_give_text(content, label):
    assert isinstance(charsets.decode(content, label), str)


def test_a_character_cut_between_two_encoded_words_is_whole():
    raw = b"Subject: =?utf-8?b?5om/6A==?=\r\n =?utf-8?b?q74=?=\r\n\r\n"

    assert charsets.header(BytesHeaderParser().parsebytes(raw), "Subject") == "承諾"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Subject: \x8f\xb3\x91\xf8\r\n\r\n", "承諾"),
        ("Subject: 承諾\r\n\r\n".encode(), "承諾"),
        (b"Subject: =?utf-8?b?!!!?=\r\n\r\n", None),
        (b"Subject: =?x-unknown?q?abc?=\r\n\r\n", "abc"),
        (b"X: y\r\n\r\n", ""),
    ],
)
def test_headers_are_read_however_they_were_written(raw, text):
    read = charsets.header(BytesHeaderParser().parsebytes(raw), "Subject")

    assert isinstance(read, str) if text is None else read == text


def test_a_missing_header_is_empty():
    assert charsets.header(Message(), "Subject") == ""


@pytest.mark.parametrize(
    ("flowed", "delete_space", "text"),
    [
        ("少し遅い時 \n間です\n終わり", True, "少し遅い時間です\n終わり"),
        ("two \nwords", False, "two words"),
        ("> q \n> r\nanswer", False, "> q r\nanswer"),
        (" From here\n >x", False, "From here\n>x"),
        ("承諾\n-- \n佐藤", False, "承諾\n-- \n佐藤"),
        ("a \n> b", False, "a \n> b"),
    ],
)
def test_flowed_lines_are_joined_and_quotes_kept(flowed, delete_space, text):
    assert unflow(flowed, delete_space=delete_space) == text


@pytest.mark.parametrize("label", ["utf-8", "shift_jis", None])
def test_lines_in_two_encodings_are_unreadable_whatever_the_label(label):
    content = "辞退\r\n".encode("cp932") + "承諾\r\n".encode()

    assert charsets.UNREADABLE in charsets.decode(content, label)
