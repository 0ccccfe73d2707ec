"""A consultation stands where its events end; the events are a path, and who is told by mail was."""

from collections.abc import Iterator
from itertools import groupby

from bookings.models import ApplicantGroup, Consultation, ConsultationEvent
from bookings.status import CONSULTATION_MOVES, ConsultationStatus, ConsultationVerb, Way


def checks() -> Iterator[str]:
    yield from _paths()
    yield from _untold()


def _paths() -> Iterator[str]:
    statuses = dict(Consultation.objects.values_list("pk", "status"))
    columns = "consultation_id", "from_status", "to_status"
    events = ConsultationEvent.objects.order_by("consultation_id", "pk").values_list(*columns)
    known = set()
    for pk, rows in groupby(events, key=lambda row: row[0]):
        known.add(pk)
        now = ConsultationStatus.OPEN.value
        for _consultation, before, after in rows:
            moved = after != before and after not in CONSULTATION_MOVES[ConsultationStatus(before)]
            if before != now or moved:
                yield f"Consultation {pk}: its events are no path ({before} → {after})"
            now = after
        if now != statuses[pk]:
            yield f"Consultation {pk}: stands at {statuses[pk]}, events at {now}"
    for pk in sorted(set(statuses) - known):
        yield f"Consultation {pk}: without any event"


def _untold() -> Iterator[str]:
    """The receipt of who chose mail, and whatever the office said by mail."""
    wanted = ConsultationEvent.objects.filter(
        verb=ConsultationVerb.OPENED,
        consultation__group__notify_by=ApplicantGroup.NotifyBy.EMAIL,
    ) | ConsultationEvent.objects.filter(verb=ConsultationVerb.TOLD, way=Way.EMAIL)
    for pk in wanted.filter(mail__isnull=True).order_by("pk").values_list("pk", flat=True):
        yield f"ConsultationEvent {pk}: has no mail in the outbox"
