"""つづきのリンク: a draft's own key, mailed to whoever writes it, when they ask for it."""

from datetime import datetime

from django.db import transaction

from bookings.actions.moves import locked
from bookings.emails import to_group
from bookings.models import Grant
from bookings.status import RequestStatus


@transaction.atomic
def mail_link(*, grant_id: int, address: str, language: str, at: datetime) -> bool:
    """One mail for an address and a minute; False: the draft was sent meanwhile.

    The address is not kept with the draft: it is where this one mail goes, and nothing else.
    """
    grant = Grant.objects.get(pk=grant_id, purpose=Grant.Purpose.DRAFT)
    assert grant.request_id is not None
    draft = locked(grant.request_id)
    if draft.status != RequestStatus.DRAFT:
        return False
    to_group.draft_kept(draft, grant=grant, address=address, language=language, at=at)
    return True
