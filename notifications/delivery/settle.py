"""Mails of unknown outcome: looked up, never resent on a guess. A person gets the rest."""

import logging
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from notifications import transports, wake
from notifications.delivery import epoch, timing
from notifications.delivery.moves import Step, move
from notifications.models import Installation, OutgoingEmail
from notifications.status import State
from notifications.transports.wire import Finding, Lookup

logger = logging.getLogger(__name__)

_BATCH = 50


def settle_unknown(*, at: datetime, lookup: Lookup | None = None) -> int:
    """Reap dead hand-offs, then look up what has been unknown long enough. How many moved."""
    if epoch.refusal():
        return 0
    witnessed = _Witnessed(lookup or transports.lookup_from_settings())
    with scopes_disabled():
        moved = sum(_reap(mail, at=at) for mail in _dead_handoffs(at))
        moved += sum(_settle(mail, witnessed=witnessed, at=at) for mail in _unknown(at))
    return moved


def _dead_handoffs(at: datetime) -> list[OutgoingEmail]:
    return list(
        OutgoingEmail.objects.filter(state=State.HANDOFF, lease_until__lt=at).order_by("id")[
            :_BATCH
        ]
    )


def _reap(mail: OutgoingEmail, *, at: datetime) -> bool:
    return move(
        mail,
        source=State.HANDOFF,
        target=State.UNKNOWN,
        step=Step.DATA,
        at=at,
        lease=mail.lease_token,
        last_error="no answer after DATA",
    )


def _unknown(at: datetime) -> list[OutgoingEmail]:
    return list(
        OutgoingEmail.objects.filter(
            state=State.UNKNOWN, changed_at__lte=at - timing.lookup_grace()
        ).order_by("changed_at", "id")[:_BATCH]
    )


def _settle(mail: OutgoingEmail, *, witnessed: "_Witnessed", at: datetime) -> bool:
    match witnessed.find(mail):
        case Finding.FOUND:
            return _settled(
                mail,
                target=State.SENT,
                at=at,
                sent_at=mail.handoff_at or at,
                handoff_at=mail.handoff_at or at,
                last_error="",
            )
        case Finding.ABSENT:
            current = Installation.present().epoch
            wake.send(wake.DELIVER)
            return _settled(mail, target=State.READY, at=at, epoch=current, last_error="")
    if mail.changed_at > at - timing.hold_after():
        return False
    logger.error("mail %s: outcome unknown, a person has to decide", mail.public_id)
    return _settled(mail, target=State.HELD, at=at, last_error="no look-up could answer")


def _settled(mail: OutgoingEmail, *, target: State, at: datetime, **changes: Any) -> bool:
    return move(mail, source=State.UNKNOWN, target=target, step=Step.LOOKUP, at=at, **changes)


class _Witnessed:
    """A look-up that is believed only if it shows the mails that surely were sent around then.

    An empty archive, a rotated log or a log that stopped would otherwise "prove" absence.
    """

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self._known: dict[str, Finding] = {}

    def find(self, mail: OutgoingEmail) -> Finding:
        finding = self.lookup.find(mail.message_id)
        if finding is not Finding.ABSENT:
            return finding
        moment = mail.handoff_at or mail.created_at
        before = _surely_sent().filter(handoff_at__lt=moment).order_by("-handoff_at").first()
        after = _surely_sent().filter(handoff_at__gt=moment).order_by("-handoff_at").first()
        return Finding.ABSENT if self._believed(before, after) else Finding.NO_ANSWER

    def _believed(self, *witnesses: OutgoingEmail | None) -> bool:
        if self.lookup.needs_witnesses and None in witnesses:
            return False
        return all(self._shows(witness) for witness in witnesses if witness is not None)

    def _shows(self, witness: OutgoingEmail) -> bool:
        if witness.message_id not in self._known:
            self._known[witness.message_id] = self.lookup.find(witness.message_id)
        return self._known[witness.message_id] is Finding.FOUND


def _surely_sent() -> QuerySet[OutgoingEmail]:
    """Sent on a server's own word, not on an earlier look-up."""
    return OutgoingEmail.objects.filter(
        smtp_code__gte=200, smtp_code__lt=300, state__in=(State.SENT, State.DELIVERED)
    )
