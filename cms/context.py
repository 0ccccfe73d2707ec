"""What every page's frame shows: who the office is, where to go, and whether this is a demo."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from accounts.models import Role, User
from bookings.permissions import Standing, standing_of
from cms import colours
from cms.feeds import about
from cms.models import ArticlePage
from config import clock, languages
from lectures import spoken
from lectures.eras import moment_words
from lectures.models import CourseIndexPage, MenuPage, OfficeSettings
from lectures.zones import local


@dataclass(frozen=True)
class Way:
    """A link of the navigation. `here`: what aria-current says, or nothing."""

    words: str
    href: str
    here: str


@dataclass(frozen=True)
class Frame:
    """Everything around a page's content; empty where no town answers."""

    town_name: str = ""
    scheme_name: str = ""
    office_name: str = ""
    postal_address: str = ""
    phone: str = ""
    phone_hours: str = ""
    colour_url: str = ""
    site_url: str = ""
    demo: bool = False
    moved_clock: str = ""
    has_easy_words: bool = True
    navigation: list[Way] = field(default_factory=list)
    footer_pages: list[dict[str, str]] = field(default_factory=list)

    @property
    def phone_digits(self) -> str:
        return "".join(filter(str.isdecimal, self.phone))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Lazy: an admin page or an error page that shows no frame asks nothing."""
    around: Any = SimpleLazyObject(lambda: _frame_of(request))
    return {"frame": around, "for_machines": SimpleLazyObject(lambda: about.head(request, around))}


def _frame_of(request: HttpRequest) -> Frame:
    site = Site.find_for_request(request)
    if site is None:
        return Frame()
    office = OfficeSettings.objects.filter(site=site).first() or OfficeSettings(
        site=site, town_name=site.site_name, phone="", phone_hours=""
    )
    return Frame(
        town_name=office.town_name,
        scheme_name=office.scheme_name,
        office_name=office.office_name,
        postal_address=office.postal_address,
        phone=office.phone,
        phone_hours=office.when_to_call,
        colour_url=colours.url_of(office.key_colour),
        site_url=site.root_url,
        demo=settings.DEMO,
        moved_clock=_moved_clock(),
        has_easy_words=languages.has_easy_words(request.path),
        navigation=_navigation(request, site),
        footer_pages=_footer(site),
    )


def _navigation(request: HttpRequest, site: Site) -> list[Way]:
    menus = MenuPage.objects.live().descendant_of(site.root_page).order_by("-fiscal_year__year")
    courses = CourseIndexPage.objects.live().descendant_of(site.root_page)
    found = [
        (_("講座をさがす"), _address(menus, request)),
        (_("公開講座"), _address(courses, request)),
        (_("申込みのようすを見る"), reverse("requests:lookup")),
        (_("実績"), reverse("results:page")),
    ]
    if words := _desk(request):
        found.append((words, reverse("desk:home")))
    return [Way(words, href, _here(request, href)) for words, href in found if href]


def _desk(request: HttpRequest) -> str:
    """What their desk is called, for who has one here."""
    user = getattr(request, "user", None)
    standing = standing_of(user) if isinstance(user, User) else Standing()
    if standing.sees_all:
        return _("事務局の机")
    if Role.DEPARTMENT in standing.roles:
        return _("課の机")
    return _("センターの机") if Role.CENTRE in standing.roles else ""


def _address(pages: Any, request: HttpRequest) -> str:
    """Of the first page, in the reader's language where there is one."""
    found: list[Page] = list(pages.select_related("locale")[:20])
    mine = [page for page in found if page.locale.language_code == languages.written()]
    return (mine or found)[0].get_url(request) or "" if found else ""


def _here(request: HttpRequest, href: str) -> str:
    if request.path == href:
        return "page"
    return "true" if request.path.startswith(href) else ""


def _footer(site: Site) -> list[dict[str, str]]:
    articles = ArticlePage.objects.live().descendant_of(site.root_page).filter(in_footer=True)
    pages = list(articles.order_by("path").defer("body", "easy_body"))
    spoken.speak(pages, but=["intro", "body"])
    found = [{"url": page.get_url() or "", "title": page.title} for page in pages]
    return [*found, {"url": reverse("open-data"), "title": _("オープンデータ")}]


def _moved_clock() -> str:
    """2026年12月17日（木）10時00分, or nothing while the clock tells the real time."""
    if not clock.offset():
        return ""
    return moment_words(local(clock.now()))
