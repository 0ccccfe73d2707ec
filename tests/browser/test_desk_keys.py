"""The desk by keyboard alone: with the letters, and with nothing but Tab and Enter."""

import pytest

from bookings.models import EventMail
from bookings.status import RequestStatus
from tests.browser.town import Everything
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.parametrize("language", ["ja"], indirect=True),
]


def focused(clerk: Visitor) -> str:
    return clerk.page.evaluate("document.activeElement.textContent.trim()")


def test_from_the_menu_to_a_reminder_without_a_mouse(town: Everything, clerk: Visitor):
    for _n in range(3):
        town.request(status=RequestStatus.ASKING)
    keys = clerk.page.keyboard
    clerk.open("/desk/")
    keys.press("2")
    clerk.page.wait_for_url("**/desk/requests/")
    keys.press("j")
    first = focused(clerk)
    keys.press("x")
    keys.press("j")
    keys.press("x")
    keys.press("j")
    keys.press("k")
    assert (first, focused(clerk)) == ("R8-0001", "R8-0002")
    assert clerk.page.locator("input[name=pick]:checked").count() == 2

    keys.press("r")
    clerk.page.wait_for_url("**/bulk/")
    clerk.look("bulk, announced")
    clerk.page.locator("main form[action*=bulk] button").focus()
    keys.press("Enter")
    clerk.page.wait_for_url("**/bulk/done/")
    clerk.look("bulk, done")

    assert EventMail.objects.filter(kind="department_reminded").count() == 2
    assert clerk.complaints() == ""


def test_the_letters_are_explained_and_sleep_while_somebody_writes(
    town: Everything, clerk: Visitor
):
    town.request(status=RequestStatus.ASKING)
    keys = clerk.page.keyboard
    clerk.open("/desk/requests/")
    keys.press("?")
    help_ = clerk.page.locator("dialog#keys")
    assert help_.is_visible()
    assert "催促する" in help_.inner_text()
    clerk.look("letters explained")
    keys.press("Escape")
    assert not help_.is_visible()

    keys.press("/")
    keys.type("jx2?")

    assert clerk.page.locator("#words").input_value() == "jx2?"
    assert clerk.page.url.endswith("/desk/requests/")
    assert not help_.is_visible()
    assert clerk.complaints() == ""


def test_who_does_not_want_them_switches_them_off(town: Everything, clerk: Visitor):
    clerk.see("/desk/keys/", "keys")
    clerk.press("button[name=keys]")
    clerk.look("keys, off")

    clerk.open("/desk/")
    clerk.page.keyboard.press("2")

    assert clerk.page.locator("script").count() == 0
    assert clerk.page.url.endswith("/desk/")
    assert clerk.complaints() == ""


def test_tab_and_enter_are_enough(town: Everything, clerk: Visitor):
    """The menu is skipped, a row is ticked with Space, and the first button is pressed."""
    town.request(status=RequestStatus.ASKING)
    clerk.open("/desk/requests/")
    keys = clerk.page.keyboard
    seen: list[str] = []
    for _n in range(90):
        keys.press("Tab")
        seen.append(focused(clerk))
        if seen[-1] == "申込みの表へ進む":
            keys.press("Enter")
        if clerk.page.evaluate("document.activeElement.name") == "pick":
            keys.press("Space")
        if seen[-1] == "催促する":
            break
    keys.press("Enter")
    clerk.page.wait_for_url("**/bulk/")

    assert "事務局のメニューをとばす" in seen
    assert clerk.page.locator("h1").inner_text() == "まとめて：催促する"
