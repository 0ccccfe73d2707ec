"""What the office's digest lists besides what it can decide by number. Reads only."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import get_scope

from bookings.actions.digest_items import Item
from bookings.desk.attention import KINDS, matters_now
from bookings.emails.ask import one_line
from bookings.models import BookingRequest, Consultation
from bookings.models.grant import base_url_of
from lectures.eras import short_day
from lectures.zones import local

# The digest has a number of its own for each of these.
_BY_NUMBER = frozenset({"past-due", "silent", "no-taker", "no-report", "new"})


def other_matters(*, at: datetime) -> Iterator[Item]:
    """Consultations, each request of the other kinds, then mails in trouble and so on."""
    yield from _consultations()
    shown = [kind for kind in KINDS if kind.key not in _BY_NUMBER]
    for kind in shown:
        rows = kind.rows(at=at).select_related("group", "fiscal_year", "lecture")
        for row in rows.order_by("submitted_at", "pk"):
            yield Item(head=_head(row), state=f"{kind.sentence}：{kind.action}", request=row)
    of_requests = {str(kind.sentence) for kind in KINDS}
    for matter in matters_now(at=at):
        if str(matter.sentence) not in of_requests and not _is_elsewhere(matter.url):
            yield Item(head=f"{matter.sentence} {matter.count}件", state=str(matter.action))


def _head(row: BookingRequest) -> str:
    return f"{row.reference} {row.group}「{row.lecture.title}」"


def _consultations() -> Iterator[Item]:
    """In one line: they are no requests, so nothing is decided about them by number."""
    rows = Consultation.objects.open().select_related("group", "fiscal_year")
    oldest = rows.order_by("opened_at", "pk").first()
    if oldest is None:
        return
    known = {"count": rows.count(), "oldest": f"{oldest.reference} {one_line(oldest.who)}"}
    known["since"] = short_day(local(oldest.opened_at).date())
    yield Item(
        head=_("まだ答えていない相談 %(count)d件") % known,
        state=_("いちばん古いのは、%(since)sの %(oldest)s です。ここで開きます：") % known
        + base_url_of(get_scope()["site"])
        + reverse("desk:consultations"),
    )


def _is_elsewhere(url: str) -> bool:
    """Mails that wait to be read stand in the digest one by one, consultations above."""
    return url == reverse("desk:replies") or url.startswith(reverse("desk:consultations"))
