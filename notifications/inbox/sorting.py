"""What kind of mail came in. The order matters: a bounce may look like a reply, never read as one.

Changes an outgoing mail only for a bounce that came to that mail's own secret address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from uuid import UUID

from accounts import secrets
from notifications import addresses, mime, suppression
from notifications.inbox import automatic, bounces, charsets, kinds, parts, reading
from notifications.inbox.bounces import BounceNews, Fate
from notifications.models import InboundEmail, MailIdentity, OutgoingEmail, identity_for
from notifications.status import (
    PROVEN_BOUNCE,
    TOO_OFTEN,
    InboundState,
    Kind,
    State,
    check_move,
)

SAME_TAG_PER_HOUR = 20
_ON_ITS_WAY = (State.HANDOFF, State.SENT, State.DELIVERED, State.UNKNOWN, State.HELD)
_SEEN_IN_FLIGHT = (State.SENT, State.DELIVERED)


@dataclass(frozen=True)
class _Found:
    kind: Kind
    reason: str = ""
    bounced: OutgoingEmail | None = None


def sort(inbound: InboundEmail, *, at: datetime) -> None:
    """Decide the kind, tie the mail to what it answers, and apply a proven bounce.

    Inside a transaction: of two processes that hold the row, one sorts it, and only that one acts.
    """
    message, found = _looked_at(inbound, at=at)
    needs_reader = found.kind in (Kind.REPLY, Kind.UNREADABLE) and not _plain_copy(inbound)
    sorted_as = {
        "kind": found.kind,
        "reason": found.reason[:200],
        "answers_to": found.bounced or _answered(message, kind=found.kind),
        "tag_public_id": inbound.tag_public_id,
        "state": InboundState.SORTED if needs_reader else InboundState.HANDLED,
        "handled_at": None if needs_reader else at,
    }
    unsorted = InboundEmail.objects.filter(pk=inbound.pk, state=InboundState.STORED)
    if not unsorted.update(**sorted_as):
        inbound.refresh_from_db()
        return
    for name, value in sorted_as.items():
        setattr(inbound, name, value)
    if found.bounced and found.kind == Kind.BOUNCE:
        apply_bounce(found.bounced, bounces.news(message), at=at)
    elif found.bounced and found.kind == Kind.REPORT:
        _set_state(found.bounced, sources=_SEEN_IN_FLIGHT, target=State.COMPLAINED, at=at)


def apply_bounce(mail: OutgoingEmail, news: BounceNews, *, at: datetime) -> None:
    """A final refusal ends the mail; a refused address gets nothing more; delays are only noted."""
    if news.fate is Fate.DELIVERED:
        _set_state(mail, sources=(State.SENT,), target=State.DELIVERED, at=at)
    if news.fate not in (Fate.FINAL, Fate.UNCLEAR):
        return
    _set_state(
        mail, sources=_ON_ITS_WAY, target=State.BOUNCED, at=at,
        last_error=news.status or "bounce", smtp_reply=news.words,
    )  # fmt: skip
    if news.address_refused:
        suppression.suppress(mail, reason=news.status or "bounce", at=at)


def _looked_at(inbound: InboundEmail, *, at: datetime) -> tuple[Message, _Found]:
    """Of a mail that is too much to read, the headers still say which ask it is about."""
    raw, identity = bytes(inbound.raw or b""), identity_for(inbound.site)
    inbound.tag_public_id = _tagged(inbound, parts.headers(raw), identity)
    try:
        if inbound.size > parts.MAX_BYTES:
            raise parts.Unreadable("too large")
        message = parts.parse(raw)
        return message, _kind_of(inbound, message, identity, at=at)
    except parts.Unreadable as problem:
        return parts.headers(raw), _Found(Kind.UNREADABLE, str(problem))


def _kind_of(
    inbound: InboundEmail, message: Message, identity: MailIdentity, *, at: datetime
) -> _Found:
    to_bounce_address, bounced = _bounced(inbound, message, identity)
    kind, reason = kinds.reported(message) or (None, "")
    if kind is None and (loop := _loop(inbound, message, identity)):
        return _Found(Kind.LOOP, loop)
    if kind is None:
        kind, reason = kinds.written(message, to_bounce_address=to_bounce_address)
    if kind == Kind.REPLY and inbound.tag_public_id and _too_often(inbound, at=at):
        return _Found(kind, TOO_OFTEN)
    if kind == Kind.BOUNCE:
        return _Found(kind, _proof(bounced), bounced)
    return _Found(kind, reason, bounced if kind == Kind.REPORT else None)


def _proof(bounced: OutgoingEmail | None) -> str:
    return PROVEN_BOUNCE if bounced else "no valid bounce address: recorded only"


def _bounced(
    inbound: InboundEmail, message: Message, identity: MailIdentity
) -> tuple[bool, OutgoingEmail | None]:
    """Did it go to a bounce address, and to which mail's, if the secret is right?"""
    named = False
    for texts in reading.recipients(message, envelope_to=inbound.envelope_to):
        for public_id, secret in addresses.tags(texts, letter="b", domain=identity.mail_domain):
            named = True
            mail = OutgoingEmail.objects.filter(public_id=public_id).first()
            if mail and secrets.matches(
                secret,
                purpose=addresses.BOUNCE_PURPOSE,
                public_id=public_id,
                version=addresses.BOUNCE_VERSION,
                key_id=mail.bounce_key,
            ):
                return True, mail
    return named, None


def _tagged(inbound: InboundEmail, message: Message, identity: MailIdentity) -> UUID | None:
    """What the mail's one tag names; a mail to two asks belongs to neither."""
    found = reading.tags_of(message, envelope_to=inbound.envelope_to, identity=identity)
    return found[0][0] if len(found) == 1 else None


def _answered(message: Message, *, kind: Kind) -> OutgoingEmail | None:
    """The nearest of our mails among the references, or among what a bounce returns."""
    named = mime.message_ids(charsets.header(message, "In-Reply-To"))
    named += reversed(mime.message_ids(charsets.header(message, "References"))[-50:])
    if kind == Kind.BOUNCE:
        named += bounces.returned_ids(message)
    known = (
        {mail.message_id: mail for mail in OutgoingEmail.objects.filter(message_id__in=named[:60])}
        if named
        else {}
    )
    return next((known[name] for name in named if name in known), None)


def _loop(inbound: InboundEmail, message: Message, identity: MailIdentity) -> str:
    if inbound.message_id and OutgoingEmail.objects.filter(message_id=inbound.message_id).exists():
        return "our own mail"
    automatically = automatic.auto_submitted(message).startswith("auto")
    if automatically and any(_is_us(sender, identity) for sender in parts.senders(message)):
        return "our own address"
    if automatic.hops(message) > automatic.MAX_HOPS:
        return "too many hops"
    return ""


def _is_us(sender: str, identity: MailIdentity) -> bool:
    ours = identity.from_address.lower()
    return sender.lower() == ours or addresses.domain_of(sender) == identity.mail_domain.lower()


def _too_often(inbound: InboundEmail, *, at: datetime) -> bool:
    """One sender to one ask; what others write in that name without proof counts for itself."""
    recent = InboundEmail.objects.filter(
        tag_public_id=inbound.tag_public_id,
        from_address__iexact=inbound.from_address,
        auth=inbound.auth,
        received_at__gt=at - timedelta(hours=1),
    )
    return recent.exclude(pk=inbound.pk).count() >= SAME_TAG_PER_HOUR


def _plain_copy(inbound: InboundEmail) -> bool:
    """The same mail by a second way (To and Cc both reach us): the first one is enough."""
    return inbound.copy_of_id is not None and not inbound.copy_differs


def _set_state(
    mail: OutgoingEmail,
    *,
    sources: tuple[State, ...],
    target: State,
    at: datetime,
    **changes: object,
) -> None:
    check_move(sources=sources, target=target)
    moved = OutgoingEmail.objects.filter(pk=mail.pk, state__in=sources)
    moved.filter(handoff_at__isnull=True).update(handoff_at=at)
    moved.update(state=target, changed_at=at, lease_token=None, lease_until=None, **changes)
