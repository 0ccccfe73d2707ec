"""What a reader may know of an ask, from its rows, and what it then makes of a mail.

Reads rows and bytes only. Nothing here writes, acts or looks at a clock.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _lazy

from accounts import secrets
from bookings import answers
from bookings.actions.replies.invited import pressed
from bookings.actions.replies.waits import Stop, Why
from bookings.answers import AnswerContext, Unclear, Understood, Wish
from bookings.emails import facts
from bookings.emails.telling import told_of
from bookings.models import Assignment
from bookings.models.class_rows import lasting
from bookings.models.rulebook import usable_for
from bookings.status import AssignmentRole, Way
from lectures.models import Lecturer
from lectures.zones import local, venue_zone
from notifications.inbox import reading, timing
from notifications.models import InboundEmail, OutgoingEmail

T = TypeVar("T")
UNREAD = Stop(Why.UNREADABLE, _lazy("機械で読もうとして、うまくいきませんでした。"))
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Heard:
    """`said_at`: when it was said, as far as that can be believed. `attendee`: of a calendar."""

    understood: Understood
    said_at: datetime
    way: Way = Way.EMAIL
    stop: Stop | None = None
    attendee: str = ""


def hear(inbound: InboundEmail, assignment: Assignment, *, at: datetime) -> Heard:
    """What this mail says to this ask: its calendar part if it answers, else its words."""
    said_at = timing.sent_at(inbound)
    button = pressed(inbound, assignment)
    if button is not None:
        # The program's own clock, unless it claims a moment after the mail itself.
        when = min(button.at or said_at, inbound.received_at)
        return Heard(button.understood, when, Way.CALENDAR, button.stop, button.attendee)
    text = reading.text_of(bytes(inbound.raw or b""))
    context = context_of(assignment, at=at)
    return Heard(answers.read(text, context=context, subject=inbound.subject), said_at)


def tried(read: Callable[[], T], *, about: InboundEmail, otherwise: T) -> T:
    """What `read` makes of a mail; `otherwise` where our own reader stumbles over it."""
    try:
        return read()
    except Exception as problem:  # noqa: BLE001 - whatever it is, a person must see the mail
        # Without the message: it may quote the mail.
        _logger.error("mail %s could not be read: %s", about.pk, type(problem).__name__)
        return otherwise


def hear_or_unread(inbound: InboundEmail, assignment: Assignment, *, at: datetime) -> Heard:
    """`hear`, for a page or another mail's sake, which must go on whatever this mail holds."""
    unread = Heard(Unclear("undecodable"), inbound.received_at, stop=UNREAD)
    return tried(lambda: hear(inbound, assignment, at=at), about=inbound, otherwise=unread)


def context_of(assignment: Assignment, *, at: datetime) -> AnswerContext:
    """The ask as the reader sees it: exactly what our mail told the department."""
    request = assignment.request
    return AnswerContext(
        reference=request.reference,
        asked_starts=assignment.starts_at,
        asked_ends=assignment.ends_at,
        today=local(at).date(),
        zone=venue_zone(),
        minutes=lasting(request),
        wishes=_wishes(assignment),
        lecturer_names=_lecturers(assignment),
        usable_from=request.usable_from,
        usable_until=request.usable_until,
        sent_text=sent_text(assignment),
    )


def _wishes(assignment: Assignment) -> tuple[Wish, ...]:
    """Each wish as our mail told it: with its exact time, or the hours to choose from."""
    if assignment.role == AssignmentRole.SUPPORT:
        return ()  # it comes at the lecture's time
    return tuple(
        _wish(wish, assignment)
        for wish in facts.wishes(assignment.request)
        if wish["slot"] is not None
    )


def _wish(wish: dict[str, Any], assignment: Assignment) -> Wish:
    rank, slot = wish["rank"], wish["slot"]
    starts, ends = local(slot.starts_at), local(slot.ends_at)
    if wish["exact"]:
        hours = usable_for(assignment.request, rank=rank)
        times, opens, closes = (starts.time(), ends.time()), hours.opens, hours.closes
    else:
        opens, closes = times = wish["window"]
    return Wish(rank, starts.date(), *times, exact=wish["exact"], earliest=opens, latest=closes)


def _lecturers(assignment: Assignment) -> tuple[tuple[int, str, str], ...]:
    """Who belongs to the department on the asked day; the action asks again for another day."""
    members = Lecturer.objects.of(assignment.department, on=local(assignment.starts_at).date())
    return tuple(members.order_by("pk").values_list("pk", "name", "kana"))


def sent_text(assignment: Assignment) -> str:
    """All that we wrote to the department of this ask, as it arrived there: links filled in."""
    sent = [row for row in told_of(assignment) if row.recipient.startswith("department:")]
    return "\n".join(_arrived(row.text) for row in sorted(sent, key=attrgetter("mail_id")))


def as_arrived(sent: QuerySet[OutgoingEmail]) -> str:
    """The texts of our mails, oldest first, with their links filled in."""
    return "\n".join(_arrived(text) for text in sent.order_by("pk").values_list("text", flat=True))


def _arrived(text: str) -> str:
    try:
        return secrets.fill(text)
    except KeyError:  # the key was withdrawn; the other lines still match
        return text
