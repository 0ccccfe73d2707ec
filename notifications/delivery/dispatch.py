"""A round of one worker: claim a batch, hand it over on one connection, until nothing is due."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django_scopes import scopes_disabled

from config import clock
from notifications import transports
from notifications.delivery import epoch, timing
from notifications.delivery.claim import claim
from notifications.delivery.handoff import hand_over, put_back
from notifications.models import OutgoingEmail
from notifications.transports.wire import ConnectionBroken, Transport

logger = logging.getLogger(__name__)

BATCH = 20


def deliver_due(
    *, transport: Transport | None = None, now: Callable[[], datetime] = clock.now
) -> int:
    """Deliver what is due; how many mails were taken in hand. Refuses on a restored database."""
    if reason := epoch.refusal():
        logger.error("no mail is delivered: %s", reason)
        return 0
    taken, stop_at = 0, time.monotonic() + timing.round_seconds()
    line = _Line(transport or transports.from_settings())
    try:
        while time.monotonic() < stop_at and (batch := claim(at=now(), limit=BATCH)):
            taken += len(batch)
            if not _deliver(batch, line=line, now=now):
                break
    finally:
        line.close()
    return taken


class _Line:
    """A connection that opens when first needed and again after a break."""

    def __init__(self, transport: Transport) -> None:
        self.transport, self.is_open = transport, False

    def ready(self) -> Transport:
        if not self.is_open:
            self.transport.open()
            self.is_open = True
        return self.transport

    def close(self) -> None:
        if self.is_open:
            self.transport.close()
            self.is_open = False


def _deliver(batch: list[OutgoingEmail], *, line: _Line, now: Callable[[], datetime]) -> bool:
    """False: the mail server is away, and what was left of the batch waits a little."""
    for position, mail in enumerate(batch):
        try:
            transport = line.ready()
        except ConnectionBroken as problem:
            logger.warning("the mail server is away: %s", problem)
            for waiting in batch[position:]:
                put_back(waiting, at=now())
            return False
        try:
            with scopes_disabled():
                hand_over(mail, transport=transport, now=now)
        except ConnectionBroken as problem:
            logger.warning("the connection broke at mail %s: %s", mail.public_id, problem)
            line.close()
    return True
