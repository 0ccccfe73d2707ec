"""The city's receiving mail server, as a test wants it: SMTP in, Dovecot's LMTP out.

    python -m tests.servers.relay SMTP_PORT LMTP_PORT FOLDER

What it does beyond relaying is told by FOLDER/table.json, read anew for every message:
- `trusted`: senders (address or domain) whose Authentication-Results say pass; all others fail,
- `catch_all`: domain → mailbox that gets every address of it; others have a mailbox each,
- `refuse_rcpt`, `refuse_data`: address → the reply to give instead of 250, e.g. "451 4.3.0 later",
- `bounce`: address → what is written back to the sender, by mail and after 250, e.g. "550 5.1.1 no".
FOLDER/mail.log gets one line for each message taken, as a mail server's log would.
"""

import asyncio
import json
import smtplib
import sys
import uuid
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

AUTHSERV_ID = "mx.test"


class Relay:
    def __init__(self, *, lmtp_port: int, folder: Path) -> None:
        self.lmtp_port, self.folder = lmtp_port, folder

    def table(self) -> dict[str, Any]:
        return json.loads((self.folder / "table.json").read_text())

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = self.table()["refuse_rcpt"].get(address.lower())
        if refused is None:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        table = self.table()
        for address in envelope.rcpt_tos:
            if reply := table["refuse_data"].get(address.lower()):
                return reply
        await asyncio.to_thread(self.deliver, envelope, table)
        return "250 2.0.0 OK queued"

    def deliver(self, envelope: Envelope, table: dict[str, Any]) -> None:
        raw = envelope.original_content or b""
        headers = BytesHeaderParser().parsebytes(raw)
        sender = parseaddr(str(headers["From"] or ""))[1].lower()
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            for address in envelope.rcpt_tos:
                top = received(envelope.mail_from or "", address, verdict(sender, table))
                if said := table.get("bounce", {}).get(address.lower()):
                    self.bounce(lmtp, envelope, address, said=said, table=table)
                    continue
                mailbox = mailbox_of(address, table)
                lmtp.sendmail(envelope.mail_from or "", [mailbox], top + without_forgery(raw))
        self.log(headers, envelope)

    def bounce(
        self,
        lmtp: smtplib.LMTP,
        envelope: Envelope,
        address: str,
        *,
        said: str,
        table: dict[str, Any],
    ) -> None:
        """RFC 3464, with an empty sender, to the envelope sender alone."""
        sender = envelope.mail_from or ""
        top = received("", sender, verdict("", table))
        lmtp.sendmail("", [mailbox_of(sender, table)], top + report(address, sender, said=said))

    def log(self, headers: Message, envelope: Envelope) -> None:
        message_id = " ".join(str(headers["Message-ID"]).split())
        with (self.folder / "mail.log").open("a") as file:
            for address in envelope.rcpt_tos:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                file.write(f"{now} message-id={message_id} to=<{address}> status=sent\n")


def mailbox_of(address: str, table: dict[str, Any]) -> str:
    return table["catch_all"].get(address.lower().rpartition("@")[2], address.lower())


def report(address: str, sender: str, *, said: str) -> bytes:
    """What Postfix writes, as far as a reader needs it."""
    lines = [
        f"From: MAILER-DAEMON@{AUTHSERV_ID}", f"To: {sender}",
        "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
        f"Message-ID: <{uuid.uuid4()}@{AUTHSERV_ID}>", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="report"', "",
        "--report", "Content-Type: text/plain; charset=us-ascii", "",
        "I'm sorry to have to inform you that your message could not be delivered.", "",
        "--report", "Content-Type: message/delivery-status", "",
        f"Reporting-MTA: dns; {AUTHSERV_ID}", "",
        f"Final-Recipient: rfc822; {address}", "Action: failed", f"Status: {said.split()[1]}",
        f"Diagnostic-Code: smtp; {said}", "", "--report--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def verdict(sender: str, table: dict[str, Any]) -> str:
    domain = sender.rpartition("@")[2]
    result = "pass" if {sender, domain} & set(table["trusted"]) else "fail"
    return (
        f"spf={result} smtp.mailfrom={sender}; dkim={result} header.d={domain};\r\n"
        f" dmarc={result} header.from={domain}"
    )


def received(mail_from: str, address: str, auth: str) -> bytes:
    """The lines a border server writes above what it was given."""
    date = format_datetime(datetime.now(UTC))
    return (
        f"Return-Path: <{mail_from}>\r\nDelivered-To: {address}\r\n"
        f"Authentication-Results: {AUTHSERV_ID};\r\n {auth}\r\n"
        f"Received: from sender.test by {AUTHSERV_ID} with ESMTP;\r\n {date}\r\n"
    ).encode()


def without_forgery(raw: bytes) -> bytes:
    """RFC 8601, 5: results that claim our name but come from outside are removed."""
    head, separator, body = raw.partition(b"\r\n\r\n")
    kept: list[bytes] = []
    dropping = False
    for line in head.split(b"\r\n"):
        if not line[:1].isspace():
            name, _, value = line.partition(b":")
            ours = value.strip().lower().startswith(AUTHSERV_ID.encode())
            dropping = name.lower() == b"authentication-results" and ours
        if not dropping:
            kept.append(line)
    return b"\r\n".join(kept) + separator + body


async def serve(*, smtp_port: int, lmtp_port: int, folder: Path) -> None:
    relay = Relay(lmtp_port=lmtp_port, folder=folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(relay, enable_SMTPUTF8=True, hostname=AUTHSERV_ID, loop=loop),
        "127.0.0.1", smtp_port,
    )  # fmt: skip
    await server.serve_forever()


if __name__ == "__main__":
    smtp, lmtp, path = sys.argv[1:]
    asyncio.run(serve(smtp_port=int(smtp), lmtp_port=int(lmtp), folder=Path(path)))
