"""Rows and pages of the catalogue. Pages are made as the admin leaves them: live or drafted."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django_scopes import scope
from wagtail.models import Locale, Page, Site

from accounts.models import SiteRole, User
from lectures import roles
from lectures.models import (
    Category,
    CourseIndexPage,
    CoursePage,
    CoursePageMeeting,
    Department,
    FiscalYear,
    LecturePage,
    MenuPage,
    Provider,
)

_numbers = count(1)


def department(site: Site, **fields: object) -> Department:
    number = next(_numbers)
    values = {"code": f"{number:04}", "name": f"{number}課", "email": f"ka{number}@city.example.jp"}
    return Department.objects.create(site=site, **(values | fields))


def category(site: Site, **fields: object) -> Category:
    return Category.objects.create(site=site, **({"name": f"分野{next(_numbers)}"} | fields))


def fiscal_year(site: Site, year: int = 2026) -> FiscalYear:
    return FiscalYear.objects.get_or_create(site=site, year=year)[0]


def menu(site: Site, *, year: int = 2026, **fields: object) -> MenuPage:
    values = {"title": f"{year}年度の講座", "slug": f"menu-{year}"}
    page = MenuPage(fiscal_year=fiscal_year(site, year), **(values | fields))
    return Page.objects.get(pk=site.root_page_id).add_child(instance=page)


def lecture_page(under: MenuPage, **fields: object) -> LecturePage:
    """A published lecture, unless `live=False`: then a draft with its first revision."""
    site, number = under.fiscal_year.site, next(_numbers)
    with scope(site=site):
        values = {
            "title": f"講座{number}",
            "slug": f"kouza-{number}",
            "number": f"9-{number}",
            "summary": "地図を見ながら話します。",
        }
        if "category" not in fields:
            values["category"] = category(site)
        if "department" not in fields:
            values["department"] = department(site)
        page = Page.objects.get(pk=under.pk).specific.add_child(
            instance=LecturePage(**(values | fields))
        )
        page.save_revision()
    return page


def in_english(page: Page) -> Page:
    """Its published translation, with those of what it stands under."""
    english = Locale.objects.get_or_create(language_code="en")[0]
    for each in [*page.get_ancestors().filter(depth__gt=1), page]:
        if not each.has_translation(english):
            copy = each.specific.copy_for_translation(english)
            copy.save_revision().publish()
    return page.get_translation(english).specific


def provider(site: Site, **fields: object) -> Provider:
    return Provider.objects.create(site=site, **({"name": f"第{next(_numbers)}大学"} | fields))


def course_index(site: Site) -> CourseIndexPage:
    page = CourseIndexPage(title="公開講座", slug="courses")
    return Page.objects.get(pk=site.root_page_id).add_child(instance=page)


def course_page(
    under: CourseIndexPage,
    *,
    days: tuple[str, ...] = ("2026-12-05", "2026-12-12"),
    **fields: object,
) -> CoursePage:
    """A published course whose meetings begin at 13:30 in Tokyo and take 90 minutes."""
    number, site = next(_numbers), under.get_site()
    values = {"title": f"公開講座{number}", "slug": f"course-{number}"}
    if "provider" not in fields:
        values["provider"] = provider(site)
    page = CoursePage(**(values | fields))
    for order, day in enumerate(days):
        starts = datetime.fromisoformat(f"{day} 13:30").replace(tzinfo=ZoneInfo("Asia/Tokyo"))
        page.meetings.add(
            CoursePageMeeting(
                sort_order=order, starts_at=starts, ends_at=starts + timedelta(minutes=90)
            )
        )
    page = Page.objects.get(pk=under.pk).specific.add_child(instance=page)
    page.save_revision()
    return page


def person(site: Site, role: SiteRole.Role = SiteRole.Role.EDITOR) -> User:
    """Somebody who signs in and has that role in that town."""
    user = User.objects.create_user(f"hito{next(_numbers)}@city.example.jp", "himitsu-no-kotoba")
    roles.give_role(user, site=site, role=role)
    return user


def other_town() -> Site:
    """A second town on its own host, with its own tree."""
    root = Page.objects.get(depth=1).add_child(
        instance=Page(title="となり町", slug=f"tonari-{next(_numbers)}")
    )
    return Site.objects.create(hostname="tonari.test", root_page=root, site_name="となり町")
