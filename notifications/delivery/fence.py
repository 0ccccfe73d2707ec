"""The mark that is committed before a mail's body leaves us.

Without it, a worker that dies between the server's "accepted" and our "sent" leaves a mail that
looks unsent, and the next worker sends it again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django_scopes import scopes_disabled

from notifications.delivery import timing
from notifications.models import Installation, OutgoingEmail
from notifications.status import State, check_move


def pass_fence(mail: OutgoingEmail, *, at: datetime) -> int | None:
    """Mark the hand-off and count it; None: the lease was lost and the mail is not ours.

    The count only grows, so a count lower than the one remembered outside the database shows
    that the database was restored from a backup (see `epoch`).
    """
    check_move(sources=(State.LEASED,), target=State.HANDOFF)
    with transaction.atomic(durable=True), scopes_disabled():
        marked = OutgoingEmail.objects.filter(
            pk=mail.pk, lease_token=mail.lease_token, state=State.LEASED
        ).update(
            state=State.HANDOFF,
            handoff_at=at,
            changed_at=at,
            lease_until=at + timing.handoff_lease(),
        )
        if marked != 1:
            return None
        Installation.objects.filter(pk=1).update(handoffs=F("handoffs") + 1)
        return Installation.objects.values_list("handoffs", flat=True).get(pk=1)
