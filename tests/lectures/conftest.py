"""Rows that several tests of the catalogue start from."""

import pytest

from lectures.models import Department
from tests.factories import lectures as make


@pytest.fixture
def three(site) -> list[Department]:
    return [
        make.department(site, code=code, name=name, email=f"{code}@city.example")
        for code, name in (("01", "防災課"), ("02", "福祉課"), ("03", "文化課"))
    ]
