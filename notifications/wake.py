"""A word to a worker that there is something to do. Losing it costs seconds, never a mail."""

import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Somebody's page waits for this. The library would try for six seconds.
_AT_ONCE = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
}
DELIVER = "notifications.tasks.deliver_due"
_SECONDS = 1.0


def send(task: str) -> None:
    """Ask for `task` now. A broker that is away is only noted: the sweep finds the rows."""
    try:
        with current_app.connection(transport_options=_AT_ONCE) as connection:
            current_app.send_task(task, connection=connection, retry=False, ignore_result=True)
    except (OperationalError, RedisError, OSError) as problem:
        logger.warning("the task queue is away (%s); the sweep will do it", type(problem).__name__)


def after_commit() -> None:
    """Once per transaction, however many mails it stores."""
    connection = transaction.get_connection()
    if all(hook[1] is not _deliver for hook in connection.run_on_commit):
        transaction.on_commit(_deliver)


@contextmanager
def seldom() -> Iterator[None]:
    """For who commits many times in a row: a word at once, then one each second, one at the end."""
    pace = _Pace()
    token = _pace.set(pace)
    try:
        yield
    finally:
        _pace.reset(token)
        if pace.owed:
            send(DELIVER)


def _deliver() -> None:
    pace = _pace.get()
    if pace is None or pace.is_due():
        send(DELIVER)


@dataclass
class _Pace:
    """When the last word was sent, and whether something was committed since."""

    last: float = -math.inf
    owed: bool = False

    def is_due(self) -> bool:
        self.owed = time.monotonic() < self.last + _SECONDS
        if not self.owed:
            self.last = time.monotonic()
        return not self.owed


_pace: ContextVar[_Pace | None] = ContextVar("pace", default=None)
