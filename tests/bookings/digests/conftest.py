"""A town with its clerk, and a department that comes next."""

import pytest

from accounts.models import SiteRole, User
from lectures.models import NextDepartment, OfficeSettings
from tests.bookings.digests.answered import YAMADA
from tests.factories.replies import (
    SERVER,
)
from tests.factories.town import Town, make_department, make_town


@pytest.fixture
def town(site, settings) -> Town:
    settings.AUTHSERV_ID = SERVER
    made = make_town(site)
    OfficeSettings.objects.update(second_reminder_days=9, escalation_days=20)
    return made


@pytest.fixture
def clerk(town) -> User:
    user = User.objects.create_user(YAMADA, "a-long-password", last_name="山田")
    SiteRole.objects.create(site=town.site, user=user, role=SiteRole.Role.OFFICE)
    return user


@pytest.fixture
def following(town):
    department = make_department(
        town.site, code="0306", name="危機管理課", email="kiki@city.example"
    )
    NextDepartment.objects.create(site=town.site, lecture=town.lecture, department=department)
    return department
