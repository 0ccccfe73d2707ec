"""A closed year: what it was closed with and its amendments are what is counted now."""

from collections.abc import Iterator

from bookings.counting import amended
from bookings.models import YearClosing
from lectures.models import FiscalYear


def checks() -> Iterator[str]:
    standing = YearClosing.objects.filter(opened_at=None).select_related("fiscal_year")
    for closing in standing:
        yield from _kept(closing)
    closed = FiscalYear.objects.filter(closed_at__isnull=False)
    for year in closed.exclude(pk__in=standing.values("fiscal_year")):
        yield f"FiscalYear {year.year}: closed without a closing"


def _kept(closing: YearClosing) -> Iterator[str]:
    if closing.fiscal_year.closed_at != closing.closed_at:
        yield f"YearClosing {closing.pk}: its year does not say that it is closed"
    yield from amended.breaches(closing)
