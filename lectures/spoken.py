"""Pages in the reader's language. Like all of the site a page has one address for all languages, so
a translation has none of its own: it gives its words to the page that it translates.

Reads; what it changes is for one answer only and never saved.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from config import languages

if TYPE_CHECKING:
    from wagtail.models import Page as _Kind  # what every page type is besides
else:
    _Kind = object

SOURCE = "ja"


def speak(pages: Iterable["Spoken | None"], *, but: Sequence[str] = ()) -> None:
    """Live translations' words in place of the pages' own, where they have some. One query for all
    of a kind, none for readers of Japanese. `but`: words that this list does not show.
    """
    language = languages.written()
    if language == SOURCE:
        return
    kinds: dict[type[Spoken], list[Spoken]] = {}
    for page in pages:
        if page is not None:
            kinds.setdefault(type(page), []).append(page)
    for model, of_kind in kinds.items():
        names = [name for name in model.spoken_words if name not in but]
        keys = {page.translation_key for page in of_kind}
        found = model.objects.live().public().filter(translation_key__in=keys)
        rows = found.filter(locale__language_code=language).values("translation_key", *names)
        words = {row.pop("translation_key"): row for row in rows}
        for page in of_kind:
            for name, said in words.get(page.translation_key, {}).items():
                if said:
                    setattr(page, name, said)


def translation(page: "Spoken") -> Page | None:
    """Its live translation into the reader's language; None for readers of Japanese."""
    language = languages.written()
    if language == SOURCE:
        return None
    pages = Page.objects.live().public().filter(translation_key=page.translation_key)
    return pages.filter(locale__language_code=language).exclude(pk=page.pk).first()


def has_address(page: "Spoken", *, site: Site) -> bool:
    """Of a page that was settled: it stands in the town's tree, or the page that it translates does."""
    return page.at_home is not None or _stands_in(page, site)


def _stands_in(page: Page, site: Site) -> bool:
    return page.path.startswith(site.root_page.path)


def settle(pages: Iterable["Spoken"], *, site: Site) -> None:
    """Each translation learns whose address it shares, in one query for all."""
    abroad = [page for page in pages if not _stands_in(page, site)]
    if not abroad:
        return
    keys = {page.translation_key for page in abroad}
    here = Page.objects.descendant_of(site.root_page, inclusive=True).live()
    by_key = {page.translation_key: page for page in here.filter(translation_key__in=keys)}
    for page in abroad:
        page.at_home = by_key.get(page.translation_key)


class Spoken(_Kind):
    """A page type whose translations speak through the page that they translate."""

    spoken_words: tuple[str, ...] = ("title",)
    at_home: Page | None = None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if not getattr(request, "is_preview", False):
            speak([self])
        return super().get_context(request, *args, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        own = super().get_url_parts(request)
        if own is not None:
            return own
        shared = [self.at_home] if self.at_home else self._live_translations()
        for page in shared:
            if parts := Page.get_url_parts(page, request):
                return parts
        return None

    def _live_translations(self) -> Iterable[Page]:
        pages = Page.objects.live().filter(translation_key=self.translation_key)
        return pages.exclude(pk=self.pk).order_by("path")
