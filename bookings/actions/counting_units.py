"""数え方: from which fiscal year on what counts as one, with who decided it and why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts.models import User
from bookings.actions.moves import Refused
from bookings.counting.facts import unit_of, units
from bookings.models import CountingUnit, YearClosing
from lectures.eras import fiscal_year_label


@transaction.atomic
def change(
    *, from_year: int, unit: str, reason: str, site_id: int, user: User | None, at: datetime
) -> CountingUnit:
    """Refused where a year that it would change is closed, or where nothing would change."""
    Site.objects.select_for_update().get(pk=site_id)
    refuse_what_cannot_be(from_year=from_year, unit=unit)
    row = CountingUnit.objects.filter(from_year=from_year).first()
    row = row or CountingUnit(site_id=site_id, from_year=from_year)
    row.unit, row.reason, row.entered_by, row.at = unit, reason, user, at
    row.save()
    return row


def refuse_what_cannot_be(*, from_year: int, unit: str) -> None:
    now = units()
    if unit_of(from_year, now) == unit:
        raise Refused(_("この年度は、もうその数え方です。"))
    later = [since for since, _unit in now if since > from_year]
    closed = YearClosing.objects.filter(opened_at=None, fiscal_year__year__gte=from_year)
    if later:
        closed = closed.filter(fiscal_year__year__lt=later[0])
    years = sorted(closed.values_list("fiscal_year__year", flat=True))
    if years:
        words = {"year": fiscal_year_label(years[-1])}
        raise Refused(_("%(year)sは締めてあるので、その数え方は変えられません。") % words)
