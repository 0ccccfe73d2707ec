"""The pages that say the same in English: home, this year's menu and some of its lectures."""

from typing import Any

from wagtail.models import Locale, Page

from cms.demo.loader.reading import lectures, read
from cms.models import HomePage
from lectures.models import LecturePage, MenuPage

_FACTS = "audience to_prepare city_brings room_need care_note cost_note remarks keywords".split()


def load(*, year: int) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    menu = MenuPage.objects.get(fiscal_year__year=year)
    _translated(HomePage.objects.get(), english, **read("english")["home"])
    _translated(menu, english, **read("english")["menu"])
    for page in LecturePage.objects.child_of(menu):
        words = lectures()[page.number].get("english")
        if words:
            outline = [("outline", list(words["outline"]))]
            said = {name: words.get(name, "") for name in (*_FACTS, "title", "summary")}
            _translated(page, english, body=outline, easy_title="", easy_summary="", **said)


def _translated(page: Page, locale: Locale, **words: Any) -> None:
    copy = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
