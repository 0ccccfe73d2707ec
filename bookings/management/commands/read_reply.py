"""`manage.py read_reply FILE`: what one raw mail would be understood as, as one JSON object.

Changes nothing, and opens neither the database nor the network.
"""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.management import raw_reply
from config import clock
from lectures.zones import venue_zone


class Command(BaseCommand):
    help = "Shows what one raw mail would be understood as. Changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the raw mail; - reads standard input")
        parser.add_argument("--sent", metavar="FILE", help="the text of our mail that it answers")
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day of reading")

    def handle(self, *args: object, **options: Any) -> None:
        today = _day(options["today"]) if options["today"] else clock.machine_today(venue_zone())
        sent = _bytes(options["sent"]).decode("utf-8", "replace") if options["sent"] else ""
        raw = _bytes(options["file"])
        found = raw_reply.read(raw, sent_text=sent, today=today, zone=venue_zone())
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise CommandError(f"{name}: {reason}", returncode=2) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--today {text}: not a day like 2026-12-17", returncode=2) from None
