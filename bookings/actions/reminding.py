"""Before and after the day: the lecturer's name, reminders to group and departments, the report."""

from datetime import datetime, time, timedelta

from django.db import transaction

from bookings.actions.allocating import lecturers_on
from bookings.actions.consenting import naming_grant, newest
from bookings.actions.moves import SYSTEM, locked_session, record
from bookings.actions.reporting import report_grant
from bookings.chases import morning_before, name_chase_due
from bookings.emails import to_group, to_hosts, to_lecturer
from bookings.models import EventMail, LectureSession
from bookings.status import SessionState, Verb
from lectures.zones import local, venue_zone

DAYS_BEFORE = (7, 1)
MORNING = time(9)
_CHANGES = (
    Verb.ACCEPTED,
    Verb.COUNTER_TAKEN,
    Verb.CONFIRMED,
    Verb.SESSION_ADDED,
    Verb.RESCHEDULED,
    Verb.SESSION_CORRECTED,
    Verb.LECTURER_NAMED,
    Verb.LECTURER_NO,
)


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
    going = lecturers_on(session)
    if going:
        to_hosts.reminder(event, session, days=days, expires_at=session.starts_at)
    for lecturer in going:
        if newest(session, lecturer) is not None:
            to_lecturer.reminder(event, session, lecturer, days=days, expires_at=session.starts_at)
    return True


@transaction.atomic
def want_name(*, session_id: int, at: datetime) -> bool:
    """14 and 7 days before: who goes? Once for each date; False: not due, or told, or named."""
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or lecturers_on(session):
        return False
    zone, starts_at = venue_zone(), session.starts_at
    days = name_chase_due(at, starts_at=starts_at, lacking_since=_lacking_since(session), zone=zone)
    if days is None:
        return False
    since = morning_before(starts_at, days=days, zone=zone)
    if _wanted_since(session, since):
        return False
    event = record(
        request,
        verb=Verb.LECTURER_CHASED,
        by=SYSTEM,
        at=at,
        session=session,
        assignment=to_hosts.lead_ask(session),
        note=f"{days}日前",
    )
    to_hosts.wanted(event, session, days=days, grant=naming_grant(session, at=at))
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


def _lacking_since(session: LectureSession) -> datetime:
    """When the session last became what it is now; each of these told the department so."""
    changes = session.events.filter(verb__in=_CHANGES).order_by("-pk")
    return changes.values_list("at", flat=True).first() or session.request.created_at


def _wanted_since(session: LectureSession, moment: datetime) -> bool:
    return EventMail.objects.filter(
        kind="department_lecturer_wanted", event__session=session, event__at__gte=moment
    ).exists()


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
