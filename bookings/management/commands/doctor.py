"""`manage.py doctor`: one line for each thing that should be true and is not; exit 1 if any."""

from collections.abc import Iterator
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope, scopes_disabled
from wagtail.models import Site

from accounts import doctor as accounts_doctor
from bookings import doctor as bookings_doctor
from config import clock
from notifications import doctor as notifications_doctor


class Command(BaseCommand):
    help = "Checks what must always be true; prints a line for each breach."

    def handle(self, *args: object, **options: object) -> None:
        breaches = list(all_breaches(at=clock.now()))
        for line in breaches:
            self.stdout.write(line)
        if breaches:
            raise CommandError(f"{len(breaches)} found", returncode=1)
        self.stdout.write("Nothing found.")


def all_breaches(*, at: datetime) -> Iterator[str]:
    """Every app's checks, for every town."""
    with scopes_disabled():
        yield from accounts_doctor.checks(at=at)
    for site in Site.objects.order_by("pk"):
        with scope(site=site):
            for app in (bookings_doctor, notifications_doctor):
                for line in app.checks(at=at):
                    yield f"{site.hostname}: {line}"
