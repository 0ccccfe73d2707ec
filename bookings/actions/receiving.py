"""Pulls people's mails out of the inbox: each is handled once, whatever crashes.

What a mail may do is decided elsewhere, by whose address it was sent to; here is only when, how
often, and what happens when something unforeseen goes wrong.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from bookings.actions import digesting
from bookings.actions.queue import queued
from bookings.actions.replies import consents
from bookings.actions.replies.addressing import grants_of
from bookings.actions.replies.judging import judge
from bookings.actions.replies.waits import Stop, Waits
from bookings.models import BookingRequest, Grant, WaitingReply
from notifications.inbox.receiving import mark_handled
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import Kind

# How long a mail that we fail to handle is tried again; after that a person gets it.
PATIENCE = timedelta(minutes=10)
_OURS = (Kind.REPLY, Kind.UNREADABLE)
# Whose tag it is says who reads the mail; all others are answers to an ask.
_READERS: dict[str, Callable[..., Any]] = {
    Grant.Purpose.DIGEST: digesting.apply_reply,
    Grant.Purpose.LECTURER: consents.apply_reply,
}
_logger = logging.getLogger(__name__)


def pull(*, limit: int = 50, at: datetime) -> int:
    """Take what the inbox holds, oldest first, of all towns; how many were handled."""
    with scopes_disabled():
        waiting = list(
            InboundEmail.objects.waiting()
            .filter(kind__in=_OURS)
            .values_list("pk", "site_id")[:limit]
        )
    sites = Site.objects.in_bulk({site_id for _pk, site_id in waiting})
    handled = 0
    for inbound_id, site_id in waiting:
        with scope(site=sites[site_id]):
            handled += _tried(inbound_id, at=at)
    return handled


@transaction.atomic
def take(inbound_id: int, *, at: datetime) -> Any:
    """Handle one mail: what it did, or its entry in the queue; None: handled before."""
    inbound = claim(inbound_id, at=at)
    if inbound is None:
        return None
    outcome = _read(inbound, at=at)
    return queued(inbound, outcome, at=at) if isinstance(outcome, Waits) else outcome


def claim(inbound_id: int, *, at: datetime) -> InboundEmail | None:
    """One winner: whoever comes second waits for the first to commit, and then finds nothing."""
    inbound = InboundEmail.objects.select_related("site").get(pk=inbound_id)
    if inbound.kind not in _OURS or not mark_handled(inbound, at=at):
        return None
    inbound.refresh_from_db(fields=["state", "handled_at"])
    return inbound


def undelivered(request: BookingRequest) -> QuerySet[OutgoingEmail]:
    """Mails of this request that did not arrive, or may not have, and that nobody looked at."""
    return OutgoingEmail.objects.needs_person().filter(event_mail__event__request=request)


def _read(inbound: InboundEmail, *, at: datetime) -> Any:
    grants, tags = grants_of(inbound)
    if tags == 1 and grants and grants[0].purpose in _READERS:
        return _READERS[grants[0].purpose](inbound, grants[0], at=at)
    return judge(inbound, at=at)


def _tried(inbound_id: int, *, at: datetime) -> bool:
    """One bad mail must neither be lost nor stop the others."""
    try:
        take(inbound_id, at=at)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the next mail must have its turn
        # The message may hold an address or a name: only its kind and place are logged.
        place = "".join(traceback.format_tb(problem.__traceback__))
        _logger.error("mail %s not handled: %s\n%s", inbound_id, type(problem).__name__, place)
        return _given_up(inbound_id, at=at)
    return True


@transaction.atomic
def _given_up(inbound_id: int, *, at: datetime) -> bool:
    """After some minutes of trying, a person reads what we could not."""
    inbound = InboundEmail.objects.get(pk=inbound_id)
    if at - inbound.received_at < PATIENCE or claim(inbound_id, at=at) is None:
        return False
    problem = Stop(WaitingReply.Why.UNREADABLE, _("機械で読もうとして、うまくいきませんでした。"))
    queued(inbound, Waits(problem), at=at)
    return True
