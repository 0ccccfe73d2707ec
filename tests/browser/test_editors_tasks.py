"""Six tasks as somebody does them who writes pages for the first time, and how many steps each takes."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from playwright.sync_api import expect
from wagtail.images import get_image_model

from cms.models import ArticlePage, NewsIndexPage
from lectures import schedule
from lectures.models import CoursePage
from lectures.zones import local
from tests.browser.editing import Editor, promised_steps
from tests.browser.test_editors import editor, language  # noqa: F401 - fixtures
from tests.browser.town import Everything

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
FIRST_START = "[name=meetings-0-starts_at]"
BEGIN = "section[aria-labelledby=begin]"
SATURDAYS = ("2026-12-05", "2026-12-12", "2026-12-19", "2026-12-26")


# Wagtail leaves the uploaded file to the garbage collector.
UPLOADS = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def news(town: Everything) -> NewsIndexPage:
    town.home.refresh_from_db()
    return town.home.add_child(instance=NewsIndexPage(title="知らせの一覧", slug="all-news"))


def photo(title: str = "俳句の会") -> Any:
    file = ImageFile(BytesIO(), name="photo.png")
    Image.new("RGB", (800, 500), "#3a7755").save(file, "PNG")
    return get_image_model().objects.create(title=title, file=file)


@pytest.fixture
def counted(editor: Editor, request: pytest.FixtureRequest) -> Callable[[str], None]:  # noqa: F811
    """`counted("A new lecture")`: as many steps as docs/for-editors.md tells, no more, no fewer."""

    def check(task: str) -> None:
        assert (task, len(editor.steps)) == (task, promised_steps()[task]), editor.steps

    return check


def test_the_guide_tells_the_same_numbers_in_both_languages():
    told = list(promised_steps().values())
    assert (told[:6], len(told)) == (told[6:], 12)


def test_a_new_lecture(town: Everything, editor: Editor, counted):  # noqa: F811
    editor.begin()
    editor.go(f"{BEGIN} a[href*='/lecturepage/']")
    editor.type("[name=title]", "はじめての俳句")
    editor.type("[name=number]", "５－０１")
    editor.choose("[name=category]", "防災・安全")
    editor.choose("[name=department]", "防災課")
    editor.publish()

    counted("A new lecture")
    assert "はじめての俳句" in editor.public(town.menu.url)
    assert "5-01" in editor.public(f"{town.menu.url}はじめての俳句/")


def test_the_form_names_the_next_number_of_each_category(town: Everything, editor: Editor):  # noqa: F811
    editor.begin()
    editor.go(f"{BEGIN} a[href*='/lecturepage/']")

    assert "次の番号：防災・安全 1-02" in editor.page.locator("body").inner_text()


def test_a_course_on_another_day(town: Everything, editor: Editor, counted):  # noqa: F811
    editor.begin()
    editor.go(f"{BEGIN} td a[href$='/{town.course.get_parent().pk}/']")
    editor.go(editor.page.get_by_role("link", name="Rivers", exact=True))
    editor.type_day("[name=meetings-1-starts_at]", "2026年12月19日 14時半")
    editor.publish()

    counted("Another date for a course")
    meeting = town.course.course.meetings.get(order=2)
    assert f"{local(meeting.starts_at):%m-%d %H:%M}" == "12-19 14:30"
    assert f"{local(meeting.ends_at):%m-%d %H:%M}" == "12-19 16:00"
    assert "12月19日" in editor.public(town.course.url)
    assert "12月12日" not in editor.public(town.course.url)


def test_a_new_course_with_four_meetings(town: Everything, editor: Editor, counted):  # noqa: F811
    editor.begin()
    editor.go(f"{BEGIN} a[href*='/coursepage/']")
    editor.type("[name=title]", "やさしい歴史")
    editor.choose("[name=provider]", "University")
    for number, day in enumerate(SATURDAYS):
        editor.click("#id_meetings-ADD")
        editor.type_day(f"[name=meetings-{number}-starts_at]", f"{day} 13:30")
        if number == 0:
            editor.type_day("[name=meetings-0-ends_at]", "15:00")
    editor.publish()

    counted("A new course with four meetings")
    course = CoursePage.objects.get(title="やさしい歴史").course
    held = [(local(line.starts_at), local(line.ends_at)) for line in course.meetings.all()]
    assert [f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}" for start, end in held] == [
        f"{day} 13:30–15:00" for day in SATURDAYS
    ]


@UPLOADS
def test_news_with_a_picture(town: Everything, news, editor: Editor, counted, tmp_path: Path):  # noqa: F811
    photo = tmp_path / "俳句の会.png"
    Image.new("RGB", (800, 500), "#3a7755").save(photo)
    editor.begin()
    editor.go(f"{BEGIN} a[href*='/articlepage/']")
    editor.type("[name=title]", "俳句の会を開きました")
    editor.click("[data-contentpath=body] button.c-sf-add-button")
    editor.click(editor.page.get_by_role("option", name="写真"))
    editor.click("[data-chooser-action-choose]:visible")
    editor.click(".modal-body a[href='#tab-upload']")
    editor.attach(".modal-body input[type=file]", photo)
    expect(editor.page.locator(".modal-body [name$=title]")).to_have_value("俳句の会")
    editor.click(".modal-body #tab-upload [type=submit]")
    editor.type("[data-contentpath=alt] input", "畳の部屋で、10人が俳句を書いている")
    editor.publish()

    counted("News with a picture")
    page = ArticlePage.objects.get(title="俳句の会を開きました")
    assert "俳句の会を開きました" in editor.public(news.url)
    editor.open(page.url)
    picture = editor.page.get_by_alt_text("畳の部屋で、10人が俳句を書いている")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")


@UPLOADS
def test_a_picture_without_a_description_is_not_published(town: Everything, news, editor: Editor):  # noqa: F811
    """The twin of the task above: what it fills in is asked for, and nothing typed is lost."""
    picture = {"type": "picture", "value": {"image": photo().pk, "alt": ""}}
    page = news.add_child(instance=ArticlePage(title="俳句の会", slug="haiku", live=False))
    page.body = json.dumps([picture])
    page.save_revision()
    editor.open(f"/admin/pages/{page.pk}/edit/")
    editor.publish()

    page.refresh_from_db()
    assert page.live is False
    assert "写真の説明" in editor.page.locator("[data-contentpath=alt]").inner_text()
    assert editor.page.locator("[data-contentpath=alt] .w-field__errors").inner_text() != ""


def test_a_day_for_publishing(town: Everything, news, editor: Editor, counted, clock_at):  # noqa: F811
    page = news.add_child(instance=ArticlePage(title="来月の講座", slug="next", live=False))
    page.save_revision()
    editor.begin()
    editor.go(editor.page.get_by_role("link", name="来月の講座"))
    editor.click("[data-side-panel-toggle=status]:visible")
    editor.click("[data-a11y-dialog-show=schedule-publishing-dialog]:visible")
    editor.type_day("[name=go_live_at]", "2026/12/1 9:00")
    editor.go("#schedule-publishing-dialog [type=submit]")
    assert "公開の日時は、まだ決まっていません。" in editor.said()
    editor.publish()

    counted("Publishing on a day")
    assert editor.public(page.url) == ""
    schedule.publish_due(at=clock_at("2026-12-01 08:59"))
    assert editor.public(page.url) == ""
    schedule.publish_due(at=clock_at("2026-12-01 09:01"))
    assert "来月の講座" in editor.public(page.url)


def test_what_was_published_by_mistake_is_taken_back(town: Everything, editor: Editor, counted):  # noqa: F811
    page = town.article
    page.save_revision(log_action=True).publish()
    page.intro = "まちがった文"
    page.save_revision(log_action=True).publish()
    assert "まちがった文" in editor.public(page.url)

    editor.begin()
    editor.search("How to ask")
    editor.go(editor.page.get_by_role("link", name="How to ask", exact=True))
    editor.go("a[href$='/history/']:visible")
    editor.click(editor.page.locator("main tbody .w-dropdown__toggle").last)
    editor.go("a[href*='/revert/']:visible")
    editor.publish()

    counted("Undoing what was published")
    assert "In short." in editor.public(page.url)
    assert "まちがった文" not in editor.public(page.url)


def test_what_the_calendar_cannot_read_stays_as_typed(town: Everything, editor: Editor):  # noqa: F811
    starts = editor.open(f"/admin/pages/{town.course.pk}/edit/").page.locator(FIRST_START)
    told = {}
    for typed in ("２０２６／１２／１９　１４：３０", "2026年12月19日 14時", "あした"):
        editor.type_day(starts, typed)
        starts.blur()
        told[typed] = starts.input_value()

    assert list(told.values()) == ["2026-12-19 14:30", "2026-12-19 14:00", "あした"]


def test_without_our_script_wagtail_would_write_this_very_moment(town: Everything, editor: Editor):  # noqa: F811
    editor.page.route("**/js/dates*.js", lambda route: route.abort())
    starts = editor.open(f"/admin/pages/{town.course.pk}/edit/").page.locator(FIRST_START)
    editor.type_day(starts, "あした")
    starts.blur()

    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", starts.input_value())
