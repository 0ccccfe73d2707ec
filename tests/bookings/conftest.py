"""A town whose department was asked."""

import pytest

from bookings.models import Assignment
from tests.factories.replies import SERVER, asked
from tests.factories.town import Town, make_town


@pytest.fixture
def town(site, settings) -> Town:
    settings.AUTHSERV_ID = SERVER
    return make_town(site)


@pytest.fixture
def ask(town) -> Assignment:
    return asked(town)
