"""かけた・留守 on the night itself: also groups whose mail cannot be relied on. Tells nobody itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from bookings.actions.calling import WAY_OF, settle
from bookings.actions.moves import By, locked, record
from bookings.emails import calling, on_duty
from bookings.models import ApplicantGroup, Duty, DutySession, RequestEvent, Telling
from bookings.status import SessionState, Verb, Way
from lectures.zones import local


@transaction.atomic
def told(*, duty_id: int, event_id: int, by: By, at: datetime) -> bool:
    """A group was told by telephone, or as it chose; False: that was recorded before.

    If the decision was taken back meanwhile, it has heard of nothing else: now it must.
    """
    request = locked(_request_of(duty_id, event_id))
    first = RequestEvent.objects.get(pk=event_id)
    if _heard().filter(event=first).exists():
        return False
    group = request.group
    assert group is not None
    way = WAY_OF.get(ApplicantGroup.NotifyBy(group.notify_by), Way.PHONE)
    event = record(request, verb=Verb.MESSAGE, by=By(by.actor, way, by.user), at=at, session=None)
    # What was still to be said of those dates before is overtaken by this.
    dates = DutySession.objects.filter(duty=duty_id, told=event_id).values("session")
    due = Telling.objects.filter(event__session__in=dates, event__lt=first, state=Telling.State.DUE)
    settle(event, only=due.values_list("pk", flat=True))
    _settle_this(first, by=event)
    _tell_of_return(duty_id, event_id)
    return True


@transaction.atomic
def missed(*, duty_id: int, event_id: int, by: By, at: datetime) -> None:
    """Nobody answered: counted; it stays on the list of today, since the day is near."""
    request = locked(_request_of(duty_id, event_id))
    rows = Telling.objects.filter(event=event_id, state=Telling.State.DUE)
    for row in rows:
        row.tries, row.tried_at, row.due_on = row.tries + 1, at, local(at).date()
        row.save(update_fields=["tries", "tried_at", "due_on"])
    record(request, verb=Verb.CALL_MISSED, by=by, at=at)


def was_called(duty: Duty) -> bool:
    """Whether any group has been told by telephone, post or fax."""
    return _heard().filter(event__in=duty.rows.values("told")).exists()


def _heard() -> QuerySet[Telling]:
    """What somebody has said; a message held back in time is settled too, by what came instead."""
    return Telling.objects.filter(
        kind=on_duty.OFF, state=Telling.State.TOLD, told_by__verb=Verb.MESSAGE
    )


def _settle_this(first: RequestEvent, *, by: RequestEvent) -> None:
    """Of a group that a mail should have told, too: other calls say nothing about this one."""
    done = {"state": Telling.State.TOLD, "told_by": by, "due_on": local(by.at).date()}
    words = calling.sentence(calling.BY_HAND, context={"event": first})
    Telling.objects.update_or_create(
        event=first, kind=on_duty.OFF, defaults=done,
        create_defaults={**done, "site_id": first.site_id, "sentence": words},
    )  # fmt: skip


def _tell_of_return(duty_id: int, event_id: int) -> None:
    """Nobody told it that all goes on as planned, as long as it seemed to know of nothing else."""
    rows = DutySession.objects.filter(
        duty=duty_id, told=event_id, state=DutySession.State.RETURNED,
        session__state=SessionState.PLANNED,
    ).select_related(
        "duty", "back_told__request", "session__lecture", "session__request__lecture",
        "session__request__group", "session__request__fiscal_year",
    )  # fmt: skip
    by_event: dict[RequestEvent, list[DutySession]] = {}
    for row in rows.order_by("session__starts_at", "pk"):
        assert row.back_told is not None
        by_event.setdefault(row.back_told, []).append(row)
    for event, returned in by_event.items():
        on_duty.on(event, returned, duty=returned[0].duty)


def _request_of(duty_id: int, event_id: int) -> int:
    rows = DutySession.objects.filter(duty=duty_id, told=event_id)
    return rows.values_list("told__request", flat=True)[:1].get()
