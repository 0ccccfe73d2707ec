"""The next free number of a category on a menu: 3-07 after 3-06."""

import re
from collections import Counter

from cms.rollover.lists import rows_of
from cms.rollover.models import MenuRollover
from lectures.models import Category, LecturePage, MenuPage

_NUMBER = re.compile(r"^([0-9A-Za-z]{1,4})-([0-9]{1,4})$")


def next_free(menu: MenuPage, *, category: Category) -> str:
    """In the way that the category's lectures are numbered; drafts beside it count too."""
    taken, own = set(), []
    for page in LecturePage.objects.child_of(menu).select_related("latest_revision"):
        draft = page.latest_revision.content if page.latest_revision else {}
        number = draft.get("number", page.number)
        taken |= {page.number, number}
        if draft.get("category", page.category_id) == category.pk:
            own.append(number)
    prefix, width = _usual(own) or (str(category.order or category.pk % 10_000), 2)
    for number in range(1, 10_000):
        found = f"{prefix}-{number:0{width}}"
        if found not in taken and number > _highest(own, prefix):
            return found
    return f"{prefix}-9999"


def as_drafted(rollover: MenuRollover) -> None:
    """Drafts take the numbers that they say: two may have changed theirs for each other's.

    A page's check looks at what is stored. A number that two drafts say is left to it.
    """
    rows = rows_of(rollover.entries.filter(page__lecture__isnull=True))
    said = Counter(row.number for row in rows)
    for row in rows:
        page = row.entry.page
        if page is not None and page.number != row.number and said[row.number] == 1:
            LecturePage.objects.filter(pk=page.pk).update(number=row.number)


def _usual(numbers: list[str]) -> tuple[str, int] | None:
    """The commonest start, and how many digits follow."""
    found = [match for number in numbers if (match := _NUMBER.match(number))]
    if not found:
        return None
    starts = [match[1] for match in found]
    prefix = max(sorted(set(starts)), key=starts.count)
    return prefix, max(len(match[2]) for match in found if match[1] == prefix)


def _highest(numbers: list[str], prefix: str) -> int:
    found = [match for number in numbers if (match := _NUMBER.match(number))]
    return max((int(match[2]) for match in found if match[1] == prefix), default=0)
