"""Mails that wait for a person: into the queue, decided once, out of it again."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By, Refused, Stale, locked
from bookings.actions.replies import understanding
from bookings.actions.replies.addressing import Letter, addressed, ask_of, member_name
from bookings.actions.replies.hearing import UNREAD, hear, hear_or_unread, tried
from bookings.actions.replies.waits import Stop, Waits, Why
from bookings.answers import Report, Understood
from bookings.models import Assignment, EventMail, WaitingReply
from bookings.status import Way
from notifications.models import InboundEmail

T = TypeVar("T")
Decision = WaitingReply.Decision
_logger = logging.getLogger(__name__)


def queued(inbound: InboundEmail, waits: Waits, *, at: datetime) -> WaitingReply:
    """Kept for a person, or, where nothing is left to decide, only in sight."""
    decided = {"decision": Decision.SETTLED, "decided_at": at} if waits.settled else {}
    return WaitingReply.objects.create(
        site_id=inbound.site_id,
        inbound=inbound,
        arrived_at=inbound.received_at,
        **waits.columns(),
        **decided,
    )


@transaction.atomic
def bring_in(*, inbound_id: int, at: datetime) -> WaitingReply:
    """A mail that was set aside as automatic is a reply after all; twice makes one entry."""
    inbound = InboundEmail.objects.select_related("site").get(pk=inbound_id)
    existing = WaitingReply.objects.filter(inbound=inbound).first()
    if existing is not None:
        return existing
    if not InboundEmail.objects.set_aside().filter(pk=inbound_id).exists():
        raise Refused(_("このメールは、返事にできません。"))
    letter = tried(lambda: addressed(inbound), about=inbound, otherwise=Letter())
    ask = letter.assignment
    heard = hear_or_unread(inbound, ask, at=at) if ask else None
    unread = heard is not None and heard.stop is UNREAD
    waits = Waits(
        Stop(Why.OUR_COPY, UNREAD.detail if unread else ""), ask, heard.understood if heard else None,
        heard.way if heard else Way.EMAIL,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return queued(inbound, waits, at=at)
    except IntegrityError:
        return WaitingReply.objects.get(inbound=inbound)


@transaction.atomic
def set_aside(*, waiting_id: int, by: By, at: datetime) -> WaitingReply:
    """No answer: thanks, something else; the ask waits on. A group's mail was dealt with."""
    decision = Decision.DEALT_WITH if from_group(waiting_id) else Decision.SET_ASIDE
    return decide(waiting_id, decision=decision, by=by, at=at)


def from_group(waiting_id: int) -> int | None:
    """The request of which our mail told a group, if the mail answers that and proves nothing else."""
    mails = EventMail.objects.filter(
        mail__answers__waiting_reply=waiting_id,
        mail__answers__tag_public_id=None,
        recipient="group",
    )
    return mails.values_list("event__request_id", flat=True).first()


def opened(waiting_id: int, *, assignment_id: int | None = None) -> WaitingReply:
    """Locked for this transaction, with its request and the one of the ask that is chosen for it.

    Stale: somebody has decided; the sentence says who and what.
    """
    _lock_requests(waiting_id, assignment_id)
    waiting = (
        WaitingReply.objects.select_for_update(of=("self",))
        .select_related("inbound__site")
        .get(pk=waiting_id)
    )
    if waiting.decision:
        raise Stale(
            _(
                "このメールは、もう%(who)sが処理しました（%(what)s）。画面を開き直して確かめてください。"
            )
            % {
                "who": waiting.decided_by or _("ほかの人"),
                "what": waiting.get_decision_display(),
            }
        )
    return waiting


def decide(
    waiting_id: int,
    *,
    decision: WaitingReply.Decision,
    by: By,
    at: datetime,
    assignment_id: int | None = None,
) -> WaitingReply:
    """`assignment_id`: the ask that a person has chosen for the mail, where it named none."""
    waiting = opened(waiting_id, assignment_id=assignment_id)
    waiting.decision, waiting.decided_by, waiting.decided_at = decision, by.user, at
    waiting.save(update_fields=["decision", "decided_by", "decided_at"])
    return waiting


def decide_ask(
    waiting_id: int,
    *,
    by: By,
    at: datetime,
    assignment_id: int | None = None,
    decision: WaitingReply.Decision = Decision.APPLIED,
) -> tuple[WaitingReply, Assignment]:
    """Decided, and the ask that it answers."""
    waiting = decide(waiting_id, decision=decision, by=by, at=at, assignment_id=assignment_id)
    return waiting, asked_of(waiting, assignment_id)


def _lock_requests(waiting_id: int, assignment_id: int | None) -> None:
    """Requests first, in one order: an answer to the digest holds its request when it comes here."""
    rows = WaitingReply.objects.filter(pk=waiting_id)
    named = rows.values_list("assignment__request_id", "session__request_id").first() or ()
    chosen = Assignment.objects.filter(pk=assignment_id).values_list("request_id", flat=True)
    for request_id in sorted({*named, *chosen} - {None}):
        locked(request_id)


def asked_of(waiting: WaitingReply, assignment_id: int | None) -> Assignment:
    """The ask that the mail answers; a person names it where the mail did not."""
    found = assignment_id or waiting.assignment_id
    if found is None:
        raise Refused(_("どの依頼への返事か、えらんでください。"))
    if waiting.assignment_id != found:
        waiting.assignment_id = found
        waiting.save(update_fields=["assignment"])
    return ask_of(found)


def understood_of(
    waiting: WaitingReply, assignment: Assignment | None, *, at: datetime
) -> Understood | Report | None:
    """What a person may confirm; None: nothing. Read anew where another ask is chosen for it."""

    def read() -> Understood | Report | None:
        if assignment is None or assignment.pk == waiting.assignment_id:
            return understanding.of_json(waiting.understood)
        heard = hear(waiting.inbound, assignment, at=at)
        return understanding.of_json(understanding.as_json(heard.understood))

    return tried(read, about=waiting.inbound, otherwise=None)


def read_or_refuse(read: Callable[[], T], *, about: InboundEmail) -> T:
    """What `read` makes of a mail. Refused: our own reader stumbles over it; nothing is kept."""
    try:
        return read()
    except Refused:
        raise
    except Exception as problem:
        # Without the message: it may quote the mail.
        _logger.error("mail %s could not be read again: %s", about.pk, type(problem).__name__)
        raise Refused(
            _(
                "このメールを機械で読み直そうとして、うまくいきませんでした。何も変えていません。メールを読んで、下の「承諾として記録する」などから決めてください。"
            )
        ) from problem


def by_department(waiting: WaitingReply, by: By) -> By:
    """The department answered, by mail or calendar; the clerk is named as who entered it."""
    way = Way(waiting.understood.get("way") or Way.EMAIL)
    return By(Actor.DEPARTMENT, way, by.user, by.why)


def said_in(
    waiting: WaitingReply, assignment: Assignment, *, at: datetime, words: str = ""
) -> Said:
    sender = member_name(assignment, waiting.inbound.from_address, at=at)
    return Said(words=words, responder=sender, inbound=waiting.inbound)
