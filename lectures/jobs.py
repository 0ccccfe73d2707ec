"""What every kind of work for the worker shares: it is called, finds what is due, and is waited for.

A message that is lost or comes twice costs seconds and does nothing twice: the rows know.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from celery import current_app
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_scopes import scope, scopes_disabled
from kombu.exceptions import OperationalError

from lectures.models.job import Job

logger = logging.getLogger(__name__)
Now = Callable[[], datetime]
REFRESH_SECONDS = 3


def call_worker(task: str) -> None:
    """A broker that is away costs the seconds until the next look."""
    try:
        current_app.send_task(task, retry=False)
    except (OperationalError, OSError):
        logger.warning("%s: the broker is away", task)


def do_due(kind: type[Job], do: Callable[..., bool], *, now: Now, seconds: float) -> int:
    """What waits, one after the other, until the time is over; how many were done."""
    until, done = now() + timedelta(seconds=seconds), 0
    with scopes_disabled():
        due = kind.objects.due(at=now()).order_by("asked_at", "pk")
        waiting = list(due.values_list("pk", "site"))
    for pk, site in waiting:
        if now() >= until:
            break
        with scope(site=site):
            done += do(pk, now=now)
    return done


def refreshing(
    request: HttpRequest, template: str, context: Mapping[str, object], *, job: Job | None
) -> HttpResponse:
    """Shown again by itself while something is being done, unless the reader said no."""
    going = job is not None and job.is_going
    refreshes = going and "still" not in request.GET
    shown = {**context, "going": going, "refreshes": refreshes, "seconds": REFRESH_SECONDS}
    response = render(request, template, shown)
    if refreshes:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response
