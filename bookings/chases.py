"""催促の日: when a name, or a lecturer's own yes, is asked for again. No rows and no clock.

Moments go in and come out aware; a morning is 9 o'clock on the venue's clock.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

NAME_DAYS = (14, 7)
CONSENT_WAIT = timedelta(days=7)
MORNING = time(9)


def name_chase_due(
    at: datetime, *, starts_at: datetime, lacking_since: datetime, zone: ZoneInfo
) -> int | None:
    """Which of the two chases is due now, as days before the session; None: none.

    A name that was lacking only after that morning was asked for then, by the mail that said so.
    """
    for days in reversed(NAME_DAYS):  # the nearest first: after a pause one mail is enough
        due = morning_before(starts_at, days=days, zone=zone)
        if due <= at < starts_at:
            return days if lacking_since <= due else None
    return None


def morning_before(starts_at: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    day = starts_at.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(day, MORNING, zone)


def morning_after(ends_at: datetime, zone: ZoneInfo) -> datetime:
    """When people are asked how it was."""
    day = ends_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def consent_chases(
    asked_at: datetime, *, starts_at: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """When a silent lecturer is asked again, and when the department hears of the silence.

    A week and another one, sooner where the session is near, each at least a day after the last.
    """
    again = min(asked_at + CONSENT_WAIT, morning_before(starts_at, days=14, zone=zone))
    again = _morning_from(max(again, asked_at + timedelta(days=1)), zone=zone)
    tell = min(again + CONSENT_WAIT, morning_before(starts_at, days=7, zone=zone))
    return again, _morning_from(max(tell, again + timedelta(days=1)), zone=zone)


def _morning_from(moment: datetime, *, zone: ZoneInfo) -> datetime:
    """That day's morning, or the next one if it is over."""
    day = moment.astimezone(zone).date()
    morning = datetime.combine(day, MORNING, zone)
    return morning if moment <= morning else morning + timedelta(days=1)
