"""What the office's digest lists besides what it can decide by number. Reads only."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from bookings.actions.digest_items import Item
from bookings.desk.attention import KINDS, matters_now
from bookings.models import BookingRequest

# The digest has a number of its own for each of these.
_BY_NUMBER = frozenset({"past-due", "silent", "no-taker", "no-report", "new"})


def other_matters(*, at: datetime) -> Iterator[Item]:
    """Each request of the other kinds, then what is no request: mails in trouble, and so on."""
    shown = [kind for kind in KINDS if kind.key not in _BY_NUMBER]
    for kind in shown:
        rows = kind.rows(at=at).select_related("group", "fiscal_year", "lecture")
        for row in rows.order_by("submitted_at", "pk"):
            yield Item(head=_head(row), state=f"{kind.sentence}：{kind.action}", request=row)
    of_requests = {str(kind.sentence) for kind in KINDS}
    for matter in matters_now(at=at):
        if str(matter.sentence) not in of_requests and not _is_queue(matter.url):
            yield Item(head=f"{matter.sentence} {matter.count}件", state=str(matter.action))


def _head(row: BookingRequest) -> str:
    return f"{row.reference} {row.group}「{row.lecture.title}」"


def _is_queue(url: str) -> bool:
    """Mails that wait to be read stand in the digest one by one."""
    return url == reverse("desk:replies")
