"""A decision about days out is carried out, told once to each group, and closes its days."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from bookings.emails import on_duty
from bookings.models import Duty, DutySession, EventMail, Telling
from bookings.status import SessionState

State = DutySession.State
_LONGEST = timedelta(hours=1)
_TOLD_ALONE = "group_session_off"
_OFF = (SessionState.POSTPONED, SessionState.CANCELLED)


def checks(*, at: datetime) -> Iterator[str]:
    yield from _carried_out(at=at)
    yield from _untold()
    yield from _twice()


def told_together(told: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """What one message told of several sessions counts for the event of each."""
    rows = DutySession.objects.filter(event__isnull=False).values_list("event_id", "told_id")
    return {(event, _TOLD_ALONE) for event, first in rows if (first, on_duty.OFF) in told}


def about_to_end() -> set[int]:
    """Requests of which all was cancelled, while the decision can still be taken back."""
    rows = DutySession.objects.filter(
        fate=DutySession.Fate.CANCEL,
        state__in=[State.DONE, State.RETURNING, State.STAYED],
        duty__settled_at__isnull=True,
    )
    return set(rows.values_list("session__request", flat=True))


def _carried_out(*, at: datetime) -> Iterator[str]:
    late = DutySession.objects.filter(
        state__in=[State.WAITING, State.RETURNING], duty__decided_at__lt=at - _LONGEST
    ).exclude(duty__taken_back_at__gt=at - _LONGEST)
    for row in late.order_by("pk"):
        yield f"DutySession {row.pk}: still {row.state} an hour after the decision"
    undone = DutySession.objects.filter(state=State.WAITING, duty__taken_back_at__isnull=False)
    for row in undone.order_by("pk"):
        yield f"DutySession {row.pk}: waits, but the decision was taken back"
    unsettled = Duty.objects.standing().filter(
        settled_at__isnull=True, undo_until__lt=at - _LONGEST
    )
    for duty in unsettled.exclude(rows__state=State.WAITING).order_by("pk"):
        yield f"Duty {duty.pk}: can no longer be taken back, but its requests have not ended"


def _untold() -> Iterator[str]:
    told = set(EventMail.objects.values_list("event_id", "kind"))
    told |= set(Telling.objects.values_list("event_id", "kind"))
    for row in DutySession.objects.filter(told__isnull=False).order_by("pk"):
        if (row.told_id, on_duty.OFF) not in told:
            yield f"DutySession {row.pk}: its group has neither a mail nor a telling"


def _twice() -> Iterator[str]:
    """One session is taken off by one event of one decision."""
    seen: set[int] = set()
    rows = DutySession.objects.filter(event__isnull=False).order_by("pk")
    for pk, event in rows.values_list("pk", "event_id"):
        if event in seen:
            yield f"DutySession {pk}: another row claims the same event"
        seen.add(event)
    done = DutySession.objects.filter(state=State.RETURNED, back_event__isnull=True)
    for row in done.order_by("pk"):
        yield f"DutySession {row.pk}: brought back without an event"
