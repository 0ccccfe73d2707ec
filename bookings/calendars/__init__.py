"""iCalendar in and out (RFC 5545, RFC 5546), pure: no rows, no HTTP, no clock."""

from bookings.calendars.invitation import (
    CalendarFacts,
    can_invite,
    cancellation,
    file_for_group,
    invitation,
)
from bookings.calendars.reply import CalendarReply, answer_in, meaning_of, reply_of

__all__ = [
    "CalendarFacts",
    "CalendarReply",
    "answer_in",
    "can_invite",
    "cancellation",
    "file_for_group",
    "invitation",
    "meaning_of",
    "reply_of",
]
