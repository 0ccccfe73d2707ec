"""Every kind of page in the admin, as an editor's browser shows it: edited, looked at, published."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from wagtail.models import Page, get_page_models

from accounts.models import Role, User
from cms.models import ArticlePage, HomePage, NewsIndexPage
from lectures.models import CourseIndexPage, CoursePage, LecturePage, MenuPage, ProgrammePage
from lectures.roles import give_role
from tests.browser.editing import Editor
from tests.browser.town import Everything

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
WORDS = "市民ホールでもお話しします。"
# The field of each kind of page that its readers see at once.
FIELDS: dict[type[Page], str] = {
    HomePage: "lead",
    ArticlePage: "intro",
    NewsIndexPage: "intro",
    MenuPage: "intro",
    LecturePage: "summary",
    CourseIndexPage: "intro",
    CoursePage: "summary",
    ProgrammePage: "summary",
}


@pytest.fixture
def language() -> str:
    """The admin of a Japanese town; its English is Wagtail's own."""
    return "ja"


@pytest.fixture
def editor(town: Everything, live_server, chromium: Browser) -> Editor:
    return Editor(chromium, live_server.url, person(town, Role.EDITOR))


def person(town: Everything, role: str, **part: object) -> User:
    user = User.objects.create_user(f"{role}@city.mikagami.example", "a-long-password")
    give_role(user, site=town.town.site, role=role, **part)
    return user


def made_by_editors() -> set[type[Page]]:
    return {model for model in get_page_models() if model.is_creatable and model is not Page}


def page_of(town: Everything, model: type[Page]) -> Page:
    if model is NewsIndexPage:
        town.home.refresh_from_db()
        town.home.add_child(instance=NewsIndexPage(title="知らせの一覧", slug="all-news"))
    return model.objects.order_by("pk").first()


def test_every_kind_of_page_has_a_story_here():
    assert set(FIELDS) == made_by_editors()


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_a_page_of_each_kind_is_edited_looked_at_and_published(
    town: Everything, editor: Editor, model: type[Page]
):
    page = page_of(town, model)
    field = f"[name={FIELDS[model]}]"
    editor.open(reverse("wagtailadmin_pages:edit", args=(page.pk,)))

    editor.type(field, WORDS)
    with editor.preview() as preview:
        expect(preview.locator("body")).to_contain_text(WORDS)
    editor.save_draft()
    assert editor.page.locator(field).input_value() == WORDS
    assert WORDS not in editor.public(page.url)

    editor.publish()

    assert WORDS in editor.public(page.url)
