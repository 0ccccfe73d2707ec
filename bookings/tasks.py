"""Celery wakes these; each asks the database what is due and may run twice without harm."""

import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django_scopes import scope
from wagtail.models import Site

from bookings.actions import (
    bouncing,
    chasing,
    confirming_mail,
    consenting,
    day_plans,
    digesting,
    direct_asking,
    duty,
    merging,
    receiving,
    reminding,
    surveying,
    turning,
    weekly,
    year_reports,
)
from bookings.chases import NAME_DAYS
from bookings.counting import folding
from bookings.desk import digest
from bookings.models import Allocation, Assignment, LecturerConsent, LectureSession, RequestEvent
from bookings.models.office_days import deadlines
from bookings.models.session import LectureSessionQuerySet
from bookings.status import (
    AllocationState,
    AssignmentRole,
    AssignmentState,
    SessionState,
    Verb,
)
from config import clock
from lectures import pacing, schedule

PULL_SECONDS = 50
FOLD_SECONDS = 20
REPORT_SECONDS = 60  # after which no other one is begun
MOST_SECONDS = 1800  # of a million rows
_logger = logging.getLogger(__name__)


@shared_task
def pull_answers() -> None:
    """Read the inbox's sorted replies until there are none; another wake-up follows anyway."""
    receiving.pull_all(seconds=PULL_SECONDS, now=clock.now)


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
    """Two weeks, seven days and one day before; and the wish for a report, the morning after."""
    at = clock.now()
    for _site in _towns():
        for pk in _near(at).values_list("pk", flat=True):
            for days in reminding.DAYS_BEFORE:
                _tried(reminding.remind_of_session, session_id=pk, days=days, at=at)
        for pk in _unreported(at).values_list("pk", flat=True):
            _tried(reminding.want_report, session_id=pk, at=at)
        for pk in _unasked_of_the_day(at).values_list("pk", flat=True):
            _tried(day_plans.want, session_id=pk, at=at)


@shared_task
def ask_for_confirmed_mails() -> None:
    """A group whose address nobody has confirmed for a day is asked once more."""
    at = clock.now()
    for _site in _towns():
        for pk in confirming_mail.silent(at=at).values_list("pk", flat=True):
            _tried(confirming_mail.ask_again, request_id=pk, at=at)


@shared_task
def send_surveys() -> None:
    """The morning after, where a group reads mail and the session is known to have been held."""
    at = clock.now()
    for _site in _towns():
        for pk in surveying.waiting(at=at).values_list("pk", flat=True):
            _tried(surveying.want_survey, session_id=pk, at=at)


@shared_task
def ask_for_direct_lectures() -> None:
    """Each quarter and in mid-March: what departments gave without the office."""
    at = clock.now()
    for _site in _towns():
        quarter = direct_asking.due_quarter(at=at)
        for pk in direct_asking.waiting(quarter, at=at) if quarter else ():
            _tried(direct_asking.ask, department_id=pk, quarter=quarter, at=at)


@shared_task
def chase_lecturers() -> None:
    """Names that are lacking near the day, and lecturers who have not said yes or no."""
    at = clock.now()
    for _site in _towns():
        for pk in _lacking_a_name(at).values_list("pk", flat=True):
            _tried(reminding.want_name, session_id=pk, at=at)
        waiting = LecturerConsent.objects.filter(
            state=LecturerConsent.State.ASKED,
            session__state=SessionState.PLANNED,
            session__starts_at__gt=at,
        )
        for pk in waiting.values_list("pk", flat=True):
            _tried(consenting.chase, consent_id=pk, at=at)


@shared_task
def tell_of_undelivered() -> None:
    """Asks and calls-off that did not arrive: the office hears at once, by mail as well."""
    at = clock.now()
    for _site in _towns():
        for pk in bouncing.untold(at=at).values_list("pk", flat=True):
            _tried(bouncing.tell_office, mail_id=pk, at=at)


@shared_task
def ask_successors() -> None:
    """Sessions whose lecturer will have left by their day: from the month of the transfer on.

    And requests that ask one department twice, since two have become one.
    """
    at = clock.now()
    for _site in _towns():
        for pk in merging.due(at=at):
            _tried(merging.merge_asks, request_id=pk, at=at)
        for pk in turning.due(at=at):
            _tried(turning.ask_in_time, session_id=pk, at=at)


@shared_task
def carry_out_duties() -> None:
    """Days out that were decided, or taken back: group by group, until nobody waits."""
    for _site in _towns():
        duty.carry(now=clock.now)


@shared_task
def fold_figures() -> None:
    """Changes into the sums of the results, so that reading them stays quick."""
    at = clock.now()
    for _site in _towns():
        pacing.repeat(lambda: folding.fold(at=at) > 0, seconds=FOLD_SECONDS)


@shared_task(time_limit=MOST_SECONDS, soft_time_limit=MOST_SECONDS - 60)
def make_year_reports() -> None:
    """Files of the results that somebody asked for; those of long ago go."""
    year_reports.make_due(now=clock.now, seconds=REPORT_SECONDS)
    for _site in _towns():
        year_reports.forget(at=clock.now())


@shared_task
def publish_due() -> None:
    """Pages whose time to appear or to go has come."""
    schedule.publish_due(at=clock.now())


def _near(at: datetime) -> LectureSessionQuerySet:
    furthest = at + timedelta(days=max(reminding.DAYS_BEFORE) + 1)
    return LectureSession.objects.filter(
        state=SessionState.PLANNED, starts_at__gt=at, starts_at__lte=furthest
    )


def _unasked_of_the_day(at: datetime) -> LectureSessionQuerySet:
    """Two weeks away or less, and nobody was asked since a date of the request was fixed."""
    asked = RequestEvent.objects.filter(session=OuterRef("pk"), verb=Verb.DAY_WANTED)
    fixed = RequestEvent.objects.filter(
        request=OuterRef("request"), session__isnull=False, verb__in=day_plans.FIXED
    )
    first = at + timedelta(days=day_plans.LAST_ASKED)
    last = at + timedelta(days=day_plans.ASKED_BEFORE + 1)
    rows = LectureSession.objects.annotate(asked=_newest(asked), fixed=_newest(fixed)).filter(
        state=SessionState.PLANNED, starts_at__gt=first, starts_at__lte=last
    )
    return rows.filter(Q(asked=None) | Q(asked__lt=F("fixed")))


def _newest(events: QuerySet[RequestEvent]) -> Subquery:
    return Subquery(events.order_by("-pk").values("pk")[:1])


def _lacking_a_name(at: datetime) -> LectureSessionQuerySet:
    """With nobody, or given by several departments, of which one may still lack somebody."""
    named = Allocation.objects.filter(
        session=OuterRef("pk"), state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    )
    several = Assignment.objects.filter(
        ~Q(department=OuterRef("department")), request=OuterRef("request"),
        role=AssignmentRole.LECTURE, state=AssignmentState.ACCEPTED,
    )  # fmt: skip
    furthest = at + timedelta(days=max(NAME_DAYS) + 1)
    return LectureSession.objects.filter(
        ~Exists(named) | Exists(several),
        state=SessionState.PLANNED,
        starts_at__gt=at,
        starts_at__lte=furthest,
    )


def _unreported(at: datetime) -> LectureSessionQuerySet:
    """Over, and the report has not been asked for twice since; a closed year takes none."""
    wanted = Q(events__verb=Verb.REPORT_WANTED, events__at__gte=F("ends_at"))
    rows = LectureSession.objects.unresolved(at=at).annotate(times=Count("events", filter=wanted))
    return rows.filter(times__lt=2, fiscal_year__closed_at=None)


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
