"""The task queue: how often which work is looked for.

Celery only wakes work up. What is due, and what was done, is known by rows of the database, so a
lost or doubled message costs seconds and never a mail.
"""

import logging
import os
from typing import Any

from celery import Celery, bootsteps
from celery.schedules import crontab
from celery.signals import beat_init
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

logger = logging.getLogger(__name__)

app = Celery("okigaru")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

HEARTBEAT_SECONDS = 10.0
HEARTBEAT = "notifications.tasks.heartbeat"

EVERY_SECONDS: dict[str, float] = {
    "notifications.tasks.deliver_due": 5,
    "notifications.tasks.settle_unknown": 30,
    "notifications.tasks.sweep": 60,
    "notifications.tasks.poll_inbox": 10,
    "bookings.tasks.pull_answers": 10,
    "bookings.tasks.tell_of_undelivered": 15,
    "bookings.tasks.remind_departments": 60,
    "bookings.tasks.remind_sessions": 60,
    "bookings.tasks.send_surveys": 60,
    "bookings.tasks.ask_for_confirmed_mails": 300,
    "bookings.tasks.send_digests": 60,
    "bookings.tasks.chase_lecturers": 60,
    "bookings.tasks.ask_for_direct_lectures": 300,
    "bookings.tasks.ask_successors": 300,
    "bookings.tasks.carry_out_duties": 5,
    "bookings.tasks.fold_figures": 15,
    "bookings.tasks.make_year_reports": 10,
    "bookings.tasks.publish_due": 60,
    "cms.tasks.carry_rollovers": 5,
    "cms.tasks.remind_of_menu": 300,
    "cms.tasks.make_papers": 10,
    "lectures.tasks.work_on_courses": 10,
}
# By the wall clock, e.g. {"bookings.tasks.attention_digest": crontab(hour="8", minute="0")}.
AT_HOURS: dict[str, crontab] = {
    "lectures.tasks.forget_missed": crontab(hour="3", minute="20"),
    "lectures.tasks.fetch_courses": crontab(hour="5", minute="40"),
    "lectures.tasks.let_departments_edit": crontab(hour="0", minute="10"),
}


def every(task: str, *, seconds: float, **kwargs: Any) -> dict[str, Any]:
    """A message nobody took within its interval is dropped: the next one says the same."""
    options = {"expires": max(seconds, HEARTBEAT_SECONDS)}
    return {"task": task, "schedule": seconds, "kwargs": kwargs, "options": options}


app.conf.beat_schedule = {
    "heartbeat": every(HEARTBEAT, seconds=HEARTBEAT_SECONDS, name="beat"),
    **{task: every(task, seconds=seconds) for task, seconds in EVERY_SECONDS.items()},
    **{task: {"task": task, "schedule": hour} for task, hour in AT_HOURS.items()},
}


@beat_init.connect
def first_heartbeat(**_facts: Any) -> None:
    """Not only after an interval, so that an installation is ready a few seconds earlier."""
    ask_for_heartbeat("beat")


class WorkerHeartbeat(bootsteps.StartStopStep):
    """The worker asks its own pool for a heartbeat, which proves the pool and not only its parent."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        self.repeated = worker.timer.call_repeatedly(HEARTBEAT_SECONDS, self.ask)
        worker.timer.call_after(1.0, self.ask)

    def stop(self, worker: Any) -> None:
        self.repeated.cancel()

    def ask(self) -> None:
        ask_for_heartbeat("worker")


def ask_for_heartbeat(name: str) -> None:
    """A broker that is away is no reason to fall: the next heartbeat finds it again."""
    try:
        app.send_task(HEARTBEAT, kwargs={"name": name}, expires=HEARTBEAT_SECONDS)
    except OperationalError:
        logger.warning("heartbeat %s: the broker is away", name)


app.steps["worker"].add(WorkerHeartbeat)
