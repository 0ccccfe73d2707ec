"""`manage.py receive_lmtp`: takes in mail from the mail server of this machine, until it is stopped."""

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from notifications.lmtp.server import NotHere, Server


class Command(BaseCommand):
    help = "Receive mail by LMTP from the mail server of this machine (docs/receiving-mail.md)."
    requires_system_checks: list[str] = []  # of pages it knows nothing, and needs none

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--listen", default=settings.LMTP_LISTEN, help="host:port, unix:///…")

    def handle(self, *args: Any, listen: str, **options: Any) -> None:
        try:
            asyncio.run(self._serve(listen))
        except (NotHere, OSError) as problem:
            raise CommandError(str(problem)) from problem

    async def _serve(self, listen: str) -> None:
        def ready() -> None:
            self.stdout.write(f"listening on {listen}")
            self.stdout.flush()

        await Server(now=clock.now).run(listen, ready=ready)
