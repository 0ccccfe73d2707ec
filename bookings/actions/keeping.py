"""残す期限: until when a group's names, papers and files stay. It only grows, and erases nothing."""

from datetime import date

from bookings.models import ApplicantGroup, BookingRequest
from bookings.models.office_days import office_settings
from lectures.eras import fiscal_year_of


def kept_until(latest: date, *, years: int) -> date:
    """The day on which names and numbers go, for a last wish of that day."""
    return date(fiscal_year_of(latest) + 1 + years, 4, 1)


def keep_for(request: BookingRequest, day: date) -> None:
    """Something of the request is on that day now: what belongs to it stays as long as for a wish."""
    group, year = request.group, request.fiscal_year
    if group is None or (year is not None and fiscal_year_of(day) <= year.year):
        return  # the day of its arrival's own year has made it at least as long
    until = kept_until(day, years=office_settings().retention_years)
    if until > group.keep_until:
        ApplicantGroup.objects.filter(pk=group.pk, keep_until__lt=until).update(keep_until=until)
        group.keep_until = until


def kept_of(request: BookingRequest, *, today: date) -> date:
    """Of a paper or a file that is made today: with the group's names, and a late one longer."""
    assert request.group is not None
    mine = kept_until(today, years=office_settings().retention_years)
    return max(request.group.keep_until, mine)
