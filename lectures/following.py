"""This year's version of a lecture, and what becomes of the days after 31 March. Reads only."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet

from lectures.eras import fiscal_year_range
from lectures.models.lecture import Lecture
from lectures.models.year import FiscalYear

if TYPE_CHECKING:
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage


@dataclass(frozen=True)
class Following:
    """What the newer menu has instead: the page of the lecture, or, where it stopped, no page."""

    year: int
    first_day: date
    page: "LecturePage | None"
    menu: "MenuPage"


def following(lecture: Lecture, *, language: str) -> Following | None:
    """None: no newer menu is published yet. The newest one counts."""
    menus = apps.get_model("lectures", "MenuPage").objects.live()
    newer = menus.filter(
        fiscal_year__site=lecture.site_id,
        fiscal_year__year__gt=lecture.fiscal_year.year,
        locale__language_code=language,
    ).select_related("fiscal_year")
    menu = newer.order_by("-fiscal_year__year", "pk").first()
    if menu is None:
        return None
    year = menu.fiscal_year.year
    return Following(year, fiscal_year_range(year)[0], _page(lecture, menu=menu), menu)


def _page(lecture: Lecture, *, menu: "MenuPage") -> "LecturePage | None":
    """One query for each year between, of which there is hardly ever more than one."""
    pages = apps.get_model("lectures", "LecturePage").objects.child_of(menu).live()
    line = {lecture.pk}
    while line:
        rows = Lecture.objects.filter(continued_from__in=line).exclude(pk__in=line)
        next_line = set(rows.values_list("pk", flat=True))
        found = pages.filter(lecture__in=next_line).select_related("lecture").first()
        if found is not None:
            return found
        if rows.filter(fiscal_year__year__gte=menu.fiscal_year.year).exists():
            return None
        line = next_line
    return None


def newer_menus() -> "QuerySet[MenuPage]":
    """For a query of fiscal years: the published menus of the years after each."""
    menus = apps.get_model("lectures", "MenuPage").objects.live()
    return menus.filter(fiscal_year__site=OuterRef("site"), fiscal_year__year__gt=OuterRef("year"))


def hands_on_from(year: int, *, chosen: date | None, newer: bool) -> date | None:
    """From which day on a newer menu takes the days of the new year: its first day at the latest.

    None: until one is published (`newer`), the old one takes them. `chosen`: what the office said.
    """
    first_day = fiscal_year_range(year + 1)[0]
    return min(chosen or first_day, first_day) if newer else None


def next_lecture(lecture: Lecture, *, today: date) -> Lecture | None:
    """That can be asked for in its place, for days of the new year. None: this one still takes them."""
    year = lecture.fiscal_year
    newer = FiscalYear.objects.filter(Exists(newer_menus()), pk=year.pk).exists()
    switch = hands_on_from(year.year, chosen=year.next_menu_from, newer=newer)
    if switch is None or today < switch:
        return None
    rows = Lecture.objects.filter(continued_from=lecture, accepting=True)
    return rows.order_by("-pk").first()


def last_lecture(lecture: Lecture, *, today: date) -> Lecture | None:
    """That can still be asked for, for days before this one's year begins."""
    if today >= fiscal_year_range(lecture.fiscal_year.year)[0] or not lecture.continued_from_id:
        return None
    return Lecture.objects.filter(pk=lecture.continued_from_id, accepting=True).first()
