"""One ask in words for its mails: each fact in one line, times as 10:00, always in Japanese.

Reads rows. It chooses no wording that a template can hold, and knows no link.
"""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import translation

from bookings.emails import extras, facts, put_off
from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.models.rulebook import centre_of, rules_at, wishes_of
from bookings.models.standins import in_charge
from bookings.rules.days import closed_problem
from bookings.status import AssignmentState
from lectures.eras import full_day, short_day
from lectures.zones import local

REMARKS = 100
_EXAMPLE_DAYS = timedelta(days=14)
_LONGEST_BREAK = 14
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


def row_when(row: Sequence[LectureSession]) -> str:
    """2026年12月17日（木）9:35〜10:20（5年1組）、10:40〜11:25（5年2組）; one without its name."""
    first, *others = row
    said = [when(first.starts_at, first.ends_at), *map(_hours_of, others)]
    if not others:
        return said[0]
    names = [one_line(one.class_period.name) for one in row]
    return "、".join(f"{hours}（{name}）" for hours, name in zip(said, names, strict=True))


def _hours_of(session: LectureSession) -> str:
    return f"{clock(local(session.starts_at))}〜{clock(local(session.ends_at))}"


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
            "example_day": _example_day(assignment, at=local(at)),
            "agreed_with": _agreed_with(assignment),
            **_office(),
            **_request(assignment.request, put_off_words=_put_off(assignment)),
        }


def _office() -> dict[str, str]:
    office = facts.office()
    return {
        "scheme": one_line(office.scheme_name),
        "office": one_line(office.office_name),
        "phone": one_line(office.phone),
        "phone_hours": one_line(office.phone_hours),
    }


def _put_off(assignment: Assignment) -> str:
    """Whoever is asked hears why the day of before fell away."""
    if assignment.state != AssignmentState.ASKED or assignment.support:
        return ""
    return one_line(put_off.words_of(assignment.request), most=REMARKS)


def _request(request: BookingRequest, *, put_off_words: str) -> dict[str, Any]:
    place = request.centre.address if request.centre else request.venue_address
    needs, classes, asks = (
        one_line(extras.needs(request)),
        one_line(extras.classes(request)),
        request.questions,
    )
    # One line for all of it: an ask must stay short, in the office's own wording too.
    said = [
        "メニューにない話を聞きたいという相談です。" if request.lecture.off_menu else "",
        f"クラス {classes}。" if classes else "",
        f"{needs}。" if needs else "",
        f"質問「{one_line(asks, most=REMARKS)}」" if asks else "",
        f"延期のわけ「{put_off_words}」" if put_off_words else "",
        one_line(request.remarks, most=REMARKS),
    ]
    return {
        "lecture": one_line(request.lecture.title),
        "lecture_number": one_line(request.lecture.number),
        "group": one_line(request.group.name),
        "contact": one_line(request.group.contact_name),
        "ages": one_line(request.ages),
        "venue": one_line(request.venue),
        "address": one_line(place),
        "usable": _usable(request),
        "remarks": "　".join(filter(None, said)),
        "remarks_cut": any(len(one_line(text)) > REMARKS for text in (request.remarks, asks)),
        "needs": needs,
        "classes": classes,
    }


def _agreed_with(assignment: Assignment) -> str:
    """Who promised this very time, by the group's own words."""
    return one_line(assignment.request.agreed_with) if assignment.rank == 1 else ""


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


def _example_day(assignment: Assignment, *, at: datetime) -> str:
    """A day to come that nobody asked for, and on which the town gives lectures: 12/3."""
    request, day = assignment.request, local(assignment.starts_at).date()
    rules = rules_at(request.lecture, centre_of(request))
    wished = {day, *(row.day for row in wishes_of(assignment.request))}
    earlier = day - _EXAMPLE_DAYS
    first = earlier if earlier > at.date() else day + _EXAMPLE_DAYS
    near = [first + timedelta(days=more) for more in range(_LONGEST_BREAK)]
    free = (one for one in near if one not in wished)
    good = next((one for one in free if closed_problem(rules, one) is None), first)
    return f"{good.month}/{good.day}"
