"""One ask in words for its mails: each fact in one line, times as 10:00, always in Japanese.

Reads rows. It chooses no wording that a template can hold, and knows no link.
"""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import translation

from bookings.emails import facts
from bookings.models import Assignment, BookingRequest
from bookings.models.standins import in_charge
from lectures.eras import full_day, short_day
from lectures.zones import local

REMARKS = 100
_EXAMPLE_DAYS = timedelta(days=14)
# Control characters, line ends of every kind, and marks that turn the writing round.
_BREAKS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+"
)


def one_line(text: object, *, most: int = 0) -> str:
    """What somebody typed, in one line; past `most` characters it ends in …"""
    line = _BREAKS.sub(" ", str(text or "")).strip()
    return f"{line[:most].rstrip()}…" if most and len(line) > most else line


def clock(moment: datetime | time) -> str:
    """9:00, of a moment on the venue's clock."""
    return f"{moment.hour}:{moment.minute:02}"


def when(starts_at: datetime, ends_at: datetime) -> str:
    """2026年12月17日（木）10:00〜11:00."""
    starts, ends = local(starts_at), local(ends_at)
    with translation.override("ja"):
        return f"{full_day(starts.date())}{clock(starts)}〜{clock(ends)}"


def short_when(starts_at: datetime, ends_at: datetime) -> str:
    """12月17日（木）10:00〜11:00, for a subject."""
    starts, ends = local(starts_at), local(ends_at)
    with translation.override("ja"):
        return f"{short_day(starts.date())}{clock(starts)}〜{clock(ends)}"


def moment(at: datetime) -> str:
    """11月27日（金）17:00."""
    with translation.override("ja"):
        return f"{short_day(local(at).date())}{clock(local(at))}"


def words_of(assignment: Assignment, *, at: datetime) -> dict[str, Any]:
    """The ask as its mails tell it; wishes whose time has passed are left out."""
    starts = local(assignment.starts_at)
    with translation.override("ja"):
        return {
            "when": when(assignment.starts_at, assignment.ends_at),
            "short_when": short_when(assignment.starts_at, assignment.ends_at),
            "due": moment(assignment.due_at),
            "late": at > assignment.due_at,
            "support": str(assignment.get_support_display()) if assignment.support else "",
            "department": one_line(in_charge(assignment.department, on=local(at).date()).name),
            "wishes": [wish_words(wish) for wish in _other_wishes(assignment, at=at)],
            "example_start": clock(starts),
            "example_day": _example_day(starts, at=local(at)),
            **_office(),
            **_request(assignment.request),
        }


def _office() -> dict[str, str]:
    office = facts.office()
    return {
        "scheme": one_line(office.scheme_name),
        "office": one_line(office.office_name),
        "phone": one_line(office.phone),
        "phone_hours": one_line(office.phone_hours),
    }


def _request(request: BookingRequest) -> dict[str, Any]:
    place = request.centre.address if request.centre else request.venue_address
    return {
        "lecture": one_line(request.lecture.title),
        "lecture_number": one_line(request.lecture.number),
        "group": one_line(request.group.name),
        "contact": one_line(request.group.contact_name),
        "ages": one_line(request.ages),
        "venue": one_line(request.venue),
        "address": one_line(place),
        "usable": _usable(request),
        "remarks": one_line(request.remarks, most=REMARKS),
        "remarks_cut": len(one_line(request.remarks)) > REMARKS,
    }


def _other_wishes(assignment: Assignment, *, at: datetime) -> list[dict[str, Any]]:
    """Support comes at the lecture's time, so it has none."""
    return [
        wish
        for wish in facts.wishes(assignment.request)
        if not assignment.support
        and wish["slot"]
        and wish["rank"] != assignment.rank
        and wish["slot"].starts_at > at
    ]


def wish_words(wish: dict[str, Any]) -> dict[str, Any]:
    """Its exact times, or its part of the day with the hours, and what to write to take it."""
    slot, row = wish["slot"], wish["row"]
    bare = str(row.rank) if wish["exact"] else f"{row.rank} {clock(local(slot.starts_at))}"
    with translation.override("ja"):
        part = str(row.get_part_display()) if row.part else ""
        return {
            "rank": row.rank,
            "exact": wish["exact"],
            "words": _hours(wish, part=part),
            "short": f"{short_day(row.day)}{part}",
            "bare": bare,
            "answer": bare + "　" * ((17 - len(bare)) // 2),
        }


def _hours(wish: dict[str, Any], *, part: str) -> str:
    """2026年12月24日（木）午前（9:00〜12:00のあいだ）, or exact times."""
    if wish["exact"]:
        return when(wish["slot"].starts_at, wish["slot"].ends_at)
    opens, closes = wish["window"]
    return f"{full_day(wish['row'].day)}{part}（{clock(opens)}〜{clock(closes)}のあいだ）"


def _usable(request: BookingRequest) -> str:
    """9:00から20:30まで, as far as the group said it."""
    opens = f"{clock(request.usable_from)}から" if request.usable_from else ""
    return opens + (f"{clock(request.usable_until)}まで" if request.usable_until else "")


def _example_day(starts: datetime, *, at: datetime) -> str:
    """A day to come that nobody asked for: 12/3."""
    earlier = starts - _EXAMPLE_DAYS
    day = earlier if earlier.date() > at.date() else starts + _EXAMPLE_DAYS
    return f"{day.month}/{day.day}"
