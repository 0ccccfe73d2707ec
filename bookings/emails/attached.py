"""Calendar parts of mails, put together from rows."""

from datetime import datetime

from bookings import calendars
from bookings.emails import facts
from bookings.models import LectureSession
from lectures.models import Lecturer
from lectures.zones import venue_zone
from notifications.outbox import Attachment

CANCELLED = "CANCELLED"


def session_facts(
    session: LectureSession,
    *,
    at: datetime,
    status: str = "CONFIRMED",
    lecturer: Lecturer | None = None,
    address: str = "",
    name: str = "",
    reply_to: str = "",
    answered: bool = True,
) -> calendars.CalendarFacts:
    """One session as a calendar sees it. The UID is the session's public id, and the lecturer's.

    `address` and `name`: whose calendar it is; `reply_to`: where a calendar's own answer goes.
    """
    identity, request = facts.identity(), session.request
    owner = f"{session.public_id}-{lecturer.public_id}" if lecturer else str(session.public_id)
    return calendars.CalendarFacts(
        uid=f"{owner}@{identity.mail_domain}",
        sequence=session.sequence,
        dtstamp=at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=venue_zone(),
        summary=f"{request.reference} {session.lecture.title}",
        location=" ".join(filter(None, [session.venue, session.venue_address])),
        description=f"{request.reference} {request.group.name} {request.people}人",
        organizer_address=reply_to or identity.from_address,
        organizer_name=identity.from_name,
        attendee_address=address,
        attendee_name=lecturer.name if lecturer else name,
        url="",
        status=status,
        sent_by=identity.from_address if reply_to else "",
        answered=answered,
    )


def group_calendar(
    session: LectureSession, *, at: datetime, status: str = "CONFIRMED", number: int = 0
) -> Attachment:
    """The file that a group puts into its own calendar: no METHOD, nothing to answer.

    `number`: which of several in one mail.
    """
    text = calendars.file_for_group(session_facts(session, at=at, status=status))
    return Attachment(
        filename=f"{session.request.reference}{f'-{number}' if number else ''}.ics",
        content=text.encode(),
    )
