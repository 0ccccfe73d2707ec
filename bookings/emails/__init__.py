"""One function and one text per mail. They compose and store; the outbox delivers."""

from bookings.emails import to_department, to_group, to_lecturer, to_office

__all__ = ["to_department", "to_group", "to_lecturer", "to_office"]
