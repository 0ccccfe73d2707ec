"""Addresses of a year's sessions that lie in no area. Of places, not of persons. Reads only."""

from collections import Counter

from bookings.counting.facts import facts_of
from bookings.models import LectureSession
from bookings.status import SessionState

_COUNTED = (SessionState.DELIVERED, SessionState.PLANNED)


def unplaced(year: int) -> list[tuple[str, int]]:
    """(place, sessions), the most first: as the facts of this moment place them."""
    rows = LectureSession.objects.filter(
        fiscal_year__year=year, state__in=_COUNTED, centre=None, room=None
    )
    places = {
        pk: address or name
        for pk, address, name in rows.values_list("pk", "venue_address", "venue_name")
    }
    facts = facts_of(places) if places else {}
    lost = Counter(places[pk] for pk, fact in facts.items() if not fact.area)
    return sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))
