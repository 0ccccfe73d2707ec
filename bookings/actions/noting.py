"""What the office writes into the record: a note, or that it told the group itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

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
    return record(_submitted(request_id), verb=Verb.MESSAGE, by=by, at=at, note=words)


def _submitted(request_id: int) -> BookingRequest:
    request = locked(request_id)
    if request.status == RequestStatus.DRAFT:
        raise MoveNotAllowed(_("下書きには書けません。"))
    return request
