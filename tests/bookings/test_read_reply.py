"""`manage.py read_reply`: one JSON object for any bytes, without a database."""

import io
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.management import raw_reply
from tests.corpus.score import REPLIES, TOKYO

pytestmark = pytest.mark.once
FIELDS = {
    *("intent", "choice", "start", "lecturers", "dates"),
    *("reason", "applies", "why", "matched_by"),
}
ROOT = Path(__file__).parents[2]
MAIL = "From: bosai@example.lg.jp\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n"
TODAY = date(2026, 11, 20)


def read(raw, sent_text=""):
    return raw_reply.read(raw, sent_text=sent_text, today=TODAY, zone=TOKYO)


def ran(*arguments, stdin=b"", **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "read_reply", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        timeout=60,
    )


def printed(*arguments):
    out = io.StringIO()
    call_command("read_reply", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_it_needs_no_database_and_reads_standard_input():
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    mail = MAIL.format("2 10:00 田中").encode()

    result = ran("-", "--today", "2026-11-20", stdin=mail, TEST_DATABASE_URL=nowhere)

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {
        "intent": "accept",
        "choice": 2,
        "start": "10:00",
        "lecturers": ["田中"],
        "dates": [],
        "reason": "",
        "applies": True,
        "why": "承諾とはっきり書かれています（第2希望）。",
        "matched_by": None,
    }


def test_it_reads_our_mail_for_what_was_asked():
    mail, sent = REPLIES / "open" / "010-parts-two-without-time.eml", REPLIES / "sent" / "parts.txt"

    found = printed(str(mail), "--sent", str(sent), "--today", "2026-11-20")

    assert (found["intent"], found["choice"], found["applies"]) == ("accept", 2, False)
    assert found["why"] == "始まる時刻が書かれていません。"


def test_without_our_mail_the_wishes_pass_as_exact():
    assert read(MAIL.format("3").encode())["applies"]
    assert not read(MAIL.format("4").encode())["applies"]


@pytest.mark.parametrize(
    "arguments",
    [("no-such-file.eml",), ("-", "--today", "2026-13-01"), ("-", "--sent", "no-such-file.txt")],
)
def test_a_missing_file_or_a_wrong_day_is_said_and_ends_with_two(arguments):
    with pytest.raises(CommandError) as refused:
        call_command("read_reply", *arguments)

    assert refused.value.returncode == 2
    assert next(one for one in arguments if one.startswith(("no-", "2026"))) in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"\xff\xfe" * 500,
        b"\r\n\r\n",
        b"Subject: =?utf-8?B?",
        b"Content-Type: multipart/mixed\r\n\r\n",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\x81\x30",
        b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR",
        b"To: " + b"(" * 5000 + b"\r\n\r\nx",
    ],
)
def test_any_bytes_give_an_answer_that_does_nothing(raw):
    found = read(raw)

    assert set(found) == FIELDS
    assert not found["applies"]


@pytest.mark.parametrize("kind", ["large", "nested", "parts"])
def test_a_monstrous_mail_is_answered_quickly(kind):
    raw = {
        "large": MAIL.format("承諾").encode() + b"x" * 30_000_000,
        "nested": b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at)
            for at in range(1000)
        ),
        "parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 5000,
    }[kind]

    started = time.monotonic()
    found = read(raw)

    assert time.monotonic() - started < 5
    assert found["intent"] == "unclear"
    assert not found["applies"]


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_it(raw):
    assert set(read(raw)) == FIELDS
    assert set(read(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + raw)) == FIELDS


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_mail_breaks_nothing(data):
    path = data.draw(st.sampled_from(sorted((REPLIES / "open").glob("*.eml"))))
    raw = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at : at + data.draw(st.integers(1, 40))] = data.draw(st.binary(max_size=40))

    assert set(read(bytes(raw))) == FIELDS
