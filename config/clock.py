"""The one source of "now". Nothing else in the project asks the system clock for a date.

The offset row moves the clock of a demo or a test; production refuses it (see `accounts.checks`).
"""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings

_CACHE_SECONDS = 0.5
_cached: tuple[float, timedelta] | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + offset()


def today(zone: ZoneInfo | None = None) -> date:
    """The local date in `zone` (default: the installation's zone)."""
    return now().astimezone(zone or ZoneInfo(settings.TIME_ZONE)).date()


def machine_today(zone: ZoneInfo) -> date:
    """The local date of the machine, whatever a demo moved: for tools that open no database."""
    return datetime.now(UTC).astimezone(zone).date()


def offset() -> timedelta:
    """How far the demo clock is ahead of the real one; zero unless the clock may be moved."""
    global _cached
    if not settings.CLOCK_MAY_MOVE:
        return timedelta(0)
    if _cached is None or time.monotonic() - _cached[0] > _CACHE_SECONDS:
        row = apps.get_model("accounts", "ClockOffset").objects.filter(pk=1).first()
        _cached = (time.monotonic(), timedelta(seconds=row.seconds if row else 0))
    return _cached[1]


def move(by: timedelta) -> None:
    """Move the demo clock forward; other processes follow within half a second."""
    if by < timedelta(0):
        raise ValueError("the clock only moves forward")
    _store(offset() + by)


def reset() -> None:
    """Back to the real time."""
    _store(timedelta(0))


def _store(moved: timedelta) -> None:
    global _cached
    if not settings.CLOCK_MAY_MOVE:
        raise RuntimeError("this installation's clock may not be moved")
    apps.get_model("accounts", "ClockOffset").objects.update_or_create(
        pk=1, defaults={"seconds": int(moved.total_seconds())}
    )
    _cached = None
