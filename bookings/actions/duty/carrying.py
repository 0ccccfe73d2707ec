"""The job behind a decision: one transaction for each group, so that none is half told.

What is done is known by rows, so a worker that dies loses nothing: the next one goes on with the
groups that still wait. Two workers at once are kept apart by the requests' locks.
"""

import logging
import time
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from bookings.actions.closing import close_if_done
from bookings.actions.duty import returning, taking_off
from bookings.actions.duty.groups import bundles
from bookings.actions.moves import locked
from bookings.models import Duty, DutyEvent, DutySession

State, Fate = DutySession.State, DutySession.Fate
_logger = logging.getLogger(__name__)


def carry(*, now: Callable[[], datetime], seconds: float = 50.0) -> None:
    """Go on with everything that waits in the open town; what cannot be done stays waiting."""
    ends = time.monotonic() + seconds
    for state, act in ((State.WAITING, taking_off.off), (State.RETURNING, returning.on)):
        for bundle in bundles(state):
            if time.monotonic() > ends:
                return
            _tried(act, bundle, at=now())
    _finish(at=now())
    _settle(at=now())


def _finish(*, at: datetime) -> None:
    """Write into the history that nothing waits any more."""
    verbs = DutyEvent.Verb
    for begun, done in ((verbs.DECIDED, verbs.FINISHED), (verbs.TAKEN_BACK, verbs.RETURNED)):
        over = Duty.objects.filter(events__verb=begun).exclude(events__verb=done)
        if begun == verbs.DECIDED:
            over = over.standing()
        for duty in over.exclude(rows__state__in=[State.WAITING, State.RETURNING]):
            event = DutyEvent(site_id=duty.site_id, duty=duty, verb=done, at=at)
            DutyEvent.objects.bulk_create([event], ignore_conflicts=True)


def _settle(*, at: datetime) -> None:
    """Once nothing can come back any more, requests of which everything was cancelled end."""
    moving = [State.WAITING, State.RETURNING]
    over = Q(undo_until__lte=at) | Q(taken_back_at__isnull=False)
    for duty in Duty.objects.filter(over, settled_at__isnull=True).exclude(rows__state__in=moving):
        off = DutySession.objects.filter(
            duty=duty, fate=Fate.CANCEL, state__in=[State.DONE, State.STAYED]
        )
        requests = sorted(set(off.values_list("session__request", flat=True)))
        ended = [_tried(_end, [pk], at=at) for pk in requests]  # each has its turn
        if all(ended):
            Duty.objects.filter(pk=duty.pk).update(settled_at=at)


@transaction.atomic
def _end(requests: Iterable[int], *, at: datetime) -> None:
    for pk in requests:
        close_if_done(locked(pk), at=at)


def _tried(act: Callable[..., object], rows: Iterable[int], *, at: datetime) -> bool:
    """One group that cannot be dealt with must not keep the others waiting. False: it could not."""
    try:
        act(rows, at=at)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the next one must have its turn
        # The message may hold an address or a name: only its kind and place are logged.
        place = "".join(traceback.format_tb(problem.__traceback__))
        _logger.error("duty failed: %s\n%s", type(problem).__name__, place)
        return False
    return True
