"""`manage.py check_inbox`: can the inbox be read, and how much is new? Takes nothing in."""

import imaplib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from imap_tools import ImapToolsError

from notifications.transports.imap import log_in


class Command(BaseCommand):
    help = "Log in to the mailbox of INBOX_URL and count what is new, changing nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.INBOX_URL.startswith("imap"):
            raise CommandError("INBOX_URL names no mailbox that could be read.")
        try:
            with log_in(settings.INBOX_URL) as mailbox:
                self.stdout.write(f"The login works. New mails: {len(mailbox.uids('UNSEEN'))}")
        except (OSError, ValueError, imaplib.IMAP4.error, ImapToolsError) as problem:
            raise CommandError(f"{type(problem).__name__}: {problem}") from problem
