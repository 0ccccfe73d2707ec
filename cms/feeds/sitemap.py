"""/sitemap.xml and /robots.txt. GET only."""

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

# Pages for one person, and for the town's own people.
_NOT_FOR_ROBOTS = (
    "/admin/", "/desk/", "/sign-in/", "/k/", "/apply/", "/consult/", "/requests/", "/answers/",
    "/reports/", "/lecturers/", "/days/", "/search/", "/language/",
)  # fmt: skip


class TownSitemap(Sitemap):
    """Every open page of the town; one address serves all languages."""

    def items(self) -> Any:
        return published_pages(self.get_wagtail_site())

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        found = list(self.paginator.page(page).object_list)
        self.latest_lastmod = pages.newest(found)
        return [
            {"location": each.get_full_url(self.request), "lastmod": pages.changed(each)}
            for each in found
        ]


def published_pages(site: Any) -> Any:
    """Base pages: address and dates are all that is asked of them. A translation shares its page's."""
    return pages.published(Page, [site.root_page]).order_by("path")


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
