"""A town, one ask, and a department's browser."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core import serializers

from bookings.models import Grant
from tests.factories.replies import asked
from tests.factories.town import NOW, Town, make_town


@pytest.fixture
def town(site, clock_at) -> Town:
    clock_at(NOW)
    return make_town(site)


@pytest.fixture
def ask(town):
    return asked(town)


@pytest.fixture
def opened(client) -> Callable[[Grant], str]:
    """Follow a mail's link; the clean address that it leads to."""

    def follow(grant: Grant) -> str:
        return client.get(f"/k/{grant.token}/").headers["Location"]

    return follow


@pytest.fixture
def address(ask, opened) -> str:
    return opened(ask.grants.get(purpose="answer"))


@pytest.fixture
def unchanged() -> Callable[[], str]:
    """Every row of ours as text."""

    def snapshot() -> str:
        models = [
            model
            for label in ("bookings", "lectures", "notifications")
            for model in apps.get_app_config(label).get_models()
        ]
        rows = [row for model in models for row in model._base_manager.order_by("pk")]
        return serializers.serialize("json", rows)

    return snapshot
