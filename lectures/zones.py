"""The venue's zone: one per installation for now, named in one place."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def venue_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def local(moment: datetime) -> datetime:
    """The same instant on the venue's clock."""
    return moment.astimezone(venue_zone())
