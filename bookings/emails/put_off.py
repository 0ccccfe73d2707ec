"""Why a group has put its lecture off, in its own words: for the office and for who was to come.

Reads the notes of events. It leaves out what the action itself wrote beside the words.
"""

import re

from bookings.models import BookingRequest, EventNote, RequestEvent
from bookings.status import SessionState, Verb

_WRITTEN_BESIDE = re.compile(r"(第[1-3]希望|会場|会場の予約|会場にあるもの|会場を使える時刻)：")


def words_of(request: BookingRequest) -> str:
    """While a session of it waits for its day; "" where nothing was said."""
    notes = EventNote.objects.filter(
        event__request=request,
        event__verb=Verb.POSTPONED,
        event__actor=RequestEvent.Actor.GROUP,
        event__session__state=SessionState.POSTPONED,
    )
    return _own_words(notes.order_by("-event").values_list("text", flat=True).first() or "")


def words_at(event: RequestEvent) -> str:
    """Of this very event."""
    if event.verb != Verb.POSTPONED or event.actor != RequestEvent.Actor.GROUP:
        return ""
    text = EventNote.objects.filter(event=event).values_list("text", flat=True).first()
    return _own_words(text or "")


def _own_words(note: str) -> str:
    said = (line for line in note.splitlines() if not _WRITTEN_BESIDE.match(line))
    return " ".join(said)
