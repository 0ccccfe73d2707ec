"""A visitor without a mouse."""

import re

from playwright.sync_api import Page


class Keyboard:
    """Tab from stop to stop; notes each stop that could not be seen."""

    def __init__(self, page: Page) -> None:
        self.page, self.unseen = page, []

    def go_to(self, role: str, name: str | re.Pattern[str]) -> "Keyboard":
        wanted = self.page.get_by_role(role, name=name, exact=isinstance(name, str)).first
        wanted.wait_for(state="attached")
        for _stop in range(150):
            self.page.keyboard.press("Tab")
            self._look()
            if wanted.evaluate("element => element === document.activeElement"):
                return self
            if role == "radio" and wanted.evaluate(_SAME_GROUP):
                self._arrow_to(wanted)
                return self
        raise AssertionError(f"Tab never reaches the {role} {name}")

    def press(self, key: str) -> None:
        """Enter leads to another page; before its style has come, nothing there has an outline."""
        if key != "Enter":
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def _arrow_to(self, wanted: object) -> None:
        """Radios are one stop of Tab; arrows go from one to the next."""
        for _step in range(30):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrows never reach this choice")

    def _look(self) -> None:
        if seen := self.page.evaluate(_UNSEEN):
            self.unseen.append(seen)


_SAME_GROUP = """element => document.activeElement.type === 'radio'
  && document.activeElement.name === element.name"""
_UNSEEN = """() => {
  const here = document.activeElement;
  if (here === document.body) return '';
  const shown = here.closest('.choice') || here;
  const box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
  const drawn = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
  const inside = box.width > 1 && box.bottom > 0 && box.top < innerHeight;
  return drawn && inside ? '' : here.outerHTML.slice(0, 120);
}"""
