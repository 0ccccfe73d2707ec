"""The browser's Back button: nobody is asked whether a form may be sent again."""

import pytest
from playwright.sync_api import Error, Page

from config.back import BackMiddleware
from tests.browser.town import Everything
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.parametrize("language", ["ja"], indirect=True),
]
NEXT = "button[name=next]:not([aria-hidden])"
SEND = "main form button[type=submit]:not([tabindex='-1'])"


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_back_from_question_2_shows_question_1_after_a_mistake(
    town: Everything, visitor: Visitor
) -> None:
    page = visitor.page
    visitor.open(f"/apply/{town.lecture_page.lecture.public_id}/")
    visitor.press(SEND)
    visitor.press(NEXT)
    assert "団体の名前を入れてください。" in page.inner_text(".error-summary")
    page.fill("[name=group_name]", "桜が丘自治会")
    page.fill("[name=people]", "25")
    page.locator("[name=connection]").first.check()
    visitor.press(NEXT)
    assert (heading(page), page.url.endswith("/when/")) == ("いつがよいですか", True)

    page.go_back()

    assert heading(page) == "どなたの集まりですか"
    assert page.input_value("[name=group_name]") == "桜が丘自治会"
    assert page.locator(".error-summary").count() == 0


def test_back_to_a_month_with_a_day_that_cannot_be(town: Everything, visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"/apply/{town.lecture_page.lecture.public_id}/")
    visitor.press(SEND)
    page.fill("[name=group_name]", "桜が丘自治会")
    page.fill("[name=people]", "25")
    page.locator("[name=connection]").first.check()
    visitor.press(NEXT)
    page.locator("details summary").last.click()
    page.fill("[name=typed_day]", "2/30")
    visitor.press("button[name=add]")
    assert page.input_value("[name=typed_day]") == "2/30"
    visitor.press(".back")

    page.go_back()

    assert heading(page) == "いつがよいですか"
    assert "2月30日はありません" in page.inner_text(".error-summary")


def leave_and_come_back(visitor: Visitor) -> None:
    visitor.open("/requests/")
    visitor.page.fill("[name=reference]", "R8-9999")
    visitor.press(SEND)
    visitor.press("a.home")
    visitor.page.go_back()


def test_back_to_a_refused_form_shows_it_again(town: Everything, visitor: Visitor) -> None:
    leave_and_come_back(visitor)

    assert "電話番号の下4けたを入れてください。" in visitor.page.inner_text(".error-summary")
    assert visitor.page.input_value("[name=reference]") == "R8-9999"


def test_without_it_the_browser_wants_to_send_the_form_again(
    town: Everything, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the answer of a POST that must not be kept cannot be gone back to."""
    monkeypatch.setattr(
        BackMiddleware, "__call__", lambda self, request: self.get_response(request)
    )

    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        leave_and_come_back(visitor)
