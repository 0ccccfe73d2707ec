"""/feeds/new.rss, /feeds/lectures.atom, …: what is new, for feed readers. GET only.

One source for both forms; the newest first. Says nothing that the page itself does not say.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from cms.feeds import pages
from cms.feeds.pages import printable
from cms.models import ArticlePage
from lectures.courses import status
from lectures.models import CoursePage, LecturePage, OfficeSettings

MOST = 50
KINDS: dict[str, list[Callable[..., Sequence[Page]]]] = {
    "lectures": [pages.lectures],
    "courses": [pages.courses],
    "news": [pages.articles],
    "new": [pages.lectures, pages.courses, pages.articles],
}


class _Steady:
    """An empty feed did not change just now: else no reader could ask what is new."""

    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else pages.NEVER


class Rss(_Steady, Rss201rev2Feed):
    """RSS 2.0."""


class Atom(_Steady, Atom1Feed):
    """RFC 4287."""


FORMS: dict[str, type[Rss] | type[Atom]] = {"rss": Rss, "atom": Atom}


@require_safe
@conditional_page
@cache_control(public=True, max_age=900)
def feed(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    site, language = pages.town_of(request), pages.language_asked(request)
    found = [page for source in KINDS[kind] for page in source(site, language=language)]
    found.sort(key=lambda page: (page.first_published_at or pages.NEVER, page.pk), reverse=True)
    found = found[:MOST]
    with translation.override(language):
        writer = _empty(site, kind=kind, form=form, language=language)
        for page in found:
            _add(writer, page, request=request)
    answer = HttpResponse(writer.writeString("utf-8"), content_type=writer.content_type)
    answer["Last-Modified"] = http_date(pages.newest(found).timestamp())
    answer["Content-Language"] = language
    return answer


def title_of(kind: str) -> str:
    return {
        "lectures": _("新しい講座"),
        "courses": _("新しい公開講座"),
        "news": _("お知らせ"),
        "new": _("新しい講座とお知らせ"),
    }[kind]


def _empty(site: Site, *, kind: str, form: str, language: str) -> Rss | Atom:
    office = OfficeSettings.objects.filter(site=site).first()
    town = f"{office.town_name} {office.scheme_name}" if office else site.site_name
    asked = "" if language == "ja" else f"?lang={language}"
    return FORMS[form](
        title=printable(f"{town} {title_of(kind)}"),
        link=f"{site.root_url}/",
        description=printable(title_of(kind)),
        language=language,
        author_name=printable(office.office_name if office else town),
        feed_url=f"{site.root_url}{reverse(f'feed-{form}', args=[kind])}{asked}",
        ttl=60,
    )


def _add(writer: Rss | Atom, page: Page, *, request: HttpRequest) -> None:
    name = uuid5(page.translation_key, page.locale.language_code)
    writer.add_item(
        title=printable(page.title),
        link=page.get_full_url(request),
        description=printable(words_of(page)),
        unique_id=f"urn:uuid:{name}",
        unique_id_is_permalink=False,
        pubdate=page.first_published_at or pages.NEVER,
        updateddate=pages.changed(page),
        categories=[printable(page.category.name)] if isinstance(page, LecturePage) else (),
    )


def _with_notice(page: CoursePage, words: str) -> str:
    """That it is cancelled or full comes first."""
    code, said = page.intake()
    if code not in (status.CANCELLED, status.FULL):
        return words
    return " ".join(filter(None, [f"【{said}】", page.standing_note, words]))


def words_of(page: Page) -> str:
    """One or two sentences about it, as the page's own author wrote them."""
    if isinstance(page, LecturePage):
        return page.summary or page.title
    if isinstance(page, CoursePage):
        return _with_notice(page, page.summary or f"{page.title} {page.provider.name}")
    if isinstance(page, ArticlePage):
        return page.intro or page.title
    return (
        getattr(page, "lead", "")
        or getattr(page, "intro", "")
        or getattr(page, "summary", "")
        or page.title
    )
