"""メモ: what colleagues wrote for each other, picked from the fetched history. Reads only."""

from bookings.models import BookingRequest, RequestEvent
from bookings.status import Verb, Way


def notes_of(request: BookingRequest) -> list[RequestEvent]:
    """The newest first; those that were erased are gone. The same as `noting.notes`."""
    return [row for row in request.events.all() if is_note(row)]


def is_note(row: RequestEvent) -> bool:
    note = getattr(row, "note", None)
    by_office = row.actor == RequestEvent.Actor.OFFICE and row.way == Way.DESK
    return (
        row.verb == Verb.MESSAGE
        and by_office
        and row.assignment_id is None
        and note is not None
        and note.erased_at is None
    )
