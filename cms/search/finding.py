"""From what was asked to what is shown. Reads only, in a fixed number of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page, Site

from cms.models import ArticlePage
from cms.search import facets
from cms.search.asked import Asked
from cms.search.facets import Chip, Facet
from cms.search.facts import facts_of
from config import clock
from lectures import listing, spoken
from lectures.eras import fiscal_year_of
from lectures.models import CourseIndexPage, CoursePage, LecturePage, MenuPage, ProgrammePage
from lectures.search.hits import MOST, Hit, hits
from lectures.search.weakest import rest_of
from lectures.trees import below, roots
from lectures.zones import venue_zone

ON_A_PAGE = 20
# Who looks here looks for a lecture to ask for first.
LATER = {"articlepage"}


@dataclass(frozen=True)
class Found:
    """`places`: where was searched. `all_hits`: before they were narrowed. `without`: the word that
    was left out, for no page held all of them.
    """

    places: "Places"
    hits: list[Hit]
    all_hits: list[Hit]
    facets: list[Facet]
    chips: list[Chip]
    without: str = ""


@dataclass(frozen=True)
class Places:
    """`menus`: from this year on; without one, those of the newest year."""

    pages: QuerySet
    menus: list[MenuPage]

    @property
    def year_over(self) -> bool:
        """Whether there is only a menu of a year that has ended."""
        year = fiscal_year_of(clock.today(venue_zone()))
        return all(menu.fiscal_year.year < year for menu in self.menus)


def find(site: Site, asked: Asked, *, language: str) -> Found:
    places = searched(site, language=language)
    rows, without = _hits(places.pages, asked, language=language), ""
    if asked.q and not rows and (rest := rest_of(places.pages, asked.q)):
        rows = _hits(places.pages, replace(asked, q=rest.words), language=language)
        without = rest.without
    known = facts_of(rows, site_id=site.pk)
    shown = [hit for hit in rows if facets.fits(known[hit.pk], asked.chosen)]
    facts = list(known.values())
    narrows, chips = facets.facets(facts, asked), facets.chips(facts, asked)
    return Found(places, shown, rows, narrows, chips, without)


def _hits(pages: QuerySet, asked: Asked, *, language: str) -> list[Hit]:
    if asked.q:
        found = hits(
            pages, asked.q, later=LATER, number_of="lecturepage__number", language=language
        )
        return _once(found)
    return [] if asked.is_empty else _every(pages, language=language)


def _every(pages: QuerySet, *, language: str) -> list[Hit]:
    rows = pages.order_by("-content_type__model", "lecturepage__number", "path").values_list(
        "pk", "content_type__model", "translation_key", "locale__language_code"
    )
    every = [Hit(pk, model, 0.0, key, code) for pk, model, key, code in rows[:MOST]]
    return _once(sorted(every, key=lambda hit: hit.language != language))


def _once(found: Sequence[Hit]) -> list[Hit]:
    """A page and its translation are one; the one in the reader's language is shown."""
    best: dict[UUID, Hit] = {}
    for hit in found:
        best.setdefault(hit.key, hit)
    return list(best.values())


def searched(site: Site, *, language: str) -> Places:
    """Lectures of this year and of a menu that is open already, courses, articles.

    A page in English stands before the Japanese one, and few are translated: so both are searched.
    """
    town = below(roots(site))
    places, open_menus = Q(content_type=_kind(ArticlePage)) & town, _menus(town)
    offers = [*open_menus, *CourseIndexPage.objects.live().filter(town)]
    if offers:
        kinds = [_kind(LecturePage), _kind(CoursePage), _kind(ProgrammePage)]
        places |= Q(content_type__in=kinds) & below(offers)
    pages = Page.objects.live().filter(places)
    if language == "ja":
        pages = pages.filter(locale__in=Locale.objects.filter(language_code="ja"))
    return Places(pages, open_menus)


def menus(site: Site) -> list[MenuPage]:
    """From this year on; without one, the newest there is."""
    return _menus(below(roots(site)))


def _menus(town: Q) -> list[MenuPage]:
    year = fiscal_year_of(clock.today(venue_zone()))
    every = list(
        MenuPage.objects.live().filter(town)
        .select_related("fiscal_year", "locale").order_by("-fiscal_year__year")
    )  # fmt: skip
    ahead = [menu for menu in every if menu.fiscal_year.year >= year]
    return ahead or [menu for menu in every if menu.fiscal_year == every[0].fiscal_year]


def categories(places: Places, *, language: str) -> list[tuple[str, str, int]]:
    """(value, name, how many lectures its link opens), as the menu orders them."""
    shown = [
        hit.pk for hit in _every(places.pages, language=language) if hit.model == "lecturepage"
    ]
    rows = LecturePage.objects.filter(pk__in=shown).values_list(
        "category__order", "category_id", "category__name"
    )
    return [(str(pk), name, count) for (_order, pk, name), count in sorted(Counter(rows).items())]


def on_page(found: Found, asked: Asked, *, site: Site) -> PaginatorPage:
    """Hits of one page of results, each with the page that it stands for."""
    part = Paginator(found.hits, ON_A_PAGE).get_page(asked.page)
    pages = _pages([hit.pk for hit in part.object_list], site=site)
    spoken.settle(pages.values(), site=site)
    spoken.speak(pages.values(), but=["body"])
    part.object_list = [
        (hit.model, pages[hit.pk])
        for hit in part.object_list
        if spoken.has_address(pages[hit.pk], site=site)
    ]
    return part


def _pages(pks: Sequence[int], *, site: Site) -> dict[int, Any]:
    lectures = list(
        LecturePage.objects.filter(pk__in=pks)
        .select_related("category", "department", "lecture__tally", "lecture__fiscal_year")
        .defer("body")
    )
    listing.tell(lectures, site_id=site.pk)
    courses = (
        CoursePage.objects.filter(pk__in=pks)
        .select_related("provider").prefetch_related("meetings").defer("body")
    )  # fmt: skip
    articles = ArticlePage.objects.filter(pk__in=pks).defer("body")
    programmes = ProgrammePage.objects.filter(pk__in=pks).defer("body")
    return {page.pk: page for page in (*lectures, *courses, *programmes, *articles)}


def _kind(model: type[Page]) -> ContentType:
    return ContentType.objects.get_for_model(model)
