"""The one way in for every mail, from the mail server or from the demo's mailbox: store, then sort."""

import hashlib
import logging
import re
from datetime import datetime, timedelta
from email.message import Message
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Exists, QuerySet
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from accounts.once import reads_once
from notifications import addresses, wake
from notifications.inbox import charsets, parts, reading, sorting, timing
from notifications.inbox.authentication import verdict
from notifications.models import InboundEmail, identity_for, identity_of_domain
from notifications.status import InboundState, Kind

logger = logging.getLogger(__name__)

# How long a database that is away is waited for before a person gets the mail unsorted.
PATIENCE = timedelta(minutes=10)
_OF_DATABASE = (OperationalError, InterfaceError)


class _Known(NamedTuple):
    """The mail of the very same bytes, and the first one of the same Message-ID."""

    same_bytes: InboundEmail | None
    same_name: InboundEmail | None


_HEADER_END = re.compile(rb"\r?\n\r?\n")
# Written on the way; two copies of one mail differ only in these.
_TRACE = re.compile(
    r"received.*|return-path|delivered-to|x-original-to|x-envelope-to|envelope-to"
    r"|authentication-results|arc-.*|x-spam.*|x-virus.*",
    re.IGNORECASE,
)


@reads_once
def receive(
    raw: bytes, *, envelope_to: list[str], at: datetime, site: Site | None = None
) -> InboundEmail:
    """Store a mail and sort it. The same bytes again give the row that is already there.

    `site` is found by the recipient's domain if it is not given; the default site takes the rest.
    """
    inbound = store(raw, envelope_to=envelope_to, at=at, site=site)
    sort(inbound, at=at)
    return inbound


@reads_once
def store(
    raw: bytes,
    *,
    envelope_to: list[str],
    at: datetime,
    site: Site | None = None,
    full_size: int = 0,
) -> InboundEmail:
    """Keep the bytes and the facts of the headers; conclude nothing yet.

    `full_size` is the size of a mail of which the caller gives only the headers.
    """
    digest = hashlib.sha256(raw).hexdigest()
    message = parts.headers(raw)
    town = site or _site_of(message, envelope_to)
    with scope(site=town):
        known = _known(town, digest, _message_id(message))
        existing = known.same_bytes
        if existing and (again := _addressed_also(existing, envelope_to)):
            return again
        facts = {"envelope_to": envelope_to, **_header_facts(message)}
        inbound = InboundEmail(
            site=town,
            raw=raw if len(raw) <= parts.MAX_BYTES else parts.head(raw),
            size=max(full_size, len(raw)),
            sha256=digest,
            received_at=at,
            kept_until=(at + timedelta(days=_keep_days())).date(),
            **{name: _storable(value) for name, value in facts.items()},
        )
        if existing:
            return _insert_second(inbound, existing)
        inbound.copy_of = known.same_name
        return _insert(inbound)


@reads_once
def sort(inbound: InboundEmail, *, at: datetime) -> None:
    """Sort a stored mail. A mail that our own code stumbles over goes to a person, not in a loop."""
    if inbound.state != InboundState.STORED:
        return
    with scope(site=inbound.site):
        try:
            with transaction.atomic():
                sorting.sort(inbound, at=at)
        except Exception as problem:  # noqa: BLE001 — whatever it is, the mail must reach a person
            # Without the message: it may quote the mail.
            logger.error(
                "inbound mail %s could not be sorted: %s", inbound.public_id, type(problem).__name__
            )
            if isinstance(problem, _OF_DATABASE) and at - inbound.received_at < PATIENCE:
                return  # says nothing about the mail: it stays stored, `sort_stored` tries again
            InboundEmail.objects.filter(pk=inbound.pk, state=InboundState.STORED).update(
                kind=Kind.UNREADABLE, reason="could not be sorted", state=InboundState.SORTED
            )
            inbound.refresh_from_db()


def sort_stored(*, at: datetime, older_than: timedelta = timedelta(seconds=0)) -> int:
    """Sort what was stored by a process that died before it could sort."""
    with scopes_disabled():
        left = list(
            InboundEmail.objects.filter(
                state=InboundState.STORED, received_at__lte=at - older_than
            ).select_related("site")[:100]
        )
    for inbound in left:
        sort(inbound, at=at)
    return len(left)


def mark_handled(
    inbound: InboundEmail, *, at: datetime, unless: QuerySet[InboundEmail] | None = None
) -> bool:
    """The reader has done with it; False: somebody else already had, or there are such rows."""
    sorted_yet = InboundEmail.objects.filter(pk=inbound.pk, state=InboundState.SORTED)
    if unless is not None:
        sorted_yet = sorted_yet.filter(~Exists(unless))
    return bool(sorted_yet.update(state=InboundState.HANDLED, handled_at=at))


def announce() -> None:
    """Tell the reader that there may be something to read."""
    wake.send(settings.INBOX_READER)


def _insert(inbound: InboundEmail) -> InboundEmail:
    """Of two processes that take in one mail at once, the database lets one be the first."""
    try:
        return _save(inbound)
    except IntegrityError:
        known = _known(inbound.site, inbound.sha256, inbound.message_id)
        if known.same_bytes is None:
            inbound.copy_of = inbound.copy_of or known.same_name
            return _save(inbound)
        again = _addressed_also(known.same_bytes, inbound.envelope_to)
        return again or _insert_second(inbound, known.same_bytes)


def _insert_second(inbound: InboundEmail, first: InboundEmail) -> InboundEmail:
    """The same bytes for another ask, after the first was handled: a mail of its own, once."""
    ours = "\n".join(sorted(set(inbound.envelope_to) - set(first.envelope_to)))
    inbound.sha256 = hashlib.sha256(f"{first.sha256}\n{ours}".encode()).hexdigest()
    inbound.copy_of = first.copy_of or first
    known = _known(inbound.site, inbound.sha256, "")
    return known.same_bytes or _insert(inbound)


def _addressed_also(inbound: InboundEmail, envelope_to: list[str]) -> InboundEmail | None:
    """One mail to two of our addresses may be handed over twice: a reader must see both.

    None: its reader has seen it already, and not that it was for another ask too.
    """
    new = [address for address in envelope_to if address not in inbound.envelope_to]
    if not new:
        return inbound
    with transaction.atomic():
        locked = InboundEmail.objects.select_for_update(of=("self",)).get(pk=inbound.pk)
        before = _tags(locked)
        locked.envelope_to += [address for address in new if address not in locked.envelope_to]
        if locked.state == InboundState.HANDLED and _tags(locked) - before:
            return None
        locked.save(update_fields=["envelope_to"])
    return locked


def _save(inbound: InboundEmail) -> InboundEmail:
    if inbound.copy_of is not None:
        inbound.copy_differs = _differs(inbound, inbound.copy_of)
    with transaction.atomic():
        inbound.save()
    return inbound


def _known(town: Site, digest: str, message_id: str) -> _Known:
    """What is there already: asked for in one question, for every mail that comes."""
    mails, message_id = InboundEmail.objects, _storable(message_id)
    alike = mails.filter(sha256=digest).values_list("pk", flat=True)
    if message_id:  # not an OR: SQLite would read the whole table
        named = mails.filter(message_id=message_id, copy_of__isnull=True)
        alike = alike.union(named.values_list("pk", flat=True))
    found = list(alike)
    rows = list(mails.filter(pk__in=found)) if found else []
    for row in rows:
        row.site = town
    firsts = [row for row in rows if row.message_id == message_id and row.copy_of_id is None]
    return _Known(
        next((row for row in rows if row.sha256 == digest), None),
        firsts[0] if message_id and firsts else None,
    )


def _differs(inbound: InboundEmail, first: InboundEmail) -> bool:
    """Other words, or for another ask: somebody must read this one too."""
    if _cut(first) or _cut(inbound) or _tags(inbound) - _tags(first):
        return True
    return _essence(first) != _essence(inbound)


def _tags(inbound: InboundEmail) -> set[UUID]:
    """The asks whose addresses the mail was sent to."""
    message = parts.headers(bytes(inbound.raw or b""))
    identity = identity_for(inbound.site)
    found = reading.tags_of(message, envelope_to=inbound.envelope_to, identity=identity)
    return {name for name, _secret in found}


def _cut(inbound: InboundEmail) -> bool:
    """Only its headers are here: what differs cannot be known."""
    return inbound.size > len(inbound.raw or b"")


def _essence(inbound: InboundEmail) -> tuple[list[tuple[str, str]], bytes]:
    raw = bytes(inbound.raw or b"")
    body = _HEADER_END.split(raw, maxsplit=1)[1:]
    found = parts.headers(raw).items()
    headers = [(n.lower(), str(v)) for n, v in found if not _TRACE.fullmatch(n)]
    return headers, b"".join(body).strip()


def _site_of(message: Message, envelope_to: list[str]) -> Site:
    for texts in reading.recipients(message, envelope_to=envelope_to):
        for address in parts.addresses_in(texts):
            if identity := identity_of_domain(addresses.domain_of(address)):
                return identity.site
    return Site.objects.get(is_default_site=True)


def _message_id(message: Message) -> str:
    return charsets.header(message, "Message-ID")[:995]


def _header_facts(message: Message) -> dict:
    senders = parts.senders(message)
    checked = verdict(message, authserv_id=settings.AUTHSERV_ID)
    return {
        "message_id": _message_id(message),
        "from_address": senders[0][:320] if senders else "",
        "subject": charsets.header(message, "Subject")[:500],
        "sent_at": timing.moment_of(charsets.header(message, "Date")),
        "auth": checked.auth,
        "auth_detail": checked.detail,
    }


def _storable(value: Any) -> Any:
    """PostgreSQL's texts hold no NUL; the raw mail keeps it."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {name: _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def _keep_days() -> int:
    return int(getattr(settings, "INBOUND_KEEP_DAYS", 365))
