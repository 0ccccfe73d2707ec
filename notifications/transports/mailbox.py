"""The demo's transport: the same steps as SMTP, but the mail is kept in our own table."""

from email import message_from_bytes

from django.db import DatabaseError
from django_scopes import scopes_disabled

from config import clock
from notifications.models import KeptMail, OutgoingEmail
from notifications.transports.wire import ConnectionBroken, Finding, Reply


class MailboxTransport:
    """Keeps what a recipient would have got. Giving the same mail twice keeps it once."""

    def __init__(self) -> None:
        self._envelope: tuple[str, str] | None = None

    def open(self) -> None:
        """Nothing to connect to."""

    def offer(self, *, sender: str, recipient: str) -> Reply:
        self._envelope = (sender, recipient)
        return Reply(250, "OK")

    def data(self, content: bytes) -> Reply:
        if self._envelope is None:
            return Reply(503, "no recipient")
        (sender, recipient), self._envelope = self._envelope, None
        try:
            return _keep(content, sender=sender, recipient=recipient)
        except DatabaseError as problem:
            raise ConnectionBroken(type(problem).__name__) from problem

    def reset(self) -> None:
        self._envelope = None

    def close(self) -> None:
        """Nothing to close."""


class MailboxLookup:
    """Looks in the same table, which cannot miss a mail."""

    needs_witnesses = False

    def find(self, message_id: str) -> Finding:
        kept = KeptMail._base_manager.filter(message_id=message_id).exists()
        return Finding.FOUND if kept else Finding.ABSENT


def _keep(content: bytes, *, sender: str, recipient: str) -> Reply:
    message_id = str(message_from_bytes(content)["Message-ID"])
    with scopes_disabled():
        outgoing = OutgoingEmail.objects.filter(message_id=message_id).first()
        if outgoing is None:
            return Reply(550, "not a mail of the outbox")
        KeptMail.objects.get_or_create(
            message_id=message_id,
            defaults={
                "site": outgoing.site,
                "outgoing": outgoing,
                "envelope_from": sender,
                "to_address": recipient,
                "raw": content,
                "kept_at": clock.now(),
            },
        )
    return Reply(250, "kept")
