"""Every page has a first version, so that the first change an editor makes can be taken back."""

import pytest
from wagtail.models import Page, Site

from cms.demo.loader import courses, english, menu, people, town
from lectures.models import CoursePage, LecturePage
from tests.factories.town import at

NOW = at("2026-11-20 10:00")


@pytest.fixture
def town_of_pages(site, clock_at) -> Site:
    clock_at(NOW)
    menu._home(site)
    return site


def without_version() -> list[str]:
    made = Page.objects.filter(first_published_at=NOW, live_revision=None)
    return sorted(made.values_list("slug", flat=True))


@pytest.mark.slow
def test_every_page_of_the_demo_has_a_version_to_go_back_to(town_of_pages):
    town.load(town_of_pages, at=NOW)
    staff = people.load(town_of_pages, at=NOW)
    menu.load(town_of_pages, staff=staff, at=NOW)
    courses.load(town_of_pages, at=NOW)
    english.load(year=2026)

    assert without_version() == []
    assert LecturePage.objects.filter(latest_revision=None).count() == 0
    assert LecturePage.objects.filter(has_unpublished_changes=True).count() == 0


def test_the_first_change_of_an_editor_is_taken_back(town_of_pages):
    courses.load(town_of_pages, at=NOW)
    page = CoursePage.objects.last()
    title, days = page.title, [meeting.starts_at for meeting in page.dates()]

    draft = page.get_latest_revision_as_object()
    draft.title, draft.meetings = "まちがい", []
    draft.save_revision().publish()
    page.revisions.order_by("pk").first().as_object().save_revision().publish()

    page = CoursePage.objects.get(pk=page.pk)
    assert (page.title, [meeting.starts_at for meeting in page.dates()]) == (title, days)
    assert without_version() == []


def test_without_a_first_version_there_is_nothing_to_go_back_to(town_of_pages, monkeypatch):
    """The guard taken away."""
    monkeypatch.setattr(courses, "keep_first", lambda _page: None)
    courses.load(town_of_pages, at=NOW)
    page = CoursePage.objects.last()

    page.title = "まちがい"
    page.save_revision().publish()

    assert [one.as_object().title for one in page.revisions.all()] == ["まちがい"]
