"""Which number comes next in each category of a menu. A hint for who types one; checks nothing."""

import re
from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from lectures.models.pages.menu import MenuPage

_NUMBER = re.compile(r"^([0-9A-Za-z]{1,4})-([0-9]{1,4})$")


def next_numbers(menu: "MenuPage") -> dict[str, str]:
    """Category → the number after its highest, as `1-13`; drafts beside it count. One query."""
    pages = Page.objects.child_of(menu).filter(lecturepage__isnull=False)
    rows = pages.order_by("lecturepage__category__order", "lecturepage__category__name")
    used: dict[str, list[re.Match[str]]] = {}
    for category, number in rows.values_list("lecturepage__category__name", "lecturepage__number"):
        if match := _NUMBER.match(number):
            used.setdefault(category, []).append(match)
    return {category: _after(matches) for category, matches in used.items()}


def _after(matches: list[re.Match[str]]) -> str:
    starts = [match[1] for match in matches]
    start = max(sorted(set(starts)), key=starts.count)
    own = [match[2] for match in matches if match[1] == start]
    return f"{start}-{max(map(int, own)) + 1:0{max(map(len, own))}}"
