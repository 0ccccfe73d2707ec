"""ことばのやりとり: a group writes to the office from its page, the office answers. No department."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import By, MoveNotAllowed, Refused, locked, record
from bookings.emails import of_changes
from bookings.models import BookingRequest, RequestEvent
from bookings.status import RequestStatus, Verb

MOST_WORDS = 1000


@transaction.atomic
def write(*, request_id: int, words: str, by: By, at: datetime) -> RequestEvent:
    """The group's words, told to the office. The same words once more, unanswered, are one message."""
    request = _submitted(request_id)
    text = _cleaned(words)
    last = _last_said(request)
    if last is not None and last.verb == Verb.WROTE and last.note.text == text:
        return last
    event = record(request, verb=Verb.WROTE, by=by, at=at, note=text)
    of_changes.group_wrote(event, request, words=text)
    return event


@transaction.atomic
def reply(*, request_id: int, words: str, by: By, at: datetime) -> RequestEvent:
    """The office's words: by mail, or kept for the call list; the group's page shows them."""
    request = _submitted(request_id)
    text = _cleaned(words)
    event = record(request, verb=Verb.REPLIED, by=by, at=at, note=text)
    of_changes.replied(event, request, words=text)
    return event


def _last_said(request: BookingRequest) -> RequestEvent | None:
    said = request.events.filter(verb__in=[Verb.WROTE, Verb.REPLIED], note__isnull=False)
    return said.select_related("note").order_by("-pk").first()


def _cleaned(words: str) -> str:
    text = words.strip()
    if not text:
        raise Refused(_("ことばを入れてください。"))
    return text


def _submitted(request_id: int) -> BookingRequest:
    request = locked(request_id)
    if request.status == RequestStatus.DRAFT:
        raise MoveNotAllowed(_("下書きには書けません。"))
    return request
