"""Wagtail saves while somebody types; a button pressed meanwhile sends the page once, not twice."""

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from lectures.models import LecturePage
from tests.browser.editing import Editor
from tests.browser.test_editors import editor, language  # noqa: F401 - fixtures
from tests.browser.town import Everything

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
BEGIN = "section[aria-labelledby=begin]"


class SlowAnswer:
    """The first save by itself reaches the server; its answer is on the way until `arrive`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[tuple[Route, APIResponse]] = []
        page.route("**/admin/pages/add/**", self._hold)

    def _hold(self, route: Route) -> None:
        asked = route.request
        if asked.method == "POST" and "json" in asked.headers.get("accept", "") and not self.held:
            self.held.append((route, route.fetch()))
        else:
            route.continue_()

    def type_until_it_saves(self) -> None:
        """What stands in the form two seconds after it opened counts as how it was."""
        for words in range(40):
            self.page.locator("[name=summary]").fill(f"五七五を{words}句")
            self.page.wait_for_timeout(1000)
            if self.held:
                return
        raise AssertionError("It never saved by itself.")

    def arrive(self) -> None:
        route, answer = self.held[0]
        route.fulfill(response=answer)


def a_new_lecture(editor: Editor) -> SlowAnswer:  # noqa: F811
    editor.begin()
    editor.go(f"{BEGIN} a[href*='/lecturepage/']")
    slow = SlowAnswer(editor.page)
    editor.type("[name=number]", "5-01")
    editor.choose("[name=category]", "防災・安全")
    editor.choose("[name=department]", "防災課")
    editor.type("[name=title]", "はじめての俳句")
    slow.type_until_it_saves()
    return slow


def lectures() -> list[tuple[str, bool]]:
    return list(LecturePage.objects.filter(title="はじめての俳句").values_list("slug", "live"))


def test_a_page_published_while_it_saves_itself_is_published_once(
    town: Everything, editor: Editor  # noqa: F811
):  # fmt: skip
    slow = a_new_lecture(editor)

    editor.click("footer [name=action-publish]")
    slow.arrive()

    expect(editor.page.locator(".messages .success")).to_contain_text("公開")
    assert lectures() == [("はじめての俳句", True)]
    assert "はじめての俳句" in editor.public(town.menu.url)


def test_without_the_wait_the_page_stays_a_draft_whose_name_is_taken(
    town: Everything, editor: Editor  # noqa: F811
):  # fmt: skip
    """The twin: the script is kept from the page."""
    editor.page.route("**/one-save*.js", lambda route: route.abort())
    a_new_lecture(editor)

    with editor.page.expect_navigation(wait_until="load"):
        editor.click("footer [name=action-publish]")

    assert lectures() == [("はじめての俳句", False)]
    assert editor.page.locator("#id_slug_errors, .w-field__errors").count() > 0
