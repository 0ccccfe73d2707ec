"""Before and after the day: reminders to group and lecturers, then the wish for a report."""

from datetime import datetime, time, timedelta

from django.db import transaction

from bookings.actions.allocating import lecturers_on
from bookings.actions.moves import SYSTEM, locked_session, record
from bookings.actions.reporting import report_grant
from bookings.emails import to_group, to_lecturer
from bookings.models import LectureSession
from bookings.status import SessionState, Verb
from lectures.zones import local, venue_zone

DAYS_BEFORE = (7, 1)
MORNING = time(9)


def reminder_due(session: LectureSession, *, days: int, at: datetime) -> bool:
    """From 9 o'clock on the venue's clock, `days` before, until the next one or the session."""
    day = local(session.starts_at).date() - timedelta(days=days)
    due = datetime.combine(day, MORNING, venue_zone())
    return due <= at < min(due + timedelta(days=2), session.starts_at)


@transaction.atomic
def remind_of_session(*, session_id: int, days: int, at: datetime) -> bool:
    """Tell group and lecturers once per date of the session; False: not due or told before."""
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or not reminder_due(session, days=days, at=at):
        return False
    if _told_since_fixed(session, days=days):
        return False
    event = record(
        request, verb=Verb.SESSION_REMINDED, by=SYSTEM, at=at, session=session, note=str(days)
    )
    to_group.reminder(event, session, days=days)
    for lecturer in lecturers_on(session):
        to_lecturer.reminder(event, session, lecturer, days=days)
    return True


@transaction.atomic
def want_report(*, session_id: int, at: datetime) -> bool:
    """Ask the lecturers for the report once the session is over; False: not due or told before."""
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or at < session.ends_at:
        return False
    if session.events.filter(verb=Verb.REPORT_WANTED, at__gte=session.ends_at).exists():
        return False
    event = record(request, verb=Verb.REPORT_WANTED, by=SYSTEM, at=at, session=session)
    for lecturer in lecturers_on(session):
        grant = report_grant(session, lecturer=lecturer, at=at)
        to_lecturer.report_wanted(event, session, lecturer, grant=grant)
    return True


def _told_since_fixed(session: LectureSession, *, days: int) -> bool:
    """Whether this reminder went out for the date that holds now."""
    fixed = (
        session.events.filter(
            verb__in=[Verb.RESCHEDULED, Verb.ACCEPTED, Verb.COUNTER_TAKEN, Verb.CONFIRMED]
        )
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    told = session.events.filter(verb=Verb.SESSION_REMINDED, note__text=str(days))
    return told.filter(pk__gt=fixed or 0).exists()
