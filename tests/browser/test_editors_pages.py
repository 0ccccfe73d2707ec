"""Our own pages inside Wagtail's admin, and the desk's page of next year's menu, through axe.

Wagtail's frame around them (its menu at the side, headers, tabs, dialogs) is not ours and left out:
of a page of ours axe reads what stands in `.nice-padding`, of the first page our own sections.
"""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import Role
from cms.rollover import opening
from lectures.models import CourseSource, MissedWords
from tests.browser import faults
from tests.browser.editing import Editor
from tests.browser.test_editors import language, person  # noqa: F401 - language is a fixture
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.town import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
RULES = {"runOnly": faults.RULES, "resultTypes": ["violations"], "preload": False}


def complaints(page: Page, ours: str) -> list[str]:
    """Of what stands in `ours`, which must be there."""
    assert page.locator(ours).count() > 0, page.url
    found = faults.AXE.run(page, context={"include": [[ours]]}, options=RULES).response
    return [
        f"{page.url} {rule['id']} {[node['target'] for node in rule['nodes']][:3]}"
        for rule in found["violations"]
    ]


def ours(town: Everything) -> dict[str, str]:
    """Address → the part of it that is ours."""
    source = CourseSource.objects.create(
        site=town.town.site, name="県民学習ネット", provider=town.course.provider
    )
    return {
        reverse("editing-notes"): ".nice-padding",
        reverse("paper:index"): ".nice-padding",
        reverse("paper:menu", args=(town.menu.pk,)): ".nice-padding",
        reverse("paper:page", args=(town.lecture_page.pk,)): ".nice-padding",
        reverse("lecture_sheets:index"): ".nice-padding",
        reverse("lecture_sheets:menu", args=(town.menu.pk,)): ".nice-padding",
        reverse("course_imports:index"): ".nice-padding",
        reverse("course_imports:source", args=(source.pk,)): ".nice-padding",
    }


def test_our_pages_in_the_admin_have_nothing_for_axe(town: Everything, live_server, chromium):
    town.article.body = [("paragraph", '<p><a href="/x/">こちら</a></p>')]
    town.article.save_revision().publish()
    day = date(2026, 11, 20)
    MissedWords.objects.create(
        site=town.town.site, words="星座", language="ja", day=day, keep_until=date(2027, 11, 20)
    )
    office = Editor(chromium, live_server.url, person(town, Role.OFFICE))
    found: list[str] = []
    office.open("/admin/")
    for section in ("begin", "waiting"):
        found += complaints(office.page, f"section[aria-labelledby={section}]")
    for path, part in ours(town).items():
        found += complaints(office.open(path).page, part)
    assert found == []


def test_the_desks_page_of_next_years_menu(town: Everything, clerk: Visitor):
    """Not in Wagtail's frame: all of the page is looked at, as of every page of the desk."""
    clerk.see("/desk/menu/", "next year's menu, not begun")
    rollover = opening.open_next(town.menu, due_on=date(2027, 2, 26), by=None, at=NOW)
    clerk.see("/desk/menu/", "next year's menu")
    entry = rollover.entries.first()
    clerk.see(f"/desk/menu/lectures/{entry.public_id}/", "a lecture of it")

    assert clerk.complaints() == ""


def test_a_departments_first_page_has_nothing_for_axe(town: Everything, live_server, chromium):
    user = person(town, Role.DEPARTMENT, department=town.town.department)
    page = Editor(chromium, live_server.url, user).open("/admin/").page

    assert complaints(page, "section[aria-labelledby=own-lectures]") == []


def test_without_a_name_of_its_button_a_page_would_be_named(
    town: Everything, live_server, chromium
):
    page = Editor(chromium, live_server.url, person(town, Role.OFFICE)).open("/admin/").page
    page.locator("section[aria-labelledby=begin] a.button").first.evaluate(
        "a => a.textContent = ''"
    )

    assert ["link-name" in fault for fault in complaints(page, "[aria-labelledby=begin]")] == [True]
