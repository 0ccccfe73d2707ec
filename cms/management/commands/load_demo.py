"""`manage.py load_demo`: fill an empty installation with the fictional town."""

import logging
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled
from wagtail.models import Site

from cms.demo import loader
from config import clock
from lectures.models import Lecture


class Command(BaseCommand):
    help = "Loads the fictional town of the demo into an empty installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there are lectures already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.objects.get(is_default_site=True)
        _take_address(site)
        with scopes_disabled():
            filled = Lecture.objects.exists()
        if filled and options["if_empty"]:
            return
        if filled:
            raise CommandError("There are lectures already: the demo fills an empty town only.")
        logging.getLogger().setLevel(logging.ERROR)
        loader.load(site, at=clock.now(), tell=lambda words: self.stdout.write(f"  {words}"))


def _take_address(site: Site) -> None:
    """The town answers under the address that people open."""
    address = urlsplit(settings.BASE_URL)
    site.hostname, site.port = address.hostname or "localhost", address.port or 80
    site.save()
