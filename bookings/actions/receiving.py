"""Pulls people's mails out of the inbox: each is handled once, whatever crashes.

What a mail may do is decided elsewhere, by whose address it was sent to; here is only when, how
often, and what happens when something unforeseen goes wrong.
"""

import logging
import math
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django_scopes import get_scope, scope
from wagtail.models import Site

from accounts.once import held, reads_once
from bookings.actions import digesting
from bookings.actions.queue import queued
from bookings.actions.replies import consents, direct, reports
from bookings.actions.replies.addressing import Proved, grants_of, one_answer_grant
from bookings.actions.replies.hearing import UNREAD, tried
from bookings.actions.replies.judging import judge
from bookings.actions.replies.waits import Waits
from bookings.models import BookingRequest, Grant
from notifications import wake
from notifications.inbox.receiving import mark_handled
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import InboundState, Kind

# How long a mail that we fail to handle is tried again; after that a person gets it.
PATIENCE = timedelta(minutes=10)
AT_ONCE = 50
_OURS = (Kind.REPLY, Kind.UNREADABLE)
# Whose tag it is says who reads the mail; all others are answers to an ask.
_READERS: dict[str, Callable[..., Any]] = {
    Grant.Purpose.DIGEST: digesting.apply_reply,
    Grant.Purpose.LECTURER: consents.apply_reply,
    Grant.Purpose.REPORT: reports.apply_reply,
    Grant.Purpose.DIRECT: direct.apply_reply,
}
_logger = logging.getLogger(__name__)
_Place = tuple[datetime, int]


@dataclass(frozen=True)
class _Walk:
    """How many mails were handled, and the last one's place; None: there was no other."""

    handled: int
    last: _Place | None


def pull(*, limit: int = AT_ONCE, at: datetime) -> int:
    """Take each town's oldest mails, at most `limit` of each; how many were handled."""
    return sum(_walked(site, limit=limit, at=at).handled for site in Site.objects.order_by("pk"))


def pull_all(*, seconds: float, now: Callable[[], datetime]) -> int:
    """Walk through all that waits, once, or until the time is up; how many were handled.

    Several may walk at the same time: what another one has in hand is passed by.
    """
    stop_at, handled = time.monotonic() + seconds, 0
    places: dict[Site, _Place | None] = dict.fromkeys(Site.objects.order_by("pk"))
    while places and time.monotonic() < stop_at:
        for site in list(places):
            after = places.pop(site)
            walk = _walked(site, after=after, limit=AT_ONCE, at=now(), stop_at=stop_at)
            handled += walk.handled
            if walk.last is not None:
                places[site] = walk.last
    return handled


@reads_once
@transaction.atomic
def take(inbound_id: int, *, at: datetime) -> Any:
    """Handle one mail: what it did, or its entry in the queue; None: handled before."""
    inbound = claim(inbound_id, at=at)
    return None if inbound is None else _handle(inbound, at=at)


@reads_once
@transaction.atomic
def take_in_turn(inbound_id: int, *, at: datetime) -> bool:
    """The same, but False at once where it is not this mail's turn, or not ours to take.

    That is: another worker has it in hand, or an older mail to the same ask still waits.
    """
    free = InboundEmail.objects.select_for_update(skip_locked=True, of=("self",))
    inbound = next(iter(free.filter(pk=inbound_id, state=InboundState.SORTED)), None)
    if inbound is None or not _claimed(inbound, at=at, unless=_older(inbound)):
        return False
    inbound.site = get_scope()["site"]
    _handle(inbound, at=at)
    return True


def claim(inbound_id: int, *, at: datetime) -> InboundEmail | None:
    """One winner: whoever comes second waits for the first to commit, and then finds nothing."""
    inbound = InboundEmail.objects.select_related("site").get(pk=inbound_id)
    return inbound if _claimed(inbound, at=at) else None


def undelivered(request: BookingRequest) -> QuerySet[OutgoingEmail]:
    """Mails of this request that did not arrive, or may not have, and that nobody looked at."""
    return OutgoingEmail.objects.needs_person().filter(event_mail__event__request=request)


def _claimed(
    inbound: InboundEmail, *, at: datetime, unless: QuerySet[InboundEmail] | None = None
) -> bool:
    if inbound.kind not in _OURS or not mark_handled(inbound, at=at, unless=unless):
        return False
    inbound.state, inbound.handled_at = InboundState.HANDLED, at
    return True


def _older(inbound: InboundEmail) -> QuerySet[InboundEmail]:
    """Mails to the same ask that came before and wait too: an answer, and then its correction."""
    if inbound.tag_public_id is None:
        return InboundEmail.objects.none()
    before = Q(received_at__lt=inbound.received_at)
    before |= Q(received_at=inbound.received_at, pk__lt=inbound.pk)
    waiting = InboundEmail.objects.filter(state=InboundState.SORTED, kind__in=_OURS)
    return waiting.filter(before, tag_public_id=inbound.tag_public_id)


def _walked(
    site: Site,
    *,
    after: _Place | None = None,
    limit: int,
    at: datetime,
    stop_at: float = math.inf,
) -> _Walk:
    """The next mails of one town, oldest first; none is begun after `stop_at`."""
    with scope(site=site), wake.seldom(), held():
        rows = InboundEmail.objects.waiting().filter(kind__in=_OURS)
        if after is not None:
            moment, pk = after
            rows = rows.filter(Q(received_at__gt=moment) | Q(received_at=moment, pk__gt=pk))
        places = list(rows.values_list("received_at", "pk")[:limit])
        handled = sum(_tried(pk, at=at) for _moment, pk in places if time.monotonic() < stop_at)
    return _Walk(handled, places[-1] if len(places) == limit else None)


def _handle(inbound: InboundEmail, *, at: datetime) -> Any:
    outcome = _read(inbound, at=at)
    return queued(inbound, outcome, at=at) if isinstance(outcome, Waits) else outcome


def _read(inbound: InboundEmail, *, at: datetime) -> Any:
    grants, tags = proved = grants_of(inbound)
    if tags == 1 and grants and grants[0].purpose in _READERS:
        return _READERS[grants[0].purpose](inbound, grants[0], at=at)
    return judge(inbound, proved=proved, at=at)


def _tried(inbound_id: int, *, at: datetime) -> bool:
    """One bad mail must neither be lost nor stop the others."""
    try:
        return take_in_turn(inbound_id, at=at)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the next mail must have its turn
        # The message may hold an address or a name: only its kind and place are logged.
        place = "".join(traceback.format_tb(problem.__traceback__))
        _logger.error("mail %s not handled: %s\n%s", inbound_id, type(problem).__name__, place)
        return _given_up(inbound_id, at=at)


@transaction.atomic
def _given_up(inbound_id: int, *, at: datetime) -> bool:
    """After some minutes of trying, a person reads what we could not."""
    inbound = InboundEmail.objects.select_related("site").get(pk=inbound_id)
    if inbound.failed_at is None:
        unhandled = InboundEmail.objects.filter(pk=inbound_id, state=InboundState.SORTED)
        unhandled.update(failed_at=at)
        return False
    if at - inbound.failed_at < PATIENCE or claim(inbound_id, at=at) is None:
        return False
    queued(inbound, _unread(inbound), at=at)
    return True


def _unread(inbound: InboundEmail) -> Waits:
    """With the ask or session of its tag, if even that can be seen: they are not silent."""
    nothing: Proved = ([], 0)
    grants, tags = proved = tried(lambda: grants_of(inbound), about=inbound, otherwise=nothing)
    grant = one_answer_grant(proved)
    if grant is not None and grant.assignment is not None:
        return Waits(UNREAD, grant.assignment)
    return Waits(UNREAD, session=grants[0].session if tags == 1 and grants else None)
