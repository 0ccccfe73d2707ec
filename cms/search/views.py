"""/search/: GET only, without script. What found nothing is handed to the worker, for the office."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.search import finding
from cms.search.asked import Asked
from config import clock, languages
from lectures.models import LecturePage
from lectures.search import missed
from lectures.search.near import Instead, instead
from lectures.zones import venue_zone


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    asked, language = Asked.read(request.GET), languages.written()
    found = finding.find(site, asked, language=language)
    in_vain = bool(asked.q) and not found.all_hits
    if in_vain:
        missed.hand_over(asked.q, site=site, language=language, day=clock.today(venue_zone()))
    return render(
        request,
        "cms/search/search.html",
        {
            "asked": asked,
            "found": found,
            "part": finding.on_page(found, asked, site=site),
            "in_vain": in_vain,
            "year_over": finding.is_over(site),
            "instead": _instead(site, asked, language=language) if in_vain else [],
            "categories": _categories(site) if in_vain or asked.is_empty else [],
        },
    )


def _instead(site: Site, asked: Asked, *, language: str) -> list[Instead]:
    pages = finding.searched(site, language=language)
    titles = Page.objects.filter(pk__in=_lectures(site)).values_list("title", flat=True)
    return instead(pages, asked.q, titles=titles)


def _lectures(site: Site) -> list[int]:
    menus = finding.menus(site)
    pages = LecturePage.objects.live()
    return [pk for menu in menus for pk in pages.child_of(menu).values_list("pk", flat=True)[:300]]


def _categories(site: Site) -> list[tuple[str, str, int]]:
    """(value, name, how many lectures), as the menu orders them."""
    rows = LecturePage.objects.filter(pk__in=_lectures(site)).values_list(
        "category__order", "category_id", "category__name"
    )
    return [(str(pk), name, count) for (_order, pk, name), count in sorted(Counter(rows).items())]
