"""Addresses that refused a mail for good: nothing more goes there until a person lifts it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from notifications import addresses
from notifications.models import OutgoingEmail, SuppressedAddress
from notifications.status import State


def is_suppressed(address: str, *, site: Site) -> bool:
    """Did this address refuse the town's mail for good?"""
    return SuppressedAddress.objects.filter(
        site=site, address_hash__in=addresses.all_hashes(address)
    ).exists()


@transaction.atomic
def suppress(mail: OutgoingEmail, *, reason: str, at: datetime) -> None:
    """Stop everything that still waits for the recipient of a refused mail."""
    SuppressedAddress.objects.get_or_create(
        site=mail.site,
        address_hash=addresses.current_hash(mail.to_address),
        defaults={"reason": reason[:200], "suppressed_at": at, "because_of": mail},
    )
    OutgoingEmail.objects.filter(
        site=mail.site, to_address__iexact=mail.to_address, state=State.READY
    ).update(
        state=State.SUPPRESSED, changed_at=at, last_error=_("この宛先は前に届きませんでした。")
    )


def lift(address: str) -> bool:
    """A person found that the address works again. The stopped mails stay for them to decide."""
    deleted, _by_model = SuppressedAddress.objects.filter(
        address_hash__in=addresses.all_hashes(address)
    ).delete()
    return bool(deleted)
