"""Targets, pace and forecast in a browser: empty, wrong, kept, foretold; an auditor reads."""

import pytest
from django.test import Client

from accounts.models import SiteRole, User
from bookings import counting
from bookings.models import IndicatorValue
from bookings.status import RequestStatus
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.town import at

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
PATH = "/desk/results/targets/"


def test_the_office_enters_targets_and_reads_what_they_take(
    town: Everything, clerk: Visitor, clock_at
):
    for _one in range(6):
        town.request(status=RequestStatus.CLOSED)
    town.request(status=RequestStatus.CONFIRMED)
    clock_at("2027-01-05 10:00")
    clerk.page.context.clear_cookies(name="sessionid")
    sign_in(clerk)
    clerk.see(PATH, "targets")
    clerk.page.fill("[name=target-town]", town.say("たくさん", "many"))
    clerk.press("form[action*=targets] .actions button")
    clerk.look("targets, wrong", error=True)
    clerk.page.fill("[name=target-town]", "１２０")
    clerk.page.fill(f"[name=target-d{town.town.department.pk}]", "30")
    clerk.page.fill(f"[name=target-c{town.town.centre.pk}]", "12")
    clerk.press("form[action*=targets] .actions button")
    clerk.look("targets, without a source", error=True)
    clerk.page.fill("[name=source]", town.say("第1回本部会議", "First meeting"))
    clerk.press("form[action*=targets] .actions button")
    clerk.look("targets, kept")
    assert IndicatorValue.objects.count() == 3
    clerk.see("/desk/results/", "results with a forecast")
    clerk.page.locator("#forecast-chart-finding ~ .body summary").first.click()
    clerk.look("the forecast's table")


def test_an_auditor_reads_the_targets(town: Everything, clerk: Visitor):
    IndicatorValue.objects.create(
        site=town.town.site, indicator=counting.sessions_indicator(town.town.site.pk), year=2026,
        kind="target", value=100, entered_at=at("2026-04-01 10:00"),
    )  # fmt: skip
    SiteRole.objects.update(role=SiteRole.Role.AUDITOR)

    clerk.see(PATH, "targets of an auditor")

    assert clerk.page.locator("#work input").count() == 0


def sign_in(clerk: Visitor) -> None:
    """Anew: the old session has ended meanwhile."""
    client = Client()
    client.force_login(User.objects.get(is_superuser=False))
    clerk.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": clerk.base_url}]
    )
