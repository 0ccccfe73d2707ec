"""A group wrote back to one of our mails to it: kept in the history of its request."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import noting
from bookings.actions.moves import Actor, By, Refused, locked
from bookings.actions.queue.entries import Decision, decide, from_group
from bookings.models import RequestEvent
from bookings.status import Way


@transaction.atomic
def record_message(*, waiting_id: int, words: str, by: By, at: datetime) -> RequestEvent:
    """The group's words, entered by the clerk; nobody is told."""
    request_id = from_group(waiting_id)
    if request_id is None:
        raise Refused(_("このメールは、団体あてのメールへの返信ではありません。"))
    locked(request_id)
    decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    group = By(Actor.GROUP, Way.EMAIL, by.user, by.why)
    return noting.note(request_id=request_id, words=words, by=group, at=at)
