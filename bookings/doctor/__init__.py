"""What must always be true of bookings: one module per theme, one line per breach. Reads only."""

from collections.abc import Iterator
from datetime import datetime

from bookings.doctor import allocations, calendars, consents, histories, numbers, supports


def checks(*, at: datetime) -> Iterator[str]:
    """All checks over the open scope."""
    yield from allocations.checks()
    yield from histories.checks()
    yield from calendars.checks()
    yield from supports.checks()
    yield from consents.checks()
    yield from numbers.checks(at=at)
