"""Somebody who writes pages in the admin. Each click, each choice and each field typed is one step."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser, FrameLocator, Locator, Page

from accounts.models import User

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "for-editors.md"
HOME = "/admin/"


def promised_steps() -> dict[str, int]:
    """What docs/for-editors.md tells of each task: its name → how many steps."""
    rows = re.findall(r"^\| (.+?) \| (\d+) \|", GUIDE.read_text(), re.MULTILINE)
    return {task: int(steps) for task, steps in rows}


class Editor:
    """Signed in at a desk. `steps` names what was done since `begin`."""

    def __init__(self, browser: Browser, base_url: str, user: User) -> None:
        self.browser, self.base_url = browser, base_url
        context = browser.new_context(
            locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(45_000)
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])
        self.page: Page = context.new_page()
        self.steps: list[str] = []

    def open(self, path: str) -> "Editor":
        self.page.goto(f"{self.base_url}{path}")
        return self

    def begin(self) -> "Editor":
        """On the first page of the admin, where every task starts."""
        self.steps = []
        return self.open(HOME)

    def click(self, target: str | Locator) -> None:
        self.steps.append(f"click {target}")
        self._found(target).click()

    def go(self, target: str | Locator) -> None:
        """A click that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.click(target)

    def type(self, field: str | Locator, text: str) -> None:
        self.steps.append(f"type into {field}")
        self._found(field).fill(text)

    def search(self, words: str) -> None:
        """In the field on the first page; Enter is a step of its own."""
        self.type("main [name=q]", words)
        self.steps.append("press Enter")
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def type_day(self, field: str | Locator, text: str) -> None:
        """Key by key, as the calendar that opens beside it must not get in the way."""
        self.steps.append(f"type into {field}")
        found = self._found(field)
        found.clear()
        found.press_sequentially(text, delay=20)

    def choose(self, field: str, label: str) -> None:
        self.steps.append(f"choose in {field}")
        self._found(field).select_option(label=label)

    def attach(self, field: str | Locator, path: Path) -> None:
        self.steps.append(f"attach to {field}")
        self._found(field).set_input_files(path)

    def save_draft(self) -> None:
        self.go("footer .action-save")

    def publish(self) -> None:
        self.go("footer [name=action-publish]")

    @contextmanager
    def preview(self) -> Iterator[FrameLocator]:
        """The panel beside the form, which shows what has been typed so far."""
        self.page.locator("[data-side-panel-toggle=preview]:visible").first.click()
        yield self.page.frame_locator("#w-preview-iframe")

    def said(self) -> str:
        """What the admin answers after a step."""
        return " ".join(self.page.locator(".messages").all_inner_texts())

    def public(self, path: str) -> str:
        """What somebody reads who is not signed in; nothing where there is no page."""
        context = self.browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
        page = context.new_page()
        answer = page.goto(f"{self.base_url}{path}")
        assert answer is not None
        assert answer.status in (200, 404), (path, answer.status, page.locator("body").inner_text())
        words = page.locator("body").inner_text() if answer.ok else ""
        context.close()
        return words

    def _found(self, target: str | Locator) -> Locator:
        return (self.page.locator(target) if isinstance(target, str) else target).first
