"""What a reader may know of an ask, from its rows, and what it then makes of a mail.

Reads rows and bytes only. Nothing here writes, acts or looks at a clock.
"""

from datetime import datetime

from accounts import secrets
from bookings import answers
from bookings.answers import AnswerContext, Understood, Wish
from bookings.emails import facts
from bookings.models import Assignment
from bookings.models.rulebook import usable_for
from lectures.models import Lecturer
from lectures.zones import local, venue_zone
from notifications.inbox import reading
from notifications.models import InboundEmail, OutgoingEmail


def hear(inbound: InboundEmail, assignment: Assignment, *, at: datetime) -> Understood:
    """What this mail says to this ask."""
    text = reading.text_of(bytes(inbound.raw or b""))
    return answers.read(text, context=context_of(assignment, at=at))


def context_of(assignment: Assignment, *, at: datetime) -> AnswerContext:
    """The ask as the reader sees it: exactly what our mail told the department."""
    request = assignment.request
    return AnswerContext(
        reference=request.reference,
        asked_starts=assignment.starts_at,
        asked_ends=assignment.ends_at,
        today=local(at).date(),
        zone=venue_zone(),
        minutes=request.lecture.minutes,
        wishes=_wishes(assignment),
        lecturer_names=_lecturers(assignment),
        usable_from=request.usable_from,
        usable_until=request.usable_until,
        sent_text=_sent_text(assignment),
    )


def _wishes(assignment: Assignment) -> tuple[Wish, ...]:
    """Each wish with the exact time that its number stood for in our mail."""
    found = []
    for wish in facts.wishes(assignment.request):
        if wish["slot"] is not None:
            starts, ends = local(wish["slot"].starts_at), local(wish["slot"].ends_at)
            hours = usable_for(assignment.request, rank=wish["rank"])
            found.append(
                Wish(
                    wish["rank"],
                    starts.date(),
                    starts.time(),
                    ends.time(),
                    earliest=hours.opens,
                    latest=hours.closes,
                )
            )
    return tuple(found)


def _lecturers(assignment: Assignment) -> tuple[tuple[int, str, str], ...]:
    """Who belongs to the department on the asked day; the action asks again for another day."""
    members = Lecturer.objects.of(assignment.department, on=local(assignment.starts_at).date())
    return tuple(members.order_by("pk").values_list("pk", "name", "kana"))


def _sent_text(assignment: Assignment) -> str:
    """All that we wrote to the department of this ask, as it arrived there: links filled in."""
    sent = OutgoingEmail.objects.filter(
        event_mail__event__assignment=assignment, event_mail__recipient__startswith="department:"
    )
    return "\n".join(_arrived(text) for text in sent.order_by("pk").values_list("text", flat=True))


def _arrived(text: str) -> str:
    try:
        return secrets.fill(text)
    except KeyError:  # the key was withdrawn; the other lines still match
        return text
