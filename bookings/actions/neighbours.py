"""A draft goes over to the same lecture of the other year's menu; everything typed goes with it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import Refused, locked
from bookings.models import BookingRequest
from bookings.status import RequestStatus
from lectures.following import last_lecture, next_lecture
from lectures.models import Lecture
from lectures.zones import local

NEXT, LAST = "next", "last"


def beside(lecture: Lecture, *, at: datetime) -> dict[str, Lecture]:
    """The same lecture on the menus beside: of the next year, and of the last one."""
    today = local(at).date()
    found = {NEXT: next_lecture(lecture, today=today), LAST: last_lecture(lecture, today=today)}
    return {which: row for which, row in found.items() if row is not None}


@transaction.atomic
def go_over(*, request_id: int, which: str, at: datetime) -> BookingRequest:
    """Refused: it is sent already, or that menu cannot be asked from any more."""
    draft = locked(request_id)
    if draft.status != RequestStatus.DRAFT:
        raise Refused(_("この申込みはもう送られています。"))
    lecture = beside(draft.lecture, at=at).get(which)
    if lecture is not None:
        draft.lecture = lecture
        draft.save(update_fields=["lecture"])
    return draft
