"""Goes from page to page and notes what is wrong with each."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, Response

from config.readings import EASY
from tests.browser import faults

# The browser's own language; やさしい日本語 is chosen on the page and kept in a cookie.
LOCALES = {"ja": "ja-JP", "ja-easy": "ja-JP", "en": "en-GB"}


class Visitor:
    """`visitor.look("start")` checks the page that is open; `faults` is what was found."""

    def __init__(
        self, browser: Browser, base_url: str, *, language: str, widths: tuple[int, ...] = (320,)
    ) -> None:
        self.base_url, self.language, self.widths = base_url, language, widths
        # The browser's own zone and language, so that nothing depends on this machine.
        context = browser.new_context(
            locale=LOCALES[language],
            timezone_id="Asia/Tokyo",
            viewport={"width": widths[0], "height": 800},
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": base_url}])
        self.page = context.new_page()
        self.page.on("response", self._keep)
        self.newest: Response | None = None
        self.faults: list[str] = []
        self.looked: list[str] = []
        self.titles: dict[str, set[str]] = {}

    def open(self, path: str) -> None:
        self.page.goto(f"{self.base_url}{path}")

    def see(self, path: str, name: str, *, error: bool = False) -> None:
        self.open(path)
        self.look(name, error=error)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def look(self, name: str, *, error: bool = False) -> None:
        """Every check that fits the language."""
        self.looked.append(name)
        assert self.newest is not None
        html = self.newest.text()
        found = self._about_the_title(name, error=error)
        if self.newest.status >= 500:
            found.append(f"answers {self.newest.status}")
        is_easy = '<html lang="ja" class="easy">' in html
        if f'<html lang="{self.language}">' not in html and (self.language != EASY or not is_easy):
            found.append(f"is not in {self.language}")
        if self.language == "en":
            found += [f"Japanese: {word}" for word in faults.japanese_words(self.page)]
        else:
            found += faults.of(self.page, html)
            for width in reversed(self.widths):  # the first stays
                found += faults.sideways(self.page, width=width)
        self.faults += [f"{name}: {fault}" for fault in found]

    def _about_the_title(self, name: str, *, error: bool) -> list[str]:
        title = self.page.title()
        with translation.override(self.language):
            says_error = title.startswith(gettext("エラー："))
        self.titles.setdefault(title, set()).add(self._view(name))
        return [] if says_error == error else [f"title {title!r}"]

    def complaints(self) -> str:
        """Everything that was found, and every title that two pages share."""
        shared = [f"{title}: {views}" for title, views in self.titles.items() if len(views) > 1]
        return "\n".join(self.faults + shared)

    def _view(self, name: str) -> str:
        """Two addresses of one view may share a title."""
        path = urlsplit(self.page.url).path
        try:
            view = resolve(path).view_name
        except Resolver404:
            return name
        return path if view == "wagtail_serve" else view

    def _keep(self, response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self.newest = response
