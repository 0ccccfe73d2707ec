"""Lays the track: many requests at once without the long way, and eight racers on it."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connection

from accounts import secrets
from bookings.models import (
    ApplicantGroup,
    Assignment,
    BookingRequest,
    Grant,
    PreferredSlot,
    RequestEvent,
)
from bookings.status import RequestStatus
from tests.factories.town import NOW, Town, at
from tests.servers import templates

RACERS = 8
TRIES = int(os.environ.get("RACE_TRIES", "100"))


def requests(
    town: Town, number: int, *, status: RequestStatus, first: int = 1
) -> list[BookingRequest]:
    """Rows as `submit` leaves them, without their mails: only the race is of interest."""
    group = ApplicantGroup.objects.create(
        site=town.site,
        name="桜が丘自治会",
        contact_name="佐藤 花子",
        phone="0000000001",
        notify_by="phone",
        keep_until=at("2030-04-01 00:00").date(),
    )
    year = town.lecture.fiscal_year
    made = BookingRequest.objects.bulk_create(
        BookingRequest(
            site=town.site,
            lecture=town.lecture,
            status=status,
            created_at=NOW,
            submitted_at=NOW,
            fiscal_year=year,
            number=first + index,
            group=group,
            people=20,
            venue_name="集会所",
        )
        for index in range(number)
    )
    PreferredSlot.objects.bulk_create(
        PreferredSlot(
            site=town.site, request=one, rank=1, day=NOW.date() + timedelta(days=30), part="morning"
        )
        for one in made
    )
    Grant.objects.bulk_create(
        Grant(
            site=town.site,
            purpose="group_page",
            request=one,
            key_id=secrets.current_key_id(),
            created_at=NOW,
        )
        for one in made
    )
    _events(town, made, status)
    return made


def asks(town: Town, made: list[BookingRequest]) -> list[Assignment]:
    """One ask for each request, every one on a day of its own."""
    asked = Assignment.objects.bulk_create(
        Assignment(
            site=town.site,
            request=one,
            department=town.department,
            asked_at=NOW,
            due_at=NOW + timedelta(days=7),
            rank=1,
            starts_at=at("2027-01-10 10:00") + timedelta(hours=2 * index),
            ends_at=at("2027-01-10 11:00") + timedelta(hours=2 * index),
        )
        for index, one in enumerate(made)
    )
    Grant.objects.bulk_create(
        Grant(
            site=town.site,
            purpose="answer",
            assignment=one,
            key_id=secrets.current_key_id(),
            created_at=NOW,
        )
        for one in asked
    )
    return asked


def race(
    role: str,
    tries: list[list[dict[str, Any]]],
    *,
    folder: Path,
    database_url: str,
    unguarded: bool = False,
) -> Counter[str]:
    """One process for each list of tries; their results added up."""
    jobs = [{"tries": mine, "unguarded": unguarded} for mine in tries]
    return at_once(["tests.races.runner", role], jobs, folder=folder, database_url=database_url)


def at_once(
    module: list[str] | list[list[str]],
    jobs: list[dict[str, Any]],
    *,
    folder: Path,
    database_url: str,
) -> Counter[str]:
    """A process of `module` (and its first arguments) for each job, all starting at one moment.

    Several modules: one for each job.
    """
    start, racers = time.time() + 6, []
    for index, job in enumerate(jobs):
        file = folder / f"racer-{index}.json"
        file.write_text(json.dumps({**job, "start": start}))
        own = module[index] if isinstance(module[0], list) else module
        racers.append(
            subprocess.Popen(
                [sys.executable, "-m", *own, str(file)],
                cwd=templates.ROOT,
                env=_environment(folder, database_url),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    total: Counter[str] = Counter()
    for racer in racers:
        out, errors = racer.communicate(timeout=600)
        assert racer.returncode == 0, errors[-3000:]
        total.update(json.loads(out))
    return total


@contextmanager
def without_overlap_guard() -> Iterator[None]:
    """The database stops refusing overlaps for as long as the block lasts."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE name LIKE 'allocation_no_overlap_%'"
            )
            guards = cursor.fetchall()
            for name, _sql in guards:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conname = 'allocation_no_overlap'"
            )
            definition = cursor.fetchone()[0]
            cursor.execute("ALTER TABLE bookings_allocation DROP CONSTRAINT allocation_no_overlap")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE bookings_allocation SET state = 'released'")
            if connection.vendor == "sqlite":
                for _name, sql in guards:
                    cursor.execute(sql)
            else:
                cursor.execute(
                    "ALTER TABLE bookings_allocation"
                    f" ADD CONSTRAINT allocation_no_overlap {definition}"
                )


@contextmanager
def without_index(name: str) -> Iterator[None]:
    """The same for a unique index; rows that it would refuse are removed before it returns."""
    with connection.cursor() as cursor:
        source = (
            "SELECT sql FROM sqlite_master WHERE name = %s"
            if connection.vendor == "sqlite"
            else "SELECT indexdef FROM pg_indexes WHERE indexname = %s"
        )
        cursor.execute(source, [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM bookings_answer_lecturers")
            cursor.execute("DELETE FROM bookings_answer")
            cursor.execute(definition)


def _events(town: Town, made: list[BookingRequest], status: RequestStatus) -> None:
    path = [RequestStatus.DRAFT, RequestStatus.SUBMITTED]
    if status != RequestStatus.SUBMITTED:
        path.append(status)
    for before, after in pairwise(path):
        RequestEvent.objects.bulk_create(
            RequestEvent(
                site=town.site,
                request=one,
                verb="message",
                actor="office",
                way="desk",
                at=NOW,
                from_status=before,
                to_status=after,
            )
            for one in made
        )


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TEST_")} | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": os.devnull,
        "DEMO": "0",
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "DATA_DIR": str(folder),
        "DEBUG": "0",
        "LOG_LEVEL": "ERROR",
        # Eight that never rest: SQLite serves whoever asks at the right moment, one may wait long.
        "SQLITE_TIMEOUT": "300",
    }
