"""The way to tell somebody: `store` a mail in the transaction that decides it.

Nothing here talks to a mail server; `delivery` does, after the commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError
from wagtail.models import Site

from accounts import secrets
from accounts.ids import uuid7
from accounts.once import once
from notifications import addresses, suppression, wake
from notifications.models import (
    Installation,
    MailIdentity,
    OutgoingAttachment,
    OutgoingEmail,
    identity_for,
)
from notifications.status import PRIORITY, WAITING, State, check_move


class NotInTransaction(Exception):
    """A mail belongs to the transaction of the change that it tells about."""


@dataclass(frozen=True)
class Attachment:
    """A file for the recipient. In text/calendar, placeholders are filled at hand-off."""

    filename: str
    content: bytes
    content_type: str = "text/calendar; charset=UTF-8"


def store(
    *,
    dedup_key: str,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    html: str = "",
    calendar: str = "",
    calendar_method: str = "",
    attachments: Sequence[Attachment] = (),
    reply_to: str = "",
    in_reply_to: str = "",
    references: str = "",
    bounce: str = "",
    mail_class: str = "normal",
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    kind: str = "",
    resend_of: OutgoingEmail | None = None,
) -> OutgoingEmail:
    """Store one mail of the open town with the caller's transaction; twice stores once.

    The texts may hold placeholders of `accounts.secrets`. ValidationError: not one valid address,
    or a line break where a header would be split.
    """
    site = _open_site()
    _refuse_line_breaks(subject, to, reply_to, bounce, calendar_method, dedup_key)
    recipient = addresses.checked(to)
    identity, public_id, key_id = identity_for(site), uuid7(), secrets.current_key_id()
    mail = OutgoingEmail(
        public_id=public_id,
        dedup_key=dedup_key,
        kind=kind,
        mail_class=mail_class,
        priority=PRIORITY[mail_class],
        to_address=recipient,
        to_domain=addresses.domain_of(recipient),
        reply_to=reply_to,
        in_reply_to=in_reply_to,
        references=references,
        subject=subject,
        text=text,
        html=html,
        calendar=calendar,
        calendar_method=calendar_method,
        dated_at=not_before or at,
        created_at=at,
        changed_at=at,
        not_before=not_before or at,
        expires_at=expires_at,
        **_sender(identity, site=site),
        message_id=addresses.message_id(public_id, domain=identity.mail_domain),
        bounce=bounce
        or addresses.bounce_address(public_id, key_id=key_id, domain=identity.mail_domain),
        bounce_key=key_id,
        resend_of=resend_of,
    )
    return _insert(mail, attachments)


def cancel(mail_id: int, *, at: datetime) -> bool:
    """Take back a mail of which not a byte has left; a worker that has it in hand loses it."""
    check_move(sources=WAITING, target=State.CANCELLED)
    return bool(
        OutgoingEmail.objects.filter(pk=mail_id, state__in=WAITING).update(
            state=State.CANCELLED, lease_token=None, lease_until=None, changed_at=at
        )
    )


def renew(
    mail_id: int,
    *,
    to: str,
    text: str,
    html: str,
    reply_to: str,
    calendar: str,
    calendar_method: str,
    at: datetime,
) -> bool:
    """Other letters of a key, or the right address, for a mail that nobody has got yet.

    A worker that has it in hand loses its lease, so that the old bytes never pass the fence.
    """
    check_move(sources=(State.LEASED,), target=State.READY)
    recipient = addresses.checked(to)
    return bool(
        OutgoingEmail.objects.filter(pk=mail_id, state__in=WAITING).update(
            to_address=recipient, to_domain=addresses.domain_of(recipient), text=text, html=html,
            reply_to=reply_to, calendar=calendar, calendar_method=calendar_method,
            state=State.READY, lease_token=None, lease_until=None, changed_at=at,
        )
    )  # fmt: skip


def _sender(identity: MailIdentity, *, site: Site) -> dict:
    """Frozen with the mail, so that a later change of the name changes no byte of a retry."""
    return {
        "site": site,
        "from_name": identity.from_name,
        "from_address": identity.from_address,
    }


def _insert(mail: OutgoingEmail, attachments: Sequence[Attachment]) -> OutgoingEmail:
    mail.epoch = once("installation", Installation.present).epoch
    if suppression.is_suppressed(mail.to_address, site=mail.site):
        mail.state = State.SUPPRESSED
    # Of two that tell the same, the database lets one be the first; neither transaction is hurt.
    OutgoingEmail.objects.bulk_create([mail], ignore_conflicts=True)
    same = OutgoingEmail.objects.filter(dedup_key=mail.dedup_key)
    pk, public_id = same.values_list("pk", "public_id").get()
    if public_id != mail.public_id:
        return OutgoingEmail.objects.get(pk=pk)
    mail.pk = pk
    if attachments:
        OutgoingAttachment.objects.bulk_create(
            OutgoingAttachment(
                site=mail.site,
                email=mail,
                position=position,
                filename=attachment.filename,
                content_type=attachment.content_type,
                content=attachment.content,
            )
            for position, attachment in enumerate(attachments)
        )
    wake.after_commit()
    return mail


def _open_site() -> Site:
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("store a mail inside transaction.atomic()")
    site = get_scope().get("site")
    if not isinstance(site, Site):
        raise ScopeError("open the scope of one site before storing a mail")
    return site


def _refuse_line_breaks(*values: str) -> None:
    if any("\r" in value or "\n" in value for value in values):
        raise ValidationError("a mail header may not hold a line break")
