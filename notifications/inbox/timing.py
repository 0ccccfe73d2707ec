"""When a mail was really sent, as far as anybody but its sender can vouch for it. Reads only.

A superior releases a clerk's mail hours later, and a server may hold it overnight: what counts for
a deadline is the moment of writing. But a clock may be wrong, so only a moment near the arrival is
believed, and none after it.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from notifications.inbox import charsets, parts
from notifications.models import InboundEmail

# The longest that a mail is under way: servers give up after five days, people after a holiday.
UNDER_WAY = timedelta(days=14)
CLOCKS_DIFFER = timedelta(minutes=10)


def sent_at(inbound: InboundEmail) -> datetime:
    """The earliest moment that can be believed; never after the arrival."""
    received = parts.headers(bytes(inbound.raw or b"")).get("Received", "")
    return earliest(
        (inbound.sent_at, moment_of(str(received).rpartition(";")[2])), arrived=inbound.received_at
    )


def earliest(moments: tuple[datetime | None, ...], *, arrived: datetime) -> datetime:
    """The first of the moments that lie near the arrival, or the arrival itself. Pure."""
    believed = [
        moment for moment in moments
        if moment is not None and arrived - UNDER_WAY <= moment <= arrived + CLOCKS_DIFFER
    ]  # fmt: skip
    return min([*believed, arrived])


def moment_of(text: str) -> datetime | None:
    """A date of a header in UTC; None: it is none. Without a zone it is UTC (RFC 5322, 3.3)."""
    try:
        moment = parsedate_to_datetime(charsets.words(text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
