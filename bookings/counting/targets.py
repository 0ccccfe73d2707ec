"""Indicator ⑦, whose actual is counted here and whose targets are typed in."""

from collections.abc import Iterable
from decimal import Decimal

from bookings.models import Indicator, IndicatorValue

SESSIONS_INDICATOR = "7"


def targets_of(year: int) -> dict[int | None, Decimal]:
    """{department pk, or None for the town: value}."""
    return dict(_targets().filter(year=year).values_list("department", "value"))


def town_targets(years: Iterable[int]) -> dict[int, Decimal]:
    """The town's target by year."""
    rows = _targets().filter(year__in=set(years), department=None)
    return dict(rows.values_list("year", "value"))


def _targets():  # type: ignore[no-untyped-def]
    return IndicatorValue.objects.filter(
        indicator__code=SESSIONS_INDICATOR,
        kind=IndicatorValue.Kind.TARGET,
        centre__isnull=True,
    )


def sessions_indicator(site_id: int) -> Indicator:
    """Indicator ⑦, computed here."""
    return Indicator.objects.get_or_create(
        code=SESSIONS_INDICATOR,
        defaults={"site_id": site_id, "name": "出前講座の実施回数", "unit": "回", "computed": True},
    )[0]
