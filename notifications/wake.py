"""A word to a worker that there is something to do. Losing it costs seconds, never a mail."""

import logging

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


def _deliver() -> None:
    send(DELIVER)
