"""Which ask a mail answers, and whether its sender may answer. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts import ids
from bookings.models import Assignment, EventMail, Grant, WaitingReply
from bookings.status import AssignmentState
from lectures.eras import references_in
from lectures.models import DepartmentMember
from lectures.zones import local
from notifications.inbox import reading
from notifications.models import InboundEmail

Why = WaitingReply.Why


@dataclass(frozen=True)
class Letter:
    """A mail's ask. `grant` proves it; without one, `assignment` is only a suggestion."""

    grant: Grant | None = None
    assignment: Assignment | None = None
    why: WaitingReply.Why | None = None
    about: str = ""


def addressed(inbound: InboundEmail) -> Letter:
    """By the tag in the recipient's address; else a suggestion from what the mail quotes."""
    tag = reading.tag_of(inbound)
    if tag is None:
        return _suggested(inbound, why=Why.NO_TAG)
    grant = Grant.objects.of_tag(ids.encode(tag[0]) + tag[1])
    if grant is None or grant.purpose != Grant.Purpose.ANSWER:
        return _suggested(inbound, why=Why.WRONG_TAG)
    return Letter(grant=grant, assignment=_ask(grant.assignment_id))


def is_member(assignment: Assignment, address: str, *, at: datetime) -> bool:
    """Whether the address is the department's own or that of somebody on its list today."""
    if not address:
        return False
    own = assignment.department.email.lower() == address.lower()
    return own or _members(assignment, address, at=at).exists()


def member_name(assignment: Assignment, address: str, *, at: datetime) -> str:
    """The name beside the address on the department's list, if there is one."""
    member = _members(assignment, address, at=at).first()
    return member.name if member else ""


def _members(assignment: Assignment, address: str, *, at: datetime) -> QuerySet[DepartmentMember]:
    today = local(at).date()
    return DepartmentMember.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        department=assignment.department,
        email__iexact=address,
    )


def _suggested(inbound: InboundEmail, *, why: WaitingReply.Why) -> Letter:
    tie = EventMail.objects.filter(mail=inbound.answers_to_id).select_related("event__request")
    event = next((row.event for row in tie), None) if inbound.answers_to_id else None
    if event is not None:
        ask = _ask(event.assignment_id) if event.assignment_id else None
        return Letter(assignment=ask, why=why, about=event.request.reference)
    return _by_reference(inbound, why=why)


def _by_reference(inbound: InboundEmail, *, why: WaitingReply.Why) -> Letter:
    """R8-0123 in the subject, if just one ask of that request is open."""
    named = references_in(inbound.subject)
    if len(named) != 1:
        return Letter(why=why)
    year, number = next(iter(named))
    asked = Assignment.objects.filter(
        request__fiscal_year__year=year,
        request__number=number,
        state=AssignmentState.ASKED,
    ).values_list("pk", flat=True)
    ask = _ask(asked[0]) if len(asked) == 1 else None
    return Letter(assignment=ask, why=why, about=ask.request.reference if ask else "")


def _ask(assignment_id: int) -> Assignment:
    return Assignment.objects.select_related(
        "department", "request__lecture", "request__group", "request__fiscal_year"
    ).get(pk=assignment_id)
