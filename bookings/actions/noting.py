"""What the office writes into the record: a note, or that it told the group itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.actions import calling
from bookings.actions.moves import By, MoveNotAllowed, Refused, locked, record
from bookings.models import BookingRequest, RequestEvent
from bookings.status import RequestStatus, Verb, Way

# A message by one of these ways says: the group has been told.
TOLD_WAYS = frozenset({Way.PHONE, Way.FAX, Way.POST, Way.COUNTER})


@transaction.atomic
def note(*, request_id: int, words: str, by: By, at: datetime) -> RequestEvent:
    """A line for colleagues; nobody is told."""
    if not words.strip():
        raise Refused(_("ことばを入れてください。"))
    return record(_submitted(request_id), verb=Verb.MESSAGE, by=by, at=at, note=words)


@transaction.atomic
def told(*, request_id: int, by: By, at: datetime, words: str = "") -> RequestEvent:
    """The group without mail was told of everything up to now, by `by.way`."""
    if by.way not in TOLD_WAYS:
        raise Refused(_("電話、ファックス、郵便、窓口のどれで伝えたか、えらんでください。"))
    event = record(_submitted(request_id), verb=Verb.MESSAGE, by=by, at=at, note=words)
    calling.settle(event)
    return event


@transaction.atomic
def erase(*, event_id: int, by: By, at: datetime) -> RequestEvent:
    """What a colleague wrote by mistake; that something stood there stays. Twice is once."""
    request = locked(RequestEvent.objects.get(pk=event_id).request_id)
    event = notes().filter(pk=event_id).select_related("note").first()
    if event is None:
        raise Refused(_("消せるのは、「書きとめる」で残したことばだけです。"))
    if event.note.erased_at is None:
        event.note.text, event.note.erased_at = "", at
        event.note.save(update_fields=["text", "erased_at"])
        record(request, verb=Verb.NOTE_ERASED, by=by, at=at)
    return event


def notes() -> QuerySet[RequestEvent]:
    """What the office wrote for itself, not what it told somebody."""
    return RequestEvent.objects.filter(
        verb=Verb.MESSAGE,
        actor=RequestEvent.Actor.OFFICE,
        way=Way.DESK,
        note__isnull=False,
        assignment__isnull=True,
    )


def _submitted(request_id: int) -> BookingRequest:
    request = locked(request_id)
    if request.status == RequestStatus.DRAFT:
        raise MoveNotAllowed(_("下書きには書けません。"))
    return request
