"""Calendars that we send: an ask, its withdrawal, and a plain file for a group.

An address or a link may hold a `{{secret:…}}` placeholder that is filled in at hand-off. It must
reach that moment in one piece, so the lines are folded here and not by the library.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

_PRODUCT = "-//Okigaru//Okigaru//JA"
_LINE = 75  # octets without the line end (RFC 5545, 3.1)
_SECRET = 52  # octets that a placeholder becomes
_PLACEHOLDER = re.compile(r"(\{\{secret:[A-Za-z0-9:_-]+\}\})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>\",;@]+@[^\s\x00-\x1f\x7f<>\",;@]+")


@dataclass(frozen=True)
class CalendarFacts:
    """One event and its two parties. `uid`: public id and domain, never a secret.

    `sent_by`: the fixed address that writes for an organizer whose address carries a tag.
    `answered`: the attendee has accepted by some way; the calendar need not ask.
    """

    uid: str
    sequence: int
    dtstamp: datetime
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    summary: str
    location: str
    description: str
    organizer_address: str
    organizer_name: str
    attendee_address: str
    attendee_name: str
    url: str = ""
    status: str = "CONFIRMED"
    sent_by: str = ""
    answered: bool = False


def invitation(facts: CalendarFacts, method: str = "REQUEST") -> str:
    """An ask that shows accept and decline buttons in the attendee's calendar."""
    event = _event(facts)
    event.add("ORGANIZER", _organizer(facts))
    event.add("ATTENDEE", _attendee(facts))
    event.add("X-MICROSOFT-DISALLOW-COUNTER", "FALSE")
    event.add("X-MICROSOFT-ISRESPONSEREQUESTED", "FALSE" if facts.answered else "TRUE")
    return _written(event, method=method)


def can_invite(address: str) -> bool:
    """Whether a calendar can name this address without doubt; a mail reaches odder ones."""
    return bool(_ADDRESS.fullmatch(address))


def cancellation(facts: CalendarFacts) -> str:
    """The withdrawal of an ask: the same UID and times. The caller has raised SEQUENCE."""
    return invitation(replace(facts, status="CANCELLED"), method="CANCEL")


def file_for_group(facts: CalendarFacts) -> str:
    """A plain event to save. No METHOD and no parties: opening it must answer nobody."""
    return _written(_event(facts), method=None)


def _event(facts: CalendarFacts) -> icalendar.Event:
    event = icalendar.Event()
    event.add("UID", _single(facts.uid))
    event.add("SEQUENCE", facts.sequence)
    event.add("DTSTAMP", facts.dtstamp.astimezone(UTC))
    event.add("DTSTART", facts.starts_at.astimezone(facts.zone))
    event.add("DTEND", facts.ends_at.astimezone(facts.zone))
    event.add("SUMMARY", _single(facts.summary))
    event.add("LOCATION", _single(facts.location))
    event.add("DESCRIPTION", _multiple(facts.description))
    event.add("STATUS", _single(facts.status))
    if facts.url:
        event.add("URL", _single(facts.url).replace(" ", "%20"))
    return event


def _organizer(facts: CalendarFacts) -> icalendar.vCalAddress:
    organizer = _party(facts.organizer_address, name=facts.organizer_name)
    if facts.sent_by:
        organizer.params["SENT-BY"] = str(_party(facts.sent_by, name=""))
    return organizer


def _attendee(facts: CalendarFacts) -> icalendar.vCalAddress:
    attendee = _party(facts.attendee_address, name=facts.attendee_name)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED" if facts.answered else "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE" if facts.answered else "TRUE"
    return attendee


def _party(address: str, *, name: str) -> icalendar.vCalAddress:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not a mail address")
    party = icalendar.vCalAddress(f"mailto:{address}")
    if name:
        party.params["CN"] = _single(name).replace('"', "'")
    return party


def _written(event: icalendar.Event, *, method: str | None) -> str:
    calendar = icalendar.Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    if method:
        calendar.add("METHOD", method)
    for zone in time_zones(event["DTSTART"].dt.tzinfo):
        calendar.add_component(zone)
    calendar.add_component(event)
    unfolded = re.sub(r"\r\n[ \t]", "", calendar.to_ical().decode())
    return "".join(_folded(line) for line in unfolded.rstrip("\r\n").split("\r\n"))


@lru_cache(maxsize=16)
def time_zones(zone: tzinfo) -> tuple[icalendar.Component, ...]:
    """The VTIMEZONE of a zone; worked out once, because looking through 70 years takes long."""
    event = icalendar.Event()
    event.add("DTSTART", datetime(2020, 1, 1, tzinfo=zone))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return tuple(calendar.timezones)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets; a placeholder gets a piece of its own."""
    pieces, width = [""], 0
    for atom in _atoms(line):
        octets = len(atom.encode()) if len(atom) == 1 else max(len(atom), _SECRET)
        if pieces[-1] and width + octets > _LINE:
            pieces.append("")
            width = 1  # the space that marks a continued line
        pieces[-1] += atom
        width = _LINE if len(atom) > 1 else width + octets
    return "\r\n ".join(pieces) + "\r\n"


def _atoms(line: str) -> list[str]:
    parts = _PLACEHOLDER.split(line)
    return [atom for at, part in enumerate(parts) for atom in ([part] if at % 2 else part)]


def _single(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _multiple(text: str) -> str:
    lines = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text)
    return _CONTROL_IN_TEXT.sub(" ", lines)
