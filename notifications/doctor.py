"""What must always be true of mail: one line for each breach. Reads only."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django_scopes import scopes_disabled

from notifications.delivery import epoch, timing
from notifications.inbox import access
from notifications.models import (
    InboundEmail,
    Installation,
    KeptMail,
    OutgoingEmail,
    SuppressedAddress,
)
from notifications.status import HANDED_OFF, LEASE_HOLDERS, InboundState, State
from notifications.suppression import is_suppressed

_UNTOUCHED = timedelta(minutes=15)


def checks(*, at: datetime) -> Iterator[str]:
    """All breaches of all towns."""
    with scopes_disabled():
        yield from list(_breaches(at))


def _breaches(at: datetime) -> Iterator[str]:
    mails = OutgoingEmail.objects
    stale = at - timing.lookup_grace()
    yield from _lines(
        "sent without a hand-off", mails.filter(state__in=HANDED_OFF, handoff_at=None)
    )
    yield from _lines(
        "lease without a token", mails.filter(state__in=LEASE_HOLDERS, lease_token=None)
    )
    yield from _lines(
        "hand-off never settled", mails.filter(state=State.HANDOFF, lease_until__lt=stale)
    )
    yield from _lines("due and untouched for 15 minutes", _untouched(at))
    yield from _lines(
        "expired but still waiting", mails.filter(state=State.READY, expires_at__lt=at - _UNTOUCHED)
    )
    yield from _lines(
        "unknown for too long",
        mails.filter(state=State.UNKNOWN, changed_at__lt=at - timing.hold_after() - _UNTOUCHED),
    )
    yield from _lines(
        "waiting since before a restore",
        mails.filter(state=State.READY, epoch__lt=Installation.present().epoch),
    )
    yield from _twice()
    yield from _suppressed_but_ready()
    yield from _inbound(at)
    if found := access.trouble(at=at):
        yield f"{found[0]} since {found[1]:%Y-%m-%d %H:%M} UTC (docs/receiving-mail.md)"
    if reason := epoch.refusal():
        yield f"mail: {reason}"


def _untouched(at: datetime) -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.filter(
        state=State.READY, not_before__lt=at - _UNTOUCHED, changed_at__lt=at - _UNTOUCHED
    )


def _twice() -> Iterator[str]:
    for name, rows in (
        ("dedup key", OutgoingEmail.objects.values("site", "dedup_key")),
        ("message id", OutgoingEmail.objects.values("message_id")),
        ("kept mail", KeptMail.objects.values("message_id")),
    ):
        number = rows.annotate(n=Count("id")).filter(n__gt=1).order_by().count()
        if number:
            yield f"mail: {number} × more than one row for one {name}"


def _suppressed_but_ready() -> Iterator[str]:
    if not SuppressedAddress.objects.exists():
        return
    for mail in OutgoingEmail.objects.filter(state=State.READY).select_related("site").iterator():
        if is_suppressed(mail.to_address, site=mail.site):
            yield f"mail {mail.public_id}: waits for a suppressed address"


def _inbound(at: datetime) -> Iterator[str]:
    inbound = InboundEmail.objects
    yield from _lines(
        "inbound never sorted",
        inbound.filter(state=InboundState.STORED, received_at__lt=at - _UNTOUCHED),
    )
    yield from _lines(
        "inbound never read",
        inbound.filter(state=InboundState.SORTED, received_at__lt=at - _UNTOUCHED),
    )


def _lines(breach: str, rows: QuerySet) -> Iterable[str]:
    return (f"mail {row.public_id}: {breach}" for row in rows.only("public_id").iterator())
