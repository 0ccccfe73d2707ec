"""What a department's calendar program sends when somebody presses one of its buttons."""

from datetime import UTC, datetime

from bookings.emails import facts
from bookings.models import Assignment
from tests.factories.replies import DEPARTMENT
from tests.factories.town import at

PRESSED = at("2026-11-22 15:00")


def pressed(
    ask: Assignment,
    partstat: str = "ACCEPTED",
    *,
    method: str = "REPLY",
    uid: str = "",
    sequence: int | None = None,
    stamp: datetime = PRESSED,
    attendee: str = DEPARTMENT,
    comment: str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> str:
    """The iCalendar text, as Exchange writes it: no ORGANIZER."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid or f'{ask.public_id}@{facts.identity().mail_domain}'}",
        f"SEQUENCE:{ask.sequence if sequence is None else sequence}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(starts or ask.starts_at)}",
        f"DTEND:{_utc(ends or ask.ends_at)}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}",
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*lines, ""])


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
