"""A city's mail gateway as it is met inside LGWAN: no links, no HTML, no attachments, lines cut anew.

    clean = sanitised(raw)                                     one mail, as bytes
    with Gateway(folder, next_port=mail.smtp_port) as gateway:  an SMTP server in front of another
    python -m tests.servers.gateway PORT NEXT_PORT

Vendors' ways: m-FILTER (X-MAIL-SANITIZED, links replaced), CYBERMAIL (the attachment's text is
appended to the body: `appends=True`).
"""

import asyncio
import email
import re
import smtplib
import sys
import unicodedata
from email import policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from bs4 import BeautifulSoup

from tests.servers.processes import Process, answers, free_port

ROOT = Path(__file__).parents[2]
KEPT = (
    "Date", "From", "To", "Cc", "Subject", "Message-ID", "In-Reply-To", "References", "Reply-To",
    "Auto-Submitted", "X-Auto-Response-Suppress", "Authentication-Results",
)  # fmt: skip
NOTE = "【このメールは無害化処理済みです】"
FILES = "【無害化】取り除いた添付ファイル："
_LINK = re.compile(r"(?:https?://|www\.)[^\s　<>「」（）]+|mailto:\S+", re.IGNORECASE)
_CLOSING = "、。，．）」』〕】〜ー！？"


def sanitised(raw: bytes, *, columns: int = 70, appends: bool = False) -> bytes:
    """What the reader behind the gateway gets; `columns` counts a full-width character as two."""
    before = email.message_from_bytes(raw, policy=policy.default)
    after = EmailMessage(policy=policy.SMTP)
    for name in KEPT:
        if name in before and name not in after:
            after[name] = " ".join(str(before[name]).split())
    after["X-MAIL-SANITIZED"] = "DEL_ATTACH CHG_TEXT REP_LINK"
    body = [NOTE, "", *_text(before).splitlines()]
    names = [part.get_filename() for part in before.walk() if part.get_filename()]
    if names:
        body += ["", FILES + "、".join(names)]
    if appends:
        body += [line for part in _calendars(before) for line in part.splitlines()]
    cut = [piece for line in body for piece in _wrapped(_LINK.sub("（リンク）", line), columns)]
    after.set_content("\n".join(cut) + "\n", charset="utf-8", cte="base64")
    return after.as_bytes()


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = part.get_content()
    if part.get_content_type() == "text/html":
        return BeautifulSoup(content, "html.parser").get_text("\n")
    return content


def _calendars(message: EmailMessage) -> list[str]:
    return [
        part.get_payload(decode=True).decode()
        for part in message.walk()
        if part.get_content_type() == "application/ics"
    ]


def _wrapped(line: str, columns: int) -> list[str]:
    """The line in pieces; a closing mark does not begin one."""
    pieces, width = [""], 0
    for character in line:
        wide = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if width + wide > columns and character not in _CLOSING:
            pieces.append("")
            width = 0
        pieces[-1] += character
        width += wide
    return pieces


class Handler:
    def __init__(self, *, next_port: int) -> None:
        self.next_port = next_port

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.to_thread(self.forward, envelope)
        return "250 2.0.0 OK sanitised"

    def forward(self, envelope: Envelope) -> None:
        with smtplib.SMTP("127.0.0.1", self.next_port) as smtp:
            clean = sanitised(envelope.original_content or b"")
            smtp.sendmail(envelope.mail_from or "", envelope.rcpt_tos, clean)


class Gateway(Process):
    """`gateway.url` takes mail like any SMTP server; what comes out goes to `next_port`."""

    def __init__(self, folder: Path, *, next_port: int) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        super().__init__(
            [sys.executable, "-m", "tests.servers.gateway", str(self.port), str(next_port)],
            log=folder / "gateway.out", cwd=ROOT,
        )  # fmt: skip
        self.wait_for(lambda: answers(self.port))


async def serve(*, port: int, next_port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(next_port=next_port), enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1", port,
    )  # fmt: skip
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(port=int(sys.argv[1]), next_port=int(sys.argv[2])))
