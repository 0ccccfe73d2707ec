"""What a town has published, for all that is read by machines. Reads only, in a fixed number of queries.

Nothing here is a draft, has expired, stands behind a password or belongs to another town.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site

from cms.models import ArticlePage
from cms.search import finding
from config import clock
from lectures import spoken
from lectures.models import CoursePage, LecturePage, MenuPage, ProgrammePage
from lectures.spoken import Spoken
from lectures.trees import below, roots

LANGUAGES = ("ja", "en")
NEVER = datetime(2020, 1, 1, tzinfo=UTC)
_P = TypeVar("_P", bound=Spoken)


def town_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def language_asked(request: HttpRequest) -> str:
    """`?lang=en`; a feed is the same for everybody, whatever their browser or cookie says."""
    asked = request.GET.get("lang", settings.LANGUAGE_CODE)
    if asked not in LANGUAGES:
        raise Http404
    return asked


def lectures(site: Site, *, language: str, every_year: bool = False) -> list[LecturePage]:
    """Of the menus that are open now, or of every menu that is still published."""
    menus: Iterable[Page] = finding.menus(site)
    if every_year:
        menus = MenuPage.objects.live().filter(below(roots(site)))
    pages = published(LecturePage, menus).select_related(
        "locale", "category", "department", "lecture__fiscal_year"
    )
    return _once(pages.defer("body"), site, language=language)


def courses(site: Site, *, language: str) -> list[CoursePage]:
    """With the meetings of the page, for their words, and of the row, for their names."""
    pages = published(CoursePage, roots(site)).filter(course__isnull=False)
    pages = pages.select_related("locale", "provider", "course")
    pages = pages.prefetch_related("meetings", "course__meetings").defer("body")
    return _once(pages, site, language=language)


def programme(site: Site, key: UUID, *, language: str) -> ProgrammePage | None:
    """With its courses' names."""
    found = published(ProgrammePage, roots(site)).filter(translation_key=key)
    entries = found.select_related("locale").prefetch_related("entries__course_page")
    return next(iter(_once(entries, site, language=language)), None)


def articles(site: Site, *, language: str) -> list[ArticlePage]:
    """News: what stands in the footer is no news."""
    pages = published(ArticlePage, roots(site)).filter(in_footer=False)
    return _once(pages.select_related("locale").defer("body"), site, language=language)


def published(model: type[_P], places: Iterable[Page]) -> QuerySet[_P]:
    """Open to everybody at this moment, below those pages."""
    found = list(places)
    pages = model.objects.live().public()
    if not found:
        return pages.none()
    in_time = Q(expire_at__isnull=True) | Q(expire_at__gt=clock.now())
    return pages.filter(in_time).filter(below(found))


def changed(page: Page) -> datetime:
    """When the public last got something new of it."""
    return page.last_published_at or page.first_published_at or NEVER


def newest(pages: Iterable[Page]) -> datetime:
    return max(map(changed, pages), default=NEVER)


def printable(text: str) -> str:
    """Without the characters that XML forbids and that no calendar expects."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _once(pages: Iterable[_P], site: Site, *, language: str) -> list[_P]:
    """A page and its translation are one; in Japanese nothing that is only in English."""
    wanted = (language, settings.LANGUAGE_CODE)
    kept = [page for page in pages if page.locale.language_code in wanted]
    best: dict[object, _P] = {}
    for page in sorted(kept, key=lambda page: page.locale.language_code != language):
        best.setdefault(page.translation_key, page)
    spoken.settle(best.values(), site=site)
    return [page for page in best.values() if spoken.has_address(page, site=site)]
