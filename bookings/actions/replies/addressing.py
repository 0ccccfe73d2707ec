"""Which ask a mail answers, and whether its sender may answer. Reads only.

Tag in the envelope or in To and Cc, then the thread, then the calendar's UID, then the number in
the subject. Only a tag proves anything; and what names another ask beside it goes to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import ids
from bookings import calendars
from bookings.actions.replies.waits import Stop, Why
from bookings.answers import Unclear
from bookings.calendars import CalendarReply
from bookings.emails import facts
from bookings.models import Assignment, EventMail, Grant
from bookings.status import AssignmentState
from lectures.eras import references_in
from lectures.models import DepartmentMember
from lectures.zones import local
from notifications.inbox import parts, reading
from notifications.models import InboundEmail


@dataclass(frozen=True)
class Letter:
    """A mail's ask. `grant` proves it; without one, `assignment` is only a suggestion."""

    grant: Grant | None = None
    assignment: Assignment | None = None
    stop: Stop | None = None


def grants_of(inbound: InboundEmail) -> tuple[list[Grant], int]:
    """The grants that the mail's tags prove, and how many tags it was sent to."""
    message = parts.headers(bytes(inbound.raw or b""))
    tags = reading.tags_of(message, envelope_to=inbound.envelope_to, identity=facts.identity())
    found = (Grant.objects.of_tag(ids.encode(name) + secret) for name, secret in tags)
    return [grant for grant in found if grant is not None], len(tags)


def addressed(inbound: InboundEmail) -> Letter:
    """By the tag in the recipient's address; else a suggestion from what the mail quotes."""
    grants, tags = grants_of(inbound)
    if tags > 1:
        return _of_several(grants)
    named = grants[0].assignment_id if grants else None
    if named is None or grants[0].purpose != Grant.Purpose.ANSWER:
        return _suggested(inbound, why=Why.WRONG_TAG if tags else Why.NO_TAG)
    ask = ask_of(named)
    if another := _another(inbound, ask):
        return Letter(assignment=ask, stop=another)
    return Letter(grant=grants[0], assignment=ask)


def ask_of(assignment_id: int) -> Assignment:
    """The ask with all that its reader and its page name."""
    return Assignment.objects.select_related(
        "department", "request__lecture", "request__group", "request__fiscal_year"
    ).get(pk=assignment_id)


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
        Q(since__isnull=True) | Q(since__lte=today),
        Q(until__isnull=True) | Q(until__gte=today),
        department=assignment.department,
        email__iexact=address,
    )


def _of_several(grants: list[Grant]) -> Letter:
    asks = {grant.assignment_id for grant in grants if grant.purpose == Grant.Purpose.ANSWER}
    named = sorted(ask_of(pk).request.reference for pk in asks if pk)
    about = "、".join(dict.fromkeys(named))
    return Letter(
        stop=Stop(
            Why.NO_TAG,
            _("二つのちがう返信先に送られています（%(about)s）。") % {"about": about}
            if about
            else _("二つのちがう返信先に送られています。"),
        )
    )


def _another(inbound: InboundEmail, ask: Assignment) -> Stop | None:
    """Whether thread, calendar or subject names another ask than the tag does."""
    threaded = _thread_ask(inbound)
    if threaded is not None and threaded.pk != ask.pk:
        return _differs(threaded.request.reference)
    for uid in _uids(inbound):
        if uid != ask.public_id and (other := _ask_of_uid(uid)) is not None:
            return _differs(other.request.reference)
    named = references_in(inbound.subject)
    own = (ask.request.fiscal_year.year, ask.request.number)
    if named and own not in named:
        return Stop(Why.NO_TAG, _("件名に、ほかの受付番号が書かれています。"))
    return None


def _differs(reference: str) -> Stop:
    sentence = _("返信先とはちがう依頼（%(reference)s）への返信になっています。")
    return Stop(Why.NO_TAG, sentence % {"reference": reference})


def _suggested(inbound: InboundEmail, *, why: Why) -> Letter:
    ask = _thread_ask(inbound)
    if ask is None:
        asks = (_ask_of_uid(uid) for uid in _uids(inbound))
        ask = next((one for one in asks if one is not None), None)
    if ask is None:
        ask = _by_reference(inbound)
    detail = ""
    if ask is not None:
        detail = _("%(reference)sへの返事のようです。") % {"reference": ask.request.reference}
    return Letter(assignment=ask, stop=Stop(why, detail))


def _thread_ask(inbound: InboundEmail) -> Assignment | None:
    """The ask of the mail that this one answers."""
    if not inbound.answers_to_id:
        return None
    tie = EventMail.objects.filter(mail=inbound.answers_to_id, event__assignment__isnull=False)
    asked = tie.values_list("event__assignment_id", flat=True).first()
    return ask_of(asked) if asked else None


def _uids(inbound: InboundEmail) -> Iterable[UUID]:
    """Public ids in the UIDs of the mail's calendar answers."""
    for part in reading.calendar_parts(bytes(inbound.raw or b"")):
        answer = calendars.reply_of(part.data)
        reply = answer.partly if isinstance(answer, Unclear) else answer
        if isinstance(reply, CalendarReply):
            try:
                yield UUID(reply.uid.partition("@")[0])
            except ValueError:
                continue


def _ask_of_uid(public_id: UUID) -> Assignment | None:
    found = Assignment.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    return ask_of(found) if found else None


def _by_reference(inbound: InboundEmail) -> Assignment | None:
    """R8-0123 in the subject, if just one ask of that request is open."""
    named = references_in(inbound.subject)
    if len(named) != 1:
        return None
    year, number = next(iter(named))
    asked = Assignment.objects.filter(
        request__fiscal_year__year=year,
        request__number=number,
        state=AssignmentState.ASKED,
    ).values_list("pk", flat=True)
    return ask_of(asked[0]) if len(asked) == 1 else None
