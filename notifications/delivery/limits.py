"""The pace towards each receiving domain: a token bucket, and a pause when the domain asks for it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from notifications.models import DomainBucket
from notifications.transports.wire import Reply

_PAUSE_CODES = frozenset({421, 432, 450, 451, 452, 454})
_LONGEST_PAUSE_SECONDS = 1800


def capacity() -> float:
    return float(getattr(settings, "OUTBOX_DOMAIN_BURST", 100))


def per_second() -> float:
    return float(getattr(settings, "OUTBOX_DOMAIN_PER_SECOND", 5))


def closed_domains(at: datetime) -> list[str]:
    """Domains that get nothing now, so that their queue does not hide the others'."""
    return [
        bucket.domain
        for bucket in DomainBucket.objects.all()
        if _paused(bucket, at) or _tokens(bucket, at) < 1
    ]


def take(wanted: dict[str, int], *, at: datetime) -> dict[str, int]:
    """How many mails each domain may get now; taken at once. Inside the claim's transaction."""
    DomainBucket.objects.bulk_create(
        (DomainBucket(domain=domain, tokens=capacity(), refilled_at=at) for domain in wanted),
        ignore_conflicts=True,
    )
    # In the order of names, so that two dispatchers never wait for each other.
    buckets = DomainBucket.objects.select_for_update().filter(domain__in=wanted)
    return {
        bucket.domain: _take_from(bucket, wanted[bucket.domain], at=at)
        for bucket in buckets.order_by("domain")
    }


def refused(domain: str, *, reply: Reply, at: datetime) -> None:
    """The domain asked for patience: wait longer each time it does, half an hour at most."""
    if reply.code not in _PAUSE_CODES:
        return
    with transaction.atomic():
        bucket = DomainBucket.objects.select_for_update().filter(domain=domain).first()
        if bucket is None or _paused(bucket, at):
            return
        seconds = min(30 + 10 * 2**bucket.pauses, _LONGEST_PAUSE_SECONDS)
        bucket.paused_until = at + timedelta(seconds=seconds)
        bucket.pauses = min(bucket.pauses + 1, 10)
        bucket.save(update_fields=["paused_until", "pauses"])


def accepted(domain: str) -> None:
    """The domain takes mail again: the next pause is short."""
    DomainBucket.objects.filter(domain=domain, pauses__gt=0).update(pauses=0)


def _take_from(bucket: DomainBucket, wanted: int, *, at: datetime) -> int:
    if _paused(bucket, at):
        return 0
    tokens = _tokens(bucket, at)
    granted = min(wanted, int(tokens))
    bucket.tokens, bucket.refilled_at = tokens - granted, at
    bucket.save(update_fields=["tokens", "refilled_at"])
    return granted


def _tokens(bucket: DomainBucket, at: datetime) -> float:
    passed = max(0.0, (at - bucket.refilled_at).total_seconds())
    return min(capacity(), bucket.tokens + passed * per_second())


def _paused(bucket: DomainBucket, at: datetime) -> bool:
    return bucket.paused_until is not None and bucket.paused_until > at
