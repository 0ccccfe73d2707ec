"""Calendar answers that we receive. Whatever is not exactly one plain reply is Unclear.

Real programs leave ORGANIZER out and answer from other addresses: neither is required here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import icalendar

from bookings.answers.understood import Unclear

_LARGEST = 500_000
_ANSWERS = {"ACCEPTED": "", "DECLINED": "", "TENTATIVE": "tentative", "DELEGATED": "delegated"}


@dataclass(frozen=True)
class CalendarReply:
    """`method` REPLY or COUNTER. A comment must reach a person: people bargain in it."""

    uid: str
    method: str
    sequence: int
    dtstamp: datetime | None
    partstat: str
    attendee: str
    comment: str = ""
    proposed_starts_at: datetime | None = None
    proposed_ends_at: datetime | None = None

    @property
    def needs_person(self) -> bool:
        return bool(self.comment)


def reply_of(ics: bytes) -> CalendarReply | Unclear:
    """Read one calendar part of a mail. Not for threads: the library's zone cache is reset here."""
    if len(ics) > _LARGEST:
        return Unclear("unreadable_calendar")
    # A zone defined in one mail would stay for every later mail of the process.
    icalendar.use_zoneinfo()
    try:
        return _read(ics)
    except Exception:  # noqa: BLE001 — a stranger's calendar may break the library anywhere
        return Unclear("unreadable_calendar")
    finally:
        icalendar.use_zoneinfo()


def _read(ics: bytes) -> CalendarReply | Unclear:
    calendar = icalendar.Calendar.from_ical(ics.decode("utf-8-sig"))
    method = _one(calendar, "METHOD", str.upper)
    if method not in ("REPLY", "COUNTER"):
        return Unclear("not_an_answer")
    events = [part for part in calendar.subcomponents if part.name != "VTIMEZONE"]
    if len(events) != 1 or events[0].name != "VEVENT" or "RECURRENCE-ID" in events[0]:
        return Unclear("unreadable_calendar")
    reply = _reply(events[0], method=method)
    doubt = "" if method == "COUNTER" else _ANSWERS.get(reply.partstat, "not_an_answer")
    return Unclear(doubt, partly=reply) if doubt else reply


def _reply(event: Any, *, method: str) -> CalendarReply:
    attendee = _required(event, "ATTENDEE")
    starts_at, ends_at = _proposed(event) if method == "COUNTER" else (None, None)
    return CalendarReply(
        uid=str(_required(event, "UID")),
        method=method,
        sequence=int(_one(event, "SEQUENCE", int) or 0),
        dtstamp=event.decoded("DTSTAMP") if "DTSTAMP" in event else None,
        partstat=str(attendee.params["PARTSTAT"]).upper(),
        attendee=_address(str(attendee)),
        comment=_comment(event),
        proposed_starts_at=starts_at,
        proposed_ends_at=ends_at,
    )


def _proposed(event: Any) -> tuple[datetime, datetime]:
    """Start and end in UTC. A day without a time, or a zone that nobody defined, is no proposal."""
    starts_at, ends_at = event.decoded("DTSTART"), event.decoded("DTEND")
    if starts_at.utcoffset() is None or ends_at.utcoffset() is None or ends_at <= starts_at:
        raise ValueError("no exact time")
    return starts_at.astimezone(UTC), ends_at.astimezone(UTC)


def _comment(event: Any) -> str:
    comments = event.get("COMMENT", [])
    texts = comments if isinstance(comments, list) else [comments]
    return "\n".join(str(text).strip() for text in texts if str(text).strip())


def _address(calendar_address: str) -> str:
    scheme, _, rest = calendar_address.partition(":")
    return (rest if scheme.lower() == "mailto" else calendar_address).strip().lower()


def _required(component: Any, name: str) -> Any:
    value = _one(component, name, lambda given: given)
    if value is None or not str(value).strip():
        raise ValueError(f"no {name}")
    return value


def _one(component: Any, name: str, convert: Callable[[Any], Any]) -> Any:
    value = component.get(name)
    if isinstance(value, list):
        raise ValueError(f"more than one {name}")
    return None if value is None else convert(value)
