"""前回と同じ: what a group's last request said, found by its telephone number. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookings.emails.facts import when
from bookings.models import BookingRequest
from bookings.permissions import Standing, requests_at
from bookings.spelling import SpellingError, parse_phone

_MOST = 5
# Who they are and where they meet; the day, the wishes and what was said then are asked anew.
_SAME = (
    "group_name kind connection members people ages place other_name other_address "
    "representative contact_name contact_kana phone reachable email fax postcode address"
).split()
# These have an answer before anybody types one, so the last one holds.
_USUAL = ("notify_by", "same_person")


@dataclass(frozen=True)
class Before:
    """One group's last request, in a line."""

    row: BookingRequest
    held: str

    @property
    def key(self) -> str:
        return str(self.row.public_id)


def found_by(phone: str, *, standing: Standing) -> list[Before]:
    """The newest request of each group with that number, of those that the reader may see."""
    try:
        digits = parse_phone(phone).digits
    except SpellingError:
        return []
    rows = BookingRequest.objects.submitted() if standing.acts else requests_at(standing)
    rows = rows.filter(group__phone=digits, group__name__gt="")
    newest: dict[str, BookingRequest] = {}
    for row in rows.select_related(
        "group", "lecture", "fiscal_year", "centre", "room__centre"
    ).order_by("-submitted_at", "-pk")[:50]:
        newest.setdefault(row.group.name, row)
    return [Before(row, _held(row)) for row in list(newest.values())[:_MOST]]


def filled(typed: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, and the last answers where nothing was."""
    known = {name: typed.get(name) for name in typed}
    for name in _SAME:
        if not str(known.get(name) or "").strip():
            known[name] = before.get(name, "")
    known |= {name: before.get(name, "") for name in _USUAL}
    if known["same_person"]:
        known["contact_name"] = ""
    return known


def _held(row: BookingRequest) -> str:
    session = row.sessions.order_by("-starts_at").first()
    return when(session.starts_at, session.ends_at) if session else ""
