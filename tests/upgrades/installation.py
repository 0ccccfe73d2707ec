"""One installation at a fixed moment, in a process of its own; DATABASE_URL says where.

    python -m tests.upgrades.installation fill       migrate an empty database and load the demo
    python -m tests.upgrades.installation upgrade    migrate what is there and ask the doctor

Prints JSON: how many rows each table of ours has, and what the doctor found.
"""

import json
import logging
import os
import sys
from datetime import UTC, datetime

import django
import time_machine

MOMENT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
APPS = ("accounts", "lectures", "notifications", "bookings", "cms")


def main(verb: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with time_machine.travel(MOMENT, tick=False):
        django.setup()
        logging.disable(logging.WARNING)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if verb == "fill":
            call_command("load_demo", stdout=sys.stderr)
            deliver()
        print(json.dumps({"counts": counts(), "breaches": breaches()}))


def deliver() -> None:
    """The demo's mails wait for a worker, and the doctor would say so."""
    from notifications.delivery import dispatch

    while dispatch.deliver_due():
        pass


def counts() -> dict[str, int]:
    from django.apps import apps
    from django_scopes import scopes_disabled

    with scopes_disabled():
        return {
            model._meta.label: model._base_manager.count()
            for app in APPS
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        }


def breaches() -> list[str]:
    from bookings.management.commands.doctor import all_breaches

    return list(all_breaches(at=MOMENT))


if __name__ == "__main__":
    main(sys.argv[1])
