"""How urgent a mail is, and when it may go out: the town's quiet time, emergencies apart."""

from datetime import datetime
from typing import Any

from bookings.models.office_days import quiet_time
from bookings.quiet import URGENT, may_wait
from notifications.status import MailClass


def timing(
    kind: str,
    *,
    at: datetime,
    mail_class: str = MailClass.NORMAL,
    expires_at: datetime | None = None,
) -> dict[str, Any]:
    """What the outbox must know of it."""
    known = MailClass.CRITICAL if kind in URGENT else mail_class
    quiet = quiet_time() if may_wait(kind, mail_class=known) else None
    later = quiet.not_before(at, expires_at=expires_at) if quiet else None
    return {"mail_class": known, "not_before": later, "expires_at": expires_at}
