"""The protocol alone: bytes in, bytes out, no database and no network."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.lmtp import session, wire
from notifications.lmtp.session import LATER, Session
from notifications.lmtp.wire import Wire

OURS = "kouza.example.jp"
LIMIT = 1000


class Lines:
    """The writing half of a connection."""

    def __init__(self):
        self.written = b""

    def write(self, data):
        self.written += data

    async def drain(self):
        pass


def talk(said: bytes, *, knows=None, deposit=None, pieces: int = 0) -> tuple[list[str], list]:
    """(what the server answered, the mails it was given)"""
    given_to_us = []

    async def known(domain):
        return domain.lower() == OURS

    async def kept(raw, envelope):
        given_to_us.append((raw, envelope.sender, envelope.recipients))
        return [f"250 2.0.0 {address}" for address in envelope.recipients]

    async def run():
        reader, lines = asyncio.StreamReader(), Lines()
        conversation = Session(
            Wire(reader, lines),
            knows=knows or known,
            deposit=deposit or kept,
            max_bytes=LIMIT,
        )
        running = asyncio.create_task(conversation.run())
        step = pieces or len(said) or 1
        for start in range(0, len(said), step):
            reader.feed_data(said[start : start + step])
            await asyncio.sleep(0)
        reader.feed_eof()
        await running
        return lines.written.decode().split("\r\n")[:-1]

    # In a thread of its own: this one may hold the loop of a browser test.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, run()).result(), given_to_us


def mail(
    content: bytes, *to: str, sender: str = "hoken@city.example.jp", options: str = ""
) -> bytes:
    rcpts = b"".join(f"RCPT TO:<{address}>\r\n".encode() for address in to or [f"a-x@{OURS}"])
    hello = f"LHLO mx\r\nMAIL FROM:<{sender}>{options}\r\n".encode()
    return hello + rcpts + b"DATA\r\n" + content + b".\r\nQUIT\r\n"


def codes(answers: list[str]) -> list[str]:
    return [line[:3] for line in answers if line[3:4] == " "]


@pytest.mark.parametrize("pieces", [0, 1, 7])
def test_a_mail_is_answered_once_for_each_recipient(pieces):
    said = mail(b"Subject: x\r\n\r\ny\r\n", f"a-1@{OURS}", f"a-2@{OURS}")

    answers, mails = talk(said, pieces=pieces)

    assert answers[-4:-1] == [
        "354 end with a line that is one dot",
        f"250 2.0.0 a-1@{OURS}",
        f"250 2.0.0 a-2@{OURS}",
    ]
    assert mails == [
        (b"Subject: x\r\n\r\ny\r\n", "hoken@city.example.jp", [f"a-1@{OURS}", f"a-2@{OURS}"])
    ]


def test_the_size_is_announced():
    answers, _mails = talk(b"LHLO mx\r\n")

    assert f"250 SIZE {LIMIT}" in answers


def test_another_domain_is_refused_and_the_others_are_taken():
    answers, mails = talk(mail(b"x\r\n", "a@elsewhere.example", f"b@{OURS.upper()}"))

    assert "550 5.1.2 no such domain here" in answers
    assert mails[0][2] == [f"b@{OURS.upper()}"]


def test_a_mail_for_nobody_here_is_not_taken():
    answers, mails = talk(mail(b"x\r\n", "a@elsewhere.example"))

    assert "503 5.5.1 no valid recipient" in answers
    assert mails == []


def test_a_database_that_is_away_makes_the_server_try_later():
    async def nobody_knows(domain):
        return None

    assert LATER in talk(mail(b"x\r\n"), knows=nobody_knows)[0]


@pytest.mark.parametrize(
    "content", [b"", b"x\r\n", b"x\r\n" * 300, b"line\nbare\r\n", "長い\r\n".encode() * 50]
)
def test_every_content_arrives_as_it_was(content):
    assert talk(mail(content))[1][0][0] == content


def test_dots_at_the_start_of_a_line_are_undone():
    assert talk(mail(b"..\r\n...x\r\nx..\r\n"))[1][0][0] == b".\r\n..x\r\nx..\r\n"


@pytest.mark.parametrize("end", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r"])
def test_only_a_dot_between_full_line_ends_ends_a_mail(end):
    """Two mails in one is how a forged sender would get past our mail server."""
    smuggled = b"x" + end + b"MAIL FROM:<boss@city.example.jp>\r\nRCPT TO:<a@b>\r\nDATA\r\ny\r\n"

    assert len(talk(mail(smuggled))[1]) == 1


def test_a_mail_that_is_too_large_is_refused_for_each_recipient_and_the_next_is_taken():
    large = mail(b"x" * 3 * LIMIT + b"\r\n", f"a@{OURS}", f"b@{OURS}").removesuffix(b"QUIT\r\n")

    answers, mails = talk(large + mail(b"small\r\n"))

    assert [line for line in answers if line.startswith("552")] == [
        f"552 5.3.4 larger than {LIMIT} bytes"
    ] * 2
    assert [raw for raw, _sender, _to in mails] == [b"small\r\n"]


def test_a_mail_of_exactly_the_limit_is_taken():
    content = b"x" * (LIMIT - 2) + b"\r\n"

    assert [len(raw) for raw, *_rest in talk(mail(content))[1]] == [LIMIT]
    assert talk(mail(b"x" + content))[1] == []


def test_a_mail_announced_as_too_large_is_refused_before_it_is_sent():
    answers, mails = talk(mail(b"x\r\n", options=f" BODY=8BITMIME SIZE={LIMIT + 1}"))

    assert f"552 5.3.4 larger than {LIMIT} bytes" in answers
    assert mails == []


def test_an_endless_command_line_ends_the_connection():
    answers, _mails = talk(b"LHLO " + b"x" * 10 * wire.MAX_LINE)

    assert answers[-1] == "500 5.5.2 line too long"


def test_a_connection_that_breaks_in_the_middle_gives_no_mail():
    assert talk(mail(b"x\r\n").partition(b".\r\nQUIT")[0])[1] == []


def test_more_recipients_than_allowed_are_sent_back_for_later():
    many = [f"a-{number}@{OURS}" for number in range(session.MAX_RECIPIENTS + 1)]

    answers, mails = talk(mail(b"x\r\n", *many))

    assert codes(answers).count("452") == 1
    assert len(mails[0][2]) == session.MAX_RECIPIENTS


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"EHLO x\r\n", "500"),
        (b"MAIL FROM:<a@b>\r\n", "503"),
        (b"LHLO x\r\nRCPT TO:<a@b>\r\n", "503"),
        (b"LHLO x\r\nDATA\r\n", "503"),
        (b"LHLO x\r\nMAIL FROM:a@b\r\n", "501"),
        (b"LHLO x\r\nMAIL FROM:<a@b>\r\nMAIL FROM:<a@b>\r\n", "503"),
        (b"LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<nobody>\r\n", "501"),
        (b'LHLO x\r\nMAIL FROM:<"a b"@c>\r\nRCPT TO:<@r,@s:a@%s>\r\n' % OURS.encode(), "250"),
        (b"NOOP\r\n", "250"),
        (b"RSET\r\n", "250"),
        (b"VRFY a\r\n", "252"),
        (b"\r\n", "500"),
        (b"\xff\x00\r\n", "500"),
        (b"QUIT\r\n", "221"),
    ],
)
def test_every_command_has_its_answer(said, expected):
    assert codes(talk(said)[0])[-1] == expected


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 40))
def test_no_bytes_break_a_connection(said, pieces):
    answers, _mails = talk(said, pieces=pieces)

    assert answers[0].startswith("220")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.binary(max_size=20).filter(lambda line: b"\r" not in line), max_size=20),
    st.integers(1, 40),
)
def test_any_lines_arrive_as_they_were(lines, pieces):
    content = b"".join(line + b"\r\n" for line in lines)
    stuffed = b"".join((b"." + line if line[:1] == b"." else line) + b"\r\n" for line in lines)

    assert talk(mail(stuffed), pieces=pieces)[1][0][0] == content
