"""メールの確認: a group shows that its address is its own before a department is disturbed.

The office may go on without it; nothing ends because nobody pressed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from bookings.actions.moves import SYSTEM, By, locked, record
from bookings.emails import to_group
from bookings.models import BookingRequest, Grant, RequestEvent
from bookings.status import Verb

AGAIN_AFTER = timedelta(days=1)


@transaction.atomic
def confirm(*, grant_id: int, by: By, at: datetime) -> BookingRequest:
    """The link of the mail was opened and its button pressed. Twice is once."""
    grant = Grant.objects.get(pk=grant_id, purpose=Grant.Purpose.MAIL)
    assert grant.request_id is not None
    request = locked(grant.request_id)
    group = request.group
    assert group is not None
    grant.refresh_from_db()
    if grant.revoked_at is not None or group.email_confirmed_at is not None:
        return request
    group.email_confirmed_at = at
    group.save(update_fields=["email_confirmed_at"])
    grant.used_at = at
    grant.save(update_fields=["used_at"])
    record(request, verb=Verb.MAIL_CONFIRMED, by=by, at=at)
    return request


def silent(*, at: datetime) -> QuerySet[BookingRequest]:
    """Nobody has pressed this address's key for a day, and it was not asked again."""
    asked_again = RequestEvent.objects.filter(
        request=OuterRef("request"), verb=Verb.MAIL_ASKED_AGAIN, at__gte=OuterRef("created_at")
    )
    keys = Grant.objects.filter(
        ~Exists(asked_again),
        request=OuterRef("pk"),
        purpose=Grant.Purpose.MAIL,
        revoked_at__isnull=True,
        created_at__lte=at - AGAIN_AFTER,
    )
    return BookingRequest.objects.unconfirmed().filter(Exists(keys)).order_by("pk")


@transaction.atomic
def ask_again(*, request_id: int, at: datetime) -> bool:
    """Once more by mail; False: it is confirmed, asked again or past that by now."""
    request = locked(request_id)
    if not silent(at=at).filter(pk=request.pk).exists():
        return False
    event = record(request, verb=Verb.MAIL_ASKED_AGAIN, by=SYSTEM, at=at)
    to_group.mail_unconfirmed(event, request)
    return True
