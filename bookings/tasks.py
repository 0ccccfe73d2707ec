"""Celery wakes these; each asks the database what is due and may run twice without harm."""

import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.db.models import Exists, OuterRef
from django_scopes import scope
from wagtail.models import Site

from bookings.actions import chasing, consenting, digesting, receiving, reminding, weekly
from bookings.chases import NAME_DAYS
from bookings.desk import digest
from bookings.models import Allocation, LecturerConsent, LectureSession, RequestEvent
from bookings.models.office_days import deadlines
from bookings.models.session import LectureSessionQuerySet
from bookings.status import AllocationState, SessionState, Verb
from config import clock
from lectures import schedule

PULL_AT_ONCE = 50
_logger = logging.getLogger(__name__)


@shared_task
def pull_answers() -> None:
    """Read the inbox's sorted replies."""
    receiving.pull(limit=PULL_AT_ONCE, at=clock.now())


@shared_task
def remind_departments() -> None:
    """Reminders, escalation, the next department; and the end of asks whose day has come."""
    at = clock.now()
    for _site in _towns():
        by_when = deadlines()
        digest_today = chasing.is_digest_day(by_when, at=at)
        for pk in chasing.waiting(at=at):
            _tried(
                chasing.chase,
                assignment_id=pk, at=at, by_when=by_when, digest_today=digest_today,
            )  # fmt: skip


@shared_task
def send_digests() -> None:
    """The office's every working day, the departments' once a week."""
    at = clock.now()
    for _site in _towns():
        _tried(digesting.tell_office, at=at, others=partial(digest.other_matters, at=at))
        day = weekly.due_day(at=at)
        for pk in weekly.waiting(at=at).values_list("pk", flat=True) if day else ():
            _tried(weekly.tell_department, department_id=pk, day=day, at=at)


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
def chase_lecturers() -> None:
    """Names that are lacking near the day, and lecturers who have not said yes or no."""
    at = clock.now()
    for _site in _towns():
        for pk in _lacking_a_name(at).values_list("pk", flat=True):
            reminding.want_name(session_id=pk, at=at)
        waiting = LecturerConsent.objects.filter(
            state=LecturerConsent.State.ASKED,
            session__state=SessionState.PLANNED,
            session__starts_at__gt=at,
        )
        for pk in waiting.values_list("pk", flat=True):
            consenting.chase(consent_id=pk, at=at)


@shared_task
def publish_due() -> None:
    """Pages whose time to appear or to go has come."""
    schedule.publish_due(at=clock.now())


def _near(at: datetime) -> LectureSessionQuerySet:
    furthest = at + timedelta(days=max(reminding.DAYS_BEFORE) + 1)
    return LectureSession.objects.filter(
        state=SessionState.PLANNED, starts_at__gt=at, starts_at__lte=furthest
    )


def _lacking_a_name(at: datetime) -> LectureSessionQuerySet:
    named = Allocation.objects.filter(
        session=OuterRef("pk"), state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    )
    furthest = at + timedelta(days=max(NAME_DAYS) + 1)
    return LectureSession.objects.filter(
        ~Exists(named), state=SessionState.PLANNED, starts_at__gt=at, starts_at__lte=furthest
    )


def _unreported(at: datetime) -> LectureSessionQuerySet:
    """Over, and nobody has been asked for the report since."""
    wanted = RequestEvent.objects.filter(
        session=OuterRef("pk"), verb=Verb.REPORT_WANTED, at__gte=OuterRef("ends_at")
    )
    return LectureSession.objects.unresolved(at=at).exclude(Exists(wanted))


def _tried(act: Callable[..., object], **what: Any) -> None:
    """One row that cannot be dealt with (an address that is none, say) must not stop the others."""
    try:
        act(**what)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the next one must have its turn
        # The message may hold an address or a name: only its kind and place are logged.
        place = "".join(traceback.format_tb(problem.__traceback__))
        _logger.error("%s failed: %s\n%s", act.__name__, type(problem).__name__, place)


def _towns() -> Iterator[Site]:
    """Each town in its own scope."""
    for site in Site.objects.order_by("pk"):
        with scope(site=site):
            yield site
