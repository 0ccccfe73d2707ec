"""Mails made to exhaust a reader, each with the reason that a person is told.

    python -m tests.notifications.bombs FILE

receives one in a process of its own and prints seconds, megabytes, kind and reason. The database is
named by the environment. The mail comes from a file, so that making it costs this process nothing.
"""

import os
import sys
import time
from base64 import encodebytes
from datetime import UTC, datetime
from pathlib import Path

MEGABYTE = 1_000_000
HEAD = b"From: hoken@city.example.jp\r\nMessage-ID: <bomb@city.example.jp>\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def attachment() -> bytes:
    data = encodebytes(os.urandom(22 * MEGABYTE)).replace(b"\n", b"\r\n")
    return MIXED + b"--b\r\nContent-Type: application/pdf\r\n\r\n" + data + b"--b--\r\n"


def nested(kind: bytes = b"multipart/mixed") -> bytes:
    parts = (
        b"Content-Type: %s; boundary=b%d\r\n\r\n--b%d\r\n" % (kind, level, level)
        for level in range(1000)
    )
    return HEAD + b"".join(parts) + b"\r\nx\r\n" + b"y\r\n" * 100_000


def enclosed() -> bytes:
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 1000 + b"From: x\r\n\r\ny\r\n"


def parts_named(number: int) -> bytes:
    return MIXED + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * number + b"--b--\r\n"


BOMBS = {
    "a 30 MB attachment": (attachment, "too large"),
    "1,000 nested parts": (nested, "nested too deep"),
    "1,000 nested parts, folded": (
        lambda: nested(b"\r\n multipart/mixed"),
        "nested too deep",
    ),
    "1,000 mails one inside the other": (enclosed, "nested too deep"),
    "10,000 parts": (lambda: parts_named(10_000), "too many parts"),
    "201 parts": (lambda: parts_named(201), "too many parts"),
    "a million empty parts": (lambda: MIXED + b"--b\r\n\r\n" * 1_000_000, "too many lines"),
    "a million empty parts, bare CR": (lambda: MIXED + b"--b\r\r" * 1_000_000, "too many lines"),
    "a million headers": (lambda: HEAD + b"X: y\r\n" * 1_000_000 + b"\r\nx", "headers too long"),
    "a header of 9 MB": (
        lambda: HEAD + b"Subject: " + b"x" * 9 * MEGABYTE + b"\r\n\r\nx",
        "headers too long",
    ),
    "100,000 addresses": (
        lambda: HEAD + b"To: " + b"a@b.example,\r\n " * 100_000 + b"x\r\n\r\nx",
        "headers too long",
    ),
    "a million headers in a part": (
        lambda: MIXED + b"--b\r\n" + b"X: y\r\n" * 1_000_000 + b"\r\nx",
        "too many lines",
    ),
    "three million lines": (lambda: HEAD + b"\r\n" + b"x\r\n" * 3_000_000, "too many lines"),
    "one line of 9 MB": (lambda: HEAD + b"\r\n" + b"x" * 9 * MEGABYTE, ""),
    "9 MB of open tags": (
        lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * (9 * MEGABYTE // 5),
        "",
    ),
    "60 headers of 4,000 brackets": (
        lambda: HEAD + b"".join(b"To: " + b"(<" * 2000 + b"\r\n" for _ in range(60)) + b"\r\nx",
        "",
    ),
    "encoded words without end": (
        lambda: HEAD + b"Subject: " + b"=?utf-8?b?5om/?=" * 10_000 + b"\r\n\r\nx",
        "",
    ),
}  # fmt: skip


def main(file: str) -> None:
    import django

    django.setup()
    from notifications.inbox import reading, receiving

    # A first, small mail: what remains is the bomb's own share.
    receiving.receive(HEAD + b"\r\nx", envelope_to=[], at=datetime(2026, 12, 1, tzinfo=UTC))
    raw = Path(file).read_bytes()
    before, started = megabytes("VmRSS"), time.perf_counter()
    inbound = receiving.receive(raw, envelope_to=[], at=datetime(2026, 12, 1, tzinfo=UTC))
    reading.text_of(bytes(inbound.raw))
    reading.calendar_parts(bytes(inbound.raw))
    seconds = time.perf_counter() - started
    print(f"{seconds:.2f}|{megabytes('VmHWM') - before:.0f}|{inbound.kind}|{inbound.reason}")


def megabytes(name: str) -> float:
    """Of this process: VmRSS now, VmHWM at its highest. (getrusage would tell the parent's too.)"""
    words = Path("/proc/self/status").read_text()
    return float(words.partition(f"{name}:")[2].split()[0]) / 1000


if __name__ == "__main__":
    main(sys.argv[1])
