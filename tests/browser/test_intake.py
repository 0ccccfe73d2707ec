"""A request on the telephone, typed in by keyboard alone; the time by a fixed model of hands.

0.28 s for a key, 1.2 s for a choice or a jump to another field. Japanese counts as what is typed for
it: the letters of its reading, one key to convert and one to confirm.
"""

import pytest
from playwright.sync_api import Page

from bookings.models import BookingRequest
from bookings.status import Way
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.bookings import make_request

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
KEY, JUMP = 0.28, 1.2
LIMIT = 60


@pytest.fixture
def language() -> str:
    return "ja"


class Hands:
    """On a keyboard; they never touch a mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.seconds = page, 0.0

    def find(self, name: str) -> None:
        """The page has put them there by itself."""
        self.page.wait_for_function(f"document.activeElement.name === '{name}'")

    def type(self, keys: str) -> None:
        self.page.keyboard.type(keys)
        self.seconds += KEY * len(keys)

    def write(self, words: str, *, reading: str) -> None:
        self.page.keyboard.insert_text(words)
        self.seconds += KEY * (len(reading) + 2)

    def jump(self, key: str = "Tab") -> None:
        """To the next field, or to the one that Alt and a letter name."""
        alt, _plus, letter = key.rpartition("+")
        if alt:
            self._alt(letter)
        else:
            self.page.keyboard.press(key)
        self.seconds += JUMP

    def _alt(self, letter: str) -> None:
        """As a keyboard sends it: Playwright's own press leaves out the letter, which is what counts."""
        keys = {
            "modifiers": 1, "key": letter, "code": f"Key{letter.upper()}",
            "windowsVirtualKeyCode": ord(letter.upper()),
        }  # fmt: skip
        session = self.page.context.new_cdp_session(self.page)
        text = {"text": letter, "unmodifiedText": letter}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", **keys, **text})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **keys})

    def choose(self, letter: str) -> None:
        self.page.keyboard.press(letter)
        self.seconds += JUMP

    def send(self) -> None:
        with self.page.expect_navigation():
            self.jump("Alt+s")


def taken(hands: Hands) -> BookingRequest:
    text = hands.page.inner_text("main")
    assert "入力を確かめてください" not in text, text
    assert "/desk/requests/new/" not in hands.page.url, text
    row = BookingRequest.objects.latest("pk")
    assert f"「受付番号は {row.reference} です。" in text, text
    return row


def test_a_group_that_never_asked_before(town: Everything, clerk: Visitor):
    hands = Hands(clerk.page)
    clerk.open("/desk/requests/new/")
    hands.find("phone")
    hands.type("0277123456")
    hands.jump("Alt+k")
    hands.type("3-07")
    hands.jump()
    hands.write("寿会", reading="kotobukikai")
    hands.jump()
    hands.type("25")
    hands.jump()
    hands.type("12/17 10")
    hands.type("\n")
    hands.type("12/18 p")
    hands.jump("Alt+b")
    hands.choose("0")
    hands.jump()
    hands.choose("y")
    hands.jump("Alt+r")
    hands.write("すずき はじめ", reading="suzuki hajime")
    hands.send()

    row = taken(hands)
    assert (row.group.name, row.people, row.centre, row.way, row.venue_booked) == (
        "寿会", 25, town.town.centre, Way.PHONE, True,
    )  # fmt: skip
    assert row.group.contact_kana == "すずき はじめ"
    assert [(wish.day.day, wish.part) for wish in row.wishes.order_by("rank")] == [
        (17, ""), (18, "afternoon"),
    ]  # fmt: skip
    assert hands.seconds < LIMIT, hands.seconds
    print(f"\nnew group: {hands.seconds:.1f} s")


def test_a_group_of_last_year(town: Everything, clerk: Visitor):
    before = make_request(town.town, centre_id=town.town.centre.pk, venue_name="")
    before.group.phone, before.group.notify_by = "0277123456", "phone"
    before.group.contact_kana = "さとう はなこ"
    before.group.save()
    hands = Hands(clerk.page)
    clerk.open("/desk/requests/new/")
    hands.find("phone")
    hands.type("0277123456")
    with hands.page.expect_navigation():
        hands.jump("Alt+z")
    hands.find("lecture")
    hands.type("3-07")
    hands.jump("Alt+n")
    hands.type("12/24 13:30")
    hands.send()

    row = taken(hands)
    assert (row.group.name, row.group.contact_name, row.centre) == (
        before.group.name, before.group.contact_name, before.centre,
    )  # fmt: skip
    assert hands.seconds < LIMIT, hands.seconds
    print(f"\nlast year's group: {hands.seconds:.1f} s")
