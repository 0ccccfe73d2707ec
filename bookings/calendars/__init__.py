"""iCalendar in and out (RFC 5545, RFC 5546), pure: no rows, no HTTP, no clock."""

from bookings.calendars.invitation import (
    CalendarFacts,
    cancellation,
    file_for_group,
    invitation,
)
from bookings.calendars.reply import CalendarReply, reply_of

__all__ = [
    "CalendarFacts",
    "CalendarReply",
    "cancellation",
    "file_for_group",
    "invitation",
    "reply_of",
]
