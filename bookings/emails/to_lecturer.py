"""Mails to lecturers. SEQUENCE only grows for a UID; who is replaced gets a CANCEL."""

from datetime import datetime

from bookings import calendars
from bookings.emails import facts
from bookings.emails.attached import CANCELLED, session_facts
from bookings.emails.telling import Recipient, tell
from bookings.models import Grant, LectureSession, RequestEvent
from lectures.models import Lecturer


def _lecturer(lecturer: Lecturer, session: LectureSession) -> Recipient:
    """A lecturer without an address is told through the department."""
    return Recipient(f"lecturer:{lecturer.pk}", lecturer.email or session.department.email)


def invited(event: RequestEvent, session: LectureSession, lecturer: Lecturer) -> None:
    """METHOD:REQUEST, new or changed."""
    shown = session_facts(session, at=event.at, lecturer=lecturer)
    _tell(
        "lecturer_invited",
        event,
        session,
        lecturer,
        calendar=calendars.invitation(shown) if lecturer.email else "",
        calendar_method="REQUEST" if lecturer.email else "",
    )


def released(event: RequestEvent, session: LectureSession, lecturer: Lecturer) -> None:
    """METHOD:CANCEL: replaced, postponed or cancelled."""
    shown = session_facts(session, at=event.at, lecturer=lecturer, status=CANCELLED)
    _tell(
        "lecturer_released",
        event,
        session,
        lecturer,
        calendar=calendars.cancellation(shown) if lecturer.email else "",
        calendar_method="CANCEL" if lecturer.email else "",
    )


def reminder(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, days: int
) -> None:
    _tell(f"lecturer_reminder_{days}", event, session, lecturer, expires_at=session.starts_at)


def report_wanted(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, grant: Grant
) -> None:
    _tell("lecturer_report_wanted", event, session, lecturer, context={"link": grant.link})


def _tell(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    context: dict[str, object] | None = None,
    expires_at: datetime | None = None,
    calendar: str = "",
    calendar_method: str = "",
) -> None:
    tell(
        event,
        kind=kind,
        recipient=_lecturer(lecturer, session),
        context={**facts.of_session(session), "lecturer": lecturer, **(context or {})},
        calendar=calendar,
        calendar_method=calendar_method,
        expires_at=expires_at,
    )
