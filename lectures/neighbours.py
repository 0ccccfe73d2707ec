"""Where a lecture's page leads on: what builds on it, what is near it, how often it was given.

Reads only. A link made in one year leads to that lecture's version of the menu's own year.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

from lectures.listing import natural
from lectures.models.lecture import Lecture, LectureTally

if TYPE_CHECKING:
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage

MOST = 3


def shown_with(page: "LecturePage", *, menu: "MenuPage") -> dict[str, Any]:
    live = apps.get_model("lectures", "LecturePage").objects.child_of(menu).live()
    live = live.exclude(pk=page.pk).select_related("category", "department")
    following = [page.next_step] if page.next_step is not None else []
    chosen = [row.lecture_page for row in page.related.all()]
    by_page = _this_years(live, [*following, *chosen])
    step = by_page.get(following[0].pk) if following else None
    related = [by_page[each.pk] for each in chosen if each.pk in by_page]
    return {
        "next_step": step,
        "related": (related or _of_category(live, page, but=step))[:MOST],
        "given": _given(page.lecture),
    }


def _this_years(live: QuerySet, pages: Iterable["LecturePage"]) -> dict[int, "LecturePage"]:
    """By the key of the page that was chosen: itself, its lecture's page in the language of this
    menu, or what continues it here. One query for each year between.
    """
    pages = list(pages)
    if not pages:
        return {}
    there = {each.pk: each for each in live.filter(pk__in=[each.pk for each in pages])}
    sources: dict[int, set[int]] = {
        each.lecture_id: {each.lecture_id} for each in pages if each.lecture_id
    }
    by_lecture: dict[int, LecturePage] = {}
    seen: set[int] = set()
    while line := sources.keys() - seen:
        seen |= line
        for found in live.filter(lecture__in=line):
            for source in sources.get(found.lecture_id or 0, set()):
                by_lecture.setdefault(source, found)
        rows = Lecture.objects.filter(continued_from__in=line)
        for row, before in rows.values_list("pk", "continued_from"):
            sources.setdefault(row, set()).update(sources[before or 0])
    answer = {each.pk: there.get(each.pk) or by_lecture.get(each.lecture_id or 0) for each in pages}
    return {pk: each for pk, each in answer.items() if each is not None}


def _of_category(
    live: QuerySet, page: "LecturePage", *, but: "LecturePage | None"
) -> list["LecturePage"]:
    """The nearest numbers of the same category: those after it, then from the start."""
    others = [each for each in live.filter(category=page.category_id) if each != but]
    others.sort(key=lambda each: natural(each.number))
    after = [each for each in others if natural(each.number) > natural(page.number)]
    return [*after, *(each for each in others if each not in after)]


def _given(lecture: Lecture | None) -> dict[str, int]:
    """How often in this year and in the one before. Numbers only."""
    if lecture is None:
        return {"this": 0, "last": 0}
    keys = {lecture.pk, lecture.continued_from_id}
    held = dict(
        LectureTally.objects.filter(lecture__in=keys - {None}).values_list("lecture", "delivered")
    )
    return {"this": held.get(lecture.pk, 0), "last": held.get(lecture.continued_from_id or 0, 0)}
