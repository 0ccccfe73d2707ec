"""libical, the calendar library of many mail programs, as an independent reader (Debian: libical3)."""

import ctypes
from dataclasses import dataclass, field
from datetime import datetime

from tests.servers.processes import ServerMissing

LIBRARY = "libical.so.3"


class _Time(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


@dataclass(frozen=True)
class Read:
    """`follows_rules`: libical's own check of what RFC 5546 asks of that METHOD."""

    method: str
    uid: str
    sequence: int
    status: str
    summary: str
    location: str
    starts_at: datetime
    zone: str
    errors: int
    follows_rules: bool
    properties: dict[str, str] = field(compare=False)


def present() -> bool:
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    return True


def read(calendar: bytes) -> Read:
    """One VCALENDAR with one VEVENT."""
    if not present():
        raise ServerMissing(f"{LIBRARY} is not installed: apt-get install libical3")
    ical = _declared(ctypes.CDLL(LIBRARY))
    whole = ical.icalparser_parse_string(calendar)
    try:
        starts = ical.icalcomponent_get_dtstart(whole)
        event = ical.icalcomponent_get_inner(whole)
        return Read(
            method=_text(ical.icalproperty_method_to_string(ical.icalcomponent_get_method(whole))),
            uid=_text(ical.icalcomponent_get_uid(whole)),
            sequence=ical.icalcomponent_get_sequence(whole),
            status=_text(ical.icalproperty_status_to_string(ical.icalcomponent_get_status(event))),
            summary=_text(ical.icalcomponent_get_summary(whole)),
            location=_text(ical.icalcomponent_get_location(whole)),
            starts_at=datetime(
                starts.year, starts.month, starts.day, starts.hour, starts.minute, starts.second
            ),
            zone=_text(ical.icaltimezone_get_tzid(starts.zone)),
            errors=ical.icalcomponent_count_errors(whole),
            follows_rules=bool(ical.icalrestriction_check(whole)),
            properties={name: _property(ical, event, name) for name in ("ORGANIZER", "ATTENDEE")},
        )
    finally:
        ical.icalcomponent_free(whole)


def _property(ical: ctypes.CDLL, event: int, name: str) -> str:
    kind = ical.icalproperty_string_to_kind(name.encode())
    found = ical.icalcomponent_get_first_property(event, kind)
    folded = _text(ical.icalproperty_as_ical_string(found)) if found else ""
    return folded.replace("\r\n ", "").strip()


def _text(value: bytes | None) -> str:
    return value.decode() if value else ""


def _declared(ical: ctypes.CDLL) -> ctypes.CDLL:
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, arguments, result in (
        ("icalparser_parse_string", [text], pointer),
        ("icalcomponent_free", [pointer], None),
        ("icalcomponent_get_inner", [pointer], pointer),
        ("icalcomponent_get_method", [pointer], number),
        ("icalproperty_method_to_string", [number], text),
        ("icalcomponent_get_uid", [pointer], text),
        ("icalcomponent_get_sequence", [pointer], number),
        ("icalcomponent_get_status", [pointer], number),
        ("icalproperty_status_to_string", [number], text),
        ("icalcomponent_get_summary", [pointer], text),
        ("icalcomponent_get_location", [pointer], text),
        ("icalcomponent_get_dtstart", [pointer], _Time),
        ("icaltimezone_get_tzid", [pointer], text),
        ("icalcomponent_count_errors", [pointer], number),
        ("icalrestriction_check", [pointer], number),
        ("icalproperty_string_to_kind", [text], number),
        ("icalcomponent_get_first_property", [pointer, number], pointer),
        ("icalproperty_as_ical_string", [pointer], text),
    ):
        function = getattr(ical, name)
        function.argtypes, function.restype = arguments, result
    return ical
