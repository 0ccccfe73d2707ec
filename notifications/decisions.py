"""What a person decides about a mail that the machine may not decide about."""

from datetime import datetime

from django.db import transaction

from notifications import addresses, outbox, suppression, wake
from notifications.models import DeliveryAttempt, Installation, OutgoingEmail
from notifications.status import NEEDS_PERSON, State, check_move

# What has left us, or will not by itself. A mail on its way is waited for.
RESENDABLE = (*NEEDS_PERSON, State.SENT, State.DELIVERED, State.COMPLAINED)


class NoLongerOpen(Exception):
    """The mail has moved on since the person saw it."""


class TooLate(Exception):
    """What the mail says is over."""


class AddressStopped(Exception):
    """The new address has refused a mail before, too."""


def send_again(mail_id: int, *, at: datetime) -> OutgoingEmail:
    """The same mail, same Message-ID, once more: held, failed, or to an address that was stopped."""
    mail = _move(
        mail_id,
        sources=(State.HELD, State.FAILED, State.SUPPRESSED),
        target=State.READY,
        at=at,
        not_before=at,
        expires_at=None,
        attempt=0,
        handoff_at=None,
        epoch=Installation.present().epoch,
    )
    wake.after_commit()
    return mail


def mark_arrived(mail_id: int, *, at: datetime) -> OutgoingEmail:
    """The recipient has it: nothing is sent."""
    return _move(
        mail_id, sources=(State.HELD,), target=State.SENT, at=at, sent_at=at, handoff_at=at
    )


def mark_seen(mail_id: int, *, at: datetime) -> None:
    """Somebody took care of it another way; it leaves the list of open matters."""
    OutgoingEmail.objects.filter(pk=mail_id, seen_at__isnull=True).update(seen_at=at)


@transaction.atomic
def resend(
    mail_id: int,
    *,
    to: str,
    at: datetime,
    text: str,
    html: str,
    reply_to: str,
    calendar: str = "",
    calendar_method: str = "",
) -> OutgoingEmail:
    """A new mail with the old one's subject, files and thread to `to`; the old one is settled.

    The same address as before is a person's word that it works again. Whether one went there
    already is the caller's to ask, on the locked row.
    """
    old = OutgoingEmail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    if old.state not in RESENDABLE:
        raise NoLongerOpen(str(mail_id))
    if old.expires_at is not None and old.expires_at <= at:
        raise TooLate(str(mail_id))
    if to.lower() == old.to_address.lower():
        suppression.lift(to)
    elif suppression.is_suppressed(addresses.checked(to), site=old.site):
        raise AddressStopped(str(mail_id))
    mark_seen(old.pk, at=at)
    return outbox.store(
        dedup_key=f"resend:{old.public_id}:{addresses.current_hash(to)[-40:]}:{old.resends.count()}",
        to=to,
        subject=old.subject,
        text=text,
        html=html,
        calendar=calendar,
        calendar_method=calendar_method,
        attachments=[
            outbox.Attachment(row.filename, bytes(row.content), row.content_type)
            for row in old.attachments.all()
        ],
        reply_to=reply_to,
        in_reply_to=old.in_reply_to,
        references=old.references,
        mail_class=old.mail_class,
        expires_at=old.expires_at,
        kind=old.kind,
        at=at,
        resend_of=old,
    )


@transaction.atomic
def _move(
    mail_id: int, *, sources: tuple[State, ...], target: State, at: datetime, **changes: object
) -> OutgoingEmail:
    check_move(sources=sources, target=target)
    moved = OutgoingEmail.objects.filter(pk=mail_id, state__in=sources).update(
        state=target, changed_at=at, seen_at=at if target == State.SENT else None, **changes
    )
    if not moved:
        raise NoLongerOpen(str(mail_id))
    mail = OutgoingEmail.objects.get(pk=mail_id)
    DeliveryAttempt.objects.create(
        site_id=mail.site_id,
        email=mail,
        number=mail.attempt,
        at=at,
        step=DeliveryAttempt.Step.PERSON,
        outcome=target,
    )
    return mail
