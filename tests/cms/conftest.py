"""A town whose catalogue has been published, as its editors publish it."""

import pytest
from django_scopes import scope

from cms.models import ArticlePage, HomePage
from tests.factories import lectures as make
from tests.factories.town import NOW, make_town


class Open:
    """`lecture()`, `course()`, `news()` publish one more; `site`, `home`, `menu`, `courses`."""

    def __init__(self, site):
        self.site, self.town = site, make_town(site)
        self.home = HomePage(title="みかがみ市 お気軽講座", slug="home-of-feeds")
        site.root_page.get_parent().add_child(instance=self.home)
        site.root_page = self.home
        site.save()
        self.menu = make.menu(site)
        self.courses = make.course_index(site)

    def lecture(self, **fields):
        fields = {
            "category": self.town.lecture.category,
            "department": self.town.department,
        } | fields
        return self._published(make.lecture_page(self.menu, **fields))

    def course(self, **fields):
        return self._published(make.course_page(self.courses, **fields))

    def news(self, **fields):
        page = ArticlePage(**({"title": "12月の講座", "intro": "空きのお知らせです。"} | fields))
        self.home.refresh_from_db()
        return self._published(self.home.add_child(instance=page))

    def _published(self, page):
        page.save_revision().publish()
        page.refresh_from_db()
        return page


@pytest.fixture
def catalogue(site, clock_at):
    clock_at(NOW)
    return Open(site)


@pytest.fixture
def next_town(catalogue):
    """Another town's lecture, course and news, on its own host."""
    other = make.other_town()
    menu, courses = make.menu(other), make.course_index(other)
    make.lecture_page(menu, title="となりの講座")
    with scope(site=other):
        make.course_page(courses, provider=make.provider(other), title="となりの公開講座")
    return other
