"""A kept mail as its receiver's program shows it, and the reply that the program would send."""

import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid, parseaddr

from cms.demo import postmark
from notifications.inbox import receiving
from notifications.models import InboundEmail, KeptMail


@dataclass(frozen=True)
class Letter:
    """What a person sees of a mail."""

    kept: KeptMail
    sender: str
    to: str
    reply_to: str
    subject: str
    text: str
    files: tuple[str, ...]
    message_id: str

    @property
    def pieces(self) -> list[tuple[bool, str]]:
        """(is a link, words): the text cut at its addresses, so that a page can show links."""
        parts = re.split(r"(https?://[^\s（）<>]+)", self.text)
        return [(index % 2 == 1, part) for index, part in enumerate(parts) if part]


def open_letter(kept: KeptMail) -> Letter:
    message = BytesParser(policy=email.policy.default).parsebytes(bytes(kept.raw))
    body = message.get_body(preferencelist=("plain",))
    return Letter(
        kept=kept,
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        reply_to=str(message["Reply-To"] or message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content() if body else "",
        files=tuple(
            part.get_filename() or part.get_content_type() for part in message.iter_attachments()
        ),
        message_id=str(message["Message-ID"] or ""),
    )


def is_ask(letter: Letter) -> bool:
    """Whether the mail explains how to accept and to decline a slot."""
    return "　承諾" in letter.text and "　別日" in letter.text


def reply(
    letter: Letter, *, words: str, quote: bool, at: datetime, sender: str = ""
) -> InboundEmail:
    """Send a reply as the mail's receiver: signed, carried, stamped, received, like any mail.

    `sender`: who reads a shared mailbox and answers from an own address.
    """
    sender, to = sender or letter.kept.to_address, parseaddr(letter.reply_to)[1]
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = sender, to
    message["Subject"] = "Re: " + letter.subject.replace("\r", " ").replace("\n", " ")
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["In-Reply-To"] = letter.message_id
    message["References"] = letter.message_id
    quoted = "".join(f"> {line}\n" for line in letter.text.splitlines()) if quote else ""
    message.set_content(f"{words}\n\n{quoted}" if quoted else f"{words}\n", cte="base64")
    carried = postmark.stamp(postmark.sign(message.as_bytes()), envelope_from=sender, to=to, at=at)
    return receiving.receive(carried, envelope_to=[to], at=at)
