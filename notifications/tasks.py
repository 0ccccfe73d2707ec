"""What the workers are asked to do: each task is one call. All may run twice or be lost."""

from datetime import timedelta

from celery import shared_task

from config import clock
from notifications.delivery import dispatch, settle
from notifications.delivery import sweep as sweeping
from notifications.inbox import poll, receiving
from notifications.models import Heartbeat

# Longer than any process needs between storing a mail and sorting it.
ABANDONED = timedelta(minutes=2)


@shared_task
def deliver_due() -> int:
    """Hand over the mails that are due."""
    return dispatch.deliver_due()


@shared_task
def settle_unknown() -> int:
    """Look up the mails whose outcome nobody knows."""
    return settle.settle_unknown(at=clock.now())


@shared_task
def sweep() -> int:
    """Expire, tidy, and find what a lost message left behind."""
    return sweeping.sweep(at=clock.now())


@shared_task
def poll_inbox() -> int:
    """Take in new mail and call its reader."""
    taken = poll.poll_inbox() + receiving.sort_stored(at=clock.now(), older_than=ABANDONED)
    if taken:
        receiving.announce()
    return taken


@shared_task
def heartbeat(name: str = "worker") -> None:
    """Somebody called `name` lives, and so does the worker that runs this."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})
