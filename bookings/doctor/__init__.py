"""What must always be true of bookings: one module per theme, one line per breach. Reads only."""

from collections.abc import Iterator
from datetime import datetime

from bookings.doctor import (
    allocations,
    calendars,
    closings,
    consents,
    consultations,
    duties,
    histories,
    numbers,
    papers,
    past,
    supports,
)


def checks(*, at: datetime) -> Iterator[str]:
    """All checks over the open scope."""
    yield from allocations.checks()
    yield from histories.checks()
    yield from calendars.checks()
    yield from supports.checks()
    yield from consents.checks()
    yield from consultations.checks()
    yield from papers.checks(at=at)
    yield from duties.checks(at=at)
    yield from numbers.checks(at=at)
    yield from closings.checks()
    yield from past.checks()
