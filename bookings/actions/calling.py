"""かけた・留守: what a group without mail was told, and when somebody tries again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import By, Refused, locked, record
from bookings.models import ApplicantGroup, BookingRequest, RequestEvent, Telling
from bookings.models.office_days import working_days
from bookings.status import Verb, Way
from lectures.zones import local

State = Telling.State
WAY_OF = {
    ApplicantGroup.NotifyBy.PHONE: Way.PHONE,
    ApplicantGroup.NotifyBy.POST: Way.POST,
    ApplicantGroup.NotifyBy.FAX: Way.FAX,
}


def settle(event: RequestEvent, *, only: Iterable[int] | None = None) -> int:
    """All that was due, or `only` these, has been told by this event. How many."""
    rows = Telling.objects.filter(event__request=event.request_id, state=State.DUE)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    return rows.update(state=State.TOLD, told_by=event, due_on=local(event.at).date())


@transaction.atomic
def missed(*, request_id: int, by: By, at: datetime) -> int:
    """Nobody answered: counted, and due again on the next working day."""
    request = locked(request_id)
    rows = Telling.objects.on(local(at).date()).filter(event__request=request)
    if not rows:
        raise Refused(_("この団体に、いま知らせることはありません。"))
    again = working_days().after(local(at).date(), days=1)
    for row in rows:
        row.tries, row.tried_at, row.due_on = row.tries + 1, at, again
        row.save(update_fields=["tries", "tried_at", "due_on"])
    record(request, verb=Verb.CALL_MISSED, by=by, at=at)
    return len(rows)


@transaction.atomic
def told(*, tellings: Iterable[int], by: By, at: datetime, words: str = "") -> int:
    """These were told, by the way that each group chose: one event for each request. How many."""
    wanted = list(tellings)
    rows = Telling.objects.filter(pk__in=wanted, state=State.DUE)
    pks = list(rows.order_by().values_list("event__request", flat=True).distinct())
    count = 0
    for pk in sorted(pks):
        request = locked(pk)
        if not rows.filter(event__request=pk).exists():
            continue  # somebody else recorded it while this one waited
        event = record(request, verb=Verb.MESSAGE, by=_by_their_way(by, request), at=at, note=words)
        count += settle(event, only=wanted)
    return count


def _by_their_way(by: By, request: BookingRequest) -> By:
    assert request.group is not None
    way = WAY_OF.get(ApplicantGroup.NotifyBy(request.group.notify_by), Way.PHONE)
    return By(by.actor, way, by.user)
