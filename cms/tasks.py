"""What the worker does for the site's pages; each asks the database what is due."""

from celery import shared_task

from cms.paper import jobs
from cms.rollover import periodic
from config import clock

_PAPER_SECONDS = 60


@shared_task
def make_papers() -> None:
    """Booklets that somebody asked for."""
    jobs.make_due(now=clock.now, seconds=_PAPER_SECONDS)


@shared_task
def carry_rollovers() -> None:
    """Next year's drafts that are still to be copied, and pages that wait for their day."""
    periodic.carry(now=clock.now)


@shared_task
def remind_of_menu() -> None:
    """Departments that have not said what becomes of their lectures."""
    periodic.remind(now=clock.now)
