"""What the public lists show, and how `?q=` and `?category=` narrow them. Reads only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

from config import clock
from lectures import eras, spoken
from lectures.conditions import told_of
from lectures.search.asking import LONGEST
from lectures.search.near import instead
from lectures.search.weakest import rest_of
from lectures.zones import venue_zone

if TYPE_CHECKING:
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage

_MOST = 1000
# More lectures than these stand in a menu by category, folded: a telephone shows three or four at once.
MOST_OPEN = 20


@dataclass(frozen=True)
class Asked:
    """What the visitor typed, as typed, the category chosen, and the one to be open: "all", or "5"."""

    q: str = ""
    category: str = ""
    unfolded: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        return cls(
            q=query.get("q", "").replace("\0", "")[:LONGEST].strip(),
            category=query.get("category", "")[:20],
            unfolded=query.get("open", "")[:20],
        )


def natural(number: str) -> list[tuple[int, str]]:
    """Sorts 3-07 before 10-01."""
    return [
        (int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", number)
    ]


def of_menu(menu: "MenuPage", asked: Asked) -> dict[str, Any]:
    """The live lectures of a menu, grouped by category, in order of their numbers."""
    year = menu.fiscal_year.year
    every = apps.get_model("lectures", "LecturePage").objects.child_of(menu).live()
    pages = list(
        every.select_related(
            "category", "department", "lecture__tally", "lecture__fiscal_year"
        ).defer("body")
    )
    pages.sort(key=lambda page: (page.category.order, page.category_id, natural(page.number)))
    found, without = _found(
        menu, every, asked, numbered={p.pk for p in pages if p.number == asked.q}
    )
    shown = [
        page
        for page in pages
        if (found is None or page.pk in found) and asked.category in ("", str(page.category_id))
    ]
    tell(shown, site_id=menu.fiscal_year.site_id)
    spoken.speak(shown, but=["body"])
    in_vain = found is not None and not any(page.pk in found for page in pages)
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
        "folded": len(pages) > MOST_OPEN and not (asked.q or asked.category),
        "in_vain": in_vain,
        "without": without,
        "instead": instead(every, asked.q, titles=[page.title for page in pages])
        if in_vain
        else [],
    }


def _found(
    menu: "MenuPage", pages: QuerySet, asked: Asked, *, numbered: set[int]
) -> tuple[set[int] | None, str]:
    """With the lecture of that number, and the word that was left out because no page held them all."""
    found = keys_found(pages, asked)
    if found is not None:
        found |= _found_in_translation(menu, pages, asked)
    if found is None or found | numbered:
        return (None if found is None else found | numbered), ""
    rest = rest_of(pages, asked.q)
    return (keys_found(pages, replace(asked, q=rest.words)), rest.without) if rest else (found, "")


def _found_in_translation(menu: "MenuPage", pages: QuerySet, asked: Asked) -> set[int]:
    """Pages whose words in the reader's language hold what was typed. None for readers of Japanese."""
    abroad = spoken.translation(menu)
    if abroad is None:
        return set()
    there = apps.get_model("lectures", "LecturePage").objects.child_of(abroad).live()
    found = there.search(asked.q)[:_MOST].get_queryset().values_list("translation_key", flat=True)
    return set(pages.filter(translation_key__in=list(found)).values_list("pk", flat=True))


def keys_found(pages: QuerySet, asked: Asked) -> set[int] | None:
    """None: no words were asked for."""
    if not asked.q:
        return None
    return set(pages.search(asked.q)[:_MOST].get_queryset().values_list("pk", flat=True))


def tell(pages: Iterable["LecturePage"], *, site_id: int) -> None:
    """The season, what is left of the year's count and the first day, for the cards."""
    today = clock.today(venue_zone())
    accepting = [page.lecture for page in pages if page.lecture and page.lecture.accepting]
    told = told_of(accepting, site_id=site_id, today=today)
    for page in pages:
        page.told = told.get(page.lecture_id or 0)


def _categories(pages: Iterable["LecturePage"]) -> list[tuple[str, str, int]]:
    """(value, name, how many lectures) of the categories that occur."""
    return [
        (str(category.pk), category.name, len(list(group)))
        for category, group in groupby(pages, lambda page: page.category)
    ]
