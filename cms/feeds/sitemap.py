"""/sitemap.xml with the languages of each page, and /robots.txt. GET only."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtails
from wagtail.models import Page

from cms.feeds import pages
from lectures import trees

# Pages for one person, and for the town's own people.
_NOT_FOR_ROBOTS = (
    "/admin/", "/desk/", "/sign-in/", "/k/", "/apply/", "/consult/", "/requests/", "/answers/",
    "/reports/", "/lecturers/", "/days/", "/search/", "/language/",
)  # fmt: skip


class TownSitemap(Sitemap):
    """Every open page of the town, and of its home in other languages."""

    def items(self) -> Any:
        return published_pages(self.get_wagtail_site())

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        found = list(self.paginator.page(page).object_list)
        self.latest_lastmod = pages.newest(found)
        told = {each.pk: each.get_full_url(self.request) for each in found}
        by_key: dict[object, list[Page]] = defaultdict(list)
        for each in found:
            by_key[each.translation_key].append(each)
        return [
            {
                "location": told[each.pk],
                "lastmod": pages.changed(each),
                "alternates": [
                    {"lang_code": other.locale.language_code, "location": told[other.pk]}
                    for other in by_key[each.translation_key]
                ]
                if len(by_key[each.translation_key]) > 1
                else [],
            }
            for each in found
        ]


def published_pages(site: Any) -> Any:
    """Base pages: title, address and dates are all that is asked of them."""
    found = pages.published(Page, trees.roots(site))
    return found.order_by("path").select_related("locale")


@require_safe
@conditional_page
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    pages.town_of(request)
    return wagtails(request, {"pages": TownSitemap}).render()


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """A demo's made-up lectures are not for search engines."""
    closed = ["/"] if settings.DEMO else _NOT_FOR_ROBOTS
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEMO:
        lines += ["", f"Sitemap: {pages.town_of(request).root_url}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
