"""What the public lists show, and how `?q=` and `?category=` narrow them. Reads only."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps

from config import clock
from lectures import eras
from lectures.models.lecture import Category
from lectures.zones import venue_zone

if TYPE_CHECKING:
    from lectures.models.pages.course import CourseIndexPage, CoursePage
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage

_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_LONGEST_QUESTION = 100


@dataclass(frozen=True)
class Asked:
    """What the visitor typed, as typed, and the category chosen."""

    q: str = ""
    category: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        return cls(
            q=query.get("q", "").replace("\0", "")[:_LONGEST_QUESTION].strip(),
            category=query.get("category", "")[:20],
        )

    def fits(self, text: str) -> bool:
        """Every word occurs in the text, whatever its width, case or kana."""
        folded = fold(text)
        return all(word in folded for word in fold(self.q).split())


def fold(text: str) -> str:
    """ﾏｲﾅﾝﾊﾞｰ, マイナンバー and まいなんばー become one."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)


def natural(number: str) -> list[tuple[int, str]]:
    """Sorts 3-07 before 10-01."""
    return [
        (int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", number)
    ]


def of_menu(menu: "MenuPage", asked: Asked) -> dict[str, Any]:
    """The live lectures of a menu, grouped by category, in order of their numbers."""
    year = menu.fiscal_year.year
    pages = list(
        apps.get_model("lectures", "LecturePage")
        .objects.child_of(menu)
        .live()
        .select_related("category", "department", "lecture__tally")
        .defer("body")
    )
    pages.sort(key=lambda page: (page.category.order, page.category_id, natural(page.number)))
    shown = [page for page in pages if _wanted(page, asked)]
    return {
        "asked": asked,
        "year": year,
        "year_over": clock.today(venue_zone()) > eras.fiscal_year_range(year)[1],
        "categories": _categories(pages),
        "groups": [
            (name, list(group)) for name, group in groupby(shown, lambda page: page.category)
        ],
        "shown_count": len(shown),
        "count": len(pages),
    }


def _wanted(page: "LecturePage", asked: Asked) -> bool:
    if asked.category and asked.category != str(page.category_id):
        return False
    return asked.fits(f"{page.number} {page.title} {page.summary}")


def _categories(pages: Iterable["LecturePage"]) -> list[tuple[str, Category, int]]:
    """(value, category, how many lectures) of the categories that occur."""
    return [
        (str(category.pk), category, len(list(group)))
        for category, group in groupby(pages, lambda page: page.category)
    ]


def of_courses(index: "CourseIndexPage", asked: Asked) -> dict[str, Any]:
    """Courses still to come by their first day, then those that are over, newest first."""
    pages = list(
        apps.get_model("lectures", "CoursePage")
        .objects.child_of(index)
        .live()
        .select_related("provider")
        .prefetch_related("meetings")
        .defer("body")
    )
    shown = [page for page in pages if asked.fits(f"{page.title} {page.summary} {page.provider}")]
    over = [page for page in shown if page.intake()[0] == "over"]
    ahead = [page for page in shown if page not in over]
    return {
        "asked": asked,
        "ahead": sorted(ahead, key=_by_day),
        "over": sorted(over, key=_by_day, reverse=True),
        "count": len(pages),
    }


def _by_day(page: "CoursePage") -> tuple[bool, str, int]:
    day = page.first_day()
    return day is None, day.isoformat() if day else "", page.pk
