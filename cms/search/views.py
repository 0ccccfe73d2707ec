"""/search/: GET only, without script. What found nothing is handed to the worker, for the office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.search import finding
from cms.search.asked import Asked
from cms.search.finding import Places
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
    if in_vain or found.without:
        missed.hand_over(asked.q, site=site, language=language, day=clock.today(venue_zone()))
    return render(
        request,
        "cms/search/search.html",
        {
            "asked": asked,
            "found": found,
            "part": finding.on_page(found, asked, site=site),
            "in_vain": in_vain,
            "year_over": found.places.year_over,
            "instead": _instead(found.places, asked) if in_vain else [],
            "categories": finding.categories(found.places, language=language)
            if in_vain or asked.is_empty
            else [],
        },
    )


def _instead(places: Places, asked: Asked) -> list[Instead]:
    titles = Page.objects.filter(pk__in=_lectures(places)).values_list("title", flat=True)
    return instead(places.pages, asked.q, titles=titles)


def _lectures(places: Places) -> list[int]:
    pages = LecturePage.objects.live()
    rows = (pages.child_of(menu).values_list("pk", flat=True)[:300] for menu in places.menus)
    return [pk for row in rows for pk in row]
