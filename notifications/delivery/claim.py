"""Taking due mails for one worker, for a limited time. Talks to the database only."""

import uuid
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django_scopes import scopes_disabled

from notifications.delivery import limits, timing
from notifications.models import OutgoingEmail
from notifications.status import State


def claim(*, at: datetime, limit: int) -> list[OutgoingEmail]:
    """Up to `limit` due mails that no other worker holds, each with this claim's token.

    PostgreSQL skips rows another worker is claiming; SQLite lets one writer in at a time.
    """
    with transaction.atomic(durable=True), scopes_disabled():
        chosen = _within_pace(list(_due(at)[:limit]), at=at)
        return _lease(chosen, at=at)


def due(at: datetime) -> Q:
    """Waiting and in time, or left by a worker that died before the hand-off."""
    in_time = Q(not_before__lte=at) & (Q(expires_at__isnull=True) | Q(expires_at__gt=at))
    return in_time & (Q(state=State.READY) | Q(state=State.LEASED, lease_until__lt=at))


def _due(at: datetime) -> QuerySet[OutgoingEmail]:
    return (
        OutgoingEmail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(due(at), attempt__lt=timing.max_attempts())
        .exclude(to_domain__in=limits.closed_domains(at))
        .order_by("priority", "not_before", "id")
    )


def _within_pace(candidates: list[OutgoingEmail], *, at: datetime) -> list[OutgoingEmail]:
    allowed = limits.take(Counter(mail.to_domain for mail in candidates), at=at)
    chosen = []
    for mail in candidates:
        if allowed[mail.to_domain] > 0:
            allowed[mail.to_domain] -= 1
            chosen.append(mail)
    return chosen


def _lease(chosen: list[OutgoingEmail], *, at: datetime) -> list[OutgoingEmail]:
    token, until = uuid.uuid4(), at + timing.lease()
    OutgoingEmail.objects.filter(pk__in=[mail.pk for mail in chosen]).update(
        state=State.LEASED,
        lease_token=token,
        lease_until=until,
        changed_at=at,
        attempt=F("attempt") + 1,
    )
    for mail in chosen:
        mail.state, mail.lease_token, mail.lease_until = State.LEASED, token, until
        mail.changed_at, mail.attempt = at, mail.attempt + 1
    return chosen
