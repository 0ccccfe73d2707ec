"""`manage.py new_epoch`: the database was restored from a backup; deliver again, but nothing twice."""

from typing import Any

from django.core.management.base import BaseCommand

from config import clock
from notifications.delivery import epoch


class Command(BaseCommand):
    help = "After restoring a backup: look up every unsent mail before it is sent."

    def handle(self, *args: Any, **options: Any) -> None:
        number, doubtful = epoch.begin_new(at=clock.now())
        self.stdout.write(f"epoch {number}: {doubtful} mails go through the look-up")
