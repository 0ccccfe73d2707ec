"""One mail, step by step: make it, offer it, pass the fence, hand it over, note the outcome."""

import logging
from collections.abc import Callable
from datetime import datetime
from email.errors import MessageError

from notifications import mime
from notifications.delivery import epoch, fence, limits, timing
from notifications.delivery.moves import Step, move, record
from notifications.models import OutgoingEmail
from notifications.status import State
from notifications.transports.wire import ConnectionBroken, Reply, Transport

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_RENDER_TROUBLE = (KeyError, ValueError, TypeError, LookupError, MessageError)


def hand_over(mail: OutgoingEmail, *, transport: Transport, now: Clock) -> None:
    """Take one leased mail as far as it goes. ConnectionBroken: the connection is of no use."""
    try:
        content, sender = mime.render(mail), mime.envelope_sender(mail)
    except _RENDER_TROUBLE as problem:
        _fail(mail, step=Step.RENDER, error=type(problem).__name__, at=now())
        return
    if not _offered(mail, sender=sender, transport=transport, now=now):
        return
    number = fence.pass_fence(mail, at=now())
    if number is None:
        transport.reset()
        return
    epoch.note_handoff(number)
    _data(mail, content=content, transport=transport, now=now)


def put_back(mail: OutgoingEmail, *, at: datetime) -> None:
    """Our own mail server is away: nothing was handed over, and it was not this mail's fault."""
    move(
        mail,
        source=State.LEASED,
        target=State.READY,
        step=Step.CONNECT,
        at=at,
        lease=mail.lease_token,
        attempt=max(0, mail.attempt - 1),
        not_before=at + timing.reconnect(),
    )


def _offered(mail: OutgoingEmail, *, sender: str, transport: Transport, now: Clock) -> bool:
    try:
        reply = transport.offer(sender=sender, recipient=mail.to_address)
    except ConnectionBroken:
        _later(mail, source=State.LEASED, step=Step.OFFER, reply=None, at=now())
        raise
    if reply.accepted:
        return True
    _refused(mail, source=State.LEASED, step=Step.OFFER, reply=reply, at=now())
    transport.reset()
    return False


def _data(mail: OutgoingEmail, *, content: bytes, transport: Transport, now: Clock) -> None:
    try:
        reply = transport.data(content)
    except ConnectionBroken:
        # Nobody can know whether the mail was taken: it stays in HANDOFF for the look-up.
        record(mail, step=Step.DATA, outcome=State.HANDOFF, at=now())
        raise
    at = now()
    if reply.accepted:
        _sent(mail, reply=reply, at=at)
    else:
        _refused(mail, source=State.HANDOFF, step=Step.DATA, reply=reply, at=at)


def _sent(mail: OutgoingEmail, *, reply: Reply, at: datetime) -> None:
    move(
        mail,
        source=State.HANDOFF,
        target=State.SENT,
        step=Step.DATA,
        at=at,
        reply=reply,
        lease=mail.lease_token,
        sent_at=at,
        last_error="",
    )
    limits.accepted(mail.to_domain)
    logger.info("mail %s sent", mail.public_id)


def _refused(mail: OutgoingEmail, *, source: State, step: str, reply: Reply, at: datetime) -> None:
    if reply.temporary and mail.attempt < timing.max_attempts():
        limits.refused(mail.to_domain, reply=reply, at=at)
        _later(mail, source=source, step=step, reply=reply, at=at)
    else:
        _fail(mail, source=source, step=step, reply=reply, error=f"SMTP {reply.code}", at=at)


def _later(
    mail: OutgoingEmail, *, source: State, step: str, reply: Reply | None, at: datetime
) -> None:
    move(
        mail,
        source=source,
        target=State.READY,
        step=step,
        at=at,
        reply=reply,
        lease=mail.lease_token,
        not_before=at + timing.backoff(mail.attempt),
        last_error=f"SMTP {reply.code}" if reply else "no answer",
    )


def _fail(
    mail: OutgoingEmail,
    *,
    step: str,
    error: str,
    at: datetime,
    source: State = State.LEASED,
    reply: Reply | None = None,
) -> None:
    move(
        mail,
        source=source,
        target=State.FAILED,
        step=step,
        at=at,
        reply=reply,
        lease=mail.lease_token,
        last_error=error,
    )
    logger.error("mail %s failed: %s", mail.public_id, error)
