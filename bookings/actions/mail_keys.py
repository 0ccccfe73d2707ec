"""鍵 in a mail that is sent again: which it holds, how they end, and which hold now.

A link and a reply address that lie in a stranger's mailbox end together: the grant's next version
has other letters. The caller holds the request's lock.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts import ids
from bookings.actions.submitting import CONFIRM_DAYS
from bookings.emails import facts
from bookings.models import BookingRequest, Grant
from notifications.models import OutgoingEmail
from notifications.status import WAITING

_PLACE = re.compile(
    r"\{\{secret:([a-z_]+):([a-z2-7]{26}):(\d+):[A-Za-z0-9_-]+:[a-z2-7]{20}\}\}", re.ASCII
)


def live(mail: OutgoingEmail, request: BookingRequest) -> list[Grant]:
    """The grants that the mail's link and reply address open to this day."""
    known = _grants(request)
    found = {}
    for _purpose, encoded, version in _PLACE.findall(f"{mail.reply_to}\n{mail.text}"):
        grant = known.get(encoded)
        if grant and grant.revoked_at is None and str(grant.version) == version:
            found[grant.pk] = grant
    return list(found.values())


def end(mail: OutgoingEmail, request: BookingRequest, *, at: datetime) -> list[Grant]:
    """Whoever holds this mail opens nothing any more. Empty: it had ended before."""
    ended = live(mail, request)
    for grant in ended:
        if grant.purpose == Grant.Purpose.GROUP_PAGE:
            Grant.objects.filter(pk=grant.pk).update(revoked_at=at)
            Grant.objects.end_where_it_began(request, at=at)
            Grant.objects.issue(
                purpose=grant.purpose, site_id=grant.site_id, at=at, request=request
            )
        else:  # a row for each ask: mails, calendars and answers find it by what it opens
            Grant.objects.filter(pk=grant.pk).update(version=F("version") + 1)
    return ended


def end_confirmation(request: BookingRequest, *, at: datetime) -> list[Grant]:
    """The address was corrected: who got the old one's mail confirms nothing, the new one may."""
    rows = request.grants.filter(purpose=Grant.Purpose.MAIL, revoked_at__isnull=True)
    ended = list(rows)
    rows.update(
        version=F("version") + 1, used_at=None, expires_at=at + timedelta(days=CONFIRM_DAYS)
    )
    return ended


def holds(mail: OutgoingEmail, grants: Iterable[Grant]) -> bool:
    """Whether one of them, of whatever version, stands in the mail."""
    named = {
        encoded for _purpose, encoded, _version in _PLACE.findall(f"{mail.reply_to}\n{mail.text}")
    }
    return any(ids.encode(grant.public_id) in named for grant in grants)


def waiting_with(ended: Iterable[Grant]) -> QuerySet[OutgoingEmail]:
    """Mails of any matter that nobody has got yet, and that hold a key which has ended."""
    held = Q(pk__in=[])
    for grant in ended:
        place = f":{ids.encode(grant.public_id)}:"
        held |= Q(text__contains=place) | Q(html__contains=place) | Q(reply_to__contains=place)
    return OutgoingEmail.objects.filter(held, state__in=WAITING).order_by("pk")


def renewed(text: str, request: BookingRequest | None) -> str:
    """Keys of this request that ended are replaced by those that hold."""
    if request is None or not _PLACE.search(text):
        return text
    known = _grants(request)

    def present(found: re.Match[str]) -> str:
        purpose, encoded, version = found.groups()
        grant = known.get(encoded)
        if grant is None:
            return found[0]
        if grant.purpose == Grant.Purpose.GROUP_PAGE and grant.revoked_at is not None:
            return facts.page_grant(request).placeholder()
        if str(grant.version) == version:
            return found[0]
        return grant.placeholder("tag" if purpose == "tag" else "")

    return _PLACE.sub(present, text)


def _grants(request: BookingRequest) -> dict[str, Grant]:
    rows = Grant.objects.filter(
        Q(request=request) | Q(assignment__request=request) | Q(session__request=request)
    )
    return {ids.encode(row.public_id): row for row in rows}
