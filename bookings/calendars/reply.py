"""Calendar answers that we receive. Whatever is not exactly one plain reply is Unclear.

Real programs leave ORGANIZER out and answer from other addresses: neither is required here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bookings.answers.understood import AnswerContext, Intent, Meaning, Proposal, Unclear
from bookings.calendars.lines import Component, Damaged, Property, calendar_of, text_of
from bookings.calendars.zones import UnknownZone, moment_of

_LARGEST = 500_000
_ANSWERS = {"ACCEPTED": "", "DECLINED": "", "TENTATIVE": "tentative", "DELEGATED": "delegated"}
_INTENTS = {"ACCEPTED": Intent.ACCEPT, "DECLINED": Intent.DECLINE}


@dataclass(frozen=True)
class CalendarReply:
    """`method` REPLY or COUNTER. A comment must reach a person: people bargain in it.

    `answered_starts_at` is the start that the program copied from the event it answers.
    """

    uid: str
    method: str
    sequence: int
    dtstamp: datetime | None
    partstat: str
    attendee: str
    comment: str = ""
    proposed_starts_at: datetime | None = None
    proposed_ends_at: datetime | None = None
    answered_starts_at: datetime | None = None

    @property
    def needs_person(self) -> bool:
        return bool(self.comment)


def answer_in(parts: Iterable[bytes]) -> CalendarReply | Unclear | None:
    """What all calendar parts of one mail answer together; None: none of them is meant as one.

    A reply without a yes or no (NEEDS-ACTION) is meant as one: then no text beside it is read.
    """
    read = [reply_of(data) for data in parts]
    found = [one for one in read if one != Unclear("not_an_answer")]
    if not found:
        return None
    return found[0] if all(_same(one, found[0]) for one in found) else Unclear("two_calendars")


def reply_of(ics: bytes) -> CalendarReply | Unclear:
    """Read one calendar part of a mail."""
    if len(ics) > _LARGEST:
        return Unclear("unreadable_calendar")
    try:
        return _read(calendar_of(ics))
    except UnknownZone:
        return Unclear("unknown_zone")
    except (Damaged, ValueError, OverflowError):
        return Unclear("unreadable_calendar")


def meaning_of(answer: CalendarReply | Unclear, *, context: AnswerContext) -> Meaning:
    """The same as a meaning, for an ask of which perhaps only the mail's text is known."""
    if isinstance(answer, Unclear):
        return Meaning(Intent.UNCLEAR, answer.reason_code)
    code = "comment" if answer.needs_person else ""
    if answer.method == "COUNTER":
        proposals = (_proposal(answer, context=context),)
        return Meaning(Intent.COUNTER, code, proposals=proposals, by_calendar=True)
    intent = _INTENTS[answer.partstat]
    if not code and _is_stale(answer, context=context):
        code = "stale"
    if not code and intent == Intent.ACCEPT and not context.asked_exact:
        code = "no_time"
    return Meaning(intent, code, by_calendar=True)


def _same(one: CalendarReply | Unclear, other: CalendarReply | Unclear) -> bool:
    """Equal but for the moment of writing: programs attach the same answer twice."""
    if isinstance(one, Unclear) or isinstance(other, Unclear):
        return one == other
    return replace(one, dtstamp=None) == replace(other, dtstamp=None)


def _is_stale(answer: CalendarReply, *, context: AnswerContext) -> bool:
    told = answer.answered_starts_at
    return bool(told and context.asked_starts and told != context.asked_starts)


def _proposal(answer: CalendarReply, *, context: AnswerContext) -> Proposal:
    assert answer.proposed_starts_at is not None
    assert answer.proposed_ends_at is not None
    starts = answer.proposed_starts_at.astimezone(context.zone)
    ends = answer.proposed_ends_at.astimezone(context.zone)
    return Proposal(starts.date(), starts.time(), ends.time())


def _read(calendar: Component) -> CalendarReply | Unclear:
    method = calendar.one("METHOD")
    name = method.value.strip().upper() if method else ""
    if name not in ("REPLY", "COUNTER"):
        return Unclear("not_an_answer")
    events = [part for part in calendar.children if part.name != "VTIMEZONE"]
    if len(events) != 1 or events[0].name != "VEVENT" or events[0].all("RECURRENCE-ID"):
        return Unclear("unreadable_calendar")
    reply = _reply(events[0], calendar=calendar, method=name)
    doubt = "" if name == "COUNTER" else _ANSWERS.get(reply.partstat, "not_an_answer")
    return Unclear(doubt, partly=reply) if doubt else reply


def _reply(event: Component, *, calendar: Component, method: str) -> CalendarReply:
    attendee = _required(event, "ATTENDEE")
    stamp = event.one("DTSTAMP")
    reply = CalendarReply(
        uid=_required(event, "UID").value.strip(),
        method=method,
        sequence=_sequence(event),
        dtstamp=moment_of(stamp, calendar=calendar) if stamp else None,
        partstat=_partstat(attendee),
        attendee=_address(attendee.value),
        comment=_comment(event),
    )
    if method == "REPLY":
        return replace(reply, answered_starts_at=_answered(event))
    starts_at, ends_at = _proposed(event, calendar=calendar)
    return replace(reply, proposed_starts_at=starts_at, proposed_ends_at=ends_at)


def _partstat(attendee: Property) -> str:
    if "PARTSTAT" not in attendee.params:
        raise Damaged("no PARTSTAT")
    return attendee.params["PARTSTAT"].strip().upper()


def _sequence(event: Component) -> int:
    found = event.one("SEQUENCE")
    if found is None:
        return 0
    if not re.fullmatch(r"\d{1,9}", found.value.strip()):
        raise Damaged("SEQUENCE is no number")
    return int(found.value)


def _proposed(event: Component, *, calendar: Component) -> tuple[datetime, datetime]:
    """Start and end in UTC, on one day. A day without a time is no proposal."""
    starts_at = moment_of(_required(event, "DTSTART"), calendar=calendar)
    ends_at = moment_of(_required(event, "DTEND"), calendar=calendar)
    if ends_at <= starts_at or (ends_at - starts_at).days:
        raise Damaged("no exact time")
    return starts_at, ends_at


def _answered(event: Component) -> datetime | None:
    """Copied words, so a definition that contradicts the zone's name does not matter here."""
    try:
        starts = event.one("DTSTART")
        return moment_of(starts, calendar=Component("")).astimezone(UTC) if starts else None
    except Damaged:
        return None


def _comment(event: Component) -> str:
    texts = (text_of(found.value).strip() for found in event.all("COMMENT"))
    return "\n".join(text for text in texts if text)


def _address(calendar_address: str) -> str:
    scheme, _, rest = calendar_address.partition(":")
    return (rest if scheme.lower() == "mailto" else calendar_address).strip().lower()


def _required(event: Component, name: str) -> Property:
    found = event.one(name)
    if found is None or not found.value.strip():
        raise Damaged(f"no {name}")
    return found
