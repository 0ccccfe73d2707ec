"""Whom each address is for is decided, for every one of them."""

import pytest
from django.urls import resolve

from bookings import doors
from bookings.doors import BY_NAME, decided
from tests.house.addresses import Address, every_address

pytestmark = pytest.mark.once


def undecided(addresses: list[Address]) -> list[str]:
    return [f"{row.name} {row.route}" for row in addresses if not decided(**vars(row))]


def test_every_address_has_its_door():
    assert undecided(every_address()) == []


def test_the_table_names_nothing_that_is_gone():
    assert set(BY_NAME) - {row.name for row in every_address()} == set()


def test_a_new_address_without_a_decision_is_noticed():
    """The twin: one page more than anybody has thought of."""
    grown = [*every_address(), Address("desk:brand-new", "desk/brand-new/")]

    assert undecided(grown) == ["desk:brand-new desk/brand-new/"]


def test_every_page_of_the_desk_stands_behind_the_door():
    """The table is worth nothing where no door asks it."""
    open_pages = [
        row.name
        for row in every_address()
        if row.name.startswith("desk:")
        and not getattr(resolve(row.filled({})).func, "behind_the_door", False)
    ]

    assert open_pages == []


def test_a_page_that_nobody_thought_of_is_the_offices():
    assert doors.door_of("desk:brand-new") is doors.OFFICE
