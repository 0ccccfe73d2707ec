"""The only place that writes the state of a mail on its way. One move is one short transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from notifications.models import DeliveryAttempt, OutgoingEmail
from notifications.status import LEASE_HOLDERS, State, check_move
from notifications.transports.wire import Reply

Step = DeliveryAttempt.Step
_NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_until": None}


def move(
    mail: OutgoingEmail,
    *,
    source: State,
    target: State,
    step: str,
    at: datetime,
    reply: Reply | None = None,
    lease: UUID | None = None,
    **changes: Any,
) -> bool:
    """Move this mail if it still stands where the caller saw it; False: somebody was faster.

    `lease` is the caller's token: whoever lost the lease writes nothing.
    """
    check_move(sources=(source,), target=target)
    if reply is not None:
        changes |= {"smtp_code": reply.code, "smtp_reply": reply.text}
    if target not in LEASE_HOLDERS:
        changes |= _NO_LEASE
    if target == State.READY:
        changes |= {"handoff_at": None}
    with transaction.atomic(durable=True), scopes_disabled():
        if not _as_seen(mail, source, lease).update(state=target, changed_at=at, **changes):
            return False
        record(mail, step=step, outcome=target, at=at, reply=reply)
    return True


def record(
    mail: OutgoingEmail, *, step: str, outcome: str, at: datetime, reply: Reply | None = None
) -> None:
    """One line of the mail's history."""
    DeliveryAttempt.objects.create(
        site_id=mail.site_id,
        email=mail,
        number=mail.attempt,
        at=at,
        step=step,
        outcome=outcome,
        smtp_code=reply.code if reply else None,
        smtp_reply=reply.text if reply else "",
    )


def _as_seen(mail: OutgoingEmail, source: State, lease: UUID | None) -> QuerySet[OutgoingEmail]:
    # Without a lease the moment of the last move tells this visit of a state from a later one.
    unchanged = Q(lease_token=lease) if lease else Q(changed_at=mail.changed_at)
    return OutgoingEmail.objects.filter(unchanged, pk=mail.pk, state=source)
