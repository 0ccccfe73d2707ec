"""The fictional town of みかがみ市, written from scratch; every row through the real actions.

Dates are relative to `at`. Names, streets and people are invented; numbers are of the 000 block;
mail domains end in .example (RFC 2606).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django_scopes import scope
from wagtail.models import Site

from cms.demo.loader import (
    aims,
    areas,
    articles,
    asked,
    consulted,
    courses,
    days,
    english,
    heard,
    history,
    indicators,
    logins,
    menu,
    papers,
    people,
    present,
    town,
    turning,
    undelivered,
)
from lectures.eras import fiscal_year_of
from lectures.zones import local


def load(site: Site, *, at: datetime, tell: Callable[[str], None]) -> None:
    """Fill an empty town. All or nothing."""
    with transaction.atomic(), scope(site=site):
        tell("町・課・会場…")
        town.load(site, at=at)
        staff = people.load(site, at=at)
        logins.load(site)
        aims.load(site, at=at)
        areas.load(site, at=at)
        tell("講座のメニュー…")
        lectures = menu.load(site, staff=staff, at=at)
        courses.load(site, at=at)
        articles.load(at=at)
        english.load(year=fiscal_year_of(local(at).date()))
        tell("この4年の実績…")
        history.load(lectures, staff=staff, at=at)
        indicators.load(at=at)
        tell("いまの申込み…")
        present.load(lectures, staff=staff, at=at)
        days.load(lectures, at=at)
        undelivered.load(lectures, at=at)
        asked.load(lectures, at=at)
        consulted.load(site, lectures, at=at)
        papers.load(lectures, at=at)
        heard.load(at=at)
        turning.load(staff, at=at)
