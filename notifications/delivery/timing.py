"""How long delivery waits for what. An installation may change them in its settings."""

import random
from datetime import timedelta

from django.conf import settings


def lease() -> timedelta:
    """A claimed mail is another worker's again after this."""
    return _setting("OUTBOX_LEASE_SECONDS", 300)


def handoff_lease() -> timedelta:
    """Longer than any DATA can take (RFC 5321, 4.5.3.2.6: ten minutes)."""
    return _setting("OUTBOX_HANDOFF_LEASE_SECONDS", 660)


def lookup_grace() -> timedelta:
    """How long a mail server may take to write its log before a look-up proves anything."""
    return _setting("OUTBOX_LOOKUP_GRACE_SECONDS", 600)


def hold_after() -> timedelta:
    """Unknown for so long without an answer: a person decides."""
    return _setting("OUTBOX_HOLD_SECONDS", 3600)


def backoff(attempt: int) -> timedelta:
    """1, 2, 4 … 60 minutes, each a fifth longer or shorter, so that retries do not march in step."""
    minutes = min(60, 2 ** max(0, attempt - 1))
    return timedelta(seconds=60 * minutes * random.uniform(0.8, 1.2))


def reconnect() -> timedelta:
    """Our own mail server is away: soon again, and without counting a try."""
    return timedelta(seconds=random.uniform(20, 40))


def max_attempts() -> int:
    """About fifteen hours of refusals."""
    return int(getattr(settings, "OUTBOX_MAX_ATTEMPTS", 20))


def round_seconds() -> float:
    """One round ends well before the task's time limit."""
    return float(getattr(settings, "OUTBOX_ROUND_SECONDS", 40))


def _setting(name: str, seconds: float) -> timedelta:
    return timedelta(seconds=float(getattr(settings, name, seconds)))
