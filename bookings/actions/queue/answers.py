"""The mail is an answer: a person says which, and the same actions as everybody's record it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import answering, noting
from bookings.actions.moves import By, Refused
from bookings.actions.queue.entries import (
    Decision,
    asked_of,
    by_department,
    decide,
    decide_ask,
    said_in,
    understood_of,
)
from bookings.actions.replies.addressing import ask_of
from bookings.actions.replies.applying import apply
from bookings.answers import Accept, Counter, Decline
from bookings.models import Answer
from bookings.rules import Slot
from bookings.status import Reason


@transaction.atomic
def apply_understood(
    *, waiting_id: int, by: By, at: datetime, assignment_id: int | None = None
) -> Answer:
    """What was understood, as it stands."""
    waiting = decide(
        waiting_id, decision=Decision.APPLIED, by=by, at=at, assignment_id=assignment_id
    )
    chosen = ask_of(assignment_id) if assignment_id else None
    understood = understood_of(waiting, chosen, at=at)
    assignment = asked_of(waiting, assignment_id)
    if not isinstance(understood, Accept | Decline | Counter):
        raise Refused(_("このメールからは、返事を読み取れませんでした。"))
    words = getattr(understood, "reason_text", "") or getattr(understood, "note", "")
    return apply(
        understood, assignment=assignment, by=by_department(waiting, by), at=at,
        said=said_in(waiting, assignment, at=at, words=words),
    )  # fmt: skip


@transaction.atomic
def apply_accept(
    *,
    waiting_id: int,
    by: By,
    at: datetime,
    rank: int | None = None,
    starts_at: datetime | None = None,
    lecturer_ids: Iterable[int] = (),
    beside: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """The mail accepts. `assignment_id` names the ask where the mail itself did not prove it.

    `beside`: what else it says, kept as a note for colleagues.
    """
    waiting, assignment = decide_ask(waiting_id, by=by, at=at, assignment_id=assignment_id)
    answer = answering.accept(
        assignment_id=assignment.pk, version=assignment.version, by=by_department(waiting, by),
        at=at, rank=rank, starts_at=starts_at, lecturer_ids=lecturer_ids,
        said=said_in(waiting, assignment, at=at),
    )  # fmt: skip
    if beside.strip():
        noting.note(request_id=assignment.request_id, words=beside, by=by, at=at)
    return answer


@transaction.atomic
def apply_decline(
    *,
    waiting_id: int,
    by: By,
    at: datetime,
    reason: str = Reason.OTHER,
    words: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """The mail declines."""
    waiting, assignment = decide_ask(waiting_id, by=by, at=at, assignment_id=assignment_id)
    return answering.decline(
        assignment_id=assignment.pk, version=assignment.version, by=by_department(waiting, by),
        at=at, reason=reason, said=said_in(waiting, assignment, at=at, words=words),
    )  # fmt: skip


@transaction.atomic
def apply_counter(
    *,
    waiting_id: int,
    slots: Sequence[Slot],
    by: By,
    at: datetime,
    words: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """The mail proposes these slots; the person who decides answers for the town's rules."""
    waiting, assignment = decide_ask(waiting_id, by=by, at=at, assignment_id=assignment_id)
    return answering.counter(
        assignment_id=assignment.pk, version=assignment.version, by=by_department(waiting, by),
        at=at, slots=slots, said=said_in(waiting, assignment, at=at, words=words),
    )  # fmt: skip


@transaction.atomic
def apply_question(
    *,
    waiting_id: int,
    words: str,
    by: By,
    at: datetime,
    answered: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """The mail asks something; `answered`: what the clerk told them, if that is done already."""
    waiting, assignment = decide_ask(
        waiting_id, by=by, at=at, assignment_id=assignment_id, decision=Decision.QUESTION
    )
    answer = answering.question(
        assignment_id=assignment.pk, by=by_department(waiting, by), at=at,
        said=said_in(waiting, assignment, at=at, words=words),
    )  # fmt: skip
    if answered:
        noting.note(request_id=assignment.request_id, words=answered, by=by, at=at)
    return answer
