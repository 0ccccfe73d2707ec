"""What the worker does for the catalogue: words that found nothing, and courses of other houses."""

from datetime import date

from celery import shared_task
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from config import clock
from lectures import roles
from lectures.courses import visiting, working
from lectures.models import CourseSource
from lectures.search import missed
from lectures.zones import venue_zone

# All of a file is brought in at once or not at all; below the broker's visibility timeout.
_COURSES_SOFT, _COURSES_HARD = 240, 270
_COURSES_SECONDS = 10


@shared_task
def keep_missed(site: int, words: str, language: str, day: str) -> None:
    town = Site.objects.filter(pk=site).first()
    if town is not None:
        missed.keep(site=town, words=words, language=language, day=date.fromisoformat(day))


@shared_task
def forget_missed() -> None:
    missed.forget(today=clock.today(venue_zone()))


@shared_task
def fetch_courses() -> None:
    """One message for each source, so that one that cannot be read stops no other."""
    for source in visiting.due():
        fetch_course_source.delay(source=source)


@shared_task(soft_time_limit=_COURSES_SOFT, time_limit=_COURSES_HARD)
def fetch_course_source(source: int) -> None:
    with scopes_disabled():
        found = CourseSource.objects.select_related("site__root_page", "provider")
        row = found.filter(pk=source).first()
    if row is not None:
        with scope(site=row.site):
            visiting.visit(row, at=clock.now())


@shared_task(soft_time_limit=_COURSES_SOFT, time_limit=_COURSES_HARD)
def work_on_courses() -> None:
    """What editors asked for on the pages of their sources."""
    working.do_due(now=clock.now, seconds=_COURSES_SECONDS)


@shared_task
def let_departments_edit() -> None:
    """A merger comes on a day on which nobody saves a page, and an update on any."""
    for site in Site.objects.all():
        roles.open_admin(site)
