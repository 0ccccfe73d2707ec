"""Celery wakes these; each asks the database what is due and may run twice without harm."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from celery import shared_task
from django.db.models import Exists, OuterRef
from django_scopes import scope
from wagtail.models import Site

from bookings.actions import asking, receiving, reminding
from bookings.models import Assignment, LectureSession, RequestEvent
from bookings.models.session import LectureSessionQuerySet
from bookings.status import AssignmentState, SessionState, Verb
from config import clock
from lectures import schedule

PULL_AT_ONCE = 50


@shared_task
def pull_answers() -> None:
    """Read the inbox's sorted replies."""
    receiving.pull(limit=PULL_AT_ONCE, at=clock.now())


@shared_task
def remind_departments() -> None:
    """Once, when half of the time to answer is over; and end asks whose day has come."""
    at = clock.now()
    for _site in _towns():
        asked = Assignment.objects.filter(state=AssignmentState.ASKED)
        for pk in asked.filter(starts_at__lte=at).values_list("pk", flat=True):
            asking.expire(assignment_id=pk, at=at)
        waiting = asked.filter(reminded_at__isnull=True)
        for pk, asked_at, due_at in waiting.values_list("pk", "asked_at", "due_at"):
            if at >= asked_at + (due_at - asked_at) / 2:
                asking.remind(assignment_id=pk, at=at)


@shared_task
def remind_sessions() -> None:
    """Seven days and one day before; and the wish for a report after the session."""
    at = clock.now()
    for _site in _towns():
        for pk in _near(at).values_list("pk", flat=True):
            for days in reminding.DAYS_BEFORE:
                reminding.remind_of_session(session_id=pk, days=days, at=at)
        for pk in _unreported(at).values_list("pk", flat=True):
            reminding.want_report(session_id=pk, at=at)


@shared_task
def publish_due() -> None:
    """Pages whose time to appear or to go has come."""
    schedule.publish_due(at=clock.now())


def _near(at: datetime) -> LectureSessionQuerySet:
    furthest = at + timedelta(days=max(reminding.DAYS_BEFORE) + 1)
    return LectureSession.objects.filter(
        state=SessionState.PLANNED, starts_at__gt=at, starts_at__lte=furthest
    )


def _unreported(at: datetime) -> LectureSessionQuerySet:
    """Over, and nobody has been asked for the report since."""
    wanted = RequestEvent.objects.filter(
        session=OuterRef("pk"), verb=Verb.REPORT_WANTED, at__gte=OuterRef("ends_at")
    )
    return LectureSession.objects.unresolved(at=at).exclude(Exists(wanted))


def _towns() -> Iterator[Site]:
    """Each town in its own scope."""
    for site in Site.objects.order_by("pk"):
        with scope(site=site):
            yield site
