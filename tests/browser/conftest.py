"""A small town with a page of every kind, and somebody who looks at all of it with a real browser."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from accounts.models import SiteRole, User
from tests.browser.town import Everything, build
from tests.browser.visitor import Visitor
from tests.factories.town import NOW


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def town(live_server, settings, site, clock_at, language) -> Everything:
    settings.ROOT_URLCONF = "tests.browser.urls"
    clock_at(NOW)
    return build(site, english=language == "en")


@pytest.fixture
def chromium(town: object) -> Iterator[Browser]:
    """Starts after the database and stops before it: Playwright's loop hides the connection."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(live_server, chromium, language) -> Visitor:
    """A citizen or a department with a phone of 320 px, which runs scripts only for the checks."""
    return Visitor(chromium, live_server.url, language=language)


@pytest.fixture
def clerk(live_server, site, chromium, language) -> Visitor:
    """The office, signed in, at a desk."""
    user = User.objects.create_user("yamada@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    client = Client()
    client.force_login(user)
    visitor = Visitor(chromium, live_server.url, language=language, widths=(1280, 360))
    session = client.cookies["sessionid"].value
    visitor.page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": live_server.url}]
    )
    return visitor
