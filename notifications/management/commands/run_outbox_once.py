"""`manage.py run_outbox_once`: one round of delivery without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from config import clock
from notifications.delivery.dispatch import deliver_due
from notifications.delivery.settle import settle_unknown
from notifications.delivery.sweep import sweep


class Command(BaseCommand):
    help = "Sweep, deliver what is due, and look up what is unknown, once."

    def handle(self, *args: Any, **options: Any) -> None:
        sweep(at=clock.now())
        self.stdout.write(f"{deliver_due()} mails taken in hand")
        self.stdout.write(f"{settle_unknown(at=clock.now())} unknown mails settled")
