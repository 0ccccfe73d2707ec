"""Which ask a mail answers, and whether its sender may answer. Reads only.

Tag in the envelope or in To and Cc, then the thread, then the calendar's UID, then the number in
the subject. Only a tag proves anything; and what names another ask beside it goes to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import ids
from bookings import calendars
from bookings.actions.replies.waits import Stop, Why
from bookings.answers import Unclear
from bookings.calendars import CalendarReply
from bookings.emails import facts
from bookings.models import Assignment, EventMail, Grant, standins
from bookings.sentence import sentence
from bookings.status import AssignmentState
from lectures.eras import references_in
from lectures.zones import local
from notifications.inbox import parts, reading
from notifications.models import InboundEmail

Proved = tuple[list[Grant], int]


@dataclass(frozen=True)
class Letter:
    """A mail's ask. `grant` proves it; without one, `assignment` is only a suggestion."""

    grant: Grant | None = None
    assignment: Assignment | None = None
    stop: Stop | None = None


def grants_of(inbound: InboundEmail) -> Proved:
    """The grants that the mail's tags prove, and how many tags it was sent to."""
    message = parts.headers(bytes(inbound.raw or b""))
    tags = reading.tags_of(message, envelope_to=inbound.envelope_to, identity=facts.identity())
    found = (Grant.objects.of_tag(ids.encode(name) + secret) for name, secret in tags)
    return [grant for grant in found if grant is not None], len(tags)


def one_answer_grant(proved: Proved) -> Grant | None:
    """The grant of the one ask that the mail was sent to."""
    grants, tags = proved
    if tags != 1 or not grants or grants[0].purpose != Grant.Purpose.ANSWER:
        return None
    return grants[0] if grants[0].assignment_id else None


def addressed(
    inbound: InboundEmail, *, proved: Proved | None = None, ask: Assignment | None = None
) -> Letter:
    """By the tag in the recipient's address; else a suggestion from what the mail quotes.

    `proved`: what `grants_of` says of it, where it was asked before; `ask`: the one it proves.
    """
    grants, tags = proved = proved or grants_of(inbound)
    if tags > 1:
        return _of_several(grants, handled=inbound.copy_of)
    grant = one_answer_grant(proved)
    if grant is None:
        return _suggested(inbound, why=Why.WRONG_TAG if tags else Why.NO_TAG)
    assert grant.assignment_id is not None
    ask = ask or ask_of(grant.assignment_id)
    if another := _another(inbound, ask):
        return Letter(assignment=ask, stop=another)
    return Letter(grant=grant, assignment=ask)


def ask_of(assignment_id: int) -> Assignment:
    """The ask with all that its reader and its page name."""
    return Assignment.objects.select_related(
        "department", "request__lecture", "request__group", "request__fiscal_year"
    ).get(pk=assignment_id)


def is_member(assignment: Assignment, address: str, *, at: datetime) -> bool:
    """Whether the address speaks for the department, or for who took over from it, today."""
    return standins.may_answer(assignment.department, address, on=local(at).date())


def member_name(assignment: Assignment, address: str, *, at: datetime) -> str:
    """The name beside the address on the department's list, if there is one."""
    return standins.name_of(assignment.department, address, on=local(at).date())


def _of_several(grants: list[Grant], *, handled: InboundEmail | None) -> Letter:
    """`handled`: the same mail as it came before; what is left is about the other ask."""
    answers = [grant for grant in grants if grant.purpose == Grant.Purpose.ANSWER]
    asks = {grant.assignment_id for grant in answers}
    named = sorted(ask_of(pk).request.reference for pk in asks if pk)
    about = "、".join(dict.fromkeys(named))
    done = handled.tag_public_id if handled else None
    left = [row.assignment_id for row in answers if done and row.public_id != done]
    return Letter(
        assignment=ask_of(left[0]) if len(left) == 1 and left[0] else None,
        stop=Stop(
            Why.NO_TAG,
            sentence("二つのちがう返信先に送られています（%(about)s）。", about=about)
            if about
            else _("二つのちがう返信先に送られています。"),
        ),
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
    said = sentence(
        "返信先とはちがう依頼（%(reference)s）への返信になっています。", reference=reference
    )
    return Stop(Why.NO_TAG, said)


def _suggested(inbound: InboundEmail, *, why: Why) -> Letter:
    ask = _thread_ask(inbound)
    if ask is None:
        asks = (_ask_of_uid(uid) for uid in _uids(inbound))
        ask = next((one for one in asks if one is not None), None)
    if ask is None:
        ask = _by_reference(inbound)
    detail: str = ""
    if ask is not None:
        detail = sentence("%(reference)sへの返事のようです。", reference=ask.request.reference)
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
