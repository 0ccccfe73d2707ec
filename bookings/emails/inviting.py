"""An ask in the department's calendar: each new part for a UID has a higher SEQUENCE than the last.

Writes only what a calendar must remember: `sequence`, and `invited_address`, whose calendar holds
the event now ("" after a CANCEL).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from bookings import calendars
from bookings.emails import facts
from bookings.emails.ask import moment, one_line
from bookings.models import Assignment
from lectures.zones import venue_zone
from notifications import addresses

ASK, FIXED, OFF = "ask", "fixed", "off"
_STATUS = {ASK: "TENTATIVE", FIXED: "CONFIRMED", OFF: "CANCELLED"}


@dataclass(frozen=True)
class Part:
    """A mail's calendar part; empty where there is nothing to say to a calendar."""

    calendar: str = ""
    calendar_method: str = ""


def request(assignment: Assignment, *, to: str, fixed: bool, at: datetime) -> Part:
    """METHOD:REQUEST. `fixed`: the department has accepted; else its calendar asks it."""
    address = addresses.checked(to)
    if not calendars.can_invite(address):
        return Part()
    first = not assignment.sequence and not assignment.invited_address
    _remember(assignment, sequence=0 if first else assignment.sequence + 1, address=address)
    shown = _facts(assignment, address=address, kind=FIXED if fixed else ASK, at=at)
    return Part(calendars.invitation(shown), "REQUEST")


def cancel(assignment: Assignment, *, at: datetime) -> Part:
    """METHOD:CANCEL for `invited_address`; empty where no calendar holds the ask."""
    address = assignment.invited_address
    if not address:
        return Part()
    _remember(assignment, sequence=assignment.sequence + 1, address="")
    shown = _facts(assignment, address=address, kind=OFF, at=at)
    return Part(calendars.cancellation(shown), "CANCEL")


def is_invited(assignment: Assignment, address: str) -> bool:
    """Whether this address' calendar holds the ask."""
    held = assignment.invited_address
    return bool(held) and held.lower() == addresses.checked(address).lower()


def _remember(assignment: Assignment, *, sequence: int, address: str) -> None:
    assignment.sequence, assignment.invited_address = sequence, address
    assignment.save(update_fields=["sequence", "invited_address"])


def _facts(
    assignment: Assignment, *, address: str, kind: str, at: datetime
) -> calendars.CalendarFacts:
    asked, identity = assignment.request, facts.identity()
    place = asked.centre.address if asked.centre else asked.venue_address
    waits = "【回答待ち】" if kind == ASK else ""
    return calendars.CalendarFacts(
        uid=f"{assignment.public_id}@{identity.mail_domain}",
        sequence=assignment.sequence,
        dtstamp=at,
        starts_at=assignment.starts_at,
        ends_at=assignment.ends_at,
        zone=venue_zone(),
        summary=f"{waits}{_help(assignment)}{asked.reference} {one_line(asked.lecture.title)}",
        location=" ".join(filter(None, [one_line(asked.venue), one_line(place)])),
        description=_description(assignment, kind=kind),
        organizer_address=facts.reply_address(facts.answer_grant(assignment)),
        organizer_name=identity.from_name,
        sent_by=identity.from_address,
        attendee_address=address,
        attendee_name=one_line(assignment.department.name),
        status=_STATUS[kind],
        answered=kind == FIXED,
    )


def _help(assignment: Assignment) -> str:
    """Who is asked for sign language must not read that a whole lecture is asked of them."""
    if not assignment.support:
        return ""
    with translation.override("ja"):
        return f"【{assignment.get_support_display()}】"


def _description(assignment: Assignment, *, kind: str) -> str:
    """No link and no telephone number: a calendar is often open to the whole office."""
    asked = assignment.request
    lines = [
        f"講座：{asked.lecture.number} {one_line(asked.lecture.title)}（{asked.lecture.minutes}分）",
        f"団体：{one_line(asked.group.name)}　{asked.people}人",
    ]
    if kind == ASK:
        due = moment(assignment.due_at)
        lines.insert(0, f"{due}までに、出欠のボタンか、依頼のメールへの返信でお返事ください。")
    return "\n".join(lines)
