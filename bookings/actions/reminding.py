"""Before and after the day: the lecturer's name, reminders to group and departments, the report."""

from datetime import datetime, time, timedelta

from django.db import transaction

from bookings.actions.allocating import lecturers_on
from bookings.actions.consenting import naming_grant, newest
from bookings.actions.hosting import theirs_on
from bookings.actions.moves import SYSTEM, locked_session, record
from bookings.actions.reporting import report_grant
from bookings.chases import morning_after, morning_before, name_chase_due
from bookings.emails import to_group, to_hosts, to_lecturer
from bookings.emails.to_hosts import Host
from bookings.models import EventMail, LectureSession, class_rows
from bookings.models.office_days import working_days
from bookings.models.standins import in_charge
from bookings.status import DATED, SessionState, Verb
from lectures.zones import local, venue_zone

DAYS_BEFORE = (7, 1)
MORNING = time(9)
REPORT_DAYS = 5  # working days until a report is asked for again
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
    row = class_rows.row_of(session)
    if row and row[0].pk != session.pk:
        return False  # the first class's reminder names them all
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
    """14 and 7 days before: who goes? Each department that has named nobody, once for each date.

    False: not due, or told, or named.
    """
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED:
        return False
    zone, starts_at = venue_zone(), session.starts_at
    days = name_chase_due(at, starts_at=starts_at, lacking_since=_lacking_since(session), zone=zone)
    if days is None:
        return False
    hosts = _to_be_asked(session, since=morning_before(starts_at, days=days, zone=zone), at=at)
    for host in hosts:
        event = record(
            request,
            verb=Verb.LECTURER_CHASED,
            by=SYSTEM,
            at=at,
            session=session,
            assignment=host.assignment,
            note=f"{days}日前",
        )
        to_hosts.wanted(event, session, host, days=days, grant=naming_grant(session, at=at))
    return bool(hosts)


@transaction.atomic
def want_report(*, session_id: int, at: datetime) -> bool:
    """The morning after: how many came? Once more after some working days; then the office asks.

    False: not due, or told before. One mail to the department; a lecturer who was asked for their
    own yes gets one too.
    """
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or at < morning_after(session.ends_at, venue_zone()):
        return False
    asked = session.events.filter(verb=Verb.REPORT_WANTED, at__gte=session.ends_at)
    times = list(asked.order_by("pk").values_list("at", flat=True))
    if len(times) > 1 or (times and at < _second_request(times[0])):
        return False
    event = record(request, verb=Verb.REPORT_WANTED, by=SYSTEM, at=at, session=session)
    grant = report_grant(session, lecturer=None, at=at)
    to_hosts.report_wanted(event, session, grant=grant, again=bool(times))
    for lecturer in lecturers_on(session):
        if not times and newest(session, lecturer) is not None:
            own = report_grant(session, lecturer=lecturer, at=at)
            to_lecturer.report_wanted(event, session, lecturer, grant=own)
    return True


def _second_request(first: datetime) -> datetime:
    """The morning of the working day on which a report is asked for again."""
    day = working_days().after(local(first).date(), days=REPORT_DAYS)
    return datetime.combine(day, MORNING, venue_zone())


def _lacking_since(session: LectureSession) -> datetime:
    """When the session last became what it is now; each of these told the department so."""
    changes = session.events.filter(verb__in=_CHANGES).order_by("-pk")
    return changes.values_list("at", flat=True).first() or session.request.created_at


def _to_be_asked(session: LectureSession, *, since: datetime, at: datetime) -> list[Host]:
    """The departments without a lecturer of their own that were not asked for this date yet.

    Two that have become one are one: whoever does their work now is asked once.
    """
    told = EventMail.objects.filter(
        kind="department_lecturer_wanted", event__session=session, event__at__gte=since
    )
    asked = set(told.values_list("event__assignment", flat=True))
    hosts = to_hosts.hosts_of(session)
    heard = {_there(host, at=at) for host in hosts if _ask_id(host) in asked}
    found: dict[int, Host] = {}
    for host in hosts:
        there = _there(host, at=at)
        if there not in heard and not theirs_on(session, host.department):
            found.setdefault(there, host)
    return list(found.values())


def _ask_id(host: Host) -> int | None:
    return host.assignment.pk if host.assignment else None


def _there(host: Host, *, at: datetime) -> int:
    return in_charge(host.department, on=local(at).date()).pk


def _told_since_fixed(session: LectureSession, *, days: int) -> bool:
    """Whether this reminder went out for the date that holds now."""
    dated = session.events.filter(verb__in=DATED).order_by("-pk")
    fixed = dated.values_list("pk", flat=True).first()
    told = session.events.filter(verb=Verb.SESSION_REMINDED, note__text=str(days))
    return told.filter(pk__gt=fixed or 0).exists()
