"""Indicators and their values, for tests."""

from decimal import Decimal

from bookings.actions import indicating
from bookings.actions.indicating import Evidence
from bookings.models import Indicator, IndicatorValue
from tests.factories.town import NOW


def prepared(code: str) -> Indicator:
    indicating.prepare()
    return Indicator.objects.get(code=code)


def kept(
    code: str, kind: str, year: int, value: str | int, *, seen: int = 0, **more: object
) -> IndicatorValue:
    return indicating.keep_value(
        indicator_id=prepared(code).pk, kind=kind, year=year, value=Decimal(value), seen=seen,
        evidence=Evidence(source="市民アンケート"), by=None, at=NOW, **more,
    )  # fmt: skip
