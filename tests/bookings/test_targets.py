"""Targets of the town, of departments and of centres: one each, and never mixed up."""

import pytest
from django.db import IntegrityError, transaction

from bookings import counting
from bookings.models import IndicatorValue
from tests.factories.town import NOW

TARGET = IndicatorValue.Kind.TARGET


def aim(town, value, **of):
    return IndicatorValue.objects.create(
        site=town.site, indicator=counting.sessions_indicator(town.site.pk), year=2026,
        kind=TARGET, value=value, **of,
    )  # fmt: skip


def test_a_centre_has_its_own_target_beside_the_towns(town):
    aim(town, 100)
    aim(town, 12, centre=town.centre)
    aim(town, 30, department=town.department)

    count = counting.year_count(2026, at=NOW)

    assert (count.target, [row.target for row in count.departments]) == (100, [30])


@pytest.mark.parametrize("of", ["", "department", "centre"])
def test_one_target_for_each_year(town, of):
    whose = {of: getattr(town, of)} if of else {}
    aim(town, 12, **whose)

    with pytest.raises(IntegrityError), transaction.atomic():
        aim(town, 13, **whose)


def test_no_target_is_of_a_department_and_a_centre_at_once(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        aim(town, 12, centre=town.centre, department=town.department)
