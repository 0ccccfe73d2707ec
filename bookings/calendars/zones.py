"""Which zone a TZID means, by our own table, and whether the mail's own definition agrees.

A mail's VTIMEZONE is never believed against the table: where the two differ, nobody knows.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bookings.calendars.lines import Component, Damaged, Property

_TOKYO = "Asia/Tokyo"
_NAMES = {  # folded: no spaces, lower case
    "tokyo": _TOKYO,
    "tokyostandardtime": _TOKYO,
    "japan": _TOKYO,
    "japanstandardtime": _TOKYO,
    "jst": _TOKYO,
    "jst-9": _TOKYO,
    "東京": _TOKYO,
    "日本": _TOKYO,
    "日本標準時": _TOKYO,
    "東京(標準時)": _TOKYO,
    "utc": "UTC",
    "gmt": "UTC",
    "z": "UTC",
    "etc/utc": "UTC",
}
_WINDOWS = {re.sub(r"\s", "", name).lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_CITIES = re.compile(r"tokyo|osaka|sapporo|東京|大阪|札幌", re.IGNORECASE)
_OFFSET = re.compile(r"\((?:utc|gmt)([+-])(\d{1,2})[:.]?(\d{2})\)", re.IGNORECASE)
_OLD_SUMMER_TIME = 1952  # Japan's last daylight saving ended in 1951
_NINE = timedelta(hours=9)


class UnknownZone(Damaged):
    """A local time whose zone cannot be told for sure."""


def moment_of(found: Property, *, calendar: Component) -> datetime:
    """A DATE-TIME in UTC. UnknownZone or Damaged where it is no exact instant."""
    match = re.fullmatch(r"(\d{8})T(\d{6})(Z?)", found.value.strip(), re.IGNORECASE)
    if match is None or found.params.get("VALUE", "DATE-TIME").upper() != "DATE-TIME":
        raise Damaged("no exact time")
    wall = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 — its zone follows
    if match[3]:
        return wall.replace(tzinfo=UTC)
    zone = _zone(found.params.get("TZID", ""), wall, calendar=calendar)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def named_zone(tzid: str) -> tzinfo | None:
    """The zone that a name stands for, or None."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", tzid)).lower().strip("\"'/")
    if name := _NAMES.get(folded) or _WINDOWS.get(folded):
        return ZoneInfo(name)
    if (offset := _OFFSET.search(folded)) and _CITIES.search(folded):
        return ZoneInfo(_TOKYO) if offset.groups() == ("+", "09", "00") else None
    tail = "/".join(tzid.strip().strip("/").split("/")[-2:])  # /freeassociation…/Asia/Tokyo
    try:
        return ZoneInfo(tail) if "/" in tail else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(tzid: str, wall: datetime, *, calendar: Component) -> tzinfo:
    if not tzid:
        raise UnknownZone("a local time without a zone")
    zone, offsets = named_zone(tzid), _defined(tzid, calendar=calendar)
    if zone is None:
        if offsets == {_NINE}:  # an odd name, but its definition leaves no doubt
            return ZoneInfo(_TOKYO)
        raise UnknownZone(tzid[:40])
    told = wall.replace(tzinfo=zone).utcoffset()
    if offsets and (told not in offsets or (told == _NINE and offsets != {_NINE})):
        raise UnknownZone("the definition contradicts the name")
    return zone


def _defined(tzid: str, *, calendar: Component) -> set[timedelta]:
    """The offsets that the calendar itself gives for the name, of present rules only."""
    found: set[timedelta] = set()
    for zone in calendar.children:
        named = zone.one("TZID") if zone.name == "VTIMEZONE" else None
        if named is None or named.value.strip().strip('"') != tzid:
            continue
        for rule in zone.children:
            if rule.name == "STANDARD" or not _is_past(rule):
                found |= {_offset(one.value) for one in rule.all("TZOFFSETTO")}
    return found


def _is_past(rule: Component) -> bool:
    starts = rule.all("DTSTART")
    year = starts[0].value[:4] if starts else ""
    return year.isdigit() and 1700 < int(year) < _OLD_SUMMER_TIME


def _offset(value: str) -> timedelta:
    match = re.fullmatch(r"([+-])(\d{2})(\d{2})(\d{2})?", value.strip())
    if match is None:
        raise UnknownZone("an offset that is none")
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -length if match[1] == "-" else length
