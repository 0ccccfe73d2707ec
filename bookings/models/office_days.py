"""Reads the town's working days, deadlines and quiet time from its settings. Reads only."""

from django_scopes import get_scope

from accounts.once import once
from bookings.deadlines import Deadlines, Patience
from bookings.quiet import Quiet
from lectures.models import Blackout, OfficeSettings
from lectures.working_days import Closed, WorkingDays
from lectures.zones import venue_zone


def office_settings() -> OfficeSettings:
    """Of the town whose scope is open."""
    site = get_scope()["site"]
    return once(("office", site.pk), lambda: OfficeSettings.objects.get(site=site), setting=True)


def working_days() -> WorkingDays:
    rows = Blackout.objects.filter(lecture__isnull=True).order_by("pk")
    return WorkingDays(
        tuple(Closed(row.starts_on, row.ends_on, row.every_year, row.reason) for row in rows)
    )


def deadlines(settings: OfficeSettings | None = None) -> Deadlines:
    row = settings or office_settings()
    patience = Patience(
        answer_days=row.answer_days,
        support_days_before=row.support_days_before,
        second_reminder_days=row.second_reminder_days,
        escalation_days=row.escalation_days,
        grace_hours=row.grace_hours,
    )
    return Deadlines(working_days(), patience, venue_zone())


def quiet_time(settings: OfficeSettings | None = None) -> Quiet | None:
    """None: this town sends at any hour, and no day has to be looked up."""
    row = settings or office_settings()
    if row.quiet_from is None and not row.quiet_on_closed_days:
        return None
    days = working_days() if row.quiet_on_closed_days else WorkingDays()
    return Quiet(row.quiet_from, row.quiet_until, row.quiet_on_closed_days, days, venue_zone())
