"""Stores a mail for each town that it is addressed to, and says so only after the commit."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import Error, close_old_connections, connection
from wagtail.models import Site

from accounts.once import reads_once
from notifications import addresses
from notifications.inbox import receiving
from notifications.lmtp.session import LATER, Envelope
from notifications.models import MailIdentity, identity_of_domain

logger = logging.getLogger(__name__)

STORED = "250 2.0.0 stored"


def knows(domain: str) -> bool | None:
    """Whether some town's mail comes to this domain; None: the database cannot be asked."""
    try:
        close_old_connections()
        return _town(domain) is not None
    except Error as problem:
        _away(problem)
        return None


@reads_once
def deposit(raw: bytes, envelope: Envelope, *, at: datetime) -> list[str]:
    """One answer for each recipient, in their order."""
    close_old_connections()
    # What the mail server knows of the sender is kept as it would be in a mailbox (RFC 5321, 4.4).
    kept = b"Return-Path: <" + envelope.sender.encode("utf-8", "replace") + b">\r\n" + raw
    try:
        towns = [_town(addresses.domain_of(address)) for address in envelope.recipients]
    except Error as problem:
        _away(problem)
        return [LATER] * len(envelope.recipients)
    answers = {town: _stored(kept, envelope, towns, town=town, at=at) for town in set(towns)}
    return [answers[town] for town in towns]


def let_go() -> None:
    """Give the database its connection back."""
    connection.close()


def _stored(
    raw: bytes,
    envelope: Envelope,
    towns: Iterable[Site | None],
    *,
    town: Site | None,
    at: datetime,
) -> str:
    mine = [address for address, its in zip(envelope.recipients, towns, strict=True) if its == town]
    if town is None:  # it was ours a moment ago
        return "550 5.1.2 no such domain here"
    try:
        inbound = receiving.store(raw, envelope_to=mine, at=at, site=town)
    except Error as problem:
        _away(problem)
        return LATER
    except Exception as problem:  # noqa: BLE001 — the server keeps the mail; nothing is lost
        logger.error("a mail could not be stored: %s", type(problem).__name__)
        return "451 4.3.0 could not be stored, try again later"
    try:
        receiving.sort(inbound, at=at)
    except Error as problem:  # it is stored: the sweep sorts it
        _away(problem)
    return STORED


def _town(domain: str) -> Site | None:
    if identity := identity_of_domain(domain):
        return identity.site
    unnamed = Site.objects.exclude(pk__in=MailIdentity._base_manager.values("site"))
    return unnamed.filter(hostname__iexact=domain).first()


def _away(problem: Error) -> None:
    """A broken connection is never used again."""
    logger.error("the database is away: %s", type(problem).__name__)
    connection.close()
