"""Ways to hand a mail over, and to find out later whether that happened."""

from django.conf import settings

from notifications.transports.lookup import ImapLookup, LogLookup, NoLookup
from notifications.transports.mailbox import MailboxLookup, MailboxTransport
from notifications.transports.smtp import SmtpTransport
from notifications.transports.wire import Lookup, Transport


def from_settings() -> Transport:
    """The transport of `EMAIL_URL`."""
    if settings.EMAIL_URL.startswith("mailbox:"):
        return MailboxTransport()
    return SmtpTransport(settings.EMAIL_URL)


def lookup_from_settings() -> Lookup:
    """The look-up that fits: our own table in the demo, else `OUTBOX_LOOKUP_URL`."""
    if settings.EMAIL_URL.startswith("mailbox:"):
        return MailboxLookup()
    url: str = settings.OUTBOX_LOOKUP_URL
    if url.startswith("file:"):
        return LogLookup(url)
    return ImapLookup(url) if url.startswith("imap") else NoLookup()
