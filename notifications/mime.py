"""From an outbox row to the bytes of a mail: the same bytes at every try. Writes nothing."""

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts import secrets
from notifications.folding import fill_calendar
from notifications.models import OutgoingAttachment, OutgoingEmail

# "none" keeps the reference headers as we folded them: the library would encode long ids.
_POLICY = SMTP.clone(cte_type="7bit", refold_source="none")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>", re.ASCII)
_LINE_END = re.compile(r"\r\n|\n|\r")


def render(mail: OutgoingEmail) -> bytes:
    """The whole mail with CRLF. KeyError: a secret's key was withdrawn."""
    attachments = list(mail.attachments.all())
    message = _body(mail, attachments)
    _headers(message, mail)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(_boundary(mail.message_id, number=number))
    return message.as_bytes()


def envelope_sender(mail: OutgoingEmail) -> str:
    """Where a bounce of exactly this mail goes."""
    return secrets.fill(mail.bounce)


def message_ids(text: str) -> list[str]:
    """The message ids in a reference header, in their order."""
    return _MESSAGE_ID.findall(text)


def _body(mail: OutgoingEmail, attachments: list[OutgoingAttachment]) -> EmailMessage:
    alternatives = [_text_part(mail.text, subtype="plain")]
    if mail.html:
        alternatives.append(_text_part(mail.html, subtype="html"))
    files = [_file_part(attachment) for attachment in attachments]
    if mail.calendar:
        content = fill_calendar(mail.calendar).encode()
        alternatives.append(_calendar_part(content, method=mail.calendar_method))
        files.insert(0, _encoded(content, "application/ics; name=invite.ics", "invite.ics"))
    inner = alternatives[0] if len(alternatives) == 1 else _multipart("alternative", alternatives)
    return _multipart("mixed", [inner, *files]) if files else inner


def _headers(message: EmailMessage, mail: OutgoingEmail) -> None:
    message["From"] = _address(mail.from_name, mail.from_address)
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(_local(mail.dated_at))
    message["Message-ID"] = mail.message_id
    if mail.reply_to:
        message["Reply-To"] = _address(*parseaddr(secrets.fill(mail.reply_to)))
    for name, value in (("In-Reply-To", mail.in_reply_to), ("References", mail.references)):
        if found := message_ids(value):
            message.set_raw(name, "\r\n ".join(found[-20:]))
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["MIME-Version"] = "1.0"


def _text_part(text: str, *, subtype: str) -> EmailMessage:
    filled = secrets.fill(text)
    content = "\r\n".join(_LINE_END.split(filled)).encode()
    return _encoded(content, f"text/{subtype}; charset=UTF-8")


def _calendar_part(content: bytes, *, method: str) -> EmailMessage:
    parameter = f"; method={method}" if method else ""
    return _encoded(content, f"text/calendar{parameter}; charset=UTF-8")


def _file_part(attachment: OutgoingAttachment) -> EmailMessage:
    content = bytes(attachment.content)
    if attachment.content_type.startswith("text/calendar"):
        content = fill_calendar(content.decode()).encode()
    return _encoded(content, attachment.content_type, attachment.filename)


def _encoded(content: bytes, content_type: str, filename: str = "") -> EmailMessage:
    """A part in base64, made by hand: the library would change the line ends of a calendar."""
    part = EmailMessage(policy=_POLICY)
    part["Content-Type"] = content_type
    part["Content-Transfer-Encoding"] = "base64"
    if filename:
        part.add_header("Content-Disposition", "attachment", filename=filename)
    part.set_payload(base64.encodebytes(content).decode().replace("\n", "\r\n"))
    return part


def _multipart(subtype: str, parts: Iterable[EmailMessage]) -> EmailMessage:
    whole = EmailMessage(policy=_POLICY)
    whole["Content-Type"] = f"multipart/{subtype}"
    whole.set_payload(list(parts))
    return whole


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(microsecond=0)


def _boundary(message_id: str, *, number: int) -> str:
    return f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}_{number}"
