"""A random town whose office is signed in."""

import random

import pytest
from django.test import Client

from accounts.models import SiteRole, User
from tests.factories.figures import made_town
from tests.factories.town import NOW, make_town


@pytest.fixture
def some(site, clock_at):
    clock_at(NOW)
    return made_town(make_town(site), random.Random(5))


def signed_in(site, role) -> Client:
    user = User.objects.create_user(f"{role}@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(some, site) -> Client:
    return signed_in(site, SiteRole.Role.OFFICE)


@pytest.fixture
def auditor(some, site) -> Client:
    return signed_in(site, SiteRole.Role.AUDITOR)
