"""A town with its office signed in."""

import pytest
from django.test import Client
from wagtail.models import Site

from accounts.models import SiteRole, User
from tests.factories.replies import SERVER
from tests.factories.town import NOW, Town, make_town


@pytest.fixture
def town(site: Site, clock_at, settings) -> Town:
    settings.AUTHSERV_ID = SERVER
    clock_at(NOW)
    return make_town(site)


@pytest.fixture
def clerk(site: Site) -> User:
    user = User.objects.create_user(
        "yamada@city.mikagami.example", "a-long-password", last_name="山田"
    )
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    return user


@pytest.fixture
def office(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client
