"""Mails from a department, as our mail server hands them over."""

from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from accounts import secrets
from bookings.actions import asking
from bookings.emails import facts
from bookings.models import Assignment, BookingRequest, Grant
from notifications.inbox.receiving import receive
from notifications.models import InboundEmail
from tests.factories.town import NOW, OFFICE, Town, submitted

SERVER = "mx.kouza.mikagami.example"
DEPARTMENT = "bousai@city.mikagami.example"
PROVEN = f"{SERVER}; dmarc=pass header.from=city.mikagami.example"
FORGED = f"{SERVER}; dmarc=fail header.from=city.mikagami.example"


def asked(town: Town, **changes: object) -> Assignment:
    """A new request and its one ask: 17 December, 10 to 11 o'clock."""
    request = submitted(town, **changes)
    return asking.ask(request_id=request.pk, by=OFFICE, at=NOW)[0]


def reply_address(assignment: Assignment) -> str:
    grant = assignment.grants.get(purpose=Grant.Purpose.ANSWER)
    return secrets.fill(facts.reply_address(grant))


def raw_reply(
    text: str,
    *,
    to: str,
    sender: str = DEPARTMENT,
    results: str = PROVEN,
    subject: str = "Re: 回答のお願い",
    in_reply_to: str = "",
    message_id: str = "",
    calendar: str = "",
    method: str = "REPLY",
    date: str = "",
    headers: dict[str, str] | None = None,
) -> bytes:
    """One plain mail; `results` is what our own server says of its sender."""
    mail = EmailMessage()
    if results:
        mail["Authentication-Results"] = results
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = message_id or make_msgid(domain="city.mikagami.example")
    for name, value in {"In-Reply-To": in_reply_to, "Date": date, **(headers or {})}.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    if calendar:
        mail.add_alternative(calendar, subtype="calendar", params={"method": method})
    return mail.as_bytes()


def reply(text: str, *, assignment: Assignment, moment=NOW, **mail: Any) -> InboundEmail:
    """The department's answer, stored and sorted, not yet pulled."""
    to = mail.pop("to", "") or reply_address(assignment)
    return receive(raw_reply(text, to=to, **mail), envelope_to=[to], at=moment)


def quoted(request: BookingRequest) -> str:
    """The mail that asked, as a mail program quotes it."""
    event = request.events.get(verb="asked")
    sent = secrets.fill(event.mails.get().mail.text)
    return "\n".join(f"> {line}" for line in sent.splitlines())
