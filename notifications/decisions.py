"""What a person decides about a mail that the machine may not decide about."""

from datetime import datetime

from django.db import transaction

from notifications import wake
from notifications.models import DeliveryAttempt, Installation, OutgoingEmail
from notifications.status import State, check_move


class NoLongerOpen(Exception):
    """The mail has moved on since the person saw it."""


def send_again(mail_id: int, *, at: datetime) -> OutgoingEmail:
    """The same mail, same Message-ID, once more: held, failed, or to an address that was stopped."""
    mail = _move(
        mail_id,
        sources=(State.HELD, State.FAILED, State.SUPPRESSED),
        target=State.READY,
        at=at,
        not_before=at,
        expires_at=None,
        attempt=0,
        handoff_at=None,
        epoch=Installation.present().epoch,
    )
    wake.after_commit()
    return mail


def mark_arrived(mail_id: int, *, at: datetime) -> OutgoingEmail:
    """The recipient has it: nothing is sent."""
    return _move(
        mail_id, sources=(State.HELD,), target=State.SENT, at=at, sent_at=at, handoff_at=at
    )


def mark_seen(mail_id: int, *, at: datetime) -> None:
    """Somebody took care of it another way; it leaves the list of open matters."""
    OutgoingEmail.objects.filter(pk=mail_id, seen_at__isnull=True).update(seen_at=at)


@transaction.atomic
def _move(
    mail_id: int, *, sources: tuple[State, ...], target: State, at: datetime, **changes: object
) -> OutgoingEmail:
    check_move(sources=sources, target=target)
    moved = OutgoingEmail.objects.filter(pk=mail_id, state__in=sources).update(
        state=target, changed_at=at, seen_at=at if target == State.SENT else None, **changes
    )
    if not moved:
        raise NoLongerOpen(str(mail_id))
    mail = OutgoingEmail.objects.get(pk=mail_id)
    DeliveryAttempt.objects.create(
        site_id=mail.site_id,
        email=mail,
        number=mail.attempt,
        at=at,
        step=DeliveryAttempt.Step.PERSON,
        outcome=target,
    )
    return mail
