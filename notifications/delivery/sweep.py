"""Once a minute: what expired, what was left lying, and one loud line when mail does not move."""

import logging
from datetime import datetime, timedelta

from django_scopes import scopes_disabled

from notifications import periodic, suppression, wake
from notifications.delivery import claim, timing
from notifications.delivery.moves import Step, move
from notifications.models import OutgoingEmail, SuppressedAddress
from notifications.status import State

logger = logging.getLogger(__name__)

UNTOUCHED = timedelta(minutes=5)
_BATCH = 200
_PERIODIC_KEPT = timedelta(days=7)


def sweep(*, at: datetime) -> int:
    """Put the outbox in order; how many mails are due now."""
    with scopes_disabled():
        _end_dead_leases(at)
        _expire(at)
        _stop_suppressed(at)
        waiting = OutgoingEmail.objects.filter(claim.due(at)).count()
        _complain(at)
    periodic.forget(before=at - _PERIODIC_KEPT)
    if waiting:
        wake.send(wake.DELIVER)
    return waiting


def _end_dead_leases(at: datetime) -> None:
    """A mail that kills its worker each time is a person's; other dead leases wait again."""
    for mail in OutgoingEmail.objects.filter(state=State.LEASED, lease_until__lt=at)[:_BATCH]:
        used_up = mail.attempt >= timing.max_attempts()
        move(
            mail,
            source=State.LEASED,
            target=State.FAILED if used_up else State.READY,
            step=Step.CONNECT,
            at=at,
            lease=mail.lease_token,
            last_error="the worker died",
        )
    for mail in OutgoingEmail.objects.filter(state=State.READY, attempt__gte=timing.max_attempts())[
        :_BATCH
    ]:
        move(
            mail,
            source=State.READY,
            target=State.FAILED,
            step=Step.CONNECT,
            at=at,
            last_error="too many tries",
        )


def _expire(at: datetime) -> None:
    for mail in OutgoingEmail.objects.filter(state=State.READY, expires_at__lte=at)[:_BATCH]:
        move(mail, source=State.READY, target=State.EXPIRED, step=Step.CONNECT, at=at)


def _stop_suppressed(at: datetime) -> None:
    """A mail may be stored in the same moment in which its recipient is suppressed."""
    if not SuppressedAddress.objects.exists():
        return
    for mail in OutgoingEmail.objects.filter(state=State.READY).order_by("-id")[:_BATCH]:
        if suppression.is_suppressed(mail.to_address, site=mail.site):
            move(mail, source=State.READY, target=State.SUPPRESSED, step=Step.CONNECT, at=at)


def _complain(at: datetime) -> None:
    stuck = OutgoingEmail.objects.filter(
        state=State.READY, not_before__lt=at - UNTOUCHED, attempt=0
    ).count()
    held = OutgoingEmail.objects.filter(state=State.HELD, seen_at__isnull=True).count()
    failed = OutgoingEmail.objects.filter(state=State.FAILED, seen_at__isnull=True).count()
    if stuck or held or failed:
        logger.error("mail needs attention: %d untouched, %d held, %d failed", stuck, held, failed)
